"""Messages: written, answered, changed, marked, read again. What the library parsed is compared with what was meant."""

import pytest

from harness.bots import LibraryError

REPLY = 19
UNKNOWN_MESSAGE = 10008
CANNOT_EDIT_OTHERS = 50005
INVALID_FORM = 50035

# The libraries that measure a message before they send it.
COUNT_THEMSELVES = ("serenity", "twilight")


def a_ping_is_answered_by_a_reply(stage, bot):
    asked = stage.neighbour.say(stage.channel_id, "!ping")
    heard = bot.wait("message", id=asked["id"])
    assert heard["author"] == {"id": stage.neighbour.id, "name": stage.neighbour.name, "bot": False}
    assert (heard["content"], heard["guild_id"], heard["channel_id"]) == ("!ping", stage.guild_id, stage.channel_id)
    assert heard["created_ms"] == (int(asked["id"]) >> 22) + 1420070400000
    assert (heard["edited_ms"], heard["pinned"], heard["tts"]) == (None, False, False)

    answer = bot.wait("message", content="pong")
    assert (answer["type"], answer["reply_to"]) == (REPLY, asked["id"])
    assert answer["mentions"] == [stage.neighbour.id]
    stored = stage.neighbour.message(stage.channel_id, answer["id"])
    assert stored["referenced_message"]["id"] == asked["id"]


def an_embed_arrives_whole(stage, bot):
    stage.neighbour.say(stage.channel_id, "!card")
    answer = bot.wait("message", content="")
    expected = {
        "title": "A card",
        "description": "with **words**",
        "url": "https://example.org/",
        "color": 0x336699,
        "fields": [{"name": "one", "value": "1", "inline": True}, {"name": "two", "value": "2", "inline": False}],
        "footer": "the end",
        "author": None,
        "timestamp_ms": None,
    }
    assert answer["embeds"] == [expected]
    assert bot.call("fetch_message", channel_id=stage.channel_id, message_id=answer["id"])["embeds"] == [expected]


def a_file_arrives_and_can_be_read_back(stage, bot):
    asked = stage.neighbour.say(stage.channel_id, "!file")
    answer = bot.wait("message", content="here", reply_to=asked["id"])
    (file,) = answer["attachments"]
    assert (file["filename"], file["description"]) == ("note.txt", "a note")
    assert file["size"] == len("déjà vu\n".encode())
    assert file["content_type"].startswith("text/plain")
    assert (file["width"], file["height"]) == (None, None)
    assert file["url"].startswith(f"https://{stage.house.host}/")
    assert bot.call("read_attachment", channel_id=stage.channel_id, message_id=answer["id"]) == "déjà vu\n"


def a_message_with_several_files_keeps_their_order(stage, bot):
    files = [{"name": f"{number}.txt", "text": "x" * number} for number in range(1, 5)]
    sent = bot.call("send", channel_id=stage.channel_id, content="", files=files)
    assert [(one["filename"], one["size"]) for one in sent["attachments"]] == [
        (one["name"], len(one["text"])) for one in files
    ]


def an_edit_changes_the_message_and_its_date(stage, bot):
    said = stage.neighbour.say(stage.channel_id, "befor")
    bot.wait("message", id=said["id"])
    stage.neighbour.patch(f"/channels/{stage.channel_id}/messages/{said['id']}", {"content": "before"})
    heard = bot.wait("message_edited", id=said["id"])
    assert (heard["before"], heard["content"]) == ("befor", "before")
    assert heard["edited_ms"] >= heard["created_ms"]

    own = bot.call("send", channel_id=stage.channel_id, content="one")
    edited = bot.call("edit", channel_id=stage.channel_id, message_id=own["id"], content="two")
    assert (edited["id"], edited["content"]) == (own["id"], "two")
    assert bot.wait("message_edited", id=own["id"])["content"] == "two"
    assert stage.neighbour.message(stage.channel_id, own["id"])["content"] == "two"


def a_bot_cannot_edit_what_another_wrote(stage, bot):
    said = stage.neighbour.say(stage.channel_id, "mine")
    bot.wait("message", id=said["id"])
    with pytest.raises(LibraryError) as refused:
        bot.call("edit", channel_id=stage.channel_id, message_id=said["id"], content="yours")
    assert (refused.value.status, refused.value.code) == (403, CANNOT_EDIT_OTHERS)
    assert stage.neighbour.message(stage.channel_id, said["id"])["content"] == "mine"


def a_deleted_message_is_gone(stage, bot):
    said = stage.neighbour.say(stage.channel_id, "to be deleted")
    bot.wait("message", id=said["id"])
    bot.call("delete", channel_id=stage.channel_id, message_id=said["id"])
    assert bot.wait("message_deleted", id=said["id"])["channel_id"] == stage.channel_id
    with pytest.raises(LibraryError) as gone:
        bot.call("fetch_message", channel_id=stage.channel_id, message_id=said["id"])
    assert (gone.value.status, gone.value.code) == (404, UNKNOWN_MESSAGE)


def a_bulk_deletion_is_one_event(stage, bot):
    channel_id = stage.new_channel("bulk")
    said = [stage.neighbour.say(channel_id, f"number {number}")["id"] for number in range(4)]
    bot.wait("message", id=said[-1])
    bot.call("delete_many", channel_id=channel_id, message_ids=said[:3])
    assert bot.wait("messages_deleted")["ids"] == sorted(said[:3])
    assert [one["id"] for one in stage.neighbour.history(channel_id)] == [said[3]]


