"""What the Python libraries parsed, in the words that all bots share. They descend from one another and name things alike;
where they do not, the one difference stands here.
"""

from datetime import datetime


def ms(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


def user(value) -> dict:
    return {"id": str(value.id), "name": value.name, "bot": value.bot}


def message(value) -> dict:
    return {
        "id": str(value.id),
        "content": value.content,
        "author": user(value.author),
        "channel_id": str(value.channel.id),
        "guild_id": str(value.guild.id) if value.guild else None,
        "type": value.type.value,
        "created_ms": ms(value.created_at),
        "edited_ms": ms(value.edited_at),
        "pinned": value.pinned,
        "tts": value.tts,
        "reply_to": str(value.reference.message_id) if value.reference else None,
        "embeds": [embed(one) for one in value.embeds],
        "attachments": [attachment(one) for one in value.attachments],
        "reactions": [{"emoji": str(one.emoji), "count": one.count, "me": one.me} for one in value.reactions],
        "mentions": sorted(str(one.id) for one in value.mentions),
        "role_mentions": sorted(str(one.id) for one in value.role_mentions),
        "mention_everyone": value.mention_everyone,
        "webhook_id": str(value.webhook_id) if value.webhook_id else None,
    }


def embed(value) -> dict:
    return {
        "title": value.title,
        "description": value.description,
        "url": value.url,
        "color": value.color.value if value.color else None,
        "fields": [{"name": one.name, "value": one.value, "inline": one.inline} for one in value.fields],
        "footer": value.footer.text,
        "author": value.author.name,
        "timestamp_ms": ms(value.timestamp),
    }


def attachment(value) -> dict:
    return {
        "id": str(value.id),
        "filename": value.filename,
        "size": value.size,
        "content_type": value.content_type,
        "description": value.description,
        "width": value.width,
        "height": value.height,
        "url": value.url,
    }


def member(value) -> dict:
    # The one thing that nextcord calls otherwise.
    timeout = value.timed_out_until if hasattr(value, "timed_out_until") else value.communication_disabled_until
    return {
        **user(value),
        "guild_id": str(value.guild.id),
        "nick": value.nick,
        "roles": sorted(str(one.id) for one in value.roles if not one.is_default()),
        "joined_ms": ms(value.joined_at),
        "timeout_ms": ms(timeout),
        "permissions": str(value.guild_permissions.value),
    }


def channel(value) -> dict:
    overwrites = [
        {"id": str(target.id), "allow": str(pair.pair()[0].value), "deny": str(pair.pair()[1].value)}
        for target, pair in value.overwrites.items()
    ]
    return {
        "id": str(value.id),
        "name": value.name,
        "type": value.type.value,
        "position": value.position,
        "topic": getattr(value, "topic", None),
        "parent_id": str(value.category_id) if value.category_id else None,
        "nsfw": getattr(value, "nsfw", None),
        "slowmode_s": getattr(value, "slowmode_delay", None),
        "overwrites": sorted(overwrites, key=lambda one: one["id"]),
    }


def role(value) -> dict:
    return {
        "id": str(value.id),
        "name": value.name,
        "color": value.color.value,
        "hoist": value.hoist,
        "mentionable": value.mentionable,
        "managed": value.managed,
        "position": value.position,
        "permissions": str(value.permissions.value),
    }


def guild(value) -> dict:
    return {
        "id": str(value.id),
        "name": value.name,
        "owner_id": str(value.owner_id),
        "member_count": value.member_count,
        "created_ms": ms(value.created_at),
        "large": value.large,
        "roles": [role(one) for one in value.roles],
        "channels": [channel(one) for one in value.channels],
        "members": sorted((member(one) for one in value.members), key=lambda one: int(one["id"])),
    }


def webhook(value) -> dict:
    return {
        "id": str(value.id),
        "name": value.name,
        "type": value.type.value,
        "channel_id": str(value.channel_id),
        "guild_id": str(value.guild_id),
        "user_id": str(value.user.id),
        "has_token": bool(value.token),
    }


def command(value) -> dict:
    """A registered command."""
    return {"id": str(value.id), "name": value.name, "type": value.type.value}


def used(value, name: str, **more) -> dict:
    """An interaction with a command."""
    return {
        "name": name,
        "user_id": str(value.user.id),
        "guild_id": str(value.guild_id),
        "channel_id": str(value.channel_id),
        "locale": str(value.locale),
        **more,
    }
