"""A bot that paints: `/imagine` answers with four small pictures in one file and says meanwhile how far it is. Buttons under
them show one in full, or start four variants of it. What a button means stands in its own id, so that it works after
the bot was started again.

It is configured by its environment: PARVIS_HOST (`name:port`), PARVIS_TOKEN.
"""

import asyncio
import io
import os
import zlib

import discord
import yarl
from discord import app_commands

from lines import event, listen
from picture import draw, grid, png

HOST = os.environ["PARVIS_HOST"]
discord.http.Route.BASE = f"https://{HOST}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"wss://{HOST}/gateway")

SMALL, FULL = 48, 192
SHARES = ["25 %", "50 %", "75 %", "100 %"]


class Painter(discord.Client):
    lib = discord

    def __init__(self):
        super().__init__(intents=discord.Intents.default())
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(imagine)

    async def setup_hook(self):
        self.add_dynamic_items(Deed)
        await self.tree.sync()

    async def on_ready(self):
        event("ready")


@app_commands.command(description="Paints what you imagine")
@app_commands.describe(prompt="What to paint")
async def imagine(interaction: discord.Interaction, prompt: app_commands.Range[str, 1, 200]):
    await paint(interaction, zlib.crc32(prompt.encode()), prompt)


class Deed(
    discord.ui.DynamicItem[discord.ui.Button],
    template=r"(?P<deed>show|vary):(?P<seed>[0-9]+):(?P<number>[1-4])",
):
    """A button for one of four pictures. Its id says everything."""

    def __init__(self, deed: str, seed: int, number: int):
        label = f"{'Show' if deed == 'show' else 'Vary'} {number}"
        super().__init__(
            discord.ui.Button(label=label, custom_id=f"{deed}:{seed}:{number}", row=0 if deed == "show" else 1)
        )
        self.deed, self.seed, self.number = deed, seed, number

    @classmethod
    async def from_custom_id(cls, interaction, item, match):
        return cls(match["deed"], int(match["seed"]), int(match["number"]))

    async def callback(self, interaction: discord.Interaction):
        seed = seeds(self.seed)[self.number - 1]
        if self.deed == "vary":
            await paint(interaction, seed, f"variants of {self.number}")
            return
        await interaction.response.defer(thinking=True)
        rows = await asyncio.to_thread(draw, seed, FULL)
        await interaction.edit_original_response(content=f"Number {self.number}", attachments=[file(rows, "full.png")])


async def paint(interaction: discord.Interaction, seed: int, title: str) -> None:
    """Four pictures, one after the other."""
    await interaction.response.defer(thinking=True)
    pictures = []
    for share, one in zip(SHARES, seeds(seed)):
        pictures.append(await asyncio.to_thread(draw, one, SMALL))
        await interaction.edit_original_response(content=f"{title}: {share}")
    view = discord.ui.View(timeout=None)
    for deed in ("show", "vary"):
        for number in range(1, 5):
            view.add_item(Deed(deed, seed, number))
    await interaction.edit_original_response(content=title, attachments=[file(grid(pictures), "grid.png")], view=view)


def seeds(seed: int) -> list[int]:
    """Those of the four pictures of a grid."""
    return [zlib.crc32(f"{seed} {number}".encode()) for number in range(4)]


def file(rows: list[bytes], name: str) -> discord.File:
    return discord.File(io.BytesIO(png(rows)), filename=name)


async def main() -> None:
    discord.utils.setup_logging()
    async with Painter() as bot:
        listening = asyncio.create_task(listen(bot))
        await bot.start(os.environ["PARVIS_TOKEN"])
        listening.cancel()


asyncio.run(main())
