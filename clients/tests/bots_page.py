"""The page for bot authors: each of its blocks is run as it stands there, and answers."""

import os
import re
import subprocess

import pytest

from harness.bots import PYTHON, RUST
from harness.house import ROOT
from harness.listener import Listener
from harness.people import BOT_PERMISSIONS, Person

GUILDS, GUILD_PRESENCES, GUILD_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 8, 1 << 9, 1 << 15
RUN_FROM_THE_PAGE = [
    *("discord.py", "nextcord", "py-cord", "hikari", "discord.js", "oceanic.js", "serenity", "twilight"),
]
# Libraries that cannot live beside the others, and where they are instead.
APART = {"py-cord": ROOT / "clients/.venv/py-cord", "hikari": ROOT / "clients/.venv/hikari"}


def blocks() -> dict[str, tuple[str, str]]:
    """By library, the language and the text of its block."""
    found = {}
    for section in re.split(r"^## ", (ROOT / "docs/bots.md").read_text(), flags=re.MULTILINE)[1:]:
        block = re.search(r"^```(\w+)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
        if block:
            found[section.splitlines()[0]] = (block[1], block[2])
    return found


def command(library: str) -> list:
    language, text = blocks()[library]
    if language == "python":
        return [PYTHON, "-c", text]
    if language == "js":
        return ["node", "--input-type=module", "--eval", text]
    # Cargo has built it from the page.
    return [RUST / f"page_{library}"]


class Place:
    """A guild with its owner, and somebody who sees who is there."""

    def __init__(self, address: str):
        self.owner = Person.register(address, "author")
        self.guild_id = self.owner.make_guild("For authors")["id"]
        channels = self.owner.get(f"/guilds/{self.guild_id}/channels")
        self.channel_id = next(one["id"] for one in channels if one["type"] == 0)
        self.watcher = self.owner.make_bot("watcher")
        self.owner.add_bot(self.watcher, self.guild_id, BOT_PERMISSIONS)


@pytest.fixture
def place(house):
    """A new one for each block: how many bots somebody makes in a minute is limited."""
    return Place(house.local)


@pytest.mark.parametrize("library", RUN_FROM_THE_PAGE)
def the_block_answers_a_ping(place, house, library):
    identity = place.owner.make_bot("newcomer")
    place.owner.add_bot(identity, place.guild_id, BOT_PERMISSIONS)
    environment = {
        **os.environ,
        "PARVIS_HOST": house.host,
        "PARVIS_TOKEN": identity["token"],
        "SSL_CERT_FILE": str(house.authority),
        "NODE_EXTRA_CA_CERTS": str(house.authority),
        **({"PYTHONPATH": str(APART[library])} if library in APART else {}),
    }
    intents = GUILDS | GUILD_PRESENCES | GUILD_MESSAGES | MESSAGE_CONTENT
    log = house.folder / f"page-{library}.log"
    with Listener(house.local, place.watcher["token"], intents) as watcher:
        process = subprocess.Popen(
            command(library),
            cwd=ROOT / "clients",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=open(log, "wb"),
            stderr=subprocess.STDOUT,
        )
        try:
            watcher.wait("PRESENCE_UPDATE", lambda data: is_online(data, identity["user_id"]))
            asked = place.owner.say(place.channel_id, "!ping")
            answer = watcher.wait("MESSAGE_CREATE", lambda data: data["author"]["id"] == identity["user_id"])
            assert (answer["content"], answer["message_reference"]["message_id"]) == ("pong", asked["id"])
        except AssertionError as error:
            raise AssertionError(f"{error}\n{log.read_text(errors='replace')[-3000:]}") from None
        finally:
            process.terminate()
            process.wait(timeout=30)


def is_online(presence: dict, user_id: str) -> bool:
    return presence["user"]["id"] == user_id and presence["status"] == "online"


def the_page_names_no_block_that_is_not_run():
    assert list(blocks()) == RUN_FROM_THE_PAGE
