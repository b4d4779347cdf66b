"""Webhooks: a bot makes one, writes through it under another name, changes what it wrote, and lets it go."""

import pytest

from harness.bots import LibraryError
from harness.people import Refused

INCOMING = 1
UNKNOWN_WEBHOOK = 10015
AUDIT_WEBHOOK_CREATE = 50


def a_webhook_writes_edits_and_deletes_under_a_name_of_its_own(stage, bot):
    channel_id = stage.new_channel("hooks")
    made = bot.call("create_webhook", channel_id=channel_id, name="Herald", reason="news")
    assert (made["name"], made["type"], made["has_token"]) == ("Herald", INCOMING, True)
    assert (made["channel_id"], made["guild_id"]) == (channel_id, stage.guild_id)
    assert made["user_id"] == stage.identity["user_id"]
    assert bot.wait("audit_entry", action=AUDIT_WEBHOOK_CREATE)["reason"] == "news"
    assert [one["id"] for one in bot.call("webhooks", channel_id=channel_id)] == [made["id"]]

    where = {"channel_id": channel_id, "webhook_id": made["id"]}
    files = [{"name": "news.txt", "text": "It rains."}]
    sent = bot.call("send_by_webhook", **where, content="Hear!", username="The herald", files=files)
    assert (sent["content"], sent["author"]["name"]) == ("Hear!", "The herald")
    assert (sent["webhook_id"], sent["author"]["id"]) == (made["id"], made["id"])
    assert [one["filename"] for one in sent["attachments"]] == ["news.txt"]
    heard = bot.wait("message", id=sent["id"])
    assert (heard["webhook_id"], heard["author"]["name"], heard["guild_id"]) == (made["id"], "The herald", stage.guild_id)
    assert stage.neighbour.history(channel_id)[0]["author"]["username"] == "The herald"

    edited = bot.call("edit_by_webhook", **where, message_id=sent["id"], content="Hear all!")
    assert (edited["id"], edited["content"], edited["author"]["name"]) == (sent["id"], "Hear all!", "The herald")
    assert bot.wait("message_edited", id=sent["id"])["content"] == "Hear all!"

    bot.call("delete_by_webhook", **where, message_id=sent["id"])
    bot.wait("message_deleted", id=sent["id"])
    assert stage.neighbour.history(channel_id) == []
    bot.call("delete_webhook", **where)
    assert bot.call("webhooks", channel_id=channel_id) == []


def a_webhook_that_is_gone_writes_nothing_more(stage, bot):
    channel_id = stage.new_channel("gone-hook")
    made = stage.owner.post(f"/channels/{channel_id}/webhooks", {"name": "Short"})
    assert made["id"] in {one["id"] for one in bot.call("webhooks", channel_id=channel_id)}
    stage.owner.delete(f"/webhooks/{made['id']}")
    with pytest.raises(Refused) as refused:
        stage.owner.post(f"/webhooks/{made['id']}/{made['token']}", {"content": "still here"})
    assert (refused.value.status, refused.value.body["code"]) == (404, UNKNOWN_WEBHOOK)
    assert stage.neighbour.history(channel_id) == []


def a_bot_without_the_right_makes_no_webhook(stage, bot):
    channel_id = stage.new_channel("no-hooks")
    own_role = bot.call("fetch_member", guild_id=stage.guild_id, user_id=stage.identity["user_id"])["roles"][0]
    denied = {"type": 0, "allow": "0", "deny": str(1 << 29)}
    stage.owner.put(f"/channels/{channel_id}/permissions/{own_role}", denied)
    with pytest.raises(LibraryError) as refused:
        bot.call("create_webhook", channel_id=channel_id, name="Nobody", reason="no")
    assert (refused.value.status, refused.value.code) == (403, 50013)
    assert stage.owner.get(f"/channels/{channel_id}/webhooks") == []
