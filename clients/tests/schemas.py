"""Answers and events against the published schemas of Discord's API: not one error.

The walk below calls each operation that is implemented and stands in the published document, as a bot does. The schemas come
from the npm package discord-api-spec; `schemas.mjs` does the comparing.
"""

import json
import subprocess
from urllib.parse import quote

import pytest

from harness.house import ROOT
from harness.listener import Listener
from harness.people import BOT_PERMISSIONS, Person

EMOJI = quote("👍")
ALL_INTENTS = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25


def errors_of(lines: list[dict]) -> dict[str, list[str]]:
    """The schema errors of each operation or object that has any."""
    done = subprocess.run(
        ["node", ROOT / "clients/schemas.mjs"],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
    )
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(verdicts) == len(lines)
    wrong: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict["errors"]:
            wrong.setdefault(verdict["operation"], []).extend(verdict["errors"])
    return {operation: sorted(set(errors)) for operation, errors in wrong.items()}


class Place:
    """A guild with people in it, and its bot as somebody who asks over HTTP."""

    def __init__(self, address: str):
        self.owner = Person.register(address, "schema_owner")
        self.member = Person.register(address, "schema_member")
        self.guild_id = self.owner.make_guild("Schemas")["id"]
        channels = self.owner.get(f"/guilds/{self.guild_id}/channels")
        self.channel_id = next(one["id"] for one in channels if one["type"] == 0)
        self.member.join(self.owner.invite(self.channel_id))
        self.identity = self.owner.make_bot("schema_bot")
        self.owner.add_bot(self.identity, self.guild_id, BOT_PERMISSIONS)
        self.bot = Person(address, f"Bot {self.identity['token']}")
        self.bot.id = self.identity["user_id"]


@pytest.fixture(scope="module")
def place(house):
    return Place(house.local)


def the_own_accounts_answers_are_valid(place):
    bot = recorded(place.bot)
    for path in (
        *("/gateway", "/gateway/bot", "/users/@me", f"/users/{place.member.id}", "/users/@me/guilds"),
        *("/applications/@me", "/oauth2/applications/@me", f"/users/@me/guilds/{place.guild_id}/member"),
        *("/soundboard-default-sounds", "/sticker-packs", "/voice/regions"),
    ):
        bot.get(path)
    bot.patch("/users/@me", {"username": f"renamed{place.bot.id[-6:]}"})
    bot.patch("/applications/@me", {"description": "An application that is looked at."})
    bot.post("/users/@me/channels", {"recipient_id": place.member.id})
    assert errors_of(bot.answers) == {}


def the_guilds_answers_are_valid(place):
    bot, guild = recorded(place.bot), f"/guilds/{place.guild_id}"
    for path in ("", "?with_counts=true", "/channels", "/roles", "/roles/member-counts", "/members?limit=10"):
        bot.get(guild + path)
    for path in (f"/members/{place.member.id}", "/members/search?query=schema", "/bans", "/invites", "/audit-logs"):
        bot.get(guild + path)
    for path in ("/emojis", "/stickers", "/preview", "/regions"):
        bot.get(guild + path)
    bot.patch(guild, {"description": None, "name": "Schemas, renamed"})
    bot.patch(f"{guild}/members/@me", {"nick": "the bot"})
    bot.patch(f"{guild}/members/{place.member.id}", {"nick": "the member"})
    assert errors_of(bot.answers) == {}


def the_roles_answers_are_valid(place):
    bot, guild = recorded(place.bot), f"/guilds/{place.guild_id}"
    role = bot.post(f"{guild}/roles", {"name": "Schema", "permissions": "1024", "color": 255})
    path = f"{guild}/roles/{role['id']}"
    bot.get(path)
    bot.patch(path, {"hoist": True})
    bot.patch(f"{guild}/roles", [{"id": role["id"], "position": 1}])
    bot.put(f"{guild}/members/{place.member.id}/roles/{role['id']}")
    bot.delete(f"{guild}/members/{place.member.id}/roles/{role['id']}")
    bot.delete(path)
    assert errors_of(bot.answers) == {}


def the_channels_answers_are_valid(place):
    bot, guild = recorded(place.bot), f"/guilds/{place.guild_id}"
    category = bot.post(f"{guild}/channels", {"name": "Schemas", "type": 4})
    wanted = {"name": "answers", "type": 0, "topic": "all of them", "parent_id": category["id"]}
    channel = bot.post(f"{guild}/channels", wanted)
    path = f"/channels/{channel['id']}"
    bot.get(path)
    bot.patch(path, {"nsfw": True, "rate_limit_per_user": 5})
    bot.patch(f"{guild}/channels", [{"id": channel["id"], "position": 3}])
    bot.put(f"{path}/permissions/{place.member.id}", {"type": 1, "allow": "1024", "deny": "0"})
    bot.delete(f"{path}/permissions/{place.member.id}")
    invite = bot.post(f"{path}/invites", {"max_uses": 5, "max_age": 600})
    bot.get(f"{path}/invites")
    bot.get(f"/invites/{invite['code']}?with_counts=true")
    bot.delete(f"/invites/{invite['code']}")
    bot.post(f"{path}/typing")
    bot.get(f"{path}/messages")
    bot.delete(path)
    bot.delete(f"/channels/{category['id']}")
    assert errors_of(bot.answers) == {}


