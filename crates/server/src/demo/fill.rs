//! Writes a world, its timeline and its chronicle into an empty database, in one transaction and in the order of time.
//!
//! Must not decide anything that somebody could see: that was done before.

use std::collections::HashMap;

use parvis_app::files::Upload;
use parvis_app::{ActionResult, App, Lane};
use parvis_bus::GuildSnapshot;
use parvis_model::marker::{AttachmentMarker, ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{
    Attachment, Id, Mention, Message, MessageReference, MessageType, Permissions, Relationship,
    RelationshipType, Timestamp,
};
use parvis_rules::content::{self, AllowedMentions};
use parvis_store::{StoreError, Tx, tables};
use rand::Rng;
use rand::rngs::StdRng;

use super::chronicle::{Chronicle, pin_entry};
use super::picture;
use super::timeline::{Line, Spot, Timeline};
use super::world::{MINUTE_MS, PastIds, World};

/// Everything of the demo.
pub struct Demo {
    /// People and guilds.
    pub world: World,
    /// What was said.
    pub timeline: Timeline,
    /// What happened beside.
    pub chronicle: Chronicle,
    /// Hash of the password with which the first person logs in.
    pub password_hash: String,
    /// For what nobody wrote down: who read how far.
    pub random: StdRng,
    /// Where ids come from.
    pub ids: PastIds,
}

/// Fills the database; returns how many messages there are.
pub async fn fill(app: &App, demo: Demo) -> ActionResult<usize> {
    let mut uploads = Vec::new();
    for (number, line) in demo.timeline.lines.iter().enumerate() {
        if let Some(picture) = &line.picture {
            let bytes = picture::png(&format!("{}{number}", picture.name), picture.size);
            let mut writing = app.start_upload(0, &picture.name, Some("image/png")).await?;
            writing.write(&bytes).await?;
            uploads.push((number, writing.finish().await?));
        }
    }
    let blobs: HashMap<usize, Blob> = uploads.iter().map(|(number, it)| (*number, Blob::of(it))).collect();
    let count = app
        .write(Lane::of(demo.world.towns[0].id()), move |tx, _| {
            let mut writer = Writer { demo, blobs, messages: HashMap::new(), heads: HashMap::new() };
            writer.people(tx)?;
            writer.towns(tx)?;
            writer.conversations(tx)?;
            for number in writer.demo.timeline.order() {
                writer.line(tx, number)?;
            }
            writer.readers(tx)?;
            writer.chronicle(tx)?;
            Ok(writer.heads.values().map(|head| head.count).sum())
        })
        .await?;
    uploads.into_iter().for_each(|(_, upload)| upload.keep());
    Ok(count)
}

/// What a row says of a file.
struct Blob {
    file: Attachment,
    blob: String,
}

impl Blob {
    fn of(upload: &Upload) -> Self {
        let mut file = Attachment::new(Id::new(0), upload.filename.clone(), upload.size_bytes, "");
        file.content_type = Some(upload.content_type.clone());
        file.width = upload.size_pixels.map(|(width, _)| width);
        file.height = upload.size_pixels.map(|(_, height)| height);
        Self { file, blob: upload.blob().to_owned() }
    }
}

/// The newest messages of a channel.
#[derive(Default)]
struct Head {
    count: usize,
    newest: Vec<Id<MessageMarker>>,
}

struct Writer {
    demo: Demo,
    blobs: HashMap<usize, Blob>,
    /// Messages by the number of their line.
    messages: HashMap<usize, Message>,
    heads: HashMap<Id<ChannelMarker>, Head>,
}

impl Writer {
    fn people(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for (index, resident) in self.demo.world.residents.iter().enumerate() {
            let mut account = resident.account.clone();
            if index == 0 {
                account.password_hash = Some(self.demo.password_hash.clone());
            }
            tables::users::insert(tx, &account, &resident.skeleton)?;
        }
        for (one, other, since) in &self.demo.chronicle.friends {
            for (user_id, other_id) in [(*one, *other), (*other, *one)] {
                let Some(user) = tables::users::get(tx, other_id)? else { continue };
                let friend = Relationship::new(RelationshipType::FRIEND, user, *since);
                tables::relationships::set(tx, user_id, friend.id, friend.kind, *since)?;
            }
        }
        Ok(())
    }

    fn towns(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for town in &self.demo.world.towns {
            tables::guilds::insert(tx, &town.guild)?;
            for role in &town.roles {
                tables::guilds::put_role(tx, town.id(), role)?;
            }
            for channel in &town.channels {
                tables::channels::insert(tx, channel)?;
            }
            for resident in town.residents() {
                let member = &town.members[&resident];
                tables::members::insert(tx, town.id(), member)?;
                for role_id in &member.roles {
                    tables::members::add_role(tx, town.id(), member.user.id, *role_id)?;
                }
            }
        }
        Ok(())
    }

    fn conversations(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for conversation in &self.demo.timeline.conversations {
            let channel = &conversation.channel;
            tables::channels::insert(tx, channel)?;
            for user in &channel.recipients {
                tables::channels::add_participant(tx, channel.id, user.id, true)?;
            }
            if let [one, other] = &channel.recipients[..] {
                tables::private::insert_pair(tx, one.id, other.id, channel.id)?;
            }
        }
        Ok(())
    }

    fn line(&mut self, tx: &mut Tx<'_>, number: usize) -> Result<(), StoreError> {
        let mut message = self.compose(number);
        let (channel_id, wanted) = (message.channel_id, message.id);
        let Demo { world, timeline, .. } = &self.demo;
        let guild_id = place_of(world, timeline, &timeline.lines[number]).guild_id;
        let Some((seq, id)) = tables::channels::next_message(tx, channel_id, wanted)? else { return Ok(()) };
        message.id = id;
        if let Some(Blob { file, .. }) = self.blobs.get(&number) {
            message.attachments.push(file.clone());
        }
        tables::messages::insert(tx, &message, seq, guild_id)?;
        let head = self.heads.entry(channel_id).or_default();
        head.count += 1;
        head.newest.push(id);
        self.extras(tx, number, &mut message)?;
        self.messages.insert(number, message);
        Ok(())
    }

    /// The message of a line, mentions counted as for any other message.
    fn compose(&mut self, number: usize) -> Message {
        let Demo { world, timeline, ids, .. } = &mut self.demo;
        let line = &timeline.lines[number];
        let author = world.residents[line.author].account.user.clone();
        let written = Timestamp::from_unix_ms(line.at_ms);
        let place = place_of(world, timeline, line);
        let mut message = Message::new(ids.at(line.at_ms), place.channel_id, author, written);
        let Some(text) = &line.text else {
            message.kind = MessageType::USER_JOIN;
            return message;
        };
        message.content.clone_from(text);
        let answered = line.answers.and_then(|answered| self.messages.get(&answered));
        if let Some(answered) = answered {
            message.kind = MessageType::REPLY;
            let reference = MessageReference::reply(place.guild_id, place.channel_id, answered.id);
            message.message_reference = Some(Box::new(reference));
        }
        let named = content::text_mentions(text);
        let replied_to = answered.map(|it| it.author.id);
        let ranks = place.snapshot.map(GuildSnapshot::ranks);
        let everything = AllowedMentions::all();
        let mentions = content::mentions(&named, &everything, replied_to, place.permissions, ranks);
        message.mention_roles = mentions.roles;
        message.mention_everyone = mentions.everyone;
        let users = world.residents.iter().map(|it| &it.account.user);
        let users = users.filter(|user| mentions.users.contains(&user.id)).cloned();
        message.mentions = users.map(Mention::from).collect();
        message
    }

    /// What happened to a message: its file, reactions, correction and pin.
    fn extras(&mut self, tx: &mut Tx<'_>, number: usize, message: &mut Message) -> Result<(), StoreError> {
        let Demo { world, timeline, ids, .. } = &mut self.demo;
        let line = &timeline.lines[number];
        let channel_id = message.channel_id;
        if let (Some(Blob { file, blob }), Some(picture)) = (self.blobs.get(&number), &line.picture) {
            let mut file = file.clone();
            file.id = ids.at::<AttachmentMarker>(line.at_ms);
            file.description = Some(picture.shows.clone());
            tables::attachments::insert(tx, channel_id, message.id, &file, blob)?;
        }
        for (emoji, residents) in &line.reactions {
            for (place, resident) in residents.iter().enumerate() {
                let at_ms = line.at_ms + (place as i64 + 1) * 7_000;
                let user_id = world.residents[*resident].id();
                tables::reactions::insert(tx, channel_id, message.id, emoji, user_id, at_ms)?;
            }
        }
        if line.edited {
            message.edited_timestamp = Some(Timestamp::from_unix_ms(line.at_ms + MINUTE_MS / 2));
            let guild_id = place_of(world, timeline, line).guild_id;
            tables::messages::update(tx, message, guild_id)?;
        }
        if line.pinned {
            let pinned = Timestamp::from_unix_ms(line.at_ms + MINUTE_MS);
            if let Some(pinned) = tables::pins::pin(tx, channel_id, message.id, pinned)? {
                tables::channels::set_last_pin(tx, channel_id, Some(pinned))?;
            }
            if let Some(guild_id) = place_of(world, timeline, line).guild_id {
                let entry = pin_entry(ids.at(line.at_ms + MINUTE_MS), message.author.id, message);
                tables::audit::insert(tx, guild_id, &entry)?;
            }
        }
        Ok(())
    }

    /// Most have read everything, some stopped a few messages ago, a few never looked.
    fn readers(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let Demo { world, timeline, random, .. } = &mut self.demo;
        let mut read = |tx: &mut Tx<'_>, user_id, channel_id| {
            let Some(head) = self.heads.get(&channel_id) else { return Ok(()) };
            let behind = match random.random_range(0..100) {
                0..70 => 0,
                70..95 => random.random_range(1..25),
                _ => return Ok(()),
            };
            let Some(message_id) = head.newest.iter().rev().nth(behind) else { return Ok(()) };
            tables::read_states::set(
                tx,
                user_id,
                channel_id,
                *message_id,
                tables::read_states::Reading::Shown,
            )
            .map(|_| ())
        };
        for town in &world.towns {
            for resident in town.residents() {
                for channel in &town.channels {
                    if town.permissions(resident, channel.id).contains(Permissions::VIEW_CHANNEL) {
                        read(tx, world.residents[resident].id(), channel.id)?;
                    }
                }
            }
        }
        for conversation in &timeline.conversations {
            for user in &conversation.channel.recipients {
                read(tx, user.id, conversation.channel.id)?;
            }
        }
        Ok(())
    }

    fn chronicle(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let chronicle = &self.demo.chronicle;
        for it in &chronicle.exiles {
            tables::bans::insert(tx, it.guild_id, it.user_id, Some(it.reason), it.banned_by, it.at_ms)?;
        }
        for invite in &chronicle.invites {
            tables::invites::insert(tx, invite)?;
        }
        for (guild_id, entry) in &chronicle.entries {
            tables::audit::insert(tx, *guild_id, entry)?;
        }
        Ok(())
    }
}

/// Where a line is said, and what its author may do there.
struct LinePlace<'a> {
    channel_id: Id<ChannelMarker>,
    guild_id: Option<Id<GuildMarker>>,
    snapshot: Option<&'a GuildSnapshot>,
    permissions: Permissions,
}

fn place_of<'a>(world: &'a World, timeline: &Timeline, line: &Line) -> LinePlace<'a> {
    match line.spot {
        Spot::Town(index, channel_id) => {
            let town = &world.towns[index];
            let permissions = town.permissions(line.author, channel_id);
            LinePlace { channel_id, guild_id: Some(town.id()), snapshot: Some(&town.snapshot), permissions }
        }
        Spot::Private(index) => LinePlace {
            channel_id: timeline.conversations[index].channel.id,
            guild_id: None,
            snapshot: None,
            permissions: Permissions::NONE,
        },
    }
}
