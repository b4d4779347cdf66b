"""Kicks, bans, time-outs and the audit log, and what a bot may not do."""

import time

import pytest

from harness.bots import LibraryError
from harness.people import Refused

MISSING_PERMISSIONS = 50013
UNKNOWN_MESSAGE = 10008
AUDIT_KICK, AUDIT_BAN_ADD, AUDIT_BAN_REMOVE, AUDIT_CHANNEL_DELETE = 20, 22, 23, 12


def a_kicked_member_is_gone_and_may_come_back(stage, bot):
    person = stage.newcomer()
    bot.call("kick", guild_id=stage.guild_id, user_id=person.id, reason="spam")
    bot.wait("member_left", id=person.id)
    with pytest.raises(Refused):
        person.say(stage.channel_id, "still here?")
    person.join(stage.owner.invite(stage.channel_id))
    bot.wait("member_joined", id=person.id)


def a_banned_member_is_gone_with_recent_messages_and_stays_out(stage, bot):
    person = stage.newcomer()
    said = person.say(stage.channel_id, "buy now")
    bot.wait("message", id=said["id"])
    bot.call("ban", guild_id=stage.guild_id, user_id=person.id, reason="selling")
    assert bot.wait("banned", id=person.id)["guild_id"] == stage.guild_id
    bot.wait("member_left", id=person.id)
    with pytest.raises(LibraryError) as gone:
        bot.call("fetch_message", channel_id=stage.channel_id, message_id=said["id"])
    assert (gone.value.status, gone.value.code) == (404, UNKNOWN_MESSAGE)
    bans = bot.call("bans", guild_id=stage.guild_id)
    assert {"user": {"id": person.id, "name": person.name, "bot": False}, "reason": "selling"} in bans
    with pytest.raises(Refused):
        person.join(stage.owner.invite(stage.channel_id))

    bot.call("unban", guild_id=stage.guild_id, user_id=person.id)
    bot.wait("unbanned", id=person.id)
    person.join(stage.owner.invite(stage.channel_id))
    bot.wait("member_joined", id=person.id)


def a_timed_out_member_reads_and_does_not_write(stage, bot):
    person = stage.newcomer()
    bot.call("time_out", guild_id=stage.guild_id, user_id=person.id, minutes=10)
    until = bot.wait("member_changed", id=person.id)["timeout_ms"]
    assert abs(until - (time.time() + 600) * 1000) < 60_000
    with pytest.raises(Refused) as refused:
        person.say(stage.channel_id, "a word")
    assert (refused.value.status, refused.value.body["code"]) == (403, MISSING_PERMISSIONS)
    assert person.history(stage.channel_id, limit=1) is not None

    bot.call("end_time_out", guild_id=stage.guild_id, user_id=person.id)
    assert bot.wait("member_changed", id=person.id)["timeout_ms"] is None
    person.say(stage.channel_id, "a word")


def a_bot_cannot_act_on_the_owner_or_raise_itself(stage, bot):
    with pytest.raises(LibraryError) as refused:
        bot.call("kick", guild_id=stage.guild_id, user_id=stage.owner.id, reason="no")
    assert (refused.value.status, refused.value.code) == (403, MISSING_PERMISSIONS)
    administrator = str(1 << 3)
    with pytest.raises(LibraryError) as refused:
        bot.call("create_role", guild_id=stage.guild_id, name="Kings", color=1, permissions=administrator)
    assert (refused.value.status, refused.value.code) == (403, MISSING_PERMISSIONS)


def the_audit_log_says_who_did_what_to_whom_and_why(stage, bot):
    person = stage.newcomer()
    channel_id = stage.new_channel("soon-gone")
    bot.call("kick", guild_id=stage.guild_id, user_id=person.id, reason="raison: été")
    bot.call("delete_channel", channel_id=channel_id, reason="not used")
    log = bot.call("audit_log", guild_id=stage.guild_id, limit=10)
    bot_id = stage.identity["user_id"]
    kick = {"action": AUDIT_KICK, "user_id": bot_id, "target_id": person.id, "reason": "raison: été"}
    deletion = {"action": AUDIT_CHANNEL_DELETE, "user_id": bot_id, "target_id": channel_id, "reason": "not used"}
    assert kick in log and deletion in log
    assert log.index(deletion) < log.index(kick)
    assert bot.wait("audit_entry", action=AUDIT_KICK)["reason"] == "raison: été"
