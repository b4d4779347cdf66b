"""What the Python bots say of what happens, as ordinary bots hear of it. Their clients inherit it."""

import io

from lines import event
from parsed import channel, member, message, role, user


def reaction_by(reaction, by) -> dict:
    return {
        "emoji": str(reaction.emoji),
        "count": reaction.count,
        "user_id": str(by.id),
        "message_id": str(reaction.message.id),
    }


class Heard:
    """Beside a library's own client. `lib` is the library."""

    async def on_ready(self):
        event(
            "ready",
            user=user(self.user),
            application_id=str(self.application_id),
            guilds=[str(one.id) for one in self.guilds],
        )

    async def on_resumed(self):
        event("resumed")

    async def on_disconnect(self):
        event("disconnected")

    async def on_message(self, value):
        event("message", **message(value))
        if value.author == self.user:
            return
        if value.content == "!ping":
            await value.reply("pong")
        elif value.content == "!card":
            card = self.lib.Embed(title="A card", description="with **words**", url="https://example.org/", color=0x336699)
            card.add_field(name="one", value="1", inline=True)
            card.add_field(name="two", value="2", inline=False)
            card.set_footer(text="the end")
            await value.channel.send(embed=card)
        elif value.content == "!file":
            file = self.lib.File(io.BytesIO("déjà vu\n".encode()), filename="note.txt", description="a note")
            await value.reply("here", file=file)

    async def on_message_edit(self, before, after):
        event("message_edited", before=before.content, **message(after))

    async def on_raw_message_delete(self, payload):
        event("message_deleted", id=str(payload.message_id), channel_id=str(payload.channel_id))

    async def on_raw_bulk_message_delete(self, payload):
        event("messages_deleted", ids=sorted(str(one) for one in payload.message_ids))

    async def on_reaction_add(self, reaction, by):
        event("reaction_added", **reaction_by(reaction, by))

    async def on_reaction_remove(self, reaction, by):
        event("reaction_removed", **reaction_by(reaction, by))

    async def on_typing(self, where, by, when):
        event("typing", channel_id=str(where.id), user_id=str(by.id))

    async def on_member_join(self, value):
        event("member_joined", **member(value))

    async def on_member_remove(self, value):
        event("member_left", **member(value))

    async def on_member_update(self, before, after):
        event("member_changed", before_nick=before.nick, **member(after))

    async def on_member_ban(self, where, who):
        event("banned", guild_id=str(where.id), **user(who))

    async def on_member_unban(self, where, who):
        event("unbanned", guild_id=str(where.id), **user(who))

    async def on_guild_channel_create(self, value):
        event("channel_created", **channel(value))

    async def on_guild_channel_update(self, before, after):
        event("channel_changed", **channel(after))

    async def on_guild_channel_delete(self, value):
        event("channel_deleted", **channel(value))

    async def on_guild_role_create(self, value):
        event("role_created", **role(value))

    async def on_guild_role_update(self, before, after):
        event("role_changed", before_name=before.name, **role(after))

    async def on_guild_role_delete(self, value):
        event("role_deleted", **role(value))

    async def on_guild_join(self, value):
        event("guild_joined", id=str(value.id), name=value.name)

    async def on_guild_remove(self, value):
        event("guild_left", id=str(value.id))

    async def on_guild_update(self, before, after):
        event("guild_changed", id=str(after.id), name=after.name, before_name=before.name)

    async def on_presence_update(self, before, after):
        event("presence", user_id=str(after.id), status=after.status.value)

    async def on_audit_log_entry_create(self, entry):
        event("audit_entry", action=entry.action.value, user_id=str(entry.user_id), reason=entry.reason)
