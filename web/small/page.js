// What all parts of the page share: its state, its language, what it remembers, and how it says that something went wrong.

import { Api, Refusal } from "./api.js";
import { refusals, texts } from "./texts.js";

export const api = new Api();
export const state = {
  language: "fr", me: null, guilds: [], roles: new Map(), channel: null, guild: null, unread: new Set(), gateway: null,
};

export const at = (id) => document.getElementById(id);
// One column: places and room are not seen together.
export const isNarrow = () => matchMedia("(max-width: 48rem)").matches;
// A mouse or the like, and so a keyboard: focus may go to a field without covering half of the screen with keys.
export const hasKeyboard = () => matchMedia("(pointer: fine)").matches;

export function text(key, values = {}) {
  return Object.entries(values).reduce((it, [name, value]) => it.replace(`{${name}}`, () => value), texts[state.language][key]);
}

export function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (content !== undefined) element.textContent = content;
  return element;
}

export function remember(key, value) {
  try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); } catch { /* private windows */ }
}

export function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

export function speak(language) {
  state.language = texts[language] ? language : "fr";
  document.documentElement.lang = state.language;
  at("language").value = state.language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = text(element.dataset.placeholder);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", text(element.dataset.label));
}

export function preferredLanguage() {
  const wanted = [recall("parvis.language"), ...navigator.languages.map((it) => it.split("-")[0])];
  return wanted.find((it) => it && texts[it]) ?? "fr";
}

// The person's own way of writing dates, where it is of the page's language.
function locale() {
  return navigator.languages.find((it) => it.split("-")[0] === state.language) ?? state.language;
}

export function dateInWords(date, style) {
  return new Intl.DateTimeFormat(locale(), style).format(date);
}

// A message to the person, with what can be done about it; without words the last one goes.
export function notify(words, ...actions) {
  at("notice").hidden = !words;
  at("notice-text").textContent = words;
  at("notice-actions").replaceChildren(...actions);
}

export function actionButton(key, action) {
  const button = make("button", "", text(key));
  button.type = "button";
  button.onclick = () => action(button);
  return button;
}

// Why something was refused, in the page's language where it has words for it.
export function explain(error) {
  if (!(error instanceof Refusal) || error.status >= 500) return text("failed");
  if (error.status === 429) return text("too_fast", { seconds: Math.ceil(error.retryAfter ?? 1) });
  const key = refusals[error.firstField?.code] ?? refusals[error.code];
  return key ? text(key) : error.firstField?.message ?? error.message;
}

export async function attempt(action) {
  try {
    notify("");
    await action();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof TypeError)) console.error(error);
    notify(explain(error));
  }
}
