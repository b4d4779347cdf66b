"""Commands, buttons, menus and forms: a person uses them, and the bot's library says what it made of it."""

import pytest

from harness.people import Refused

COMMAND, COMPONENT, COMPLETION, FORM = 2, 3, 4, 5
CHAT, ON_USER, ON_MESSAGE = 1, 2, 3
STRING, INTEGER, USER, CHANNEL, ATTACHMENT = 3, 4, 6, 7, 11
BUTTON, STRING_MENU, USER_MENU = 2, 3, 5
CHAT_INPUT_COMMAND, CONTEXT_MENU_COMMAND = 20, 23
EPHEMERAL, LOADING = 1 << 6, 1 << 7
KINDS = {"order": CHAT, "report": CHAT, "panel": CHAT, "form": CHAT, "Wave": ON_USER, "Quote": ON_MESSAGE}


class Desk:
    """Where the neighbour uses what the bot offers."""

    def __init__(self, stage):
        self.person = stage.neighbour
        self.where = {
            "application_id": stage.identity["id"],
            "guild_id": stage.guild_id,
            "channel_id": stage.channel_id,
        }
        self.commands = {one["name"]: one for one in stage.bot.call("register", guild_id=stage.guild_id)}

    def use(self, name, options=(), kind=COMMAND, files=None, **more):
        command = self.commands[name]
        data = {"id": command["id"], "name": name, "type": command["type"], "options": list(options), **more}
        return self.person.interact(kind, self.where, data, files)

    def touch(self, message_id, component_type, custom_id, **more):
        data = {"component_type": component_type, "custom_id": custom_id, **more}
        return self.person.interact(COMPONENT, {**self.where, "message_id": message_id}, data)

    def send_in(self, modal, fields):
        inputs = [{"type": 4, "custom_id": name, "value": value} for name, value in fields.items()]
        rows = [{"type": 1, "components": [one]} for one in inputs]
        data = {"id": modal["id"], "custom_id": modal["custom_id"], "components": rows}
        return self.person.interact(FORM, self.where, data)


@pytest.fixture(scope="session")
def desk(stage, ready):
    return Desk(stage)


def option(kind, name, value, **more):
    return {"type": kind, "name": name, "value": value, **more}


def the_commands_are_registered_as_the_library_wrote_them(stage, bot, desk):
    assert {name: one["type"] for name, one in desk.commands.items()} == KINDS
    index = stage.neighbour.get(f"/guilds/{stage.guild_id}/application-command-index")["application_commands"]
    own = {one["name"]: one for one in index if one["application_id"] == stage.identity["id"]}
    assert {name: one["id"] for name, one in own.items()} == {name: one["id"] for name, one in desk.commands.items()}
    options = {one["name"]: one for one in own["order"]["options"]}
    assert {name: one["type"] for name, one in options.items()} == {
        "fruit": STRING, "count": INTEGER, "size": STRING, "to": USER, "where": CHANNEL, "note": ATTACHMENT,
    }
    assert options["fruit"]["autocomplete"] is True
    assert (options["count"]["min_value"], options["count"]["max_value"]) == (1, 99)
    assert [(one["name"], one["value"]) for one in options["size"]["choices"]] == [("small", "s"), ("large", "l")]
    assert [name for name, one in options.items() if one.get("required")] == ["fruit", "count"]


