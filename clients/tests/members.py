"""People come, change and go, and the bot hears of it in its library's own terms."""

import pytest

from harness.bots import LibraryError

INVALID_FORM = 50035


def a_newcomer_is_announced_and_a_leaver_too(stage, bot):
    person = stage.newcomer()
    members = {one["id"] for one in bot.call("guild", guild_id=stage.guild_id)["members"]}
    assert person.id in members
    person.delete(f"/users/@me/guilds/{stage.guild_id}")
    left = bot.wait("member_left", id=person.id)
    assert left["guild_id"] == stage.guild_id
    assert left["name"] == person.name
    members = {one["id"] for one in bot.call("guild", guild_id=stage.guild_id)["members"]}
    assert person.id not in members


def a_bot_renames_a_member_and_hears_of_it(stage, bot):
    person = stage.newcomer()
    bot.call("rename_member", guild_id=stage.guild_id, user_id=person.id, nick="Zoë")
    assert bot.wait("member_changed", id=person.id, nick="Zoë")["before_nick"] is None
    assert bot.call("fetch_member", guild_id=stage.guild_id, user_id=person.id)["nick"] == "Zoë"


def a_search_finds_members_by_the_beginning_of_their_name(stage, bot):
    person = stage.newcomer("searched")
    found = bot.call("search_members", guild_id=stage.guild_id, query=person.name)
    assert [one["id"] for one in found] == [person.id]


def a_role_is_made_given_taken_and_deleted(stage, bot):
    person = stage.newcomer()
    made = bot.call("create_role", guild_id=stage.guild_id, name="Gardeners", color=0x228844, permissions=str(1 << 10))
    assert (made["name"], made["color"], made["hoist"], made["managed"]) == ("Gardeners", 0x228844, True, False)
    assert made["permissions"] == str(1 << 10)
    bot.wait("role_created", id=made["id"])

    bot.call("give_role", guild_id=stage.guild_id, user_id=person.id, role_id=made["id"])
    assert bot.wait("member_changed", id=person.id)["roles"] == [made["id"]]
    bot.call("take_role", guild_id=stage.guild_id, user_id=person.id, role_id=made["id"])
    assert bot.wait("member_changed", id=person.id)["roles"] == []

    edited = bot.call("edit_role", guild_id=stage.guild_id, role_id=made["id"], name="Planters")
    assert (edited["name"], edited["mentionable"], edited["color"]) == ("Planters", True, 0x228844)
    assert bot.wait("role_changed", id=made["id"])["before_name"] == "Gardeners"

    bot.call("delete_role", guild_id=stage.guild_id, role_id=made["id"])
    bot.wait("role_deleted", id=made["id"])
    assert made["id"] not in {one["id"] for one in bot.call("guild", guild_id=stage.guild_id)["roles"]}


def a_name_that_is_too_long_is_refused_with_the_field(stage, bot):
    with pytest.raises(LibraryError) as refused:
        bot.call("create_role", guild_id=stage.guild_id, name="x" * 101, color=1, permissions="0")
    assert (refused.value.status, refused.value.code) == (400, INVALID_FORM)
    assert "name" in str(refused.value)
