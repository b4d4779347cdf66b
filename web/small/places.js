// Places and their channels, and how one comes into another place: by making it or by an invitation.

import { actionButton, api, at, attempt, make, notify, state, text } from "./page.js";

const CATEGORY = 4;
const TEXT_CHANNELS = [0, 5];
const INVITE_AGE_S = 7 * 86_400;

let go = null;

// `open(channelId)` shows a channel.
export function start(open) {
  go = open;
}

export async function load() {
  const guilds = await api.get("/users/@me/guilds");
  state.guilds = await Promise.all(guilds.map(async (guild) => {
    const all = await api.get(`/guilds/${guild.id}/channels`).catch(() => []);
    return { ...guild, all, channels: inOrder(all) };
  }));
  show();
}

// Channels without a category first, then category by category: as their guild has laid them out.
function inOrder(all) {
  const byPosition = [...all].sort((a, b) => a.position - b.position);
  const heads = [null, ...byPosition.filter((it) => it.type === CATEGORY).map((it) => it.id)];
  return heads.flatMap((head) => byPosition.filter((it) => TEXT_CHANNELS.includes(it.type) && (it.parent_id ?? null) === head));
}

export function placeOf(channelId) {
  return state.guilds.find((guild) => guild.channels.some((channel) => channel.id === channelId));
}

export function show() {
  const focused = document.activeElement?.dataset?.channel;
  at("guilds").replaceChildren(...state.guilds.map(section));
  at("no-places").hidden = state.guilds.length > 0;
  if (!state.guilds.length) at("add").open = true;
  if (focused) channelButton(focused)?.focus();
}

export function channelButton(id) {
  return at("guilds").querySelector(`[data-channel="${id}"]`);
}

function section(guild) {
  const element = make("section");
  const title = make("h3");
  title.append(make("bdi", "", guild.name));
  element.append(title);
  let list = null;
  let head = null;
  for (const channel of guild.channels) {
    if (!list || channel.parent_id !== head) {
      head = channel.parent_id;
      const category = guild.all.find((it) => it.id === head);
      if (category) element.append(make("h4", "", category.name));
      list = element.appendChild(make("ul"));
    }
    list.append(entry(channel));
  }
  return element;
}

function entry(channel) {
  const element = make("li");
  const button = make("button", state.unread.has(channel.id) ? "unread" : "", `# ${channel.name}`);
  button.dataset.channel = channel.id;
  if (state.unread.has(channel.id)) button.append(make("span", "unseen", `, ${text("unread")}`));
  if (channel.id === state.channel?.id) button.setAttribute("aria-current", "true");
  button.onclick = () => go(channel.id);
  element.append(button);
  return element;
}

// A new place as it has just been made or joined.
async function enter(guildId) {
  await load();
  at("add").open = false;
  const guild = state.guilds.find((it) => it.id === guildId);
  if (guild?.channels[0]) await go(guild.channels[0].id);
}

async function makeGuild(event) {
  event.preventDefault();
  const name = at("guild-name").value.trim();
  await attempt(async () => {
    const guild = await api.post("/guilds", { name });
    at("guild-name").value = "";
    await enter(guild.id);
  });
}

// Accepts a code or a whole address.
export async function join(invitation) {
  const code = invitation.trim().replace(/[?#].*$/, "").replace(/\/+$/, "").split("/").pop();
  await attempt(async () => {
    const invite = await api.post(`/invites/${encodeURIComponent(code)}`);
    at("invite-code").value = "";
    await enter(invite.guild?.id);
  });
}

async function invite() {
  await attempt(async () => {
    const { code } = await api.post(`/channels/${state.channel.id}/invites`, { max_age: INVITE_AGE_S });
    const address = `${location.origin}/invite/${code}`;
    const field = make("input");
    field.readOnly = true;
    field.value = address;
    field.setAttribute("aria-label", text("invitation"));
    notify(text("invited"), field, actionButton("copy", (button) => copy(field, button)));
    field.focus();
    field.select();
  });
}

// Without the right to the clipboard the address stays selected, for the person's own keys.
async function copy(field, button) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = text("copied");
  } catch {
    field.focus();
  }
}

at("make-guild").onsubmit = makeGuild;
at("join-guild").onsubmit = (event) => {
  event.preventDefault();
  join(at("invite-code").value);
};
at("invite").onclick = invite;
