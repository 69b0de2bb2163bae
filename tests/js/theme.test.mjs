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

function browser(localStorage, isDark = false) {
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
    click: (closest) => listeners.click({ target: { closest: () => closest } }),
    document: {
      baseURI: "https://example.org/under/a/page/",
      currentScript: { dataset: { root: "../" } },
      documentElement: { classList: { replace: (old, name) => classes.splice(classes.indexOf(old), 1, name) } },
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
  assert.equal(page.__md_scope.href, "https://example.org/under/a/");
  page.__md_set("key", { a: [1, null, "政"] });
  assert.deepEqual([...page.localStorage.kept], [["/under/a/.key", '{"a":[1,null,"政"]}']]);
  assert.equal(JSON.stringify(page.__md_get("key")), '{"a":[1,null,"政"]}');
  assert.equal(page.__md_get("other"), null);
  page.__md_set("key", 1, undefined, new URL("https://example.org/"));
  assert.equal(page.localStorage.kept.get("/.key"), "1");
});

test("what is no JSON, or may not be read or kept, is not remembered", () => {
  assert.equal(browser(memory({ "/under/a/.key": "{broken" })).__md_get("key"), null);
  const page = browser(forbidden);
  page.__md_set("key", 1);
  assert.equal(page.__md_get("key"), null);
});

test("a text has always the same number", () => {
  const { __md_hash: hash } = browser(memory());
  assert.deepEqual(["", "a", "ab", "政"].map(hash), [0, 97, 3105, 25919]);
});

test("light or dark as the system asks, until the reader says otherwise", () => {
  const page = browser(memory(), true);
  assert.deepEqual(scheme(page), ["slate", "true"]);
  page.click(null);
  assert.deepEqual(scheme(page), ["slate", "true"]);
  page.click({});
  assert.deepEqual(scheme(page), ["default", "false"]);
  assert.equal(page.localStorage.kept.get("/under/a/.dark"), "false");
  page.click({});
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
  page.click({});
  assert.deepEqual(scheme(page), ["default", "false"]);
});