def a_command_brings_options_of_every_kind(stage, bot, desk, screen):
    place = stage.owner.get(f"/channels/{stage.channel_id}")
    options = [
        option(STRING, "fruit", "apricot"),
        option(INTEGER, "count", 3),
        option(STRING, "size", "s"),
        option(USER, "to", stage.owner.id),
        option(CHANNEL, "where", place["id"]),
        option(ATTACHMENT, "note", "0"),
    ]
    nonce = desk.use("order", options, files={"note.txt": "déjà vu\n".encode()})
    heard = bot.wait("command", name="order")
    assert heard["options"] == {
        "fruit": "apricot", "count": 3, "size": "s", "to": stage.owner.name, "where": place["name"], "note": "déjà vu\n",
    }
    assert (heard["user_id"], heard["guild_id"]) == (stage.neighbour.id, stage.guild_id)
    assert (heard["channel_id"], heard["locale"]) == (stage.channel_id, stage.neighbour.get("/users/@me")["locale"])

    assert bot.wait("message", content="3 apricot")["type"] == CHAT_INPUT_COMMAND
    screen.wait("INTERACTION_SUCCESS", lambda data: data["nonce"] == nonce)
    answer = screen.wait("MESSAGE_CREATE", lambda data: data["content"] == "3 apricot")
    assert (answer["type"], answer["interaction_metadata"]["user"]["id"]) == (CHAT_INPUT_COMMAND, stage.neighbour.id)
    assert answer["application_id"] == stage.identity["id"]


def an_option_beyond_its_bounds_never_reaches_the_bot(stage, bot, desk):
    fruit, count = option(STRING, "fruit", "apple"), option(INTEGER, "count", 2)
    for wrong in (
        [fruit],
        [fruit, option(INTEGER, "count", 100)],
        [fruit, count, option(STRING, "size", "medium")],
        [fruit, count, option(USER, "to", "1")],
        [fruit, count, option(STRING, "colour", "red")],
    ):
        with pytest.raises(Refused) as refused:
            desk.use("order", wrong)
        assert refused.value.status in (400, 404)
    desk.use("order", [fruit, count])
    bot.wait("command", name="order")
    assert bot.seen("command") == []


def a_value_is_completed_while_it_is_typed(stage, bot, desk, screen):
    nonce = desk.use("order", [option(STRING, "fruit", "ap", focused=True)], kind=COMPLETION)
    assert bot.wait("completing")["value"] == "ap"
    answer = screen.wait("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", lambda data: data["nonce"] == nonce)
    assert [(one["name"], one["value"]) for one in answer["choices"]] == [("Apple", "apple"), ("Apricot", "apricot")]


def a_deferred_answer_gets_a_file_and_a_follow_up(stage, bot, desk, screen):
    desk.use("report")
    answered = bot.wait("answered")
    original, follow_up = answered["original"], answered["follow_up"]
    assert (original["content"], original["type"]) == ("The report", CHAT_INPUT_COMMAND)
    (file,) = original["attachments"]
    assert (file["filename"], file["size"]) == ("report.txt", len("déjà vu\n".encode()))
    assert bot.call("read_attachment", channel_id=stage.channel_id, message_id=original["id"]) == "déjà vu\n"
    assert follow_up["content"] == "One thing more"
    assert original["author"]["id"] == follow_up["author"]["id"] == stage.identity["user_id"]

    thinking = screen.wait("MESSAGE_CREATE", lambda data: data["id"] == original["id"])
    assert thinking["content"] == "" and thinking["flags"] & LOADING
    done = screen.wait("MESSAGE_UPDATE", lambda data: data["id"] == original["id"] and data["content"] == "The report")
    assert not done["flags"] & LOADING and done["attachments"][0]["filename"] == "report.txt"
    stored = stage.neighbour.history(stage.channel_id, limit=2)
    assert [one["id"] for one in stored] == [follow_up["id"], original["id"]]


def a_button_changes_its_message_each_time(stage, bot, desk, screen):
    panel = shown_panel(bot, desk)
    for times in (1, 2):
        nonce = desk.touch(panel, BUTTON, "more")
        assert bot.wait("pressed", custom_id="more") == {
            "custom_id": "more", "message_id": panel, "user_id": stage.neighbour.id,
        }
        assert bot.wait("message_edited", id=panel)["content"] == f"Pressed {times} times"
        screen.wait("INTERACTION_SUCCESS", lambda data: data["nonce"] == nonce)
    stored = stage.neighbour.message(stage.channel_id, panel)
    assert (stored["content"], len(stored["components"])) == ("Pressed 2 times", 3)


