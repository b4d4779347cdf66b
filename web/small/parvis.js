// The small page: register, choose a channel, read and write. This file puts its parts together: who is here, what the address
// asks for, and what the server tells.

import { Refusal } from "./api.js";
import * as door from "./door.js";
import { Gateway } from "./gateway.js";
import { actionButton, api, at, explain, hasKeyboard, isNarrow, notify, preferredLanguage, recall, remember, speak, state, text } from "./page.js";
import * as places from "./places.js";
import * as room from "./room.js";

const COME_BACK_AFTER_MS = 5_000;
const UNIX_MS_OF_ID_0 = 1_420_070_400_000n;

// ---- coming and going

async function comeIn(token) {
  api.token = token;
  state.me = await api.get("/users/@me");
  await places.load();
  const isKnown = recall("parvis.token") === token;
  remember("parvis.token", token);
  at("door").hidden = true;
  at("square").hidden = false;
  at("logout").hidden = false;
  at("who").hidden = false;
  at("who").textContent = state.me.global_name ?? state.me.username;
  scrollTo(0, 0);
  const invitation = invitationInAddress();
  notify("");
  // Where the page came from, whatever name that has: the server lets pages of its own origin connect.
  const url = new URL("/gateway", location.href).href.replace(/^http/, "ws");
  state.gateway = new Gateway(url, token, { event: receive, online: (yes) => { at("offline").hidden = yes; }, refused: leave });
  await followAddress();
  if (document.activeElement === document.body && hasKeyboard()) at(state.guilds.length ? "main" : "guild-name").focus();
  if (!invitation) return;
  history.replaceState(null, "", "/");
  // Who has just come through the door saw where the invitation leads. Who was here already is asked.
  if (isKnown) await showInvitation(invitation);
  else await places.join(invitation);
}

// Who was here already need not knock: the server is asked until it answers.
async function comeBack(token) {
  try {
    await comeIn(token);
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return leave();
    notify(explain(error));
    setTimeout(() => comeBack(token), COME_BACK_AFTER_MS);
  }
}

function leave() {
  state.gateway?.close();
  remember("parvis.token", null);
  api.token = null;
  location.replace("/");
}

async function showInvitation(code) {
  try {
    const { guild } = await api.get(`/invites/${encodeURIComponent(code)}`);
    const key = api.token ? "invited_here" : "invited_at_door";
    notify(text(key, { place: guild.name }), ...(api.token ? [actionButton("join_guild", () => places.join(code))] : []));
  } catch (error) {
    notify(explain(error));
  }
}

// ---- the address: `/`, `/#/channel/ID`, `/invite/CODE`

function invitationInAddress() {
  return /^\/invite\/([^/]+)\/?$/.exec(location.pathname)?.[1];
}

function openByHand(channelId) {
  if (state.channel?.id !== channelId) history.pushState({ isInside: true }, "", `/#/channel/${channelId}`);
  return followAddress();
}

async function followAddress() {
  if (!state.me) return;
  const wanted = /^#\/channel\/(\d+)$/.exec(location.hash)?.[1];
  const id = places.placeOf(wanted) ? wanted : !isNarrow() && state.guilds.flatMap((guild) => guild.channels)[0]?.id;
  if (id) await openChannel(id); else showPlaces();
}

async function openChannel(id) {
  const guild = places.placeOf(id);
  const opening = room.openChannel(guild, guild.channels.find((it) => it.id === id));
  state.unread.delete(id);
  at("square").dataset.view = "room";
  places.show();
  await opening;
}

function showPlaces() {
  const left = state.channel?.id;
  room.leaveChannel();
  at("square").dataset.view = "places";
  document.title = "Parvis";
  places.show();
  if (left) places.channelButton(left)?.focus();
}

function goBack() {
  if (history.state?.isInside) return history.back();
  history.replaceState(null, "", "/");
  showPlaces();
}

// ---- events

const events = {
  READY(data) {
    for (const guild of data.guilds) rememberRoles(guild);
    noteUnread(data);
    // After a session that could not be resumed, what was missed is read again.
    if (state.channel) openChannel(state.channel.id);
  },
  GUILD_CREATE: rememberRoles,
  MESSAGE_CREATE(message) {
    if (message.channel_id === state.channel?.id) return room.append(message);
    if (message.author.id === state.me.id) return;
    state.unread.add(message.channel_id);
    places.show();
  },
  MESSAGE_UPDATE(message) {
    if (message.channel_id === state.channel?.id) room.replace(message);
  },
  MESSAGE_DELETE({ id }) {
    room.remove(id);
  },
  MESSAGE_DELETE_BULK({ ids }) {
    ids.forEach(room.remove);
  },
  MESSAGE_ACK({ channel_id }) {
    state.unread.delete(channel_id);
    places.show();
  },
};

function rememberRoles(guild) {
  for (const role of guild.roles ?? []) state.roles.set(role.id, role.name);
}

// Unread is what the server counted, or, where nothing was ever read, what came after one did.
function noteUnread({ guilds, read_state }) {
  const counts = new Map(read_state.entries.map((entry) => [entry.id, entry.unread_count]));
  state.unread = new Set(guilds.flatMap((guild) => guild.channels.filter((channel) => {
    if (counts.has(channel.id)) return counts.get(channel.id) > 0;
    return channel.last_message_id && writtenAt(channel.last_message_id) > Date.parse(guild.joined_at);
  }).map((channel) => channel.id)));
  if (state.channel) state.unread.delete(state.channel.id);
  places.show();
}

function writtenAt(id) {
  return Number((BigInt(id) >> 22n) + UNIX_MS_OF_ID_0);
}

function receive(name, data) {
  events[name]?.(data);
  if (/^(GUILD_(CREATE|UPDATE|DELETE)|CHANNEL_(CREATE|UPDATE|DELETE))$/.test(name)) refreshPlacesSoon();
}

let refresh = null;
function refreshPlacesSoon() {
  clearTimeout(refresh);
  refresh = setTimeout(async () => {
    // What cannot be asked now is asked after the next READY.
    await places.load().catch(() => null);
    const isGone = state.channel && !places.placeOf(state.channel.id);
    if (isGone) goBack();
  }, 300);
}

// ---- start

function chooseLanguage(language) {
  speak(language);
  door.showTexts();
  if (!state.me) return;
  places.show();
  if (state.channel) openChannel(state.channel.id);
}

at("language").onchange = (event) => {
  remember("parvis.language", event.target.value);
  chooseLanguage(event.target.value);
};
at("skip").onclick = (event) => {
  event.preventDefault();
  at("main").focus();
};
at("back").onclick = goBack;
at("notice-close").onclick = () => notify("");
at("logout").onclick = async () => {
  await api.post("/auth/logout").catch(() => null);
  leave();
};
addEventListener("popstate", followAddress);

places.start(openByHand);
door.start(comeIn);
chooseLanguage(preferredLanguage());
addEventListener("online", () => state.gateway?.hurry());
document.addEventListener("visibilitychange", () => { if (!document.hidden) state.gateway?.hurry(); });
const known = recall("parvis.token");
if (known) {
  comeBack(known);
} else {
  at("door").hidden = false;
  if (invitationInAddress()) showInvitation(invitationInAddress());
}
