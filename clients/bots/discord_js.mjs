// An ordinary discord.js bot that also does what the tests ask for, and says what the library made of the answers.
//
// It is configured by its environment: PARVIS_HOST (`name:port`), PARVIS_TOKEN. Requests come as JSON lines on standard input,
// answers and events leave as JSON lines on standard output. Nothing of the library is changed but the address.

import { createInterface } from "node:readline";

import {
  AttachmentBuilder,
  ChannelType,
  Client,
  EmbedBuilder,
  Events,
  GatewayIntentBits,
  GuildScheduledEventEntityType,
  GuildScheduledEventPrivacyLevel,
  GuildScheduledEventStatus,
  Partials,
} from "discord.js";

import { answer, commands } from "./discord_js_commands.mjs";

const host = process.env.PARVIS_HOST;
const client = new Client({
  rest: { api: `https://${host}/api`, cdn: `https://${host}` },
  intents: Object.values(GatewayIntentBits).filter((bit) => typeof bit === "number"),
  partials: [Partials.Channel],
});

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const event = (name, data = {}) => say({ event: name, data });

// What the library parsed, in the words that all bots share.

const ids = (collection) => [...collection.keys()].sort();

const user = (value) => ({ id: value.id, name: value.username, bot: value.bot });

const message = (value) => ({
  id: value.id,
  content: value.content,
  author: user(value.author),
  channel_id: value.channelId,
  guild_id: value.guildId,
  type: value.type,
  created_ms: value.createdTimestamp,
  edited_ms: value.editedTimestamp,
  pinned: value.pinned,
  tts: value.tts,
  reply_to: value.reference?.messageId ?? null,
  embeds: value.embeds.map(embed),
  attachments: value.attachments.map(attachment),
  reactions: value.reactions.cache.map((one) => ({ emoji: one.emoji.toString(), count: one.count, me: one.me })),
  mentions: ids(value.mentions.users),
  role_mentions: ids(value.mentions.roles),
  mention_everyone: value.mentions.everyone,
  webhook_id: value.webhookId,
});

const embed = (value) => ({
  title: value.title,
  description: value.description,
  url: value.url,
  color: value.color,
  fields: value.fields.map((one) => ({ name: one.name, value: one.value, inline: one.inline })),
  footer: value.footer?.text ?? null,
  author: value.author?.name ?? null,
  timestamp_ms: value.timestamp ? Date.parse(value.timestamp) : null,
});

const attachment = (value) => ({
  id: value.id,
  filename: value.name,
  size: value.size,
  content_type: value.contentType,
  description: value.description,
  width: value.width,
  height: value.height,
  url: value.url,
});

const member = (value) => ({
  ...user(value.user),
  guild_id: value.guild.id,
  nick: value.nickname,
  roles: ids(value.roles.cache.filter((one) => one.id !== value.guild.id)),
  joined_ms: value.joinedTimestamp,
  timeout_ms: value.communicationDisabledUntilTimestamp,
  permissions: value.permissions.bitfield.toString(),
});

const channel = (value) => ({
  id: value.id,
  name: value.name,
  type: value.type,
  position: value.rawPosition,
  topic: value.topic ?? null,
  parent_id: value.parentId ?? null,
  nsfw: value.nsfw ?? null,
  slowmode_s: value.rateLimitPerUser ?? null,
  overwrites: [...value.permissionOverwrites.cache.values()]
    .map((one) => ({ id: one.id, allow: one.allow.bitfield.toString(), deny: one.deny.bitfield.toString() }))
    .sort((left, right) => (left.id < right.id ? -1 : 1)),
});

const role = (value) => ({
  id: value.id,
  name: value.name,
  color: value.colors.primaryColor,
  hoist: value.hoist,
  mentionable: value.mentionable,
  managed: value.managed,
  position: value.rawPosition,
  permissions: value.permissions.bitfield.toString(),
});

const webhook = (value) => ({
  id: value.id,
  name: value.name,
  type: value.type,
  channel_id: value.channelId,
  guild_id: value.guildId,
  user_id: value.owner.id,
  has_token: Boolean(value.token),
});

const planned = (value) => ({
  id: value.id,
  name: value.name,
  description: value.description,
  location: value.entityMetadata?.location ?? null,
  status: value.status,
  kind: value.entityType,
  creator_id: value.creatorId,
  start_ms: value.scheduledStartTimestamp,
  end_ms: value.scheduledEndTimestamp,
  user_count: value.userCount,
});

