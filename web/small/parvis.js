// The small page: register, choose a channel, read and write. Text enters the document as text, never as HTML.

import { Api, Refusal } from "./api.js";
import { Gateway } from "./gateway.js";
import { texts } from "./texts.js";

const PAGE = 50;
const GROUP_MS = 7 * 60_000;
const TEXT_CHANNELS = [0, 5];
// What the API calls the languages of this page.
const LOCALES = { fr: "fr", en: "en-US" };

const at = (id) => document.getElementById(id);
const api = new Api();
const state = { language: "fr", me: null, guilds: [], channel: null, guild: null, unread: new Set(), gateway: null, register: true };

function text(key, values = {}) {
  return Object.entries(values).reduce((it, [name, value]) => it.replace(`{${name}}`, value), texts[state.language][key]);
}

function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (content !== undefined) element.textContent = content;
  return element;
}

function remember(key, value) {
  try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); } catch { /* private windows */ }
}

function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

// ---- language

function speak(language) {
  state.language = texts[language] ? language : "fr";
  document.documentElement.lang = state.language;
  remember("parvis.language", state.language);
  at("language").value = state.language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = text(element.dataset.placeholder);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", text(element.dataset.label));
  at("account-submit").textContent = text(state.register ? "register" : "login");
  if (state.channel) showHead();
}

function notify(message) {
  at("notice").hidden = !message;
  at("notice").textContent = message;
}

function explain(error) {
  if (!(error instanceof Refusal)) return text("failed");
  if (error.status === 429) return text("too_fast", { seconds: Math.ceil(error.retryAfter ?? 1) });
  return error.anyField || error.message;
}

// ---- door

function chooseRegister(register) {
  state.register = register;
  at("choose-register").setAttribute("aria-pressed", register);
  at("choose-login").setAttribute("aria-pressed", !register);
  for (const id of ["consent-line", "username-hint", "password-hint"]) at(id).hidden = !register;
  at("password").autocomplete = register ? "new-password" : "current-password";
  at("account-submit").textContent = text(register ? "register" : "login");
  clearErrors();
}

function clearErrors() {
  for (const id of ["username-error", "password-error", "consent-error"]) at(id).textContent = "";
}

async function enter(event) {
  event.preventDefault();
  clearErrors();
  if (state.register && !at("consent").checked) {
    at("consent-error").textContent = text("consent_missing");
    return at("consent").focus();
  }
  const username = at("username").value.trim();
  const password = at("password").value;
  at("account-submit").disabled = true;
  try {
    const { token } = state.register
      ? await api.post("/auth/register", { username, password, consent: true, locale: LOCALES[state.language] })
      : await api.post("/auth/login", { login: username, password });
    at("password").value = "";
    await comeIn(token);
  } catch (error) {
    showAccountError(error);
  } finally {
    at("account-submit").disabled = false;
  }
}

function showAccountError(error) {
  const fields = error instanceof Refusal ? { username: error.about("username"), password: error.about("password") } : {};
  for (const field of ["username", "password"]) at(`${field}-error`).textContent = fields[field] ?? "";
  if (fields.username || fields.password) return at(fields.username ? "username" : "password").focus();
  at("password-error").textContent = !state.register && error.status && error.status < 429 ? text("wrong_login") : explain(error);
}

async function comeIn(token) {
  api.token = token;
  state.me = await api.get("/users/@me");
  remember("parvis.token", token);
  at("door").hidden = true;
  at("square").hidden = false;
  at("logout").hidden = false;
  at("who").hidden = false;
  at("who").textContent = state.me.global_name ?? state.me.username;
  showView("places");
  await loadPlaces();
  const { url } = await api.get("/gateway");
  state.gateway = new Gateway(url, token, { event: receive, online: (yes) => notify(yes ? "" : text("offline")), refused: leave });
  const first = state.guilds.flatMap((guild) => guild.channels)[0];
  if (first && matchMedia("(min-width: 48.01rem)").matches) await openChannel(first.id);
}

function leave() {
  state.gateway?.close();
  remember("parvis.token", null);
  api.token = null;
  location.reload();
}

// ---- places

async function loadPlaces() {
  const guilds = await api.get("/users/@me/guilds");
  state.guilds = await Promise.all(guilds.map(async (guild) => {
    const channels = await api.get(`/guilds/${guild.id}/channels`).catch(() => []);
    return { ...guild, channels: channels.filter((it) => TEXT_CHANNELS.includes(it.type)).sort((a, b) => a.position - b.position) };
  }));
  showPlaces();
}

function showPlaces() {
  const sections = state.guilds.map((guild) => {
    const section = make("section");
    const title = make("h3", "", guild.name);
    title.dir = "auto";
    const list = make("ul");
    for (const channel of guild.channels) {
      const item = make("li");
      const button = make("button", state.unread.has(channel.id) ? "unread" : "", `# ${channel.name}`);
      button.dataset.channel = channel.id;
      if (channel.id === state.channel?.id) button.setAttribute("aria-current", "true");
      button.onclick = () => openChannel(channel.id);
      item.append(button);
      list.append(item);
    }
    section.append(title, list);
    return section;
  });
  at("guilds").replaceChildren(...sections);
}

