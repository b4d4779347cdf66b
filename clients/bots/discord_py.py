"""An ordinary discord.py bot that also does what the tests ask for, and says what the library made of the answers.

It is configured by its environment: PARVIS_HOST (`name:port`), PARVIS_TOKEN. Nothing of the library is changed but the
address.
"""

import asyncio
import io
import os
from datetime import UTC, datetime

import discord
import yarl
from discord import app_commands

from asked import Asked
from heard import Heard
from lines import event, listen
from parsed import command, message, ms, used

HOST = os.environ["PARVIS_HOST"]
discord.http.Route.BASE = f"https://{HOST}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"wss://{HOST}/gateway")

FRUIT = ["apple", "apricot", "banana"]
SIZES = [app_commands.Choice(name="small", value="s"), app_commands.Choice(name="large", value="l")]


class Bot(Heard, Asked, discord.Client):
    lib = discord

    def __init__(self):
        super().__init__(intents=discord.Intents.all(), max_messages=1000)
        self.tree = app_commands.CommandTree(self)
        for one in (order, report, panel, form, wave, quote):
            self.tree.add_command(one)

    async def do_register(self, asked):
        home = discord.Object(int(asked["guild_id"]))
        self.tree.copy_global_to(guild=home)
        return [command(one) for one in await self.tree.sync(guild=home)]

    async def find_event(self, asked):
        return await self.find_guild(asked).fetch_scheduled_event(int(asked["event_id"]), with_counts=True)

    async def do_plan(self, asked):
        made = await self.find_guild(asked).create_scheduled_event(
            name=asked["name"],
            description="with cake",
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location=asked["location"],
            start_time=datetime.fromtimestamp(asked["start_ms"] / 1000, UTC),
            end_time=datetime.fromtimestamp(asked["end_ms"] / 1000, UTC),
        )
        return planned(made)

    async def do_planned(self, asked):
        return planned(await self.find_event(asked))

    async def do_interested(self, asked):
        return [str(one.id) async for one in (await self.find_event(asked)).users()]

    async def do_replan(self, asked):
        return planned(await (await self.find_event(asked)).edit(name=asked["name"]))

    async def do_call_off(self, asked):
        return planned(await (await self.find_event(asked)).cancel())

    async def do_rule_out(self, asked):
        made = await self.find_guild(asked).create_automod_rule(
            name="Adverts",
            event_type=discord.AutoModRuleEventType.message_send,
            trigger=discord.AutoModTrigger(keyword_filter=["*cheap*"], regex_patterns=["buy +now"], allow_list=["cheapskate"]),
            actions=[
                discord.AutoModRuleAction(custom_message=asked["told"]),
                discord.AutoModRuleAction(channel_id=int(asked["channel_id"])),
            ],
            enabled=True,
            reason="too many of them",
        )
        return rule(made)

    async def do_rules(self, asked):
        return [rule(one) for one in await self.find_guild(asked).fetch_automod_rules()]

    async def do_allow_again(self, asked):
        found = await self.find_guild(asked).fetch_automod_rule(int(asked["rule_id"]))
        changed = rule(await found.edit(enabled=False))
        await found.delete()
        return changed

    async def on_automod_rule_create(self, value):
        event("rule_made", **rule(value))

    async def on_automod_rule_update(self, value):
        event("rule_changed", **rule(value))

    async def on_automod_rule_delete(self, value):
        event("rule_gone", **rule(value))

    async def on_automod_action(self, done):
        event(
            "rule_acted",
            id=str(done.rule_id),
            kind=done.action.type.name,
            user_id=str(done.user_id),
            channel_id=str(done.channel_id),
            message_id=done.message_id and str(done.message_id),
            alert_id=done.alert_system_message_id and str(done.alert_system_message_id),
            content=done.content,
            keyword=done.matched_keyword,
            found=done.matched_content,
        )

    async def on_scheduled_event_create(self, value):
        event("event_planned", **planned(value))

    async def on_scheduled_event_update(self, before, after):
        event("event_changed", **planned(after))

    async def on_scheduled_event_user_add(self, value, who):
        event("event_interest", id=str(value.id), user_id=str(who.id))


def rule(value: discord.AutoModRule) -> dict:
    return {
        "id": str(value.id),
        "name": value.name,
        "creator_id": str(value.creator_id),
        "enabled": value.enabled,
        "keywords": value.trigger.keyword_filter,
        "patterns": value.trigger.regex_patterns,
        "allowed": value.trigger.allow_list,
        "actions": [one.type.name for one in value.actions],
    }


