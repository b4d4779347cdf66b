"""Channels are made, changed, hidden, moved and deleted."""

import pytest

from harness.people import Person, Refused

CATEGORY, TEXT = 4, 0
VIEW_CHANNEL = str(1 << 10)


def a_channel_is_made_changed_and_deleted(stage, bot):
    category = bot.call("create_category", guild_id=stage.guild_id, name="Projects")
    assert category["type"] == CATEGORY
    bot.wait("channel_created", id=category["id"])
    made = bot.call(
        "create_channel", guild_id=stage.guild_id, name="gardens", topic="Spades & seeds", parent_id=category["id"]
    )
    assert (made["name"], made["type"], made["topic"]) == ("gardens", TEXT, "Spades & seeds")
    assert made["parent_id"] == category["id"]
    assert bot.wait("channel_created", id=made["id"]) == made

    edited = bot.call("edit_channel", channel_id=made["id"], name="orchards", topic="Trees", slowmode_s=30)
    assert (edited["name"], edited["topic"], edited["slowmode_s"]) == ("orchards", "Trees", 30)
    assert bot.wait("channel_changed", id=made["id"]) == edited

    bot.call("delete_channel", channel_id=made["id"])
    bot.wait("channel_deleted", id=made["id"])
    with pytest.raises(Refused) as gone:
        stage.owner.get(f"/channels/{made['id']}")
    assert gone.value.status == 404
    bot.call("delete_channel", channel_id=category["id"])


def a_hidden_channel_is_hidden_from_whom_it_is_hidden(stage, bot):
    person = stage.newcomer()
    channel_id = stage.new_channel("hidden-for-some")
    role = bot.call("create_role", guild_id=stage.guild_id, name="Guests", color=1, permissions="0")
    bot.call("give_role", guild_id=stage.guild_id, user_id=person.id, role_id=role["id"])
    stage.owner.say(channel_id, "for some")
    assert person.history(channel_id)[0]["content"] == "for some"

    bot.call("hide_channel", guild_id=stage.guild_id, channel_id=channel_id, role_id=role["id"])
    hidden = {"id": role["id"], "allow": "0", "deny": VIEW_CHANNEL}
    assert bot.wait("channel_changed", id=channel_id)["overwrites"] == [hidden]
    with pytest.raises(Refused) as refused:
        person.history(channel_id)
    assert refused.value.status in (403, 404)
    assert channel_id not in {one["id"] for one in person.get(f"/guilds/{stage.guild_id}/channels")}

    bot.call("show_channel", guild_id=stage.guild_id, channel_id=channel_id, role_id=role["id"])
    assert bot.wait("channel_changed", id=channel_id)["overwrites"] == []
    assert person.history(channel_id)[0]["content"] == "for some"


def a_channel_that_the_bot_may_not_view_does_not_exist_for_it(stage, bot):
    overwrites = [
        {"id": stage.guild_id, "type": 0, "allow": "0", "deny": VIEW_CHANNEL},
        {"id": stage.neighbour.id, "type": 1, "allow": VIEW_CHANNEL, "deny": "0"},
    ]
    wanted = {"name": "the-secret-place", "type": TEXT, "permission_overwrites": overwrites}
    secret = stage.owner.post(f"/guilds/{stage.guild_id}/channels", wanted)
    stage.neighbour.say(secret["id"], "the secret word")
    marker = stage.owner.say(stage.channel_id, "after the secret")
    bot.wait("message", id=marker["id"])
    assert bot.seen("channel_created") == []
    assert [one for one in bot.seen("message") if one["channel_id"] == secret["id"]] == []
    assert secret["id"] not in {one["id"] for one in bot.call("fetch_channels", guild_id=stage.guild_id)}


def a_channel_moves_to_the_end(stage, bot):
    first = stage.new_channel("moving")
    second = stage.new_channel("staying")
    bot.call("move_channel_to_end", guild_id=stage.guild_id, channel_id=first)
    bot.wait("channel_changed", id=first)
    positions = {one["id"]: one["position"] for one in stage.owner.get(f"/guilds/{stage.guild_id}/channels")}
    assert positions[first] > positions[second]


def an_invitation_made_by_the_bot_lets_people_in(stage, bot):
    made = bot.call("create_invite", channel_id=stage.channel_id, max_uses=1)
    assert (made["max_uses"], made["uses"], made["guild_id"]) == (1, 0, stage.guild_id)
    first = Person.register(stage.house.local, "first")
    first.join(made["code"])
    bot.wait("member_joined", id=first.id)
    second = Person.register(stage.house.local, "second")
    with pytest.raises(Refused) as refused:
        second.join(made["code"])
    assert refused.value.status == 404
