"""What a library knows when it is ready: itself, its application, its guild with members, roles and channels."""

from harness.bots import LIBRARIES, Bot
from harness.listener import Listener
from harness.people import BOT_PERMISSIONS

GUILDS, GUILD_PRESENCES = 1 << 0, 1 << 8

# What a library drops when it parses, because Discord invented it later.
UNKNOWN_PERMISSIONS = {"serenity": 1 << 51 | 1 << 52}


def the_bot_knows_itself_and_its_application(stage, ready):
    assert ready["user"]["id"] == stage.identity["user_id"]
    assert ready["user"]["bot"] is True
    assert ready["application_id"] == stage.identity["id"]
    assert ready["guilds"] == [stage.guild_id]


def the_guild_is_complete(stage, bot):
    guild = bot.call("guild", guild_id=stage.guild_id)
    assert guild["name"] == "The square"
    assert guild["owner_id"] == stage.owner.id
    assert guild["member_count"] == len(guild["members"])
    assert guild["created_ms"] == (int(stage.guild_id) >> 22) + 1420070400000
    assert {stage.owner.id, stage.neighbour.id, stage.identity["user_id"]} <= {one["id"] for one in guild["members"]}
    assert stage.channel_id in {one["id"] for one in guild["channels"]}


def the_bot_has_a_managed_role_with_its_permissions(stage, bot):
    guild = bot.call("guild", guild_id=stage.guild_id)
    everyone = next(one for one in guild["roles"] if one["id"] == stage.guild_id)
    assert everyone["name"] == "@everyone"
    own = next(one for one in guild["members"] if one["id"] == stage.identity["user_id"])
    role = next(one for one in guild["roles"] if one["id"] in own["roles"])
    assert role["managed"] is True
    known = BOT_PERMISSIONS & ~UNKNOWN_PERMISSIONS.get(stage.library, 0)
    assert int(role["permissions"]) == known
    assert int(own["permissions"]) == known | int(everyone["permissions"])


def the_members_have_names_and_dates(stage, bot):
    members = {one["id"]: one for one in bot.call("guild", guild_id=stage.guild_id)["members"]}
    neighbour = members[stage.neighbour.id]
    assert neighbour["name"] == stage.neighbour.name
    assert neighbour["bot"] is False
    assert neighbour["nick"] is None
    assert neighbour["roles"] == []
    assert neighbour["timeout_ms"] is None
    assert neighbour["joined_ms"] >= (int(stage.guild_id) >> 22) + 1420070400000


def the_guild_over_http_is_the_same(stage, bot):
    guild = bot.call("guild", guild_id=stage.guild_id)
    fetched = bot.call("fetch_guild", guild_id=stage.guild_id)
    assert fetched["name"] == guild["name"]
    assert fetched["approximate_member_count"] == guild["member_count"]
    by_id = lambda one: one["id"]
    fetched_channels = bot.call("fetch_channels", guild_id=stage.guild_id)
    assert sorted(fetched_channels, key=by_id) == sorted(guild["channels"], key=by_id)


def a_guild_that_adds_the_bot_appears_and_one_that_is_deleted_goes(stage, bot):
    second = stage.owner.make_guild("The other square")
    stage.owner.add_bot(stage.identity, second["id"], 0)
    assert bot.wait("guild_joined", id=second["id"])["name"] == "The other square"
    stage.owner.delete(f"/guilds/{second['id']}")
    bot.wait("guild_left", id=second["id"])


def a_renamed_guild_is_renamed_for_the_bot(stage, bot):
    stage.owner.patch(f"/guilds/{stage.guild_id}", {"name": "The square, renamed"})
    assert bot.wait("guild_changed", id=stage.guild_id)["before_name"] == "The square"
    assert bot.call("edit_guild", guild_id=stage.guild_id, name="The square")["name"] == "The square"
    assert bot.wait("guild_changed", id=stage.guild_id)["name"] == "The square"


def a_wrong_token_is_refused_and_the_library_says_so(stage):
    log = stage.house.folder / f"{stage.library}-wrong.log"
    wrong = Bot(LIBRARIES[stage.library], stage.house, "bm90IGEgcmVhbCBvbmU.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb", log)
    assert wrong.finish() != 0
    said = log.read_text().lower()
    assert any(word in said for word in ("token", "authentication", "unauthorized"))


def a_person_who_comes_online_is_seen_by_the_bot(stage, bot):
    person = stage.newcomer()
    with Listener(stage.house.local, person.token):
        assert bot.wait("presence", user_id=person.id, status="online")
    assert bot.wait("presence", user_id=person.id, status="offline")


def a_status_that_the_bot_chooses_is_seen_by_others(stage, bot):
    watcher = stage.owner.make_bot("watcher")
    stage.owner.add_bot(watcher, stage.guild_id, 0)
    bot_id = stage.identity["user_id"]
    with Listener(stage.house.local, watcher["token"], intents=GUILDS | GUILD_PRESENCES) as listener:
        bot.call("set_status", status="idle")
        seen = listener.wait("PRESENCE_UPDATE", lambda data: data["user"]["id"] == bot_id and data["status"] == "idle")
        assert seen["guild_id"] == stage.guild_id
        bot.call("set_status", status="online")
        listener.wait("PRESENCE_UPDATE", lambda data: data["user"]["id"] == bot_id and data["status"] == "online")
