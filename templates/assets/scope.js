/* The address of the site, and a small memory for what a reader has chosen. */
"use strict";

var siteScope = new URL(document.currentScript.dataset.root, document.baseURI);

/* A reader may forbid storage; then nothing is remembered and nothing breaks. */
var readChoice = (key) => {
  try {
    return JSON.parse(localStorage.getItem(`${siteScope.pathname}.${key}`));
  } catch {
    return null;
  }
};

var keepChoice = (key, value) => {
  try {
    localStorage.setItem(`${siteScope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    /* not remembered */
  }
};

document.documentElement.classList.replace("no-js", "js");
