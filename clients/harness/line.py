"""The line between clients and the proxy: passes bytes through until a test cuts it. It must not know what they mean."""

import asyncio
import socket
import threading
import time
from pathlib import Path

CHUNK_BYTES = 1 << 16
CONNECT_ATTEMPTS = 200


class Line:
    """Listens on a port of its own and leads to a Unix socket. Its methods may be called from any thread."""

    def __init__(self, target: Path):
        self._target = target
        self._is_whole = asyncio.Event()
        self._is_whole.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.port = self._run(self._listen())

    def cut(self) -> None:
        """Ends all connections without a farewell. New ones get no answer until `mend`, as on a dead line."""
        self._run(self._cut())

    def mend(self) -> None:
        """Lets new connections through again."""
        self._loop.call_soon_threadsafe(self._is_whole.set)

    def close(self) -> None:
        """Ends everything."""
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    def wait_for_target(self) -> None:
        """Returns when the other end, which has just been started, takes connections."""
        for _ in range(CONNECT_ATTEMPTS):
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(str(self._target)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("the proxy does not listen; see nginx.log beside its socket")

    async def _listen(self) -> int:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        self._is_whole.clear()
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._is_whole.wait()
        far_reader, far_writer = await asyncio.open_unix_connection(str(self._target))
        self._writers |= {writer, far_writer}
        try:
            await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
        except OSError:
            pass
        finally:
            self._writers -= {writer, far_writer}
            writer.transport.abort()
            far_writer.transport.abort()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(CHUNK_BYTES):
        writer.write(chunk)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
