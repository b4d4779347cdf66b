"""A gateway connection of one's own, with no client library between: plain JSON over a WebSocket."""

import asyncio
import threading
from collections.abc import Callable

import aiohttp

PATIENCE_S = 30
DISPATCH, HEARTBEAT, IDENTIFY, HELLO = 0, 1, 2, 10


class Listener:
    """Connected while the `with` block runs. Events are kept until the end."""

    def __init__(self, address: str, token: str, intents: int | None = None):
        self._url = f"ws://{address}/gateway?v=10&encoding=json"
        # People have no intents: they get what their client needs. Bots say what they want to hear.
        self._wanted = {"token": token} if intents is None else {"token": token, "intents": intents}
        self._events: list[dict] = []
        self._changed = threading.Condition()
        self._is_over = False

    def __enter__(self) -> "Listener":
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._listen()], daemon=True)
        self._thread.start()
        self.wait("READY", lambda data: True)
        return self

    def __exit__(self, *_) -> None:
        self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._socket.close(), loop=self._loop))
        self._thread.join(PATIENCE_S)

    def wait(self, name: str, is_wanted: Callable[[dict], bool]) -> dict:
        """The first event of that name that is wanted."""
        with self._changed:
            while True:
                for event in self._events:
                    if event["t"] == name and is_wanted(event["d"]):
                        return event["d"]
                if self._is_over or not self._changed.wait(PATIENCE_S):
                    raise AssertionError(f"no such {name}; came: {[event['t'] for event in self._events]}")

    def events(self) -> list[dict]:
        """Everything so far, in order."""
        with self._changed:
            return list(self._events)

    async def _listen(self) -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(self._url) as self._socket:
            async for message in self._socket:
                if message.type != aiohttp.WSMsgType.TEXT:
                    continue
                frame = message.json()
                if frame["op"] == HELLO:
                    properties = {"os": "linux", "browser": "listener", "device": ""}
                    await self._socket.send_json({"op": IDENTIFY, "d": {**self._wanted, "properties": properties}})
                elif frame["op"] == HEARTBEAT:
                    await self._socket.send_json({"op": HEARTBEAT, "d": None})
                elif frame["op"] == DISPATCH:
                    with self._changed:
                        self._events.append(frame)
                        self._changed.notify_all()
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
