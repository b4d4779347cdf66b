"""People: accounts that use the HTTP API as any client does. Only the public interface, only the standard library."""

import itertools
import json
import time
import urllib.error
import urllib.request
from urllib.parse import quote, urlencode

_numbers = itertools.count(1)


class Refused(Exception):
    """An answer that is not 2xx."""

    def __init__(self, status: int, body: dict):
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class Person:
    """Somebody with a token. They speak to the server behind the proxy, so that they go on while a bot's line is cut."""

    def __init__(self, address: str, token: str | None = None):
        self._address = address
        self.token = token
        self.id: str | None = None
        self.name: str | None = None
        #: Where it is a list, each answer with 2xx is added to it.
        self.answers: list[dict] | None = None

    @staticmethod
    def register(address: str, name: str) -> "Person":
        """A new account. The name gets a number, so that tests do not meet."""
        person = Person(address)
        person.name = f"{name}{next(_numbers)}"
        wanted = {"username": person.name, "password": f"the long password of {person.name}", "consent": True}
        person.token = person.post("/auth/register", wanted)["token"]
        person.id = person.get("/users/@me")["id"]
        return person

    def get(self, path: str):
        return self.request("GET", path)

    def post(self, path: str, body: dict | None = None):
        return self.request("POST", path, body if body is not None else {})

    def put(self, path: str, body: dict | None = None):
        return self.request("PUT", path, body)

    def patch(self, path: str, body: dict | list):
        return self.request("PATCH", path, body)

    def delete(self, path: str):
        return self.request("DELETE", path)

    def request(self, method: str, path: str, body: dict | list | None = None, files: dict[str, bytes] | None = None):
        """Asks, and waits as told when asked to wait, as every client does."""
        headers = {"Authorization": self.token} if self.token else {}
        data = None
        if files:
            headers["Content-Type"], data = form(body, files)
        elif body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        url = f"http://{self._address}/api/v10{path}"
        for _ in range(20):
            request = urllib.request.Request(url, data=data, method=method, headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    text = answer.read()
                    value = json.loads(text) if text else None
                    if self.answers is not None:
                        self.answers.append({"method": method, "path": path, "status": answer.status, "body": value})
                    return value
            except urllib.error.HTTPError as error:
                text = error.read()
                if error.code != 429:
                    raise Refused(error.code, json.loads(text) if text else {}) from None
                time.sleep(json.loads(text)["retry_after"])
        raise RuntimeError(f"{method} {path} was told to wait twenty times")

    # What people do.

    def make_guild(self, name: str) -> dict:
        return self.post("/guilds", {"name": name})

    def make_bot(self, name: str) -> dict:
        """An application with its bot: `id`, `user_id`, `token`. All privileged intents are switched on."""
        application = self.post("/applications", {"name": name})
        token = self.post(f"/applications/{application['id']}/bot/reset")["token"]
        self.patch(f"/applications/{application['id']}", {"flags": PRIVILEGED_INTENT_FLAGS})
        return {"id": application["id"], "user_id": application["bot"]["id"], "token": token}

    def add_bot(self, bot: dict, guild_id: str, permissions: int) -> None:
        query = urlencode({"client_id": bot["id"], "scope": "bot", "permissions": permissions, "guild_id": guild_id})
        self.post(f"/oauth2/authorize?{query}", {"authorize": True, "guild_id": guild_id, "permissions": str(permissions)})

    def invite(self, channel_id: str) -> str:
        return self.post(f"/channels/{channel_id}/invites", {"max_age": 3600})["code"]

    def join(self, code: str) -> None:
        self.post(f"/invites/{code}")

    def say(self, channel_id: str, content: str, **more) -> dict:
        return self.post(f"/channels/{channel_id}/messages", {"content": content, **more})

    def history(self, channel_id: str, limit: int = 50) -> list[dict]:
        return self.get(f"/channels/{channel_id}/messages?limit={limit}")

    def message(self, channel_id: str, message_id: str) -> dict:
        return self.get(f"/channels/{channel_id}/messages/{message_id}")

    def react(self, channel_id: str, message_id: str, emoji: str) -> None:
        self.put(f"/channels/{channel_id}/messages/{message_id}/reactions/{quote(emoji)}/@me")

    def interact(self, kind: int, where: dict, data: dict, files: dict[str, bytes] | None = None) -> str:
        """Uses something of an application; the nonce comes back in the events about it. `where` names the application,
        guild, channel and, for components, the message."""
        nonce = str(next(_numbers))
        body = {"type": kind, **where, "session_id": "of no concern", "nonce": nonce, "data": data}
        self.request("POST", "/interactions", body, files)
        return nonce

    def unreact(self, channel_id: str, message_id: str, emoji: str) -> None:
        self.delete(f"/channels/{channel_id}/messages/{message_id}/reactions/{quote(emoji)}/@me")


def form(body: dict | list | None, files: dict[str, bytes]) -> tuple[str, bytes]:
    """JSON and files as a form: its content type and its bytes."""
    boundary = "between-the-parts"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="payload_json"\r\nContent-Type: application/json\r\n\r\n'
    data = head.encode() + json.dumps(body).encode() + b"\r\n"
    for number, (name, content) in enumerate(files.items()):
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="files[{number}]"; filename="{name}"\r\n\r\n'
        data += head.encode() + content + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", data + f"--{boundary}--\r\n".encode()


# The "limited" form of each: presences, members, message content.
PRIVILEGED_INTENT_FLAGS = 1 << 13 | 1 << 15 | 1 << 19

# Everything that a moderating bot asks for, and not ADMINISTRATOR: the checks are to be passed, not stepped around.
BOT_PERMISSIONS = (
    1 << 0  # create invitations
    | 1 << 1  # kick
    | 1 << 2  # ban
    | 1 << 4  # manage channels
    | 1 << 5  # manage the guild
    | 1 << 6  # react
    | 1 << 7  # read the audit log
    | 1 << 10  # view channels
    | 1 << 11  # send
    | 1 << 13  # manage messages
    | 1 << 14  # embed links
    | 1 << 15  # attach files
    | 1 << 16  # read history
    | 1 << 17  # mention everyone
    | 1 << 26  # change its own nick name
    | 1 << 27  # change others'
    | 1 << 28  # manage roles
    | 1 << 29  # manage webhooks
    | 1 << 40  # time out
    | 1 << 51  # pin
)