const guild = (value) => ({
  id: value.id,
  name: value.name,
  owner_id: value.ownerId,
  member_count: value.memberCount,
  created_ms: value.createdTimestamp,
  large: value.large,
  roles: value.roles.cache.map(role),
  channels: value.channels.cache.map(channel),
  members: value.members.cache.map(member).sort((left, right) => (BigInt(left.id) < BigInt(right.id) ? -1 : 1)),
});

// What happens, as an ordinary bot hears of it.

client.on(Events.ClientReady, async () => {
  // discord.js asks for members when told to; the tests want to know all from the start, as discord.py does.
  for (const one of client.guilds.cache.values()) await one.members.fetch();
  event("ready", { user: user(client.user), application_id: client.application.id, guilds: ids(client.guilds.cache) });
});
client.on(Events.ShardResume, () => event("resumed"));
client.on(Events.ShardReconnecting, () => event("disconnected"));
client.on(Events.Error, (error) => event("error", { message: String(error) }));

client.on(Events.MessageCreate, async (value) => {
  event("message", message(value));
  if (value.author.id === client.user.id) return;
  if (value.content === "!ping") {
    await value.reply("pong");
  } else if (value.content === "!card") {
    const card = new EmbedBuilder()
      .setTitle("A card")
      .setDescription("with **words**")
      .setURL("https://example.org/")
      .setColor(0x336699)
      .addFields({ name: "one", value: "1", inline: true }, { name: "two", value: "2", inline: false })
      .setFooter({ text: "the end" });
    await value.channel.send({ embeds: [card] });
  } else if (value.content === "!file") {
    const file = new AttachmentBuilder(Buffer.from("déjà vu\n"), { name: "note.txt", description: "a note" });
    await value.reply({ content: "here", files: [file] });
  }
});
client.on(Events.MessageUpdate, (before, after) => event("message_edited", { before: before.content, ...message(after) }));
client.on(Events.MessageDelete, (value) => event("message_deleted", { id: value.id, channel_id: value.channelId }));
client.on(Events.MessageBulkDelete, (values) => event("messages_deleted", { ids: ids(values) }));

const reaction = (value, by) => ({
  emoji: value.emoji.toString(),
  count: value.count,
  user_id: by.id,
  message_id: value.message.id,
});
client.on(Events.MessageReactionAdd, (value, by) => event("reaction_added", reaction(value, by)));
client.on(Events.MessageReactionRemove, (value, by) => event("reaction_removed", reaction(value, by)));
client.on(Events.TypingStart, (value) => event("typing", { channel_id: value.channel.id, user_id: value.user.id }));

client.on(Events.GuildMemberAdd, (value) => event("member_joined", member(value)));
client.on(Events.GuildMemberRemove, (value) => event("member_left", member(value)));
client.on(Events.GuildMemberUpdate, (before, after) =>
  event("member_changed", { before_nick: before.nickname, ...member(after) }),
);
client.on(Events.GuildBanAdd, (value) => event("banned", { guild_id: value.guild.id, ...user(value.user) }));
client.on(Events.GuildBanRemove, (value) => event("unbanned", { guild_id: value.guild.id, ...user(value.user) }));

client.on(Events.ChannelCreate, (value) => event("channel_created", channel(value)));
client.on(Events.ChannelUpdate, (_, after) => event("channel_changed", channel(after)));
client.on(Events.ChannelDelete, (value) => event("channel_deleted", channel(value)));
client.on(Events.GuildRoleCreate, (value) => event("role_created", role(value)));
client.on(Events.GuildRoleUpdate, (before, after) => event("role_changed", { before_name: before.name, ...role(after) }));
client.on(Events.GuildRoleDelete, (value) => event("role_deleted", role(value)));
client.on(Events.GuildCreate, (value) => event("guild_joined", { id: value.id, name: value.name }));
client.on(Events.GuildDelete, (value) => event("guild_left", { id: value.id }));
client.on(Events.GuildUpdate, (before, after) =>
  event("guild_changed", { id: after.id, name: after.name, before_name: before.name }),
);
client.on(Events.PresenceUpdate, (_, after) => event("presence", { user_id: after.userId, status: after.status }));
client.on(Events.GuildAuditLogEntryCreate, (entry) =>
  event("audit_entry", { action: entry.action, user_id: entry.executorId, reason: entry.reason }),
);

client.on(Events.GuildScheduledEventCreate, (value) => event("event_planned", planned(value)));
client.on(Events.GuildScheduledEventUpdate, (_, after) => event("event_changed", planned(after)));
client.on(Events.GuildScheduledEventUserAdd, (value, by) => event("event_interest", { id: value.id, user_id: by.id }));

