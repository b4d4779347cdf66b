"""What the tests ask the Python bots for. Their clients inherit it; a library that does a thing in another way says so itself."""

import io
from datetime import timedelta

from parsed import channel, guild, member, message, role, user, webhook


class Asked:
    """Beside a library's own client. `lib` is the library."""

    def find_guild(self, asked):
        return self.get_guild(int(asked["guild_id"]))

    def find_channel(self, asked):
        return self.get_channel(int(asked["channel_id"]))

    def find_member(self, asked):
        return self.find_guild(asked).get_member(int(asked["user_id"]))

    async def find_message(self, asked):
        return await self.find_channel(asked).fetch_message(int(asked["message_id"]))

    def files(self, asked) -> dict:
        files = [self.lib.File(io.BytesIO(one["text"].encode()), filename=one["name"]) for one in asked.get("files", [])]
        return {"files": files} if files else {}

    async def do_guild(self, asked):
        return guild(self.find_guild(asked))

    async def do_fetch_guild(self, asked):
        fetched = await self.fetch_guild(int(asked["guild_id"]))
        return {"id": str(fetched.id), "name": fetched.name, "approximate_member_count": fetched.approximate_member_count}

    async def do_fetch_channels(self, asked):
        return [channel(one) for one in await self.find_guild(asked).fetch_channels()]

    async def do_fetch_member(self, asked):
        return member(await self.find_guild(asked).fetch_member(int(asked["user_id"])))

    async def do_search_members(self, asked):
        return [member(one) for one in await self.find_guild(asked).query_members(asked["query"], limit=10)]

    async def do_send(self, asked):
        return message(await self.find_channel(asked).send(asked["content"], **self.files(asked)))

    async def do_send_mentioning_nobody(self, asked):
        return message(await self.find_channel(asked).send(asked["content"], allowed_mentions=self.lib.AllowedMentions.none()))

    async def do_send_direct(self, asked):
        person = await self.fetch_user(int(asked["user_id"]))
        return message(await person.send(asked["content"]))

    async def do_fetch_message(self, asked):
        return message(await self.find_message(asked))

    async def do_edit(self, asked):
        return message(await (await self.find_message(asked)).edit(content=asked["content"]))

    async def do_delete(self, asked):
        await (await self.find_message(asked)).delete()

    async def do_delete_many(self, asked):
        await self.find_channel(asked).delete_messages([self.lib.Object(int(one)) for one in asked["message_ids"]])

    async def do_react(self, asked):
        await (await self.find_message(asked)).add_reaction(asked["emoji"])

    async def do_unreact(self, asked):
        await (await self.find_message(asked)).remove_reaction(asked["emoji"], self.user)

    async def do_reactors(self, asked):
        found = await self.find_message(asked)
        reaction = next(one for one in found.reactions if str(one.emoji) == asked["emoji"])
        return [user(one) async for one in reaction.users()]

    async def do_history(self, asked):
        bounds = {name: self.lib.Object(int(asked[name])) for name in ("before", "after", "around") if name in asked}
        return [message(one) async for one in self.find_channel(asked).history(limit=asked["limit"], **bounds)]

    async def do_pin(self, asked):
        await (await self.find_message(asked)).pin()

    async def do_unpin(self, asked):
        await (await self.find_message(asked)).unpin()

    async def do_pins(self, asked):
        return [str(one.id) async for one in self.find_channel(asked).pins()]

    async def do_type(self, asked):
        await self.find_channel(asked).typing()

    async def do_read_attachment(self, asked):
        found = await self.find_message(asked)
        return (await found.attachments[0].read()).decode()

    async def do_create_channel(self, asked):
        category = self.get_channel(int(asked["parent_id"])) if "parent_id" in asked else None
        made = await self.find_guild(asked).create_text_channel(
            asked["name"], topic=asked.get("topic"), category=category, reason=asked.get("reason")
        )
        return channel(made)

    async def do_create_category(self, asked):
        return channel(await self.find_guild(asked).create_category(asked["name"]))

    async def do_edit_channel(self, asked):
        return channel(await self.find_channel(asked).edit(name=asked["name"], topic=asked["topic"], slowmode_delay=asked["slowmode_s"]))

    async def do_hide_channel(self, asked):
        target = self.find_guild(asked).get_role(int(asked["role_id"]))
        await self.find_channel(asked).set_permissions(target, view_channel=False, reason="only some may see it")

    async def do_show_channel(self, asked):
        target = self.find_guild(asked).get_role(int(asked["role_id"]))
        await self.find_channel(asked).set_permissions(target, overwrite=None)

    async def do_move_channel_to_end(self, asked):
        await self.find_channel(asked).move(end=True)

    async def do_delete_channel(self, asked):
        await self.find_channel(asked).delete(reason=asked.get("reason"))

    async def do_create_role(self, asked):
        made = await self.find_guild(asked).create_role(
            name=asked["name"],
            color=self.lib.Color(asked["color"]),
            hoist=True,
            permissions=self.lib.Permissions(int(asked["permissions"])),
        )
        return role(made)

    async def do_edit_role(self, asked):
        found = self.find_guild(asked).get_role(int(asked["role_id"]))
        return role(await found.edit(name=asked["name"], mentionable=True))

    async def do_delete_role(self, asked):
        await self.find_guild(asked).get_role(int(asked["role_id"])).delete()

    async def do_give_role(self, asked):
        await self.find_member(asked).add_roles(self.lib.Object(int(asked["role_id"])), reason="earned")

    async def do_take_role(self, asked):
        await self.find_member(asked).remove_roles(self.lib.Object(int(asked["role_id"])))

    async def do_rename_member(self, asked):
        await self.find_member(asked).edit(nick=asked["nick"])

    async def do_kick(self, asked):
        await self.find_member(asked).kick(reason=asked["reason"])

    async def do_ban(self, asked):
        await self.find_guild(asked).ban(self.lib.Object(int(asked["user_id"])), delete_message_seconds=3600, reason=asked["reason"])

    async def do_unban(self, asked):
        await self.find_guild(asked).unban(self.lib.Object(int(asked["user_id"])))

    async def do_bans(self, asked):
        return [{"user": user(one.user), "reason": one.reason} async for one in self.find_guild(asked).bans()]

    async def do_time_out(self, asked):
        await self.find_member(asked).timeout(timedelta(minutes=asked["minutes"]), reason="a pause")

    async def do_end_time_out(self, asked):
        await self.find_member(asked).timeout(None)

    async def do_audit_log(self, asked):
        entries = self.find_guild(asked).audit_logs(limit=asked["limit"])
        return [
            {
                "action": one.action.value,
                "user_id": str(one.user_id),
                "target_id": str(one.target.id) if one.target else None,
                "reason": one.reason,
            }
            async for one in entries
        ]

    async def do_create_invite(self, asked):
        made = await self.find_channel(asked).create_invite(max_uses=asked["max_uses"], max_age=3600)
        return {"code": made.code, "max_uses": made.max_uses, "uses": made.uses, "guild_id": str(made.guild.id)}

    async def do_set_status(self, asked):
        await self.change_presence(status=self.lib.Status(asked["status"]))

    async def do_edit_guild(self, asked):
        return {"name": (await self.find_guild(asked).edit(name=asked["name"])).name}

    async def do_create_webhook(self, asked):
        return webhook(await self.find_channel(asked).create_webhook(name=asked["name"], reason=asked["reason"]))

    async def do_webhooks(self, asked):
        return [webhook(one) for one in await self.find_channel(asked).webhooks()]

    async def find_webhook(self, asked):
        found = await self.find_channel(asked).webhooks()
        return next(one for one in found if one.id == int(asked["webhook_id"]))

    async def do_send_by_webhook(self, asked):
        hook = await self.find_webhook(asked)
        sent = await hook.send(asked["content"], username=asked["username"], **self.files(asked), wait=True)
        return message(sent)

    async def do_edit_by_webhook(self, asked):
        hook = await self.find_webhook(asked)
        return message(await hook.edit_message(int(asked["message_id"]), content=asked["content"]))

    async def do_delete_by_webhook(self, asked):
        await (await self.find_webhook(asked)).delete_message(int(asked["message_id"]))

    async def do_delete_webhook(self, asked):
        await (await self.find_webhook(asked)).delete()
