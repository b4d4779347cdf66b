"""An ordinary discord.py bot that also does what the tests ask for, and says what the library made of the answers.

It is configured by its environment: PARVIS_HOST (`name:port`), PARVIS_TOKEN. Requests come as JSON lines on standard input,
answers and events leave as JSON lines on standard output. Nothing of the library is changed but the address.
"""

import asyncio
import io
import json
import os
import sys
from datetime import datetime, timedelta

import discord
import yarl

HOST = os.environ["PARVIS_HOST"]
discord.http.Route.BASE = f"https://{HOST}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"wss://{HOST}/gateway")

client = discord.Client(intents=discord.Intents.all(), max_messages=1000)


def say(line: dict) -> None:
    print(json.dumps(line), flush=True)


def event(name: str, /, **data) -> None:
    say({"event": name, "data": data})


# What the library parsed, in the words that both bots share.


def ms(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


def user(value: discord.abc.User) -> dict:
    return {"id": str(value.id), "name": value.name, "bot": value.bot}


def message(value: discord.Message) -> dict:
    return {
        "id": str(value.id),
        "content": value.content,
        "author": user(value.author),
        "channel_id": str(value.channel.id),
        "guild_id": str(value.guild.id) if value.guild else None,
        "type": value.type.value,
        "created_ms": ms(value.created_at),
        "edited_ms": ms(value.edited_at),
        "pinned": value.pinned,
        "tts": value.tts,
        "reply_to": str(value.reference.message_id) if value.reference else None,
        "embeds": [embed(one) for one in value.embeds],
        "attachments": [attachment(one) for one in value.attachments],
        "reactions": [{"emoji": str(one.emoji), "count": one.count, "me": one.me} for one in value.reactions],
        "mentions": sorted(str(one.id) for one in value.mentions),
        "role_mentions": sorted(str(one.id) for one in value.role_mentions),
        "mention_everyone": value.mention_everyone,
    }


def embed(value: discord.Embed) -> dict:
    return {
        "title": value.title,
        "description": value.description,
        "url": value.url,
        "color": value.color.value if value.color else None,
        "fields": [{"name": one.name, "value": one.value, "inline": one.inline} for one in value.fields],
        "footer": value.footer.text,
        "author": value.author.name,
        "timestamp_ms": ms(value.timestamp),
    }


def attachment(value: discord.Attachment) -> dict:
    return {
        "id": str(value.id),
        "filename": value.filename,
        "size": value.size,
        "content_type": value.content_type,
        "description": value.description,
        "width": value.width,
        "height": value.height,
        "url": value.url,
    }


def member(value: discord.Member) -> dict:
    return {
        **user(value),
        "guild_id": str(value.guild.id),
        "nick": value.nick,
        "roles": sorted(str(one.id) for one in value.roles if not one.is_default()),
        "joined_ms": ms(value.joined_at),
        "timeout_ms": ms(value.timed_out_until),
        "permissions": str(value.guild_permissions.value),
    }


def channel(value) -> dict:
    overwrites = [
        {"id": str(target.id), "allow": str(pair.pair()[0].value), "deny": str(pair.pair()[1].value)}
        for target, pair in value.overwrites.items()
    ]
    return {
        "id": str(value.id),
        "name": value.name,
        "type": value.type.value,
        "position": value.position,
        "topic": getattr(value, "topic", None),
        "parent_id": str(value.category_id) if value.category_id else None,
        "nsfw": getattr(value, "nsfw", None),
        "slowmode_s": getattr(value, "slowmode_delay", None),
        "overwrites": sorted(overwrites, key=lambda one: one["id"]),
    }


def role(value: discord.Role) -> dict:
    return {
        "id": str(value.id),
        "name": value.name,
        "color": value.color.value,
        "hoist": value.hoist,
        "mentionable": value.mentionable,
        "managed": value.managed,
        "position": value.position,
        "permissions": str(value.permissions.value),
    }


def guild(value: discord.Guild) -> dict:
    return {
        "id": str(value.id),
        "name": value.name,
        "owner_id": str(value.owner_id),
        "member_count": value.member_count,
        "created_ms": ms(value.created_at),
        "large": value.large,
        "roles": [role(one) for one in value.roles],
        "channels": [channel(one) for one in value.channels],
        "members": sorted((member(one) for one in value.members), key=lambda one: int(one["id"])),
    }


# What happens, as an ordinary bot hears of it.


@client.event
async def on_ready():
    event(
        "ready",
        user=user(client.user),
        application_id=str(client.application_id),
        guilds=[str(one.id) for one in client.guilds],
    )


@client.event
async def on_resumed():
    event("resumed")


@client.event
async def on_disconnect():
    event("disconnected")


@client.event
async def on_message(value):
    event("message", **message(value))
    if value.author == client.user:
        return
    if value.content == "!ping":
        await value.reply("pong")
    elif value.content == "!card":
        card = discord.Embed(title="A card", description="with **words**", url="https://example.org/", color=0x336699)
        card.add_field(name="one", value="1", inline=True)
        card.add_field(name="two", value="2", inline=False)
        card.set_footer(text="the end")
        await value.channel.send(embed=card)
    elif value.content == "!file":
        file = discord.File(io.BytesIO("déjà vu\n".encode()), filename="note.txt", description="a note")
        await value.reply("here", file=file)


@client.event
async def on_message_edit(before, after):
    event("message_edited", before=before.content, **message(after))


@client.event
async def on_raw_message_delete(payload):
    event("message_deleted", id=str(payload.message_id), channel_id=str(payload.channel_id))


@client.event
async def on_raw_bulk_message_delete(payload):
    event("messages_deleted", ids=sorted(str(one) for one in payload.message_ids))


@client.event
async def on_reaction_add(reaction, by):
    event("reaction_added", emoji=str(reaction.emoji), count=reaction.count, user_id=str(by.id), message_id=str(reaction.message.id))


@client.event
async def on_reaction_remove(reaction, by):
    event("reaction_removed", emoji=str(reaction.emoji), count=reaction.count, user_id=str(by.id), message_id=str(reaction.message.id))


@client.event
async def on_typing(where, by, when):
    event("typing", channel_id=str(where.id), user_id=str(by.id))


@client.event
async def on_member_join(value):
    event("member_joined", **member(value))


@client.event
async def on_member_remove(value):
    event("member_left", **member(value))


@client.event
async def on_member_update(before, after):
    event("member_changed", before_nick=before.nick, **member(after))


@client.event
async def on_member_ban(where, who):
    event("banned", guild_id=str(where.id), **user(who))


@client.event
async def on_member_unban(where, who):
    event("unbanned", guild_id=str(where.id), **user(who))


@client.event
async def on_guild_channel_create(value):
    event("channel_created", **channel(value))


@client.event
async def on_guild_channel_update(before, after):
    event("channel_changed", **channel(after))


@client.event
async def on_guild_channel_delete(value):
    event("channel_deleted", **channel(value))


@client.event
async def on_guild_role_create(value):
    event("role_created", **role(value))


@client.event
async def on_guild_role_update(before, after):
    event("role_changed", before_name=before.name, **role(after))


@client.event
async def on_guild_role_delete(value):
    event("role_deleted", **role(value))


@client.event
async def on_guild_join(value):
    event("guild_joined", id=str(value.id), name=value.name)


@client.event
async def on_guild_remove(value):
    event("guild_left", id=str(value.id))


@client.event
async def on_guild_update(before, after):
    event("guild_changed", id=str(after.id), name=after.name, before_name=before.name)


@client.event
async def on_presence_update(before, after):
    event("presence", user_id=str(after.id), status=after.status.value)


@client.event
async def on_audit_log_entry_create(entry):
    event("audit_entry", action=entry.action.value, user_id=str(entry.user_id), reason=entry.reason)


# What the tests ask for.


def find_guild(asked) -> discord.Guild:
    return client.get_guild(int(asked["guild_id"]))


def find_channel(asked):
    return client.get_channel(int(asked["channel_id"]))


def find_member(asked) -> discord.Member:
    return find_guild(asked).get_member(int(asked["user_id"]))


async def find_message(asked) -> discord.Message:
    return await find_channel(asked).fetch_message(int(asked["message_id"]))


def files(asked):
    return [discord.File(io.BytesIO(one["text"].encode()), filename=one["name"]) for one in asked.get("files", [])]


async def do_guild(asked):
    return guild(find_guild(asked))


async def do_fetch_guild(asked):
    fetched = await client.fetch_guild(int(asked["guild_id"]))
    return {"id": str(fetched.id), "name": fetched.name, "approximate_member_count": fetched.approximate_member_count}


async def do_fetch_channels(asked):
    return [channel(one) for one in await find_guild(asked).fetch_channels()]


async def do_fetch_member(asked):
    return member(await find_guild(asked).fetch_member(int(asked["user_id"])))


async def do_search_members(asked):
    return [member(one) for one in await find_guild(asked).query_members(asked["query"], limit=10)]


async def do_send(asked):
    return message(await find_channel(asked).send(asked["content"], files=files(asked)))


async def do_send_mentioning_nobody(asked):
    return message(await find_channel(asked).send(asked["content"], allowed_mentions=discord.AllowedMentions.none()))


async def do_send_direct(asked):
    person = await client.fetch_user(int(asked["user_id"]))
    return message(await person.send(asked["content"]))


async def do_fetch_message(asked):
    return message(await find_message(asked))


async def do_edit(asked):
    return message(await (await find_message(asked)).edit(content=asked["content"]))


async def do_delete(asked):
    await (await find_message(asked)).delete()


async def do_delete_many(asked):
    await find_channel(asked).delete_messages([discord.Object(int(one)) for one in asked["message_ids"]])


async def do_react(asked):
    await (await find_message(asked)).add_reaction(asked["emoji"])


async def do_unreact(asked):
    await (await find_message(asked)).remove_reaction(asked["emoji"], client.user)


async def do_reactors(asked):
    found = await find_message(asked)
    reaction = next(one for one in found.reactions if str(one.emoji) == asked["emoji"])
    return [user(one) async for one in reaction.users()]


async def do_history(asked):
    bounds = {name: discord.Object(int(asked[name])) for name in ("before", "after", "around") if name in asked}
    return [message(one) async for one in find_channel(asked).history(limit=asked["limit"], **bounds)]


async def do_pin(asked):
    await (await find_message(asked)).pin()


async def do_unpin(asked):
    await (await find_message(asked)).unpin()


async def do_pins(asked):
    return [str(one.id) async for one in find_channel(asked).pins()]


async def do_type(asked):
    await find_channel(asked).typing()


async def do_read_attachment(asked):
    found = await find_message(asked)
    return (await found.attachments[0].read()).decode()


async def do_create_channel(asked):
    category = client.get_channel(int(asked["parent_id"])) if "parent_id" in asked else None
    made = await find_guild(asked).create_text_channel(
        asked["name"], topic=asked.get("topic"), category=category, reason=asked.get("reason")
    )
    return channel(made)


async def do_create_category(asked):
    return channel(await find_guild(asked).create_category(asked["name"]))


async def do_edit_channel(asked):
    return channel(await find_channel(asked).edit(name=asked["name"], topic=asked["topic"], slowmode_delay=asked["slowmode_s"]))


async def do_hide_channel(asked):
    target = find_guild(asked).get_role(int(asked["role_id"]))
    await find_channel(asked).set_permissions(target, view_channel=False, reason="only some may see it")


async def do_show_channel(asked):
    target = find_guild(asked).get_role(int(asked["role_id"]))
    await find_channel(asked).set_permissions(target, overwrite=None)


async def do_move_channel_to_end(asked):
    await find_channel(asked).move(end=True)


async def do_delete_channel(asked):
    await find_channel(asked).delete(reason=asked.get("reason"))


async def do_create_role(asked):
    made = await find_guild(asked).create_role(
        name=asked["name"],
        color=discord.Color(asked["color"]),
        hoist=True,
        permissions=discord.Permissions(int(asked["permissions"])),
    )
    return role(made)


async def do_edit_role(asked):
    found = find_guild(asked).get_role(int(asked["role_id"]))
    return role(await found.edit(name=asked["name"], mentionable=True))


async def do_delete_role(asked):
    await find_guild(asked).get_role(int(asked["role_id"])).delete()


async def do_give_role(asked):
    await find_member(asked).add_roles(discord.Object(int(asked["role_id"])), reason="earned")


async def do_take_role(asked):
    await find_member(asked).remove_roles(discord.Object(int(asked["role_id"])))


async def do_rename_member(asked):
    await find_member(asked).edit(nick=asked["nick"])


async def do_kick(asked):
    await find_member(asked).kick(reason=asked["reason"])


async def do_ban(asked):
    await find_guild(asked).ban(discord.Object(int(asked["user_id"])), delete_message_seconds=3600, reason=asked["reason"])


async def do_unban(asked):
    await find_guild(asked).unban(discord.Object(int(asked["user_id"])))


async def do_bans(asked):
    return [{"user": user(one.user), "reason": one.reason} async for one in find_guild(asked).bans()]


async def do_time_out(asked):
    await find_member(asked).timeout(timedelta(minutes=asked["minutes"]), reason="a pause")


async def do_end_time_out(asked):
    await find_member(asked).timeout(None)


async def do_audit_log(asked):
    entries = find_guild(asked).audit_logs(limit=asked["limit"])
    return [
        {
            "action": one.action.value,
            "user_id": str(one.user_id),
            "target_id": str(one.target.id) if one.target else None,
            "reason": one.reason,
        }
        async for one in entries
    ]


async def do_create_invite(asked):
    made = await find_channel(asked).create_invite(max_uses=asked["max_uses"], max_age=3600)
    return {"code": made.code, "max_uses": made.max_uses, "uses": made.uses, "guild_id": str(made.guild.id)}


async def do_set_status(asked):
    await client.change_presence(status=discord.Status(asked["status"]))


async def do_edit_guild(asked):
    return {"name": (await find_guild(asked).edit(name=asked["name"])).name}


async def answer(asked: dict) -> None:
    try:
        result = await globals()[f"do_{asked['call']}"](asked)
        say({"id": asked["id"], "result": result})
    except discord.HTTPException as error:
        say({"id": asked["id"], "error": {"status": error.status, "code": error.code, "message": error.text}})
    except Exception as error:  # The test shows it: nothing that the library raises may pass unseen.
        say({"id": asked["id"], "error": {"status": 0, "code": 0, "message": f"{type(error).__name__}: {error}"}})


async def listen() -> None:
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    tasks = set()
    while line := await reader.readline():
        task = asyncio.create_task(answer(json.loads(line)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await client.close()


async def main() -> None:
    discord.utils.setup_logging()
    async with client:
        listening = asyncio.create_task(listen())
        await client.start(os.environ["PARVIS_TOKEN"])
        listening.cancel()


asyncio.run(main())