client.on(Events.InteractionCreate, (interaction) => answer(interaction, event, message));

// What the tests ask for.

const findGuild = (asked) => client.guilds.cache.get(asked.guild_id);
const findChannel = (asked) => client.channels.cache.get(asked.channel_id);
const findMember = (asked) => findGuild(asked).members.cache.get(asked.user_id);
const findMessage = (asked) => findChannel(asked).messages.fetch({ message: asked.message_id, force: true });
const findWebhook = async (asked) => (await findChannel(asked).fetchWebhooks()).get(asked.webhook_id);
const findEvent = (asked) =>
  findGuild(asked).scheduledEvents.fetch({ guildScheduledEvent: asked.event_id, withUserCount: true, force: true });
const list = (collection, describe) => [...collection.values()].map(describe);

const calls = {
  guild: (asked) => guild(findGuild(asked)),
  fetch_guild: async (asked) => {
    const fetched = await client.guilds.fetch({ guild: asked.guild_id, force: true, withCounts: true });
    return { id: fetched.id, name: fetched.name, approximate_member_count: fetched.approximateMemberCount };
  },
  fetch_channels: async (asked) => list(await findGuild(asked).channels.fetch(), channel),
  fetch_member: async (asked) => member(await findGuild(asked).members.fetch({ user: asked.user_id, force: true })),
  search_members: async (asked) => list(await findGuild(asked).members.fetch({ query: asked.query, limit: 10 }), member),

  send: async (asked) => {
    const files = (asked.files ?? []).map((one) => new AttachmentBuilder(Buffer.from(one.text), { name: one.name }));
    return message(await findChannel(asked).send({ content: asked.content, files }));
  },
  send_mentioning_nobody: async (asked) =>
    message(await findChannel(asked).send({ content: asked.content, allowedMentions: { parse: [] } })),
  send_direct: async (asked) => message(await (await client.users.fetch(asked.user_id)).send(asked.content)),
  fetch_message: async (asked) => message(await findMessage(asked)),
  edit: async (asked) => message(await (await findMessage(asked)).edit(asked.content)),
  delete: async (asked) => void (await (await findMessage(asked)).delete()),
  delete_many: async (asked) => void (await findChannel(asked).bulkDelete(asked.message_ids)),
  react: async (asked) => void (await (await findMessage(asked)).react(asked.emoji)),
  unreact: async (asked) => {
    const found = await findMessage(asked);
    await found.reactions.cache.find((one) => one.emoji.toString() === asked.emoji).users.remove(client.user.id);
  },
  reactors: async (asked) => {
    const found = await findMessage(asked);
    return list(await found.reactions.cache.find((one) => one.emoji.toString() === asked.emoji).users.fetch(), user);
  },
  history: async (asked) => {
    const { limit, before, after, around } = asked;
    return list(await findChannel(asked).messages.fetch({ limit, before, after, around, cache: false }), message);
  },
  pin: async (asked) => void (await (await findMessage(asked)).pin()),
  unpin: async (asked) => void (await (await findMessage(asked)).unpin()),
  pins: async (asked) => (await findChannel(asked).messages.fetchPins()).items.map((one) => one.message.id),
  type: async (asked) => void (await findChannel(asked).sendTyping()),
  read_attachment: async (asked) => {
    const found = await findMessage(asked);
    const answer = await fetch(found.attachments.first().url);
    if (!answer.ok) throw new Error(`the file answers ${answer.status}`);
    return answer.text();
  },

  create_channel: async (asked) =>
    channel(
      await findGuild(asked).channels.create({
        name: asked.name,
        topic: asked.topic,
        parent: asked.parent_id,
        reason: asked.reason,
        type: ChannelType.GuildText,
      }),
    ),
  create_category: async (asked) =>
    channel(await findGuild(asked).channels.create({ name: asked.name, type: ChannelType.GuildCategory })),
  edit_channel: async (asked) =>
    channel(await findChannel(asked).edit({ name: asked.name, topic: asked.topic, rateLimitPerUser: asked.slowmode_s })),
  hide_channel: async (asked) =>
    void (await findChannel(asked).permissionOverwrites.edit(
      asked.role_id,
      { ViewChannel: false },
      { reason: "only some may see it" },
    )),
  show_channel: async (asked) => void (await findChannel(asked).permissionOverwrites.delete(asked.role_id)),
  move_channel_to_end: async (asked) => {
    const moved = findChannel(asked);
    const isBeside = (one) => one.type === moved.type && one.parentId === moved.parentId;
    await moved.setPosition(findGuild(asked).channels.cache.filter(isBeside).size - 1);
  },
  delete_channel: async (asked) => void (await findChannel(asked).delete(asked.reason)),

  create_role: async (asked) =>
    role(
      await findGuild(asked).roles.create({
        name: asked.name,
        colors: { primaryColor: asked.color },
        hoist: true,
        permissions: BigInt(asked.permissions),
      }),
    ),
  edit_role: async (asked) =>
    role(await findGuild(asked).roles.edit(asked.role_id, { name: asked.name, mentionable: true })),
  delete_role: async (asked) => void (await findGuild(asked).roles.delete(asked.role_id)),
  give_role: async (asked) => void (await findMember(asked).roles.add(asked.role_id, "earned")),
  take_role: async (asked) => void (await findMember(asked).roles.remove(asked.role_id)),

  rename_member: async (asked) => void (await findMember(asked).setNickname(asked.nick)),
  kick: async (asked) => void (await findMember(asked).kick(asked.reason)),
  ban: async (asked) =>
    void (await findGuild(asked).bans.create(asked.user_id, { deleteMessageSeconds: 3600, reason: asked.reason })),
  unban: async (asked) => void (await findGuild(asked).bans.remove(asked.user_id)),
  bans: async (asked) => list(await findGuild(asked).bans.fetch(), (one) => ({ user: user(one.user), reason: one.reason })),
  time_out: async (asked) => void (await findMember(asked).timeout(asked.minutes * 60_000, "a pause")),
  end_time_out: async (asked) => void (await findMember(asked).timeout(null)),
  audit_log: async (asked) => {
    const log = await findGuild(asked).fetchAuditLogs({ limit: asked.limit });
    return list(log.entries, (one) => ({
      action: one.action,
      user_id: one.executorId,
      target_id: one.targetId,
      reason: one.reason,
    }));
  },
  create_invite: async (asked) => {
    const made = await findChannel(asked).createInvite({ maxUses: asked.max_uses, maxAge: 3600 });
    return { code: made.code, max_uses: made.maxUses, uses: made.uses, guild_id: made.guild.id };
  },
  register: async (asked) =>
    list(await findGuild(asked).commands.set(commands), (one) => ({ id: one.id, name: one.name, type: one.type })),

  plan: async (asked) =>
    planned(
      await findGuild(asked).scheduledEvents.create({
        name: asked.name,
        description: "with cake",
        entityType: GuildScheduledEventEntityType.External,
        privacyLevel: GuildScheduledEventPrivacyLevel.GuildOnly,
        entityMetadata: { location: asked.location },
        scheduledStartTime: asked.start_ms,
        scheduledEndTime: asked.end_ms,
      }),
    ),
  planned: async (asked) => planned(await findEvent(asked)),
  interested: async (asked) => list(await (await findEvent(asked)).fetchSubscribers(), (one) => one.user.id),
  replan: async (asked) => planned(await (await findEvent(asked)).setName(asked.name)),
  call_off: async (asked) =>
    planned(await (await findEvent(asked)).setStatus(GuildScheduledEventStatus.Canceled)),

  create_webhook: async (asked) =>
    webhook(await findChannel(asked).createWebhook({ name: asked.name, reason: asked.reason })),
  webhooks: async (asked) => list(await findChannel(asked).fetchWebhooks(), webhook),
  send_by_webhook: async (asked) => {
    const { content, username } = asked;
    const files = (asked.files ?? []).map((one) => new AttachmentBuilder(Buffer.from(one.text), { name: one.name }));
    return message(await (await findWebhook(asked)).send({ content, username, files }));
  },
  edit_by_webhook: async (asked) =>
    message(await (await findWebhook(asked)).editMessage(asked.message_id, asked.content)),
  delete_by_webhook: async (asked) => void (await (await findWebhook(asked)).deleteMessage(asked.message_id)),
  delete_webhook: async (asked) => void (await (await findWebhook(asked)).delete()),

  set_status: (asked) => void client.user.setStatus(asked.status),
  edit_guild: async (asked) => ({ name: (await findGuild(asked).edit({ name: asked.name })).name }),
};

const lines = createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  const asked = JSON.parse(line);
  try {
    say({ id: asked.id, result: (await calls[asked.call](asked)) ?? null });
  } catch (error) {
    // The test shows it: nothing that the library throws may pass unseen.
    say({ id: asked.id, error: { status: error.status ?? 0, code: error.code ?? 0, message: String(error) } });
  }
});
lines.on("close", () => client.destroy());

await client.login(process.env.PARVIS_TOKEN);
