"""Bots as processes: requests go in as lines, answers and events come out as lines. What each library makes of the API is
in `bots/`; this file must not know a library."""

import itertools
import json
import os
import queue
import subprocess
import threading
import time
from pathlib import Path

from .house import ROOT, House

PATIENCE_S = 30
BOTS = ROOT / "clients/bots"
RUST = ROOT / "clients/rust/target/debug"
PYTHON = ROOT / "clients/.venv/bin/python"
LIBRARIES = {
    "discord.py": [PYTHON, BOTS / "discord_py.py"],
    "nextcord": [PYTHON, BOTS / "nextcord_bot.py"],
    "discord.js": ["node", BOTS / "discord_js.mjs"],
    "serenity": [RUST / "serenity"],
    "twilight": [RUST / "twilight"],
}
PAINTER = [PYTHON, BOTS / "painter.py"]


class LibraryError(Exception):
    """What the library raised: the status and the API's code as it parsed them."""

    def __init__(self, error: dict):
        super().__init__(f"{error['status']} / {error['code']}: {error['message']}")
        self.status = error["status"]
        self.code = error["code"]


class Bot:
    """A running bot. Events are kept in the order of their arrival, each until a test takes it."""

    def __init__(self, command: list, house: House, token: str, log: Path):
        environment = {
            **os.environ,
            "PARVIS_HOST": house.host,
            "PARVIS_TOKEN": token,
            # Each runtime's own way to trust one more authority.
            "SSL_CERT_FILE": str(house.authority),
            "NODE_EXTRA_CA_CERTS": str(house.authority),
        }
        self.log = log
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=open(log, "wb"),
            text=True,
        )
        self._numbers = itertools.count(1)
        self._answers: dict[int, queue.Queue] = {}
        self._events: list[dict] = []
        self._is_over = False
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def call(self, name: str, /, **asked):
        """Has the bot do something through its library, and returns what the library made of the answer."""
        number = next(self._numbers)
        answers = self._answers[number] = queue.Queue()
        self._process.stdin.write(json.dumps({"id": number, "call": name, **asked}) + "\n")
        self._process.stdin.flush()
        try:
            answer = answers.get(timeout=PATIENCE_S)
        except queue.Empty:
            raise AssertionError(f"{name} was not answered; the bot's log:\n{self.tail()}") from None
        if "error" in answer:
            raise LibraryError(answer["error"])
        return answer["result"]

    def wait(self, name: str, /, **wanted) -> dict:
        """Takes the first event of that name whose data has these values, waiting for it if need be."""
        deadline = time.monotonic() + PATIENCE_S
        with self._changed:
            while True:
                for index, event in enumerate(self._events):
                    if event["event"] == name and wanted.items() <= event["data"].items():
                        return self._events.pop(index)["data"]
                if self._is_over or not self._changed.wait(deadline - time.monotonic()):
                    seen = [event for event in self._events if event["event"] == name]
                    raise AssertionError(f"no {name} {wanted}; of that name came {seen}\n{self.tail()}")

    def seen(self, name: str) -> list[dict]:
        """The events of that name that no test has taken."""
        with self._changed:
            return [event["data"] for event in self._events if event["event"] == name]

    def wait_for_news(self) -> None:
        """Waits until the next event has come."""
        with self._changed:
            if self._is_over or not self._changed.wait(PATIENCE_S):
                raise AssertionError(f"no more events\n{self.tail()}")

    def finish(self) -> int:
        """Waits until the process ends by itself, and returns its exit code."""
        return self._process.wait(timeout=PATIENCE_S)

    def forget(self) -> None:
        """Drops the events so far."""
        with self._changed:
            self._events.clear()

    def stop(self) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]

    def _read(self) -> None:
        for text in self._process.stdout:
            line = json.loads(text)
            if "event" in line:
                with self._changed:
                    self._events.append(line)
                    self._changed.notify_all()
            else:
                self._answers[line["id"]].put(line)
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