def a_button_that_a_message_does_not_have_cannot_be_pressed(stage, bot, desk):
    panel = shown_panel(bot, desk)
    for component_type, custom_id in ((BUTTON, "less"), (STRING_MENU, "more")):
        with pytest.raises(Refused) as refused:
            desk.touch(panel, component_type, custom_id)
        assert refused.value.status in (400, 404)
    with pytest.raises(Refused):
        desk.touch(panel, STRING_MENU, "colours", values=["red", "green", "blue"])
    desk.touch(panel, BUTTON, "more")
    bot.wait("pressed")
    assert bot.seen("pressed") == bot.seen("chosen") == []


def a_menu_is_answered_for_one_person_alone(stage, bot, desk, screen):
    panel = shown_panel(bot, desk)
    desk.touch(panel, STRING_MENU, "colours", values=["red", "blue"])
    heard = bot.wait("chosen", custom_id="colours")
    assert (heard["values"], heard["message_id"], heard["user_id"]) == (["red", "blue"], panel, stage.neighbour.id)
    secret = screen.wait("MESSAGE_CREATE", lambda data: data["content"] == "red, blue")
    assert secret["flags"] & EPHEMERAL
    marker = stage.owner.say(stage.channel_id, "after the secret")
    bot.wait("message", id=marker["id"])
    for person in (stage.owner, stage.neighbour):
        assert secret["id"] not in {one["id"] for one in person.history(stage.channel_id)}


def a_menu_of_people_names_whom_was_chosen(stage, bot, desk):
    panel = shown_panel(bot, desk)
    desk.touch(panel, USER_MENU, "people", values=[stage.owner.id])
    assert bot.wait("chosen", custom_id="people")["values"] == [stage.owner.name]
    assert bot.wait("message_edited", id=panel)["content"] == f"Chosen: {stage.owner.name}"


def a_form_is_shown_filled_in_and_answered(stage, bot, desk, screen):
    nonce = desk.use("form")
    modal = screen.wait("INTERACTION_MODAL_CREATE", lambda data: data["nonce"] == nonce)
    assert (modal["custom_id"], modal["title"]) == ("feedback", "Feedback")
    with pytest.raises(Refused) as refused:
        desk.send_in(modal, {"subject": "", "words": "no subject"})
    assert refused.value.status == 400
    desk.send_in(modal, {"subject": "Garden", "words": "more roses"})
    heard = bot.wait("submitted", custom_id="feedback")
    assert heard["fields"] == {"subject": "Garden", "words": "more roses"}
    assert heard["user_id"] == stage.neighbour.id
    assert bot.wait("message", content="Garden: more roses")["author"]["id"] == stage.identity["user_id"]


def a_command_on_somebody_knows_whom(stage, bot, desk):
    desk.use("Wave", target_id=stage.owner.id)
    heard = bot.wait("command", name="Wave")
    assert heard["target"] == {"id": stage.owner.id, "text": stage.owner.name}
    assert bot.wait("message", content=f"A wave to {stage.owner.name}")["type"] == CONTEXT_MENU_COMMAND


def a_command_on_a_message_knows_which(stage, bot, desk, screen):
    said = stage.owner.say(stage.channel_id, "to be quoted")
    desk.use("Quote", target_id=said["id"])
    heard = bot.wait("command", name="Quote")
    assert heard["target"] == {"id": said["id"], "text": "to be quoted"}
    quote = screen.wait("MESSAGE_CREATE", lambda data: data["content"] == "> to be quoted")
    assert quote["flags"] & EPHEMERAL


def a_bot_that_was_cut_off_is_told_of_commands_again(stage, bot, desk):
    stage.house.line.cut()
    stage.house.line.mend()
    bot.wait("resumed")
    desk.use("Wave", target_id=stage.owner.id)
    bot.wait("command", name="Wave")


def shown_panel(bot, desk) -> str:
    desk.use("panel")
    return bot.wait("message", content="Pressed 0 times")["id"]
