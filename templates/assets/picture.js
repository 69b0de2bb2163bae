// Saves the picture that is shown as a file of its own: SVG with the colours of the page, or PNG twice as large, with
// its finding above and its source below.

import { save } from "./downloads.js";

const NS = "http://www.w3.org/2000/svg";
const COPIED = ["fill", "stroke", "stroke-width", "stroke-linecap", "font-size", "font-weight", "text-anchor", "white-space"];
const MARGIN = 20;
const LINE = 26;
const FOOT = 18;
const SCALE = 2;

function dressed(drawing) {
  const copy = drawing.cloneNode(true);
  const originals = drawing.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, at) => {
    const style = getComputedStyle(originals[at]);
    for (const name of COPIED) {
      // A pattern is named in the element, and is no colour.
      if (name === "fill" && element.getAttribute("fill")?.startsWith("url(")) continue;
      element.setAttribute(name, style.getPropertyValue(name));
    }
    element.removeAttribute("class");
  });
  return copy;
}

function line(text, y, size, weight, colour) {
  const element = document.createElementNS(NS, "text");
  const attributes = { x: MARGIN, y, "font-size": size, "font-weight": weight, fill: colour };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

export function pictureOf(figure) {
  const drawing = [...figure.querySelectorAll(".drawing")].find((one) => one.getBoundingClientRect().width);
  const copy = dressed(drawing);
  const width = drawing.width.baseVal.value;
  const height = drawing.height.baseVal.value;
  const style = getComputedStyle(document.body);
  const ink = style.color;
  const title = figure.querySelector("h2").textContent.trim();
  const source = `${document.querySelector("h1").textContent.trim().replace(/\s+/g, " ")} · ${location.origin}${location.pathname}`;
  const whole = document.createElementNS(NS, "svg");
  const size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN + 2 * LINE + FOOT };
  for (const [name, value] of Object.entries(size)) whole.setAttribute(name, value);
  whole.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  whole.setAttribute("font-family", style.fontFamily);
  const ground = document.createElementNS(NS, "rect");
  for (const [name, value] of Object.entries({ ...size, fill: style.backgroundColor })) ground.setAttribute(name, value);
  copy.setAttribute("x", MARGIN);
  copy.setAttribute("y", MARGIN + 2 * LINE - 8);
  const note = figure.querySelector(".picture__note").textContent;
  whole.append(
    ground,
    line(title, MARGIN + 14, 18, 700, ink),
    line(note, MARGIN + 14 + 22, 13, 400, ink),
    copy,
    line(source, size.height - 12, 12, 400, ink),
  );
  return { svg: new XMLSerializer().serializeToString(whole), ...size };
}

async function png({ svg, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

export function watchPictures() {
  document.addEventListener("click", async ({ target }) => {
    const kind = target.closest?.("[data-picture]")?.dataset.picture;
    if (!kind) return;
    const picture = pictureOf(target.closest("figure"));
    const name = `${location.pathname.split("/").filter(Boolean).slice(-3).join("-") || "picture"}.${kind}`;
    save(kind === "svg" ? new Blob([picture.svg], { type: "image/svg+xml" }) : await png(picture), name);
  });
}