function showView(view) {
  at("square").dataset.view = view;
}

async function makeGuild(event) {
  event.preventDefault();
  const name = at("guild-name").value.trim();
  await attempt(async () => {
    const guild = await api.post("/guilds", { name });
    at("guild-name").value = "";
    await loadPlaces();
    const made = state.guilds.find((it) => it.id === guild.id);
    if (made?.channels[0]) await openChannel(made.channels[0].id);
  });
}

async function joinGuild(event) {
  event.preventDefault();
  const code = at("invite-code").value.trim().split("/").pop();
  await attempt(async () => {
    const invite = await api.post(`/invites/${encodeURIComponent(code)}`);
    at("invite-code").value = "";
    await loadPlaces();
    const joined = state.guilds.find((it) => it.id === invite.guild?.id);
    if (joined?.channels[0]) await openChannel(joined.channels[0].id);
  });
}

async function invite() {
  await attempt(async () => {
    const { code } = await api.post(`/channels/${state.channel.id}/invites`, { max_age: 86_400 });
    notify(text("invited", { code }));
  });
}

async function attempt(action) {
  try {
    notify("");
    await action();
  } catch (error) {
    notify(explain(error));
  }
}

// ---- room

async function openChannel(id) {
  const guild = state.guilds.find((it) => it.channels.some((channel) => channel.id === id));
  if (!guild) return;
  state.guild = guild;
  state.channel = guild.channels.find((it) => it.id === id);
  state.unread.delete(id);
  showPlaces();
  showView("room");
  showHead();
  at("messages").replaceChildren();
  await attempt(async () => {
    const page = await api.get(`/channels/${id}/messages?limit=${PAGE}`);
    if (state.channel?.id !== id) return;
    at("messages").replaceChildren();
    page.reverse().forEach(append);
    at("older").hidden = page.length < PAGE;
    at("empty").hidden = page.length > 0;
    at("empty").textContent = text("no_messages");
    at("write").hidden = false;
    scrollToEnd();
    at("content").focus();
  });
}

function showHead() {
  at("room-name").textContent = `# ${state.channel.name}`;
  at("topic").hidden = !state.channel.topic;
  at("topic").textContent = state.channel.topic ?? "";
  at("invite").hidden = false;
  document.title = `#${state.channel.name} · Parvis`;
}

async function loadOlder() {
  const oldest = at("messages").firstElementChild?.dataset.id;
  if (!oldest) return;
  await attempt(async () => {
    const page = await api.get(`/channels/${state.channel.id}/messages?limit=${PAGE}&before=${oldest}`);
    const list = at("messages");
    const fromEnd = list.scrollHeight - list.scrollTop;
    const items = page.reverse().map(item);
    list.prepend(...items);
    regroup();
    list.scrollTop = list.scrollHeight - fromEnd;
    at("older").hidden = page.length < PAGE;
  });
}

function nameOf(message) {
  return message.member?.nick ?? message.author.global_name ?? message.author.username;
}

function item(message) {
  const element = make("li");
  element.dataset.id = message.id;
  element.dataset.author = message.author.id;
  element.dataset.time = Date.parse(message.timestamp);
  const face = make("span", "face", [...nameOf(message)][0]?.toUpperCase() ?? "?");
  face.setAttribute("aria-hidden", "true");
  const body = make("div", "body");
  const head = make("p", "head");
  const name = make("strong", "", nameOf(message));
  name.dir = "auto";
  head.append(name);
  if (message.author.bot) head.append(make("span", "bot", text("bot")));
  const time = make("time", "", new Intl.DateTimeFormat(state.language, { dateStyle: "short", timeStyle: "short" }).format(new Date(message.timestamp)));
  time.dateTime = message.timestamp;
  head.append(time);
  body.append(head, ...parts(message));
  element.append(face, body);
  return element;
}

function parts(message) {
  const found = [];
  if (message.type === 19) {
    const quoted = message.referenced_message;
    const words = quoted ? `${text("in_reply", { name: nameOf(quoted) })} · ${quoted.content}` : text("deleted_quote");
    found.push(make("p", "quote", words));
  }
  const words = withNames(message);
  if (words || message.edited_timestamp) {
    const paragraph = make("p", "text", words);
    paragraph.dir = "auto";
    if (message.edited_timestamp) paragraph.append(" ", make("span", "edited", text("edited")));
    found.push(paragraph);
  }
  for (const embed of message.embeds ?? []) found.push(embedOf(embed));
  if (message.attachments?.length) found.push(filesOf(message.attachments));
  if (message.reactions?.length) found.push(reactionsOf(message.reactions));
  return found;
}

function withNames(message) {
  const people = new Map((message.mentions ?? []).map((user) => [user.id, user.global_name ?? user.username]));
  return message.content.replace(/<@!?(\d+)>/g, (whole, id) => (people.has(id) ? `@${people.get(id)}` : whole));
}

