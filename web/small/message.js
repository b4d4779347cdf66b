// One message as an item of the list: who, when, and what. It must not know where the list is or what is open.

import { dateInWords, make, state, text } from "./page.js";
import { nodesOf } from "./words.js";

const REPLY = 19;
// What the server itself says; everything else is written by somebody.
const NOTICES = { 6: "has_pinned", 7: "has_joined", 18: "has_started_thread" };

export function nameOf(message) {
  return message.member?.nick ?? message.author.global_name ?? message.author.username;
}

export function item(message) {
  const element = make("li", NOTICES[message.type] ? "service" : "");
  element.dataset.id = message.id;
  element.dataset.author = message.author.id;
  element.dataset.time = Date.parse(message.timestamp);
  element.append(face(nameOf(message)), bodyOf(message));
  return element;
}

// What is on its way to the server.
export function pendingItem(words) {
  const element = make("li", "pending");
  const body = make("div", "body");
  const paragraph = make("div", "text", words);
  paragraph.dir = "auto";
  body.append(paragraph, make("span", "edited", text("sending")));
  element.append(make("span", "face"), body);
  return element;
}

function face(name) {
  const element = make("span", "face", [...name][0]?.toUpperCase() ?? "?");
  element.setAttribute("aria-hidden", "true");
  return element;
}

function bodyOf(message) {
  const body = make("div", "body");
  const notice = NOTICES[message.type];
  if (notice) {
    const line = make("p", "text", text(notice, { name: nameOf(message) }));
    line.append(" ", timeOf(message.timestamp));
    body.append(line);
    return body;
  }
  const head = make("p", "head");
  const name = make("strong", "", nameOf(message));
  name.dir = "auto";
  head.append(name);
  if (message.author.bot) head.append(make("span", "bot", text("bot")));
  head.append(timeOf(message.timestamp));
  body.append(head, ...parts(message));
  return body;
}

function timeOf(timestamp) {
  const date = new Date(timestamp);
  const isToday = date.toDateString() === new Date().toDateString();
  const element = make("time", "", dateInWords(date, isToday ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" }));
  element.dateTime = timestamp;
  element.title = dateInWords(date, { dateStyle: "full", timeStyle: "short" });
  return element;
}

function parts(message) {
  const found = [];
  const names = namesIn(message);
  if (message.type === REPLY) found.push(quoteOf(message.referenced_message));
  if (message.content) {
    const words = make("div", "text");
    words.dir = "auto";
    words.append(...nodesOf(message.content, names));
    found.push(words);
  }
  for (const embed of message.embeds ?? []) found.push(embedOf(embed, names));
  if (message.attachments?.length) found.push(filesOf(message.attachments));
  // Stickers, polls and what else there is: better said than left blank.
  if (found.length === (message.type === REPLY ? 1 : 0)) found.push(make("p", "hint", text("not_shown")));
  if (message.edited_timestamp) found.findLast((it) => it.matches(".text, .hint, .embed, .files"))?.append(" ", make("span", "edited", text("edited")));
  if (message.reactions?.length) found.push(reactionsOf(message.reactions));
  return found;
}

function namesIn(message) {
  const people = new Map((message?.mentions ?? []).map((user) => [user.id, user.global_name ?? user.username]));
  const channels = () => state.guilds.flatMap((guild) => guild.channels);
  return {
    person: (id) => people.get(id),
    role: (id) => state.roles.get(id),
    channel: (id) => channels().find((channel) => channel.id === id)?.name,
    reveal: text("reveal"),
    moment: (date) => dateInWords(date, { dateStyle: "long", timeStyle: "short" }),
  };
}

function quoteOf(quoted) {
  if (!quoted) return make("p", "quote", text("deleted_quote"));
  const line = make("p", "quote", `${text("in_reply", { name: nameOf(quoted) })} · `);
  line.append(...nodesOf(quoted.content.replace(/\s+/g, " "), namesIn(quoted)));
  return line;
}

function embedOf(embed, names) {
  const element = make("div", "embed");
  element.dir = "auto";
  if (embed.title) element.append(make("strong", "", embed.title));
  const lines = [embed.description, ...(embed.fields ?? []).map((field) => `**${field.name}** ${field.value}`), embed.footer?.text];
  for (const line of lines.filter(Boolean)) {
    const words = make("div");
    words.append(...nodesOf(line, names));
    element.append(words);
  }
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
    if (file.content_type?.startsWith("image/") && file.width) link.replaceChildren(pictureOf(file));
    entry.append(link);
    list.append(entry);
  }
  return list;
}

function pictureOf(file) {
  const picture = make("img");
  picture.src = file.url;
  picture.alt = file.description ?? file.filename;
  picture.width = file.width;
  picture.height = file.height;
  picture.loading = "lazy";
  return picture;
}

function reactionsOf(reactions) {
  const line = make("p", "reactions");
  for (const { emoji, count } of reactions) line.append(make("span", "", `${emoji.id ? `:${emoji.name}:` : emoji.name} ${count}`));
  return line;
}
