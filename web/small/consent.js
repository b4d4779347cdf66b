// The consent page: what an application asks for, and the answer. Text enters the document as text, never as HTML.

import { api, at, explain, preferredLanguage, recall, remember, speak, text } from "./page.js";

const asked = new URLSearchParams(location.search);
const path = `/oauth2/authorize?${asked}`;
let shown = null;

function only(id) {
  for (const other of ["login", "ask", "outcome"]) at(other).hidden = other !== id;
}

function finish(message) {
  at("outcome").textContent = message;
  only("outcome");
}

async function load() {
  try {
    shown = await api.get(path);
    show(shown);
    only("ask");
  } catch (error) {
    if (error.status !== 401) return finish(text("consent_wrong", { reason: explain(error) }));
    api.token = null;
    remember("parvis.token", null);
    only("login");
    at("username").focus();
  }
}

function show(consent) {
  const { application, user, guilds, scopes } = consent;
  at("who").hidden = false;
  at("who").textContent = user.global_name ?? user.username;
  at("question").textContent = text("consent_question", { name: application.name });
  at("description").hidden = !application.description;
  at("description").textContent = application.description;
  at("scopes").replaceChildren(...scopes.map((scope) => {
    const line = document.createElement("li");
    line.textContent = text(`scope_${scope.replaceAll(".", "_")}`);
    return line;
  }));
  at("guild-line").hidden = !scopes.includes("bot");
  const chosen = at("guild").value || asked.get("guild_id");
  at("guild").replaceChildren(...guilds.map(({ id, name }) => new Option(name, id, false, id === chosen)));
  const back = asked.get("redirect_uri");
  at("leads-to").hidden = !back;
  if (back) at("leads-to").textContent = text("consent_leads_to", { host: new URL(back).host });
}

async function answer(authorize) {
  at("ask-error").textContent = "";
  for (const id of ["allow", "refuse"]) at(id).disabled = true;
  try {
    const needsGuild = shown.scopes.includes("bot");
    if (!authorize && !asked.get("redirect_uri")) return finish(text("consent_refused"));
    const body = { authorize, permissions: asked.get("permissions") ?? "0" };
    if (needsGuild && at("guild").value) body.guild_id = at("guild").value;
    const { location: next } = await api.post(path, body);
    if (next) location.assign(next);
    else finish(text("consent_added", { name: shown.application.name }));
  } catch (error) {
    at("ask-error").textContent = explain(error);
  } finally {
    for (const id of ["allow", "refuse"]) at(id).disabled = false;
  }
}

at("language").onchange = (event) => {
  remember("parvis.language", event.target.value);
  speak(event.target.value);
  if (shown) show(shown);
};
at("ask").onsubmit = (event) => { event.preventDefault(); answer(true); };
at("refuse").onclick = () => answer(false);
at("login").onsubmit = async (event) => {
  event.preventDefault();
  at("login-error").textContent = "";
  try {
    const { token } = await api.post("/auth/login", { login: at("username").value.trim(), password: at("password").value });
    at("password").value = "";
    api.token = token;
    remember("parvis.token", token);
    await load();
  } catch (error) {
    at("login-error").textContent = error.status && error.status < 429 ? text("wrong_login") : explain(error);
  }
};

speak(preferredLanguage());
api.token = recall("parvis.token");
await load();
