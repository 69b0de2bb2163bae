// scope.js and display.js are no modules: they run in a small browser made for them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

const ASSETS = new URL("../../templates/assets/", import.meta.url);

function memory(entries = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  };
}

const forbidden = {
  getItem: () => {
    throw new Error("SecurityError");
  },
  setItem: () => {
    throw new Error("QuotaExceededError");
  },
};

function browser(localStorage, isDark = false, hash = "") {
  const listeners = {};
  const button = { setAttribute: (name, value) => (button[name] = value) };
  const classes = ["no-js"];
  const page = {
    URL,
    localStorage,
    button,
    classes,
    system: { matches: isDark, addEventListener: (name, listener) => (page.follow = listener) },
    matchMedia: () => page.system,
    location: { hash, reload: () => (page.reloads += 1) },
    reloads: 0,
    sheet: { media: "not all" },
    click: (name) =>
      listeners.click({ target: { closest: (selector) => (selector === `[data-frame=${name}]` ? button : null) } }),
    document: {
      baseURI: "https://example.org/under/a/page/",
      currentScript: { dataset: { root: "../" } },
      documentElement: {
        classList: {
          add: (name) => classes.push(name),
          replace: (old, name) => classes.splice(classes.indexOf(old), 1, name),
        },
      },
      querySelector: () => page.sheet,
      body: { dataset: {} },
      querySelectorAll: () => [button],
      addEventListener: (name, listener) => (listeners[name] = listener),
    },
  };
  createContext(page);
  for (const name of ["scope.js", "display.js"]) runInContext(readFileSync(new URL(name, ASSETS), "utf-8"), page);
  return page;
}

function scheme(page) {
  return [page.document.body.dataset.mdColorScheme, page.button["aria-pressed"]];
}

test("what is remembered belongs to the folder of the site", () => {
  const page = browser(memory());
  assert.deepEqual(page.classes, ["js"]);
  assert.equal(page.siteScope.href, "https://example.org/under/a/");
  page.keepChoice("key", { a: [1, null, "政"] });
  assert.deepEqual([...page.localStorage.kept], [["/under/a/.key", '{"a":[1,null,"政"]}']]);
  assert.equal(JSON.stringify(page.readChoice("key")), '{"a":[1,null,"政"]}');
  assert.equal(page.readChoice("other"), null);
});

test("what is no JSON, or may not be read or kept, is not remembered", () => {
  assert.equal(browser(memory({ "/under/a/.key": "{broken" })).readChoice("key"), null);
  const page = browser(forbidden);
  page.keepChoice("key", 1);
  assert.equal(page.readChoice("key"), null);
});

test("light or dark as the system asks, until the reader says otherwise", () => {
  const page = browser(memory(), true);
  assert.deepEqual(scheme(page), ["slate", "true"]);
  page.click("menu");
  assert.deepEqual(scheme(page), ["slate", "true"]);
  page.click("palette");
  assert.deepEqual(scheme(page), ["default", "false"]);
  assert.equal(page.localStorage.kept.get("/under/a/.dark"), "false");
  page.click("palette");
  assert.deepEqual(scheme(page), ["slate", "true"]);
  assert.equal(page.localStorage.kept.get("/under/a/.dark"), "null");
  page.system.matches = false;
  page.follow();
  assert.deepEqual(scheme(page), ["default", "false"]);
});

test("what is remembered counts, and what is no choice does not", () => {
  assert.deepEqual(scheme(browser(memory({ "/under/a/.dark": "true" }))), ["slate", "true"]);
  for (const strange of ['"true"', "1", "{}", "null", ""]) {
    assert.deepEqual(scheme(browser(memory({ "/under/a/.dark": strange }), true)), ["slate", "true"]);
  }
});

test("without a memory the page follows the system", () => {
  const page = browser(forbidden, false);
  page.click("palette");
  assert.deepEqual(scheme(page), ["default", "false"]);
});

test("large text is switched on and off for the whole site, by a page that is loaded anew", () => {
  const page = browser(memory());
  assert.deepEqual([page.classes, page.sheet.media], [["js"], "not all"]);
  page.click("large");
  assert.deepEqual([page.localStorage.kept.get("/under/a/.large"), page.reloads], ["true", 1]);
  const large = browser(page.localStorage);
  assert.deepEqual([large.classes, large.sheet.media], [["js", "large"], "all"]);
  large.click("large");
  assert.equal(large.localStorage.kept.get("/under/a/.large"), "null");
  assert.deepEqual(browser(large.localStorage).classes, ["js"]);
});

test("a part of a page in a frame keeps its size", () => {
  assert.deepEqual(browser(memory({ "/under/a/.large": "true" }), false, "#embed-budget").classes, ["js"]);
});