def the_messages_answers_are_valid(place):
    bot, path = recorded(place.bot), f"/channels/{place.channel_id}"
    embed = {"title": "t", "description": "d", "color": 1, "fields": [{"name": "n", "value": "v"}], "footer": {"text": "f"}}
    first = bot.post(f"{path}/messages", {"content": f"<@{place.member.id}> @everyone", "embeds": [embed], "nonce": "17"})
    reply = {"content": "a reply", "message_reference": {"message_id": first["id"]}}
    second = bot.post(f"{path}/messages", reply)
    message = f"{path}/messages/{first['id']}"
    bot.patch(message, {"content": "edited", "embeds": []})
    bot.put(f"{message}/reactions/{EMOJI}/@me")
    bot.get(f"{message}/reactions/{EMOJI}")
    bot.get(message)
    bot.get(f"{path}/messages/{second['id']}")
    bot.get(f"{path}/messages?limit=5")
    bot.delete(f"{message}/reactions/{EMOJI}/@me")
    bot.delete(f"{message}/reactions")
    for pins in (f"{path}/messages/pins", f"{path}/pins"):
        bot.put(f"{pins}/{first['id']}")
        bot.get(pins)
        bot.delete(f"{pins}/{first['id']}")
    third = bot.post(f"{path}/messages", {"content": "one more"})
    bot.delete(message)
    bot.post(f"{path}/messages/bulk-delete", {"messages": [second["id"], third["id"]]})
    assert errors_of(bot.answers) == {}


def the_moderations_answers_are_valid(place, house):
    bot, guild = recorded(place.bot), f"/guilds/{place.guild_id}"
    for way in ("ban", "kick", "bulk-ban"):
        person = Person.register(house.local, "moderated")
        person.join(place.owner.invite(place.channel_id))
        if way == "ban":
            bot.put(f"{guild}/bans/{person.id}", {"delete_message_seconds": 0})
            bot.get(f"{guild}/bans/{person.id}")
            bot.get(f"{guild}/bans")
            bot.delete(f"{guild}/bans/{person.id}")
        elif way == "kick":
            until = "2030-01-01T00:00:00.000000+00:00"
            with pytest.raises(Exception, match="50035|400"):
                bot.patch(f"{guild}/members/{person.id}", {"communication_disabled_until": until})
            bot.delete(f"{guild}/members/{person.id}")
        else:
            bot.post(f"{guild}/bulk-ban", {"user_ids": [person.id]})
    bot.get(f"{guild}/audit-logs?limit=100")
    assert errors_of(bot.answers) == {}


def the_events_objects_are_valid(place, house):
    with Listener(house.local, place.identity["token"], intents=ALL_INTENTS) as listener:
        created = listener.wait("GUILD_CREATE", lambda data: data["id"] == place.guild_id)
        said = place.member.say(place.channel_id, f"<@{place.owner.id}>", nonce="99")
        message = listener.wait("MESSAGE_CREATE", lambda data: data["id"] == said["id"])
        newcomer = Person.register(house.local, "schema_newcomer")
        newcomer.join(place.owner.invite(place.channel_id))
        joined = listener.wait("GUILD_MEMBER_ADD", lambda data: data["user"]["id"] == newcomer.id)
        place.owner.post(f"/guilds/{place.guild_id}/roles", {"name": "event"})
        role = listener.wait("GUILD_ROLE_CREATE", lambda data: data["role"]["name"] == "event")
        ready = listener.wait("READY", lambda data: True)
    lines = [{"schema": "UserPIIResponse", "body": ready["user"]}]
    lines += [{"schema": "GuildMemberResponse", "body": one} for one in created["members"]]
    lines += [{"schema": "GuildRoleResponse", "body": one} for one in created["roles"]]
    lines += [{"schema": "GuildChannelResponse", "body": {"guild_id": place.guild_id, **one}} for one in created["channels"]]
    lines += [{"schema": "MessageResponse", "body": message}, {"schema": "GuildMemberResponse", "body": joined}]
    lines += [{"schema": "GuildRoleResponse", "body": role["role"]}]
    assert errors_of(lines) == {}


def a_wrong_answer_is_found():
    wrong = errors_of([{"method": "GET", "path": "/guilds/1/roles", "status": 200, "body": [{"id": "1"}]}])
    assert "0.name" in "".join(wrong["GET /guilds/{guild_id}/roles 200"])
    assert errors_of([{"method": "GET", "path": "/guilds/1/roles", "status": 200, "body": []}]) == {}


def recorded(person: Person) -> Person:
    """The same person, who keeps what they were answered."""
    person.answers = []
    return person
