//! What happened beside the talking: bans, invitations, friendships, and the audit log's entries about all of it.
//!
//! Must not know the database.

use anyhow::Context;
use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker, UserMarker};
use parvis_model::{
    AuditLogChange, AuditLogEntry, AuditLogEvent, AuditLogOptions, Id, MessageType, Timestamp,
};
use parvis_store::tables::invites::StoredInvite;
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::world::{DAY_MS, MINUTE_MS, PastIds, Town, World};

/// Letters and digits that are not taken for one another.
const CODE_ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
const CODE_LENGTH: usize = 10;

/// Somebody who may not come back.
pub struct Exile {
    /// From where.
    pub guild_id: Id<GuildMarker>,
    /// Who.
    pub user_id: Id<UserMarker>,
    /// Why.
    pub reason: &'static str,
    /// By whom.
    pub banned_by: Id<UserMarker>,
    /// When.
    pub at_ms: i64,
}

/// Everything that is kept beside messages.
#[derive(Default)]
pub struct Chronicle {
    /// Bans.
    pub exiles: Vec<Exile>,
    /// Invitations.
    pub invites: Vec<StoredInvite>,
    /// Entries of audit logs.
    pub entries: Vec<(Id<GuildMarker>, AuditLogEntry)>,
    /// Friends.
    pub friends: Vec<(Id<UserMarker>, Id<UserMarker>, Timestamp)>,
}

impl Chronicle {
    /// Notes an act.
    fn enter(
        &mut self,
        id: Id<parvis_model::marker::AuditLogEntryMarker>,
        town: &Town,
        by: Id<UserMarker>,
        action: AuditLogEvent,
        target: Option<Id<GenericMarker>>,
    ) -> &mut AuditLogEntry {
        let entry = AuditLogEntry { target_id: target, ..AuditLogEntry::new(id, action, by) };
        self.entries.push((town.id(), entry));
        &mut self.entries.last_mut().expect("it was pushed just now").1
    }
}

/// Writes the chronicle of a world.
pub fn write(world: &World, random: &mut StdRng, ids: &mut PastIds) -> anyhow::Result<Chronicle> {
    let mut chronicle = Chronicle::default();
    for town in &world.towns {
        found(&mut chronicle, town, ids);
        give_roles(&mut chronicle, town, ids);
        invite(&mut chronicle, town, world, random, ids);
    }
    let ban = "publicité répétée, comptes jetables";
    exile(&mut chronicle, world, ("c", "nadia", "troll", ban), (45, 22 * 60 + 4), ids)?;
    let ban = "same link posted in four channels";
    exile(&mut chronicle, world, ("t", "maureen", "spam", ban), (37, 21 * 60 + 57), ids)?;
    quiet(&mut chronicle, world, ids)?;
    for (one, other) in [
        ("camille", "nadia"),
        ("camille", "malo"),
        ("camille", "priya"),
        ("camille", "anouk"),
        ("camille", "mado"),
        ("camille", "soizic"),
        ("nadia", "gwenn"),
        ("tom", "margot"),
        ("soizic", "yann"),
        ("ales", "hanna"),
    ] {
        let since = Timestamp::from_unix_ms(world.today_ms - random.random_range(21..50) * DAY_MS);
        chronicle.friends.push((id_of(world, one)?, id_of(world, other)?, since));
    }
    Ok(chronicle)
}

fn id_of(world: &World, key: &str) -> anyhow::Result<Id<UserMarker>> {
    let index = world.find(key).with_context(|| format!("nobody is {key:?}"))?;
    Ok(world.residents[index].id())
}

fn town_of<'a>(world: &'a World, key: &str) -> anyhow::Result<&'a Town> {
    world.towns.iter().find(|it| it.key == key).with_context(|| format!("no guild {key:?}"))
}

fn new_value(key: &str, value: impl Into<Value>) -> AuditLogChange {
    AuditLogChange::new(key, Value::Null, value)
}

fn found(chronicle: &mut Chronicle, town: &Town, ids: &mut PastIds) {
    let owner = town.guild.owner_id;
    for role in town.roles.iter().filter(|role| !role.is_everyone_of(town.id())) {
        let at_ms = role.id.created_unix_ms();
        let entry =
            chronicle.enter(ids.at(at_ms), town, owner, AuditLogEvent::ROLE_CREATE, Some(role.id.cast()));
        entry.changes = vec![
            new_value("name", role.name.clone()),
            new_value("permissions", role.permissions.bits().to_string()),
        ];
    }
    for channel in &town.channels {
        let at_ms = channel.id.created_unix_ms();
        let target = Some(channel.id.cast());
        let entry = chronicle.enter(ids.at(at_ms), town, owner, AuditLogEvent::CHANNEL_CREATE, target);
        entry.changes = vec![new_value("name", channel.name.clone()), new_value("type", json!(channel.kind))];
    }
}

