/* The four names that Material's script expects to find: the site it runs in and a small memory for it. */
"use strict";

var __md_scope = new URL(document.currentScript.dataset.root, document.baseURI);

var __md_hash = (text) => Array.from(text).reduce((sum, char) => (sum << 5) - sum + char.charCodeAt(0), 0);

/* A reader may forbid storage; then nothing is remembered and nothing breaks. */
var __md_get = (key, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage || localStorage).getItem(`${scope.pathname}.${key}`));
  } catch {
    return null;
  }
};

var __md_set = (key, value, storage, scope = __md_scope) => {
  try {
    (storage || localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    /* not remembered */
  }
};

document.documentElement.classList.replace("no-js", "js");
