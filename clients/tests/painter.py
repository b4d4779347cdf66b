"""A bot that paints: what the person who asked sees, from the first sign to the variants of a picture."""

import struct
from dataclasses import dataclass
from urllib.request import urlopen

import pytest

from harness.bots import PAINTER, Bot
from harness.listener import Listener
from harness.people import BOT_PERMISSIONS, Person

COMMAND, COMPONENT = 2, 3
STRING, BUTTON = 3, 2
LOADING = 1 << 7
SMALL, FULL = 48, 192


@dataclass
class Studio:
    """A person who uses the painter, and what their client is told."""

    house: object
    person: Person
    identity: dict
    where: dict
    screen: Listener
    bot: Bot

    def imagine(self, prompt: str) -> str:
        index = self.person.get(f"/guilds/{self.where['guild_id']}/application-command-index")["application_commands"]
        command = next(one for one in index if one["name"] == "imagine")
        options = [{"type": STRING, "name": "prompt", "value": prompt}]
        data = {"id": command["id"], "name": "imagine", "type": 1, "options": options}
        return self.person.interact(COMMAND, self.where, data)

    def press(self, message: dict, label: str) -> str:
        buttons = [one for row in message["components"] for one in row["components"]]
        custom_id = next(one["custom_id"] for one in buttons if one["label"] == label)
        data = {"component_type": BUTTON, "custom_id": custom_id}
        return self.person.interact(COMPONENT, {**self.where, "message_id": message["id"]}, data)

    def finished(self, content: str) -> dict:
        return self.screen.wait("MESSAGE_UPDATE", lambda data: data["content"] == content and data["attachments"])

    def start(self) -> None:
        self.bot = Bot(PAINTER, self.house, self.identity["token"], self.house.folder / "painter.log")
        self.bot.wait("ready")


@pytest.fixture(scope="module")
def studio(house):
    owner = Person.register(house.local, "patron")
    guild_id = owner.make_guild("The studio")["id"]
    channel_id = next(one["id"] for one in owner.get(f"/guilds/{guild_id}/channels") if one["type"] == 0)
    identity = owner.make_bot("painter")
    owner.add_bot(identity, guild_id, BOT_PERMISSIONS)
    where = {"application_id": identity["id"], "guild_id": guild_id, "channel_id": channel_id}
    with Listener(house.local, owner.token) as screen:
        made = Studio(house, owner, identity, where, screen, None)
        made.start()
        yield made
        made.bot.stop()


@pytest.fixture(scope="module")
def painted(studio):
    """Four pictures on the screen."""
    studio.imagine("a red boat")
    return studio.finished("a red boat")


def a_picture_is_promised_grows_and_comes(studio, painted):
    seen = [one["d"] for one in studio.screen.events() if one["d"].get("id") == painted["id"]]
    assert seen[0]["flags"] & LOADING and seen[0]["content"] == ""
    contents = [one["content"] for one in seen[1:]]
    assert contents == [f"a red boat: {share} %" for share in (25, 50, 75, 100)] + ["a red boat"]
    (file,) = painted["attachments"]
    assert (file["filename"], file["content_type"]) == ("grid.png", "image/png")
    assert (file["width"], file["height"]) == (2 * SMALL, 2 * SMALL)
    assert size_of_png(studio, file) == (2 * SMALL, 2 * SMALL)


def the_buttons_stand_in_two_rows(painted):
    labels = [[one["label"] for one in row["components"]] for row in painted["components"]]
    assert labels == [[f"Show {number}" for number in range(1, 5)], [f"Vary {number}" for number in range(1, 5)]]


def a_button_shows_one_picture_in_full(studio, painted):
    studio.press(painted, "Show 2")
    (file,) = studio.finished("Number 2")["attachments"]
    assert (file["filename"], file["width"], file["height"]) == ("full.png", FULL, FULL)


def a_button_starts_variants_and_their_buttons_go_on(studio, painted):
    studio.press(painted, "Vary 3")
    variants = studio.finished("variants of 3")
    assert variants["id"] != painted["id"]
    assert variants["attachments"][0]["size"] != painted["attachments"][0]["size"]
    studio.press(variants, "Vary 1")
    assert studio.finished("variants of 1")["attachments"][0]["width"] == 2 * SMALL


def the_buttons_work_after_the_bot_was_started_again(studio, painted):
    studio.bot.stop()
    studio.start()
    studio.press(painted, "Show 4")
    assert studio.finished("Number 4")["attachments"][0]["width"] == FULL


def size_of_png(studio, file) -> tuple:
    """As the file itself says, which everybody with the address may read."""
    local = file["url"].replace(f"https://{studio.house.host}", f"http://{studio.house.local}")
    with urlopen(local, timeout=30) as answer:
        return struct.unpack(">II", answer.read()[16:24])