function embedOf(embed) {
  const element = make("div", "embed");
  element.dir = "auto";
  const lines = [embed.title, embed.description, ...(embed.fields ?? []).map((field) => `${field.name}: ${field.value}`), embed.footer?.text];
  for (const [index, line] of lines.filter(Boolean).entries()) element.append(make(index === 0 && embed.title ? "strong" : "p", "", line));
  return element;
}

function filesOf(files) {
  const list = make("ul", "files");
  for (const file of files) {
    const entry = make("li");
    const link = make("a", "", file.filename);
    link.href = file.url;
    link.rel = "noreferrer";
    link.target = "_blank";
    if (file.content_type?.startsWith("image/") && file.width) {
      const picture = make("img");
      picture.src = file.url;
      picture.alt = file.description ?? file.filename;
      picture.width = file.width;
      picture.height = file.height;
      picture.loading = "lazy";
      link.replaceChildren(picture);
    }
    entry.append(link);
    list.append(entry);
  }
  return list;
}

function reactionsOf(reactions) {
  const line = make("p", "reactions");
  for (const reaction of reactions) line.append(make("span", "", `${reaction.emoji.name} ${reaction.count}`));
  return line;
}

function append(message) {
  at("empty").hidden = true;
  at("messages").append(item(message));
  regroup();
}

// A message opens a group when another person wrote it, or much later.
function regroup() {
  let before = null;
  for (const element of at("messages").children) {
    const sameAuthor = before?.dataset.author === element.dataset.author;
    const soon = before && element.dataset.time - before.dataset.time < GROUP_MS;
    element.classList.toggle("first", !(sameAuthor && soon) || Boolean(element.querySelector(".quote")));
    before = element;
  }
}

function isAtEnd() {
  const list = at("messages");
  return list.scrollHeight - list.scrollTop - list.clientHeight < 80;
}

function scrollToEnd() {
  const list = at("messages");
  list.scrollTop = list.scrollHeight;
}

async function send(event) {
  event?.preventDefault();
  const content = at("content").value.trim();
  if (!content || !state.channel) return;
  at("write-error").textContent = "";
  const nonce = String(Date.now() * 1_000 + Math.floor(Math.random() * 1_000));
  at("content").value = "";
  fitContent();
  try {
    await api.post(`/channels/${state.channel.id}/messages`, { content, nonce, enforce_nonce: true });
  } catch (error) {
    // Nothing that was written is lost: the text comes back.
    at("content").value = content;
    at("write-error").textContent = explain(error);
  }
}

function fitContent() {
  const area = at("content");
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
}

// ---- events

const events = {
  MESSAGE_CREATE(message) {
    if (message.channel_id !== state.channel?.id) {
      state.unread.add(message.channel_id);
      return showPlaces();
    }
    if (at("messages").querySelector(`[data-id="${message.id}"]`)) return;
    const follow = isAtEnd() || message.author.id === state.me.id;
    append(message);
    if (follow) scrollToEnd();
  },
  MESSAGE_UPDATE(message) {
    const old = at("messages").querySelector(`[data-id="${message.id}"]`);
    if (!old || !message.author) return;
    old.replaceWith(item(message));
    regroup();
  },
  MESSAGE_DELETE({ id }) {
    at("messages").querySelector(`[data-id="${id}"]`)?.remove();
    regroup();
  },
  MESSAGE_DELETE_BULK({ ids }) {
    ids.forEach((id) => events.MESSAGE_DELETE({ id }));
  },
  READY() {
    // After a session that could not be resumed, what was missed is read again.
    if (state.channel) openChannel(state.channel.id);
  },
};

function receive(name, data) {
  if (events[name]) events[name](data);
  else if (/^(GUILD_(CREATE|UPDATE|DELETE)|CHANNEL_(CREATE|UPDATE|DELETE))$/.test(name)) refreshPlacesSoon();
}

let refresh = null;
function refreshPlacesSoon() {
  clearTimeout(refresh);
  refresh = setTimeout(() => attempt(loadPlaces), 300);
}

// ---- start

at("language").onchange = (event) => speak(event.target.value);
at("choose-register").onclick = () => chooseRegister(true);
at("choose-login").onclick = () => chooseRegister(false);
at("account").onsubmit = enter;
at("make-guild").onsubmit = makeGuild;
at("join-guild").onsubmit = joinGuild;
at("invite").onclick = invite;
at("back").onclick = () => showView("places");
at("older").onclick = loadOlder;
at("write").onsubmit = send;
at("content").oninput = fitContent;
at("content").onkeydown = (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event); };
at("logout").onclick = async () => {
  await api.post("/auth/logout").catch(() => null);
  leave();
};

speak(recall("parvis.language") ?? (navigator.language.startsWith("en") ? "en" : "fr"));
const known = recall("parvis.token");
if (known) {
  comeIn(known).catch((error) => {
    if (error instanceof Refusal && error.status === 401) return leave();
    at("door").hidden = false;
    notify(explain(error));
  });
} else {
  at("door").hidden = false;
}
