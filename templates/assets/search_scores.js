// How well a place of a page answers a query.

import { fold, isFigure, normalFigures } from "./folding.js";

// For a name that is just what was asked: a page, a heading of a text, a row of a form.
const NAME = 1000;
const HEADING = 900;
const ROW = 800;
const LABEL = 40;
const COVERED = 20;
const FIGURE = 35;
const SAME_FIGURE = 25;
const OUTCOME = 30;
const CONTEXT = 25;
const TEXT = 12;
const PHRASE = 10;
// By the order of KINDS in generator/output/search_index.py: department, city, topic, notice, rule, page, form,
// project, task, indicator, goal, money, source, term.
const KINDS = [30, 20, 20, 20, 6, 15, 12, 10, 8, 8, 1, 2, 0, 4];

// A body and a year are asked for: its form.
const OF_YEAR = 20;
const FORM = 6;
const LAST = KINDS.length - 1;
const NUMBER = /[0-9]+(?:\.[0-9]+)?/;

const plain = (text) => normalFigures(fold(text));

function sameFigure(value, form) {
  const [figure] = plain(value).match(NUMBER) ?? [];
  return figure !== undefined && figure === form.match(NUMBER)?.[0] && isFigure(form);
}

function wordScore(hit, forms, number, inContext) {
  const scores = [0];
  if (hit.inLabel.found.has(number)) {
    scores.push(LABEL + (COVERED * forms[0].length) / Math.max(forms[0].length, fold(hit.label).length));
  }
  if (hit.isNamed && hit.found.has(number)) scores.push(LABEL);
  if (hit.inValue.found.has(number)) scores.push(FIGURE + (forms.some((form) => sameFigure(hit.value, form)) ? SAME_FIGURE : 0));
  if (hit.outcome?.found.has(number)) scores.push(OUTCOME);
  if (inContext.has(number)) scores.push(CONTEXT);
  if (hit.found.has(number)) scores.push(TEXT);
  return Math.max(...scores);
}

export function scoreOf(hit, words, inContext, { asked }) {
  const kind = KINDS[hit.kind] ?? 0;
  const same = (name) => [asked, normalFigures(asked), ...(words.length === 1 ? words[0] : [])].some((form) => form === fold(name) || form === plain(name));
  hit.isAsked = hit.isNamed && asked.length > 1 && words.every((_, number) => hit.found.has(number));
  if (hit.isNamed && [hit.label, ...hit.texts].some(same)) return NAME + kind;
  if (same(hit.label)) return (hit.kind === LAST ? HEADING : ROW) + kind;
  const ofYear = hit.kind === FORM && words.length > 1 && hit.inLabel.found.size === words.length ? OF_YEAR : 0;
  const phrase = words.length > 1 && fold(`${hit.label}\n${hit.texts.join("\n")}`).includes(asked) ? PHRASE : 0;
  return words.reduce((sum, forms, number) => sum + wordScore(hit, forms, number, inContext), kind + phrase + ofYear);
}
