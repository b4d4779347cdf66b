// The open channel: its messages, and what is written into it.

import { Refusal } from "./api.js";
import { item, pendingItem } from "./message.js";
import { api, at, attempt, explain, hasKeyboard, isNarrow, state, text } from "./page.js";

const PAGE = 50;
const GROUP_MS = 7 * 60_000;
const ACK_AFTER_MS = 1_000;
const RETRY_WITHIN_S = 10;

// What was begun in a channel and not sent, so that no word ends up in another one.
const drafts = new Map();
// Written and not yet confirmed, in order: { channelId, content, nonce, element }.
const outbox = [];
let isSending = false;

export async function openChannel(guild, channel) {
  const isSame = state.channel?.id === channel.id;
  if (!isSame) {
    leaveChannel();
    at("messages").replaceChildren();
    at("content").value = drafts.get(channel.id) ?? "";
    at("write-error").textContent = "";
    at("older").hidden = true;
    at("empty").hidden = true;
  }
  state.guild = guild;
  state.channel = channel;
  showHead();
  at("write").hidden = false;
  fitContent();
  await attempt(async () => {
    const page = await api.get(`/channels/${channel.id}/messages?limit=${PAGE}`);
    if (state.channel?.id !== channel.id) return;
    showPage(page);
    if (hasKeyboard() && (!isSame || document.activeElement === document.body)) at("content").focus();
    acknowledgeSoon();
  });
}

export function leaveChannel() {
  if (state.channel) drafts.set(state.channel.id, at("content").value);
  state.channel = null;
}

function showPage(page) {
  const waiting = outbox.filter((it) => it.channelId === state.channel.id).map((it) => it.element);
  at("messages").replaceChildren(...page.reverse().map(item), ...waiting);
  regroup();
  at("older").hidden = page.length < PAGE;
  at("empty").hidden = page.length > 0;
  at("empty").textContent = text("no_messages");
  scrollToEnd();
}

export function showHead() {
  at("room-name").textContent = `# ${state.channel.name}`;
  at("room-place").textContent = state.guild.name;
  at("topic").hidden = !state.channel.topic;
  at("topic").textContent = state.channel.topic ?? "";
  at("invite").hidden = false;
  document.title = `#${state.channel.name} · ${state.guild.name} · Parvis`;
}

async function loadOlder() {
  const list = at("messages");
  const oldest = list.querySelector("[data-id]")?.dataset.id;
  if (!oldest) return;
  await attempt(async () => {
    const { id } = state.channel;
    const page = await api.get(`/channels/${id}/messages?limit=${PAGE}&before=${oldest}`);
    if (state.channel?.id !== id) return;
    const fromEnd = list.scrollHeight - list.scrollTop;
    list.prepend(...page.reverse().map(item));
    regroup();
    list.scrollTop = list.scrollHeight - fromEnd;
    at("older").hidden = page.length < PAGE;
  });
}

const shown = (id) => at("messages").querySelector(`[data-id="${id}"]`);

// Each message once, whether the answer to the request or the event comes first, above what is still on its way.
export function append(message) {
  if (shown(message.id)) return;
  const follow = isAtEnd() || message.author.id === state.me.id;
  at("empty").hidden = true;
  outbox.find((it) => it.nonce === message.nonce)?.element.remove();
  const made = item(message);
  const pending = at("messages").querySelector(".pending");
  if (pending) pending.before(made); else at("messages").append(made);
  regroup();
  if (follow) scrollToEnd();
  acknowledgeSoon();
}

export function replace(message) {
  if (!message.author) return;
  shown(message.id)?.replaceWith(item(message));
  regroup();
}

export function remove(id) {
  shown(id)?.remove();
  regroup();
}

// A message opens a group when another person wrote it, or much later.
function regroup() {
  let before = null;
  for (const element of at("messages").children) {
    const sameAuthor = before?.dataset.author === element.dataset.author && !before.matches(".service");
    const soon = before && element.dataset.time - before.dataset.time < GROUP_MS;
    const isFirst = !(sameAuthor && soon) || element.matches(".service") || Boolean(element.querySelector(".quote"));
    element.classList.toggle("first", isFirst && !element.matches(".pending"));
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

// ---- what was read

let acknowledging = null;
export function acknowledgeSoon() {
  clearTimeout(acknowledging);
  acknowledging = setTimeout(acknowledge, ACK_AFTER_MS);
}

function acknowledge() {
  const last = [...at("messages").querySelectorAll("[data-id]")].at(-1)?.dataset.id;
  // Where it fails, the channel stays unread: nothing to tell anybody.
  if (last && state.channel && !document.hidden) api.post(`/channels/${state.channel.id}/messages/${last}/ack`, { token: null }).catch(() => null);
}

// ---- writing

function write(event) {
  event?.preventDefault();
  const content = at("content").value.trim();
  if (!content || !state.channel) return;
  at("write-error").textContent = "";
  at("content").value = "";
  fitContent();
  const nonce = String(Date.now() * 1_000 + Math.floor(Math.random() * 1_000));
  const entry = { channelId: state.channel.id, content, nonce, element: pendingItem(content) };
  outbox.push(entry);
  at("empty").hidden = true;
  at("messages").append(entry.element);
  scrollToEnd();
  if (!isSending) sendAll();
}

// One after the other, so that the order stays; too fast only means later.
async function sendAll() {
  isSending = true;
  while (outbox.length) {
    const [entry] = outbox;
    try {
      const body = { content: entry.content, nonce: entry.nonce, enforce_nonce: true };
      const message = await api.post(`/channels/${entry.channelId}/messages`, body);
      if (state.channel?.id === entry.channelId) append(message);
      entry.element.remove();
      outbox.shift();
    } catch (error) {
      if (isSoonOver(error)) await new Promise((resolve) => setTimeout(resolve, 1_000 * error.retryAfter));
      else giveBack(entry.channelId, error);
    }
  }
  isSending = false;
}

// Too many at once pass in a moment; slow mode may take hours, which one should know.
function isSoonOver(error) {
  return error instanceof Refusal && error.status === 429 && error.retryAfter <= RETRY_WITHIN_S;
}

// Nothing that was written is lost: what could not be sent stands in the field again, before what was begun since.
function giveBack(channelId, error) {
  const isOpen = state.channel?.id === channelId;
  const returned = outbox.filter((it) => it.channelId === channelId);
  const begun = isOpen ? at("content").value : drafts.get(channelId);
  const words = [...returned.map((it) => it.content), begun].filter(Boolean).join("\n");
  for (const entry of returned) {
    entry.element.remove();
    outbox.splice(outbox.indexOf(entry), 1);
  }
  drafts.set(channelId, words);
  if (!isOpen) return;
  at("content").value = words;
  at("write-error").textContent = explain(error);
  fitContent();
  scrollToEnd();
}

function fitContent() {
  const area = at("content");
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
}

// ---- start

at("older").onclick = loadOlder;
at("write").onsubmit = write;
at("content").oninput = fitContent;
// On a phone the key breaks the line, as there is no other one that does; the button sends.
at("content").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && (hasKeyboard() || !isNarrow())) write(event);
};
document.addEventListener("visibilitychange", () => { if (state.channel) acknowledgeSoon(); });
