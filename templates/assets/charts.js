// Draws the charts of a page over the room kept for them, when they come into view. The figure is made at build;
// the browser adds what all charts share, and what it alone knows: the width, where texts break in it, and the colours
// of the palette in force.

import words from "./words.js";
import { address, styles } from "./chart_library.js";
import { linesOf, shortened, shown } from "./chart_text.js";

let plotly;

// Plotly writes style elements into the page unless elements of their names stand there already; a strict policy
// refuses them, and the few rules that matter are in site.css.
function declareStyles() {
  for (const name of styles) {
    const mark = document.createElement("meta");
    mark.id = name;
    mark.className = "no-inline-styles";
    document.head.append(mark);
  }
}

function load() {
  plotly ??= new Promise((resolve, reject) => {
    declareStyles();
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return plotly;
}

function colour(name) {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}

// The bars of each role, and the words inside them.
const COLOURS = {
  1: { bar: "--t1", words: "--on" },
  2: { bar: "--basic", words: "--on" },
  3: { bar: "--t4", words: "--on5" },
};

// The second and third roles carry a pattern too, so that pieces differ without colour.
const PATTERNS = { 1: "", 2: "/", 3: "." };

// What all charts share: horizontal bars with the texts of the figure, no tools, no zoom, room for the names.
const BAR = {
  orientation: "h",
  texttemplate: "%{text}",
  hovertemplate: "%{customdata}<extra></extra>",
  cliponaxis: false,
};
const STACKED_BAR = { ...BAR, textposition: "inside", insidetextanchor: "start" };
const LAYOUT = {
  showlegend: false,
  dragmode: false,
  hovermode: "closest",
  uniformtext: { minsize: 11, mode: "hide" },
  xaxis: { type: "linear", visible: false, fixedrange: true, rangemode: "tozero" },
};
const NAMES_AXIS = { type: "category", autorange: "reversed", fixedrange: true, automargin: true, ticklabelstandoff: 8 };

const SIZE = 14;
const HOVER_ROOM = 200;
const LABEL_ROOM = { true: 240, false: 130 };
const wide = matchMedia("(min-width: 45em)");
const pen = document.createElement("canvas").getContext("2d");

const widthOf = (text) => pen.measureText(text).width;

function dressed(figure) {
  const font = { family: getComputedStyle(document.body).fontFamily, size: SIZE, color: colour("--ink") };
  pen.font = `${SIZE}px ${font.family}`;
  const data = figure.data.map((trace) => {
    const role = trace.meta.role;
    return {
      ...trace,
      text: trace.text.map((text) => shown([text])),
      customdata: trace.customdata.map((text) => shown(linesOf(text, HOVER_ROOM, widthOf))),
      marker: {
        color: colour(COLOURS[role].bar),
        pattern: { shape: PATTERNS[role] ?? "", fgcolor: colour("--chart-pattern"), fillmode: "overlay", size: 7, solidity: 0.15 },
        line: { width: 1, color: colour("--bg") },
      },
      insidetextfont: { color: colour(COLOURS[role].words) },
    };
  });
  const hoverlabel = {
    bgcolor: colour("--ink"),
    bordercolor: colour("--ink"),
    font: { ...font, color: colour("--bg") },
    align: "left",
  };
  const names = [...new Set(figure.data.flatMap((trace) => trace.y))];
  const room = LABEL_ROOM[wide.matches];
  const yaxis = { ...NAMES_AXIS, tickvals: names, ticktext: names.map((name) => shown(shortened(name, room, widthOf))) };
  const nothing = "rgba(0,0,0,0)";
  const annotations = figure.layout.annotations?.map((note) => ({ ...note, text: shown([note.text]) }));
  const template = { data: { bar: [figure.layout.barmode === "stack" ? STACKED_BAR : BAR] } };
  const layout = {
    ...LAYOUT,
    ...figure.layout,
    template,
    annotations,
    yaxis,
    font,
    hoverlabel,
    paper_bgcolor: nothing,
    plot_bgcolor: nothing,
  };
  return { data, layout };
}

const OPTIONS = { displayModeBar: false, responsive: true, doubleClick: false, scrollZoom: false };

async function draw(chart) {
  const canvas = chart.querySelector(".chart__canvas");
  const figure = JSON.parse(chart.querySelector("script").textContent);
  try {
    const drawing = await load();
    const { data, layout } = dressed(figure);
    // A drawing that fits itself to a new width takes its height from the room around it.
    canvas.style.height = `${layout.height}px`;
    await drawing.react(canvas, data, layout, OPTIONS);
    canvas.querySelector(".chart__room")?.remove();
    chart.dataset.drawn = "";
  } catch {
    canvas.textContent = words.site.chart_failed;
  }
}

export function watchCharts() {
  const charts = document.querySelectorAll("[data-chart]");
  if (!charts.length) return;
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  });
  charts.forEach((chart) => seen.observe(chart));
  const redraw = () => charts.forEach((chart) => "drawn" in chart.dataset && draw(chart));
  wide.addEventListener("change", redraw);
  // A page without a switch of its own follows the system.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.body, {
    attributes: true,
    attributeFilter: ["data-md-color-scheme"],
  });
}
