"""An ordinary nextcord bot that also does what the tests ask for, and says what the library made of the answers.

It is configured by its environment: PARVIS_HOST (`name:port`), PARVIS_TOKEN. Nothing of the library is changed but the
address.
"""

import asyncio
import io
import logging
import os

import nextcord

from asked import Asked
from heard import Heard
from lines import event, listen
from parsed import message, used

nextcord.http.Route.BASE = f"https://{os.environ['PARVIS_HOST']}/api/v10"

FRUIT = ["apple", "apricot", "banana"]


class Bot(Heard, Asked, nextcord.Client):
    lib = nextcord

    def __init__(self):
        super().__init__(intents=nextcord.Intents.all(), max_messages=1000)
        self.orders = self.slash_command("order", "Fruit, brought to somebody")(order)
        self.orders.on_autocomplete("fruit")(complete_fruit)
        self.all_commands = [
            self.orders,
            self.slash_command("report", "A report that takes a while")(report),
            self.slash_command("panel", "Things to press")(panel),
            self.slash_command("form", "A form to fill in")(form),
            self.user_command("Wave")(wave),
            self.message_command("Quote")(quote),
        ]

    # What nextcord calls otherwise than discord.py, or does in another way.

    async def on_guild_audit_log_entry_create(self, entry):
        event("audit_entry", action=entry.action.value, user_id=str(entry.user.id), reason=entry.reason)

    async def do_pins(self, asked):
        return [str(one.id) for one in await self.find_channel(asked).pins()]

    async def do_type(self, asked):
        await self.find_channel(asked).trigger_typing()

    async def do_audit_log(self, asked):
        return [
            {
                "action": one.action.value,
                "user_id": str(one.user.id),
                "target_id": str(one.target.id) if one.target else None,
                "reason": one.reason,
            }
            async for one in self.find_guild(asked).audit_logs(limit=asked["limit"])
        ]

    async def do_register(self, asked):
        guild_id = int(asked["guild_id"])
        self.add_all_application_commands()
        for one in self.all_commands:
            one.add_guild_rollout(guild_id)
            self.add_application_command(one, use_rollout=True)
        await self.sync_application_commands(guild_id=guild_id)
        return [
            {"id": str(one.command_ids[guild_id]), "name": one.name, "type": one.type.value} for one in self.all_commands
        ]


async def order(
    interaction: nextcord.Interaction,
    fruit: str = nextcord.SlashOption(autocomplete=True),
    count: int = nextcord.SlashOption(min_value=1, max_value=99),
    size: str = nextcord.SlashOption(choices={"small": "s", "large": "l"}, required=False),
    to: nextcord.Member = nextcord.SlashOption(required=False),
    where: nextcord.TextChannel = nextcord.SlashOption(required=False),
    note: nextcord.Attachment = nextcord.SlashOption(required=False),
):
    options = {
        "fruit": fruit,
        "count": count,
        "size": size,
        "to": to.name if to else None,
        "where": where.name if where else None,
        "note": (await note.read()).decode() if note else None,
    }
    event("command", **used(interaction, "order", options=options))
    await interaction.response.send_message(f"{count} {fruit}")


async def complete_fruit(interaction: nextcord.Interaction, fruit: str):
    event("completing", value=fruit, user_id=str(interaction.user.id))
    await interaction.response.send_autocomplete({one.title(): one for one in FRUIT if one.startswith(fruit)})


async def report(interaction: nextcord.Interaction):
    event("command", **used(interaction, "report"))
    await interaction.response.defer()
    file = nextcord.File(io.BytesIO("déjà vu\n".encode()), filename="report.txt")
    await interaction.edit_original_message(content="The report", file=file)
    follow_up = await interaction.followup.send("One thing more", wait=True)
    original = await interaction.original_message()
    event("answered", original=message(original), follow_up=message(follow_up))


async def panel(interaction: nextcord.Interaction):
    event("command", **used(interaction, "panel"))
    await interaction.response.send_message("Pressed 0 times", view=Panel())


class Panel(nextcord.ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @nextcord.ui.button(label="More", style=nextcord.ButtonStyle.primary, custom_id="more")
    async def more(self, button: nextcord.ui.Button, interaction: nextcord.Interaction):
        event("pressed", **pressed(interaction))
        times = int(interaction.message.content.split()[1]) + 1
        await interaction.response.edit_message(content=f"Pressed {times} times", view=self)

    @nextcord.ui.select(
        custom_id="colours",
        max_values=2,
        options=[nextcord.SelectOption(label=one.title(), value=one) for one in ("red", "green", "blue")],
    )
    async def colours(self, select: nextcord.ui.Select, interaction: nextcord.Interaction):
        event("chosen", **pressed(interaction), values=select.values)
        await interaction.response.send_message(", ".join(select.values), ephemeral=True)

    @nextcord.ui.user_select(custom_id="people")
    async def people(self, select: nextcord.ui.UserSelect, interaction: nextcord.Interaction):
        event("chosen", **pressed(interaction), values=[one.name for one in select.values])
        await interaction.response.defer()
        await interaction.edit_original_message(content=f"Chosen: {select.values[0].name}")


def pressed(interaction: nextcord.Interaction) -> dict:
    return {
        "custom_id": interaction.data["custom_id"],
        "message_id": str(interaction.message.id),
        "user_id": str(interaction.user.id),
    }


async def form(interaction: nextcord.Interaction):
    event("command", **used(interaction, "form"))
    await interaction.response.send_modal(Feedback())


class Feedback(nextcord.ui.Modal):
    def __init__(self):
        super().__init__(title="Feedback", custom_id="feedback")
        self.subject = nextcord.ui.TextInput(label="Subject", custom_id="subject", max_length=50)
        paragraph = nextcord.TextInputStyle.paragraph
        self.words = nextcord.ui.TextInput(label="Words", custom_id="words", style=paragraph, required=False)
        self.add_item(self.subject)
        self.add_item(self.words)

    async def callback(self, interaction: nextcord.Interaction):
        fields = {"subject": self.subject.value, "words": self.words.value}
        event("submitted", custom_id=self.custom_id, user_id=str(interaction.user.id), fields=fields)
        await interaction.response.send_message(f"{self.subject.value}: {self.words.value}")


async def wave(interaction: nextcord.Interaction, who: nextcord.Member):
    event("command", **used(interaction, "Wave", target={"id": str(who.id), "text": who.name}))
    await interaction.response.send_message(f"A wave to {who.name}")


async def quote(interaction: nextcord.Interaction, what: nextcord.Message):
    event("command", **used(interaction, "Quote", target={"id": str(what.id), "text": what.content}))
    await interaction.response.send_message(f"> {what.content}", ephemeral=True)


async def main() -> None:
    logging.basicConfig(level=logging.INFO)
    bot = Bot()
    listening = asyncio.create_task(listen(bot))
    try:
        await bot.start(os.environ["PARVIS_TOKEN"])
    finally:
        listening.cancel()
        if not bot.is_closed():
            await bot.close()


asyncio.run(main())
