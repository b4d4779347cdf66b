"""A real browser, driven through its own debugging protocol: one tab, what a person sees and types, and what went wrong."""

import asyncio
import base64
import itertools
import json
import os
import subprocess
import threading
from pathlib import Path

import aiohttp

PATIENCE_S = 30
FRAME_BYTES_MAX = 1 << 26


class Browser:
    """Chromium with one tab. `errors` holds everything that the page's console called an error."""

    def __init__(self, folder: Path, width: int, height: int):
        self.errors: list[str] = []
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future] = {}
        command = [
            *["chromium", "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}"],
            # The certificate is the tests' own authority's, which this browser has never heard of.
            "--ignore-certificate-errors",
            *["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", f"--window-size={width},{height}"],
            # Chromium refuses its sandbox to root, which is what a container's only user is.
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            "about:blank",
        ]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        address = next((line.split()[-1] for line in self._process.stderr if "DevTools listening on" in line), None)
        if address is None:
            raise RuntimeError("chromium ended before it listened")
        threading.Thread(target=self._process.stderr.read, daemon=True).start()
        self._run(self._connect(address.split("/")[2]))
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._command(f"{domain}.enable")
        self._command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def open(self, url: str) -> None:
        self._command("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def evaluate(self, expression: str):
        """What the expression is in the page; a promise is awaited."""
        answer = self._command("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        """Returns as soon as the condition holds in the page, looking at each frame that it draws."""
        promise = f"""new Promise((resolve) => {{
            const end = performance.now() + {PATIENCE_S * 1000};
            const look = () => (({condition}) ? resolve(true) : performance.now() > end ? resolve(false) : setTimeout(look, 16));
            look();
        }})"""
        if not self.evaluate(promise):
            text = self.evaluate("document.body.innerText")
            raise AssertionError(f"never became true: {condition}\nthe page says:\n{text}\nerrors: {self.errors}")

    def type_into(self, selector: str, text: str) -> None:
        """Puts the text where a person would: focus, then keys."""
        self.wait(f"document.querySelector({json.dumps(selector)})")
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self._command("Input.insertText", text=text)

    def press_enter(self) -> None:
        for kind in ("keyDown", "keyUp"):
            self._command(
                "Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r"
            )

    def click(self, selector: str) -> None:
        """Clicks in the middle of the element, so that one which is covered or invisible is not clicked."""
        self.wait(f"document.querySelector({json.dumps(selector)})")
        middle = self.evaluate(
            f"""(() => {{
                const element = document.querySelector({json.dumps(selector)});
                element.scrollIntoView({{ block: "center" }});
                const box = element.getBoundingClientRect();
                return {{ x: box.x + box.width / 2, y: box.y + box.height / 2 }};
            }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._command("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **middle)

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._command("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        self._run(self._session.close())
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=PATIENCE_S + 10)

    def _command(self, method: str, **parameters) -> dict:
        return self._run(self._ask(method, parameters))

    async def _connect(self, address: str) -> None:
        self._session = aiohttp.ClientSession()
        async with self._session.get(f"http://{address}/json/list") as answer:
            tab = next(one for one in await answer.json() if one["type"] == "page")
        self._socket = await self._session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=FRAME_BYTES_MAX)
        self._reading = asyncio.ensure_future(self._read())

    async def _ask(self, method: str, parameters: dict) -> dict:
        number = next(self._numbers)
        answer = self._answers[number] = self._loop.create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        return await answer

    async def _read(self) -> None:
        async for message in self._socket:
            frame = message.json()
            if "id" in frame:
                answer = self._answers.pop(frame["id"])
                if "error" in frame:
                    answer.set_exception(RuntimeError(str(frame["error"])))
                else:
                    answer.set_result(frame["result"])
            elif frame["method"] == "Runtime.exceptionThrown":
                thrown = frame["params"]["exceptionDetails"]
                self.errors.append(thrown.get("exception", {}).get("description", thrown["text"]))
            elif frame["method"] == "Log.entryAdded" and frame["params"]["entry"]["level"] == "error":
                self.errors.append(frame["params"]["entry"]["text"])
