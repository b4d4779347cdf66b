"""A bot plans an event, sees it, changes it and calls it off, and hears of each."""

import time

import pytest

# The other libraries read the same objects; these two also hear of events.
PLANNERS = ("discord.py", "discord.js")
EVENT_PERMISSIONS = 1 << 33 | 1 << 44
SCHEDULED, CANCELED, EXTERNAL = 1, 4, 3


def an_event_is_planned_changed_and_called_off(stage, bot):
    if stage.library not in PLANNERS:
        pytest.skip("this library's bot plans nothing")
    role = stage.owner.post(f"/guilds/{stage.guild_id}/roles", {"name": "Feasts", "permissions": str(EVENT_PERMISSIONS)})
    stage.owner.put(f"/guilds/{stage.guild_id}/members/{stage.identity['id']}/roles/{role['id']}", {})
    bot.wait("member_changed", id=stage.identity["user_id"])
    start_ms = (int(time.time()) + 3_600) * 1_000
    made = bot.call(
        "plan", guild_id=stage.guild_id, name="A feast", location="The square", start_ms=start_ms, end_ms=start_ms + 7_200_000
    )
    assert (made["name"], made["location"], made["description"]) == ("A feast", "The square", "with cake")
    assert (made["status"], made["kind"], made["creator_id"]) == (SCHEDULED, EXTERNAL, stage.identity["user_id"])
    assert (made["start_ms"], made["end_ms"]) == (start_ms, start_ms + 7_200_000)
    assert bot.wait("event_planned", id=made["id"])["name"] == "A feast"
    stage.neighbour.put(f"/guilds/{stage.guild_id}/scheduled-events/{made['id']}/users/@me", {})
    assert bot.wait("event_interest", id=made["id"])["user_id"] == stage.neighbour.id
    seen = bot.call("planned", guild_id=stage.guild_id, event_id=made["id"])
    assert (seen["name"], seen["user_count"]) == ("A feast", 1)
    interested = bot.call("interested", guild_id=stage.guild_id, event_id=made["id"])
    assert stage.neighbour.id in interested

    bot.call("replan", guild_id=stage.guild_id, event_id=made["id"], name="A greater feast")
    assert bot.wait("event_changed", id=made["id"], name="A greater feast")["status"] == SCHEDULED
    bot.call("call_off", guild_id=stage.guild_id, event_id=made["id"])
    assert bot.wait("event_changed", id=made["id"], status=CANCELED)["name"] == "A greater feast"
    assert stage.owner.get(f"/guilds/{stage.guild_id}/scheduled-events") == []