fn give_roles(chronicle: &mut Chronicle, town: &Town, ids: &mut PastIds) {
    for resident in town.residents() {
        let member = &town.members[&resident];
        if member.roles.is_empty() {
            continue;
        }
        let given = member.roles.iter().filter_map(|id| town.roles.iter().find(|role| role.id == *id));
        let given: Vec<_> = given.map(|role| json!({ "id": role.id, "name": role.name })).collect();
        let at_ms = member.joined_at.unix_ms() + 25 * MINUTE_MS;
        let target = Some(member.user.id.cast());
        let owner = town.guild.owner_id;
        let entry = chronicle.enter(ids.at(at_ms), town, owner, AuditLogEvent::MEMBER_ROLE_UPDATE, target);
        entry.changes = vec![new_value("$add", given)];
    }
}

fn invite(chronicle: &mut Chronicle, town: &Town, world: &World, random: &mut StdRng, ids: &mut PastIds) {
    let system = town.guild.system_channel_id.expect("every town of the demo greets");
    // One that stays, and one of those that are put on a wall for a month.
    for (days, max_age_days, uses) in [(55, 0, town.members.len() as u32 / 2), (12, 30, 9)] {
        let created_ms = world.today_ms - days * DAY_MS + 9 * 60 * MINUTE_MS;
        let code: String = (0..CODE_LENGTH)
            .map(|_| char::from(CODE_ALPHABET[random.random_range(0..CODE_ALPHABET.len())]))
            .collect();
        let invite = invitation(town, system, code, created_ms, max_age_days, uses);
        let by = town.guild.owner_id;
        let entry = chronicle.enter(ids.at(created_ms), town, by, AuditLogEvent::INVITE_CREATE, None);
        entry.changes = vec![
            new_value("code", invite.code.clone()),
            new_value("channel_id", json!(system)),
            new_value("max_age", invite.max_age_s),
            new_value("max_uses", invite.max_uses),
        ];
        chronicle.invites.push(invite);
    }
}

fn invitation(
    town: &Town,
    channel_id: Id<ChannelMarker>,
    code: String,
    created_ms: i64,
    max_age_days: u32,
    uses: u32,
) -> StoredInvite {
    let expires_ms = created_ms + i64::from(max_age_days) * DAY_MS;
    StoredInvite {
        code,
        guild_id: town.id(),
        channel_id,
        inviter_id: Some(town.guild.owner_id),
        created_at: Timestamp::from_unix_ms(created_ms),
        max_age_s: max_age_days * 86_400,
        max_uses: 0,
        uses,
        temporary: false,
        expires_at: (max_age_days > 0).then(|| Timestamp::from_unix_ms(expires_ms)),
        sheet_id: None,
    }
}

fn exile(
    chronicle: &mut Chronicle,
    world: &World,
    (guild, by, who, reason): (&str, &str, &str, &'static str),
    (days, minute): (i64, i64),
    ids: &mut PastIds,
) -> anyhow::Result<()> {
    let town = town_of(world, guild)?;
    let at_ms = world.today_ms - days * DAY_MS + minute * MINUTE_MS;
    let (banned_by, user_id) = (id_of(world, by)?, id_of(world, who)?);
    let target = Some(user_id.cast());
    let entry = chronicle.enter(ids.at(at_ms), town, banned_by, AuditLogEvent::MEMBER_BAN_ADD, target);
    entry.reason = Some(reason.to_owned());
    chronicle.exiles.push(Exile { guild_id: town.id(), user_id, reason, banned_by, at_ms });
    Ok(())
}

/// The ten quiet minutes of which the moderators speak in their channel.
fn quiet(chronicle: &mut Chronicle, world: &World, ids: &mut PastIds) -> anyhow::Result<()> {
    let town = town_of(world, "c")?;
    let at_ms = world.today_ms - 18 * DAY_MS + (20 * 60 + 8) * MINUTE_MS;
    let until = Timestamp::from_unix_ms(at_ms + 10 * MINUTE_MS);
    let (by, who) = (id_of(world, "ales")?, id_of(world, "rozenn")?);
    let target = Some(who.cast());
    let entry = chronicle.enter(ids.at(at_ms), town, by, AuditLogEvent::MEMBER_UPDATE, target);
    entry.changes = vec![new_value("communication_disabled_until", json!(until))];
    entry.reason = Some("majuscules sans fin, clavier bloqué ?".to_owned());
    Ok(())
}

/// The entry about a pin, and the kind of message that goes with it.
pub fn pin_entry(
    id: Id<parvis_model::marker::AuditLogEntryMarker>,
    by: Id<UserMarker>,
    message: &parvis_model::Message,
) -> AuditLogEntry {
    debug_assert!(message.kind != MessageType::CHANNEL_PINNED_MESSAGE);
    let options = AuditLogOptions {
        channel_id: Some(message.channel_id),
        message_id: Some(message.id.cast()),
        ..AuditLogOptions::default()
    };
    AuditLogEntry {
        target_id: Some(message.author.id.cast()),
        options: Some(Box::new(options)),
        ..AuditLogEntry::new(id, AuditLogEvent::MESSAGE_PIN, by)
    }
}
