"""Pictures drawn from a seed: waves of colour, as a PNG. It must not know who asks for them."""

import math
import random
import struct
import zlib

WAVES = 5


def draw(seed: int, size: int) -> list[bytes]:
    """The rows of a square picture, three bytes for each point. The same seed gives the same picture in any size."""
    chance = random.Random(seed)
    waves = [(chance.uniform(2, 9), chance.uniform(0, math.tau), chance.uniform(0, math.tau)) for _ in range(WAVES)]
    hues = [chance.uniform(0, math.tau) for _ in range(3)]
    rows = []
    for y in range(size):
        row = bytearray()
        for x in range(size):
            height = sum(
                math.sin(waviness * (x * math.cos(turn) + y * math.sin(turn)) / size + phase)
                for waviness, turn, phase in waves
            )
            row += bytes(int(127.5 + 127.5 * math.sin(height + hue)) for hue in hues)
        rows.append(bytes(row))
    return rows


def grid(pictures: list[list[bytes]]) -> list[bytes]:
    """Four pictures as one: two beside each other, two below."""
    first, second, third, fourth = pictures
    return [a + b for a, b in zip(first, second)] + [a + b for a, b in zip(third, fourth)]


def png(rows: list[bytes]) -> bytes:
    """The file (PNG specification, sections 5 and 11): header, one compressed block of rows without filter, end."""
    header = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    points = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
