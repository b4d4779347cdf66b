// The door: make an account or log in. It must not know what comes behind it.

import { Refusal } from "./api.js";
import { api, at, explain, state, text } from "./page.js";
import { refusals } from "./texts.js";

// What the API calls the languages of this page.
const LOCALES = { fr: "fr", en: "en-US" };
const FIELDS = ["username", "password", "consent"];
const PASSWORD_LENGTH_MIN = 8;

let isNew = true;

// `comeIn(token)` goes on when somebody is let in.
export function start(comeIn) {
  at("account").onsubmit = async (event) => {
    event.preventDefault();
    if (complain(missing())) return;
    at("account-submit").disabled = true;
    try {
      const { token } = await knock();
      at("password").value = "";
      await comeIn(token);
    } catch (error) {
      complain(refused(error));
    } finally {
      at("account-submit").disabled = false;
    }
  };
  at("choose-register").onclick = () => choose(true);
  at("choose-login").onclick = () => choose(false);
  at("show-password").onclick = () => showPassword(at("password").type === "password");
}

function knock() {
  const username = at("username").value.trim();
  const password = at("password").value;
  if (!isNew) return api.post("/auth/login", { login: username, password });
  return api.post("/auth/register", { username, password, consent: true, locale: LOCALES[state.language] });
}

function choose(register) {
  isNew = register;
  for (const id of ["consent-line", "username-hint", "password-hint"]) at(id).hidden = !register;
  at("password").autocomplete = register ? "new-password" : "current-password";
  complain({});
  showTexts();
}

export function showTexts() {
  at("choose-register").setAttribute("aria-pressed", isNew);
  at("choose-login").setAttribute("aria-pressed", !isNew);
  at("account-submit").textContent = text(isNew ? "register" : "login");
  showPassword(at("password").type === "text");
}

function showPassword(visible) {
  at("password").type = visible ? "text" : "password";
  at("show-password").textContent = text(visible ? "hide" : "show");
}

function missing() {
  const found = {};
  if (!at("username").value.trim()) found.username = text("username_missing");
  if (!at("password").value) found.password = text("password_missing");
  else if (isNew && at("password").value.length < PASSWORD_LENGTH_MIN) found.password = text("password_short");
  if (isNew && !at("consent").checked) found.consent = text("consent_missing");
  return found;
}

// The server's complaints beside their fields, in the page's language.
function refused(error) {
  if (!(error instanceof Refusal)) return { password: explain(error) };
  if (error.firstField?.code === "INVALID_LOGIN") return { password: text("wrong_login") };
  const words = (field) => {
    const about = error.about(field);
    if (!about) return "";
    if (about.code === "BASE_TYPE_BAD_LENGTH") return text(field === "username" ? "username_hint" : "password_short");
    return refusals[about.code] ? text(refusals[about.code]) : about.message;
  };
  const found = { username: words("username"), password: words("password") };
  return found.username || found.password ? found : { password: explain(error) };
}

// Shows what is wrong and goes to the first field that is; says whether there is one.
function complain(found) {
  for (const field of FIELDS) {
    at(`${field}-error`).textContent = found[field] ?? "";
    at(field).setAttribute("aria-invalid", Boolean(found[field]));
  }
  const first = FIELDS.find((field) => found[field]);
  if (first) at(first).focus();
  return Boolean(first);
}
