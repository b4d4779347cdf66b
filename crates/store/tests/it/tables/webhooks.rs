//! Webhooks, followers and copies.

use parvis_model::marker::{ApplicationMarker, ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{Id, User, Webhook, WebhookType};
use parvis_store::tables::pictures::{self, Stored};
use parvis_store::tables::webhooks::{self, Copy, Kept};
use parvis_store::tables::{attachments, channels, guilds, messages};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_channel, add_guild, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_webhook_comes_back_as_it_went_in,
    lists_are_ordered_and_hold_what_belongs_there,
    an_edit_replaces_name_avatar_and_channel,
    a_webhook_outlives_its_creator_but_not_its_channel,
    copies_are_known_until_either_message_is_deleted,
}

/// Two channels of one guild.
fn place(tx: &mut Tx<'_>) -> Result<(Id<GuildMarker>, [Id<ChannelMarker>; 2]), StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    let guild = add_guild(tx, 10, ada)?;
    Ok((guild, [add_channel(tx, 20, Some(guild))?, add_channel(tx, 21, Some(guild))?]))
}

fn kept(id: u64, guild_id: Id<GuildMarker>, channel_id: Id<ChannelMarker>) -> Kept {
    let webhook = Webhook {
        id: Id::new(id),
        kind: WebhookType::INCOMING,
        guild_id: Some(guild_id),
        channel_id: Some(channel_id),
        name: "Agenda".to_owned(),
        avatar: None,
        application_id: None,
        user: Some(Box::new(User::new(Id::new(1), "ada"))),
        token: None,
        url: None,
        source_guild: None,
        source_channel: None,
    };
    Kept { webhook, salt: vec![id.to_be_bytes()[7]; 16], source: None }
}

fn follower(id: u64, guild: Id<GuildMarker>, channel: Id<ChannelMarker>, source: Id<ChannelMarker>) -> Kept {
    let mut kept = kept(id, guild, channel);
    kept.webhook.kind = WebhookType::CHANNEL_FOLLOWER;
    Kept { source: Some((guild, source)), ..kept }
}

async fn a_webhook_comes_back_as_it_went_in(database: Database) {
    run(database, |tx| {
        let (guild, [channel, _]) = place(tx)?;
        let mut full = kept(30, guild, channel);
        full.webhook.avatar = Some("0123456789abcdef0123456789abcdef".to_owned());
        full.webhook.application_id = Some(Id::new(7));
        // The secret is nobody's business here.
        let mut with_secret = full.clone();
        with_secret.webhook.token = Some("secret".to_owned());
        webhooks::insert(tx, &with_secret)?;
        assert_eq!(webhooks::get(tx, Id::new(30))?, Some(full));
        assert_eq!(webhooks::get(tx, Id::new(31))?, None);
        Ok(())
    })
    .await;
}

async fn lists_are_ordered_and_hold_what_belongs_there(database: Database) {
    run(database, |tx| {
        let (guild, [here, there]) = place(tx)?;
        let of_bot = |id| {
            let mut kept = kept(id, guild, there);
            kept.webhook.application_id = Some(Id::new(7));
            kept
        };
        let all = [kept(30, guild, here), follower(31, guild, here, there), of_bot(32)];
        for kept in all.iter().rev() {
            webhooks::insert(tx, kept)?;
        }
        assert_eq!(webhooks::of_guild(tx, guild)?, all);
        assert_eq!(webhooks::of_channel(tx, here)?, all[..2]);
        assert_eq!(webhooks::followers(tx, there)?, all[1..2]);
        assert_eq!(webhooks::of_application(tx, Id::<ApplicationMarker>::new(7))?, all[2..]);
        assert_eq!(
            webhooks::get_many(tx, &[Id::new(32), Id::new(30), Id::new(99)])?,
            [all[0].clone(), all[2].clone()]
        );
        assert_eq!(webhooks::get_many(tx, &[])?, []);
        assert_eq!((webhooks::count_of_channel(tx, here)?, webhooks::count_of_guild(tx, guild)?), (2, 3));
        Ok(())
    })
    .await;
}

async fn an_edit_replaces_name_avatar_and_channel(database: Database) {
    run(database, |tx| {
        let (guild, [here, there]) = place(tx)?;
        let mut it = kept(30, guild, here);
        assert!(!webhooks::update(tx, &it.webhook)?);
        webhooks::insert(tx, &it)?;
        it.webhook.name = "Autrement".to_owned();
        it.webhook.avatar = Some("0123456789abcdef0123456789abcdef".to_owned());
        it.webhook.channel_id = Some(there);
        assert!(webhooks::update(tx, &it.webhook)?);
        assert_eq!(webhooks::get(tx, Id::new(30))?, Some(it));
        Ok(())
    })
    .await;
}

async fn a_webhook_outlives_its_creator_but_not_its_channel(database: Database) {
    run(database, |tx| {
        let (guild, [here, there]) = place(tx)?;
        for (id, channel) in [(30, here), (31, there), (32, there)] {
            webhooks::insert(tx, &kept(id, guild, channel))?;
        }
        webhooks::forget_creator(tx, Id::new(1))?;
        assert!(webhooks::get(tx, Id::new(30))?.is_some_and(|kept| kept.webhook.user.is_none()));
        let avatar = Stored { blob: "b1".to_owned(), content_type: "image/png".to_owned() };
        pictures::insert(tx, "avatar", Id::new(31), "0123", &avatar)?;
        assert!(webhooks::delete(tx, Id::new(31), NOW_MS)?);
        assert!(!webhooks::delete(tx, Id::new(31), NOW_MS)?);
        assert_eq!(attachments::deletions(tx, 10)?, ["b1"]);
        webhooks::delete_of_channel(tx, Id::new(99), NOW_MS)?;
        webhooks::delete_of_guild(tx, Id::new(99), NOW_MS)?;
        assert_eq!(webhooks::count_of_guild(tx, guild)?, 2);
        channels::delete(tx, here, NOW_MS)?;
        assert_eq!(webhooks::get(tx, Id::new(30))?, None);
        assert_eq!(webhooks::count_of_guild(tx, guild)?, 1);
        guilds::delete(tx, guild, NOW_MS)?;
        assert_eq!(webhooks::get(tx, Id::new(32))?, None);
        Ok(())
    })
    .await;
}

async fn copies_are_known_until_either_message_is_deleted(database: Database) {
    run(database, |tx| {
        let (_, [source, target]) = place(tx)?;
        let ada = Id::new(1);
        let mut add = |channel, after_ms| -> Result<Id<MessageMarker>, StoreError> {
            Ok(add_message(tx, channel, ada, after_ms)?.0.id)
        };
        let (first, second) = (add(source, 1_000)?, add(source, 2_000)?);
        let (copy_of_first, copy_of_second) = (add(target, 3_000)?, add(target, 4_000)?);
        let noted = [(first, copy_of_first), (second, copy_of_second)].map(|(message_id, copy_id)| Copy {
            message_id,
            channel_id: target,
            copy_id,
        });
        for copy in &noted {
            webhooks::insert_copy(tx, source, copy)?;
        }
        assert_eq!(webhooks::copies(tx, source, &[first, second])?, noted);
        assert_eq!(webhooks::copies(tx, source, &[])?, []);
        messages::delete(tx, target, &[copy_of_first], NOW_MS)?;
        assert_eq!(webhooks::copies(tx, source, &[first, second])?, noted[1..]);
        messages::delete(tx, source, &[second], NOW_MS)?;
        assert_eq!(webhooks::copies(tx, source, &[first, second])?, []);
        Ok(())
    })
    .await;
}