def planned(value: discord.ScheduledEvent) -> dict:
    return {
        "id": str(value.id),
        "name": value.name,
        "description": value.description,
        "location": value.location,
        "status": value.status.value,
        "kind": value.entity_type.value,
        "creator_id": str(value.creator_id),
        "start_ms": ms(value.start_time),
        "end_ms": ms(value.end_time),
        "user_count": value.user_count,
    }


@app_commands.command(description="Fruit, brought to somebody")
@app_commands.choices(size=SIZES)
async def order(
    interaction: discord.Interaction,
    fruit: str,
    count: app_commands.Range[int, 1, 99],
    size: app_commands.Choice[str] | None = None,
    to: discord.Member | None = None,
    where: discord.TextChannel | None = None,
    note: discord.Attachment | None = None,
):
    options = {
        "fruit": fruit,
        "count": count,
        "size": size.value if size else None,
        "to": to.name if to else None,
        "where": where.name if where else None,
        "note": (await note.read()).decode() if note else None,
    }
    event("command", **used(interaction, "order", options=options))
    await interaction.response.send_message(f"{count} {fruit}")


@order.autocomplete("fruit")
async def complete_fruit(interaction: discord.Interaction, current: str):
    event("completing", value=current, user_id=str(interaction.user.id))
    return [app_commands.Choice(name=one.title(), value=one) for one in FRUIT if one.startswith(current)]


@app_commands.command(description="A report that takes a while")
async def report(interaction: discord.Interaction):
    event("command", **used(interaction, "report"))
    await interaction.response.defer()
    file = discord.File(io.BytesIO("déjà vu\n".encode()), filename="report.txt")
    await interaction.edit_original_response(content="The report", attachments=[file])
    follow_up = await interaction.followup.send("One thing more", wait=True)
    original = await interaction.original_response()
    event("answered", original=message(original), follow_up=message(follow_up))


@app_commands.command(description="Things to press")
async def panel(interaction: discord.Interaction):
    event("command", **used(interaction, "panel"))
    await interaction.response.send_message("Pressed 0 times", view=Panel())


class Panel(discord.ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @discord.ui.button(label="More", style=discord.ButtonStyle.primary, custom_id="more")
    async def more(self, interaction: discord.Interaction, button: discord.ui.Button):
        event("pressed", **pressed(interaction))
        times = int(interaction.message.content.split()[1]) + 1
        await interaction.response.edit_message(content=f"Pressed {times} times", view=self)

    @discord.ui.select(
        custom_id="colours",
        max_values=2,
        options=[discord.SelectOption(label=one.title(), value=one) for one in ("red", "green", "blue")],
    )
    async def colours(self, interaction: discord.Interaction, select: discord.ui.Select):
        event("chosen", **pressed(interaction), values=select.values)
        await interaction.response.send_message(", ".join(select.values), ephemeral=True)

    @discord.ui.select(cls=discord.ui.UserSelect, custom_id="people")
    async def people(self, interaction: discord.Interaction, select: discord.ui.UserSelect):
        event("chosen", **pressed(interaction), values=[one.name for one in select.values])
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"Chosen: {select.values[0].name}")


def pressed(interaction: discord.Interaction) -> dict:
    return {
        "custom_id": interaction.data["custom_id"],
        "message_id": str(interaction.message.id),
        "user_id": str(interaction.user.id),
    }


@app_commands.command(description="A form to fill in")
async def form(interaction: discord.Interaction):
    event("command", **used(interaction, "form"))
    await interaction.response.send_modal(Feedback(custom_id="feedback"))


class Feedback(discord.ui.Modal, title="Feedback"):
    subject = discord.ui.TextInput(label="Subject", custom_id="subject", max_length=50)
    words = discord.ui.TextInput(label="Words", custom_id="words", style=discord.TextStyle.long, required=False)

    async def on_submit(self, interaction: discord.Interaction):
        fields = {"subject": self.subject.value, "words": self.words.value}
        event("submitted", custom_id=self.custom_id, user_id=str(interaction.user.id), fields=fields)
        await interaction.response.send_message(f"{self.subject.value}: {self.words.value}")


@app_commands.context_menu(name="Wave")
async def wave(interaction: discord.Interaction, who: discord.Member):
    event("command", **used(interaction, "Wave", target={"id": str(who.id), "text": who.name}))
    await interaction.response.send_message(f"A wave to {who.name}")


@app_commands.context_menu(name="Quote")
async def quote(interaction: discord.Interaction, what: discord.Message):
    event("command", **used(interaction, "Quote", target={"id": str(what.id), "text": what.content}))
    await interaction.response.send_message(f"> {what.content}", ephemeral=True)


async def main() -> None:
    discord.utils.setup_logging()
    async with Bot() as bot:
        listening = asyncio.create_task(listen(bot))
        await bot.start(os.environ["PARVIS_TOKEN"])
        listening.cancel()


asyncio.run(main())