def the_reactions_of_people_and_bot_are_counted(stage, bot):
    said = stage.neighbour.say(stage.channel_id, "a vote")
    bot.wait("message", id=said["id"])
    bot.call("react", channel_id=stage.channel_id, message_id=said["id"], emoji="👍")
    bot.wait("reaction_added", message_id=said["id"], user_id=stage.identity["user_id"], count=1)
    stage.neighbour.react(stage.channel_id, said["id"], "👍")
    heard = bot.wait("reaction_added", message_id=said["id"], user_id=stage.neighbour.id)
    assert (heard["emoji"], heard["count"]) == ("👍", 2)

    fetched = bot.call("fetch_message", channel_id=stage.channel_id, message_id=said["id"])
    assert fetched["reactions"] == [{"emoji": "👍", "count": 2, "me": True}]
    reactors = bot.call("reactors", channel_id=stage.channel_id, message_id=said["id"], emoji="👍")
    assert {one["id"] for one in reactors} == {stage.neighbour.id, stage.identity["user_id"]}

    bot.call("unreact", channel_id=stage.channel_id, message_id=said["id"], emoji="👍")
    assert bot.wait("reaction_removed", message_id=said["id"])["user_id"] == stage.identity["user_id"]
    stage.neighbour.unreact(stage.channel_id, said["id"], "👍")
    bot.wait("reaction_removed", message_id=said["id"], user_id=stage.neighbour.id)
    assert stage.neighbour.message(stage.channel_id, said["id"]).get("reactions", []) == []


def the_history_is_read_in_both_directions_and_around(stage, bot):
    channel_id = stage.new_channel("history")
    said = [stage.neighbour.say(channel_id, f"{number}")["id"] for number in range(7)]

    def read(**bounds):
        return [one["id"] for one in bot.call("history", channel_id=channel_id, **bounds)]

    assert sorted(read(limit=100)) == said
    assert sorted(read(limit=3)) == said[4:]
    assert sorted(read(limit=3, before=said[4])) == said[1:4]
    assert sorted(read(limit=3, after=said[1])) == said[2:5]
    assert sorted(read(limit=3, around=said[3])) == said[2:5]


def a_pin_is_listed_until_it_is_taken_down(stage, bot):
    channel_id = stage.new_channel("pins")
    said = stage.neighbour.say(channel_id, "important")
    bot.wait("message", id=said["id"])
    bot.call("pin", channel_id=channel_id, message_id=said["id"])
    assert bot.call("pins", channel_id=channel_id) == [said["id"]]
    assert bot.call("fetch_message", channel_id=channel_id, message_id=said["id"])["pinned"] is True
    bot.call("unpin", channel_id=channel_id, message_id=said["id"])
    assert bot.call("pins", channel_id=channel_id) == []


def the_mentions_are_parsed_and_can_be_switched_off(stage, bot):
    text = f"<@{stage.neighbour.id}> and @everyone"
    loud = bot.call("send", channel_id=stage.channel_id, content=text)
    assert (loud["mentions"], loud["mention_everyone"]) == ([stage.neighbour.id], True)
    quiet = bot.call("send_mentioning_nobody", channel_id=stage.channel_id, content=text)
    assert (quiet["mention_everyone"], quiet["content"]) == (False, text)


def a_person_without_the_right_mentions_nobody(stage, bot):
    channel_id = stage.new_channel("calm")
    denied = {"type": 0, "allow": "0", "deny": str(1 << 17)}
    stage.owner.put(f"/channels/{channel_id}/permissions/{stage.guild_id}", denied)
    said = stage.neighbour.say(channel_id, "@everyone look")
    assert bot.wait("message", id=said["id"])["mention_everyone"] is False


def a_direct_message_reaches_the_person_and_the_answer_the_bot(stage, bot):
    sent = bot.call("send_direct", user_id=stage.neighbour.id, content="between us")
    assert sent["guild_id"] is None
    assert stage.neighbour.history(sent["channel_id"])[0]["content"] == "between us"
    said = stage.neighbour.say(sent["channel_id"], "!ping")
    assert bot.wait("message", id=said["id"])["guild_id"] is None
    assert bot.wait("message", content="pong")["channel_id"] == sent["channel_id"]


def the_typing_of_a_person_is_heard(stage, bot):
    stage.neighbour.post(f"/channels/{stage.channel_id}/typing")
    assert bot.wait("typing", user_id=stage.neighbour.id)["channel_id"] == stage.channel_id
    bot.call("type", channel_id=stage.channel_id)


def a_message_that_is_too_long_is_refused(stage, bot):
    with pytest.raises(LibraryError) as refused:
        bot.call("send", channel_id=stage.channel_id, content="x" * 4001)
    if stage.library in COUNT_THEMSELVES:
        assert refused.value.status == 0
    else:
        assert (refused.value.status, refused.value.code) == (400, INVALID_FORM)
        assert "content" in str(refused.value)


def a_burst_beyond_the_rate_limit_arrives_whole_and_in_order(stage, bot):
    channel_id = stage.new_channel("burst")
    sent = [bot.call("send", channel_id=channel_id, content=f"burst {number}")["id"] for number in range(12)]
    assert sent == sorted(sent, key=int)
    heard = [bot.wait("message", id=one)["content"] for one in sent]
    assert heard == [f"burst {number}" for number in range(12)]
