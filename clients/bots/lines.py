"""The line to the tests: requests come as JSON lines on standard input, answers and events leave as JSON lines on standard
output. It must not know what they mean.
"""

import asyncio
import json
import sys


def say(line: dict) -> None:
    print(json.dumps(line), flush=True)


def event(name: str, /, **data) -> None:
    say({"event": name, "data": data})


async def listen(bot) -> None:
    """Has the bot do what the lines ask for, each in a task of its own, until they end."""
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    tasks = set()
    while line := await reader.readline():
        task = asyncio.create_task(answer(bot, json.loads(line)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await bot.close()


async def answer(bot, asked: dict) -> None:
    try:
        say({"id": asked["id"], "result": await getattr(bot, f"do_{asked['call']}")(asked)})
    except bot.lib.HTTPException as error:
        say({"id": asked["id"], "error": {"status": error.status, "code": error.code, "message": error.text}})
    except Exception as error:  # The test shows it: nothing that the library raises may pass unseen.
        say({"id": asked["id"], "error": {"status": 0, "code": 0, "message": f"{type(error).__name__}: {error}"}})
