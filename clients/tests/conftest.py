"""The stage of all tests: one server, and for each library one guild with its owner, a neighbour and the bot."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.bots import LIBRARIES, Bot
from harness.house import House
from harness.listener import Listener
from harness.people import BOT_PERMISSIONS, Person


@dataclass
class Stage:
    """Where a test plays."""

    library: str
    house: House
    bot: Bot
    identity: dict
    guild_id: str
    channel_id: str
    owner: Person
    neighbour: Person

    def newcomer(self, name: str = "newcomer") -> Person:
        """Somebody who has just joined, and whom the bot has seen joining."""
        person = Person.register(self.house.local, name)
        person.join(self.owner.invite(self.channel_id))
        self.bot.wait("member_joined", id=person.id)
        return person

    def new_channel(self, name: str) -> str:
        """A channel of the test's own, known to the bot."""
        made = self.owner.post(f"/guilds/{self.guild_id}/channels", {"name": name, "type": 0})
        self.bot.wait("channel_created", id=made["id"])
        return made["id"]


@pytest.fixture(scope="session")
def house():
    with tempfile.TemporaryDirectory(prefix="parvis-clients-") as folder:
        running = House(Path(folder))
        yield running
        running.stop()


@pytest.fixture(scope="session", params=list(LIBRARIES))
def stage(request, house):
    owner = Person.register(house.local, "owner")
    neighbour = Person.register(house.local, "neighbour")
    guild = owner.make_guild("The square")
    channels = owner.get(f"/guilds/{guild['id']}/channels")
    channel_id = next(one["id"] for one in channels if one["type"] == 0)
    neighbour.join(owner.invite(channel_id))
    identity = owner.make_bot("helper")
    owner.add_bot(identity, guild["id"], BOT_PERMISSIONS)
    bot = Bot(LIBRARIES[request.param], house, identity["token"], house.folder / f"{request.param}.log")
    yield Stage(request.param, house, bot, identity, guild["id"], channel_id, owner, neighbour)
    bot.stop()


@pytest.fixture(scope="session")
def ready(stage):
    """What the bot's library said when it was ready."""
    return stage.bot.wait("ready")


@pytest.fixture
def bot(stage, ready):
    """The bot, once it is ready, with the events of earlier tests forgotten."""
    stage.bot.forget()
    return stage.bot


@pytest.fixture
def screen(stage):
    """What the neighbour's own client is told."""
    with Listener(stage.house.local, stage.neighbour.token) as listener:
        yield listener
