"""A bot makes a rule, a neighbour meets it, and everybody is told what they may be told."""

import pytest

from harness.people import Refused

# The other libraries read the same objects; this one makes rules here and hears of what they do.
KEEPERS = ("discord.py",)
BLOCKED = 200000
TOLD = "No adverts on the square"


def a_rule_is_made_blocks_tells_and_goes(stage, bot):
    if stage.library not in KEEPERS:
        pytest.skip("this library's bot makes no rules")
    channel_id = stage.new_channel("alerts")
    made = bot.call("rule_out", guild_id=stage.guild_id, channel_id=channel_id, told=TOLD)
    assert (made["name"], made["enabled"], made["creator_id"]) == ("Adverts", True, stage.identity["user_id"])
    assert (made["keywords"], made["patterns"], made["allowed"]) == (["*cheap*"], ["buy +now"], ["cheapskate"])
    assert made["actions"] == ["block_message", "send_alert_message"]
    assert bot.wait("rule_made", id=made["id"])["patterns"] == ["buy +now"]
    assert bot.call("rules", guild_id=stage.guild_id) == [made]

    person = stage.newcomer()
    with pytest.raises(Refused) as refused:
        person.say(stage.channel_id, "The CHEAPEST of all")
    assert (refused.value.status, refused.value.body["code"]) == (400, BLOCKED)
    assert refused.value.body["message"] == TOLD
    blocked = bot.wait("rule_acted", kind="block_message", user_id=person.id)
    assert (blocked["id"], blocked["channel_id"], blocked["message_id"]) == (made["id"], stage.channel_id, None)
    assert (blocked["content"], blocked["keyword"], blocked["found"]) == ("The CHEAPEST of all", "*cheap*", "CHEAP")
    alerted = bot.wait("rule_acted", kind="send_alert_message", user_id=person.id)
    alert = bot.wait("message", id=alerted["alert_id"])
    assert (alert["channel_id"], alert["author"]["id"]) == (channel_id, person.id)
    person.say(stage.channel_id, "Do not be a cheapskate")

    changed = bot.call("allow_again", guild_id=stage.guild_id, rule_id=made["id"])
    assert changed == {**made, "enabled": False}
    assert bot.wait("rule_changed", id=made["id"])["enabled"] is False
    bot.wait("rule_gone", id=made["id"])
    person.say(stage.channel_id, "The cheapest of all")
