//! Messages by channel and id.

use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{
    Attachment, Component, ComponentPart, Embed, Field, Id, Mention, Message, MessageFlags, MessageReference,
    MessageSnapshot, MessageType, SnapshotMessage, TextDisplay, Timestamp, User,
};
use parvis_store::tables::messages::{self, Page};
use parvis_store::tables::{attachments, pins, reactions, users};
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_channel, add_guild, add_message, add_message_with, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_message_comes_back_as_it_went_in,
    a_message_id_is_used_once_in_a_channel,
    a_forward_shows_the_files_and_the_people_of_what_it_forwards,
    an_edit_replaces_what_it_may,
    history_comes_newest_first_from_either_end,
    history_around_a_message_is_half_older_and_half_newer,
    the_ends_of_the_number_line_are_places_in_history,
    some_messages_are_picked_from_a_list,
    a_reply_shows_what_it_answers_as_long_as_that_is_there,
    a_deleted_message_leaves_nothing_behind,
    a_nonce_leads_to_the_last_message_with_it,
    messages_of_one_author_are_found,
    a_webhook_s_message_carries_its_author_with_it,
}

const VIEWER: Id<UserMarker> = Id::new(1);

/// A channel with five messages of Ada's, one in each second.
fn five(tx: &mut Tx<'_>) -> Result<(Id<ChannelMarker>, Vec<Id<MessageMarker>>), StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    let (channel, other) = (add_channel(tx, 20, None)?, add_channel(tx, 21, None)?);
    let mut ids = Vec::new();
    for second in 1..=5 {
        ids.push(add_message(tx, channel, ada, second * 1_000)?.0.id);
        add_message(tx, other, ada, second * 1_000)?;
    }
    Ok((channel, ids))
}

/// Which of the five a page holds, counted from 1.
fn numbers(
    tx: &mut Tx<'_>,
    ids: &[Id<MessageMarker>],
    page: Page,
    limit: u32,
) -> Result<Vec<usize>, StoreError> {
    let found = messages::page(tx, Id::new(20), page, limit, VIEWER)?;
    let number = |id| ids.iter().position(|it| *it == id).expect("one of the five") + 1;
    Ok(found.into_iter().map(|message| number(message.id)).collect())
}

const NOBODY: [usize; 0] = [];

async fn a_message_comes_back_as_it_went_in(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let eve = add_user(tx, 2, "eve")?;
        let guild = add_guild(tx, 10, ada)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        let (bare, first) =
            add_message_with(tx, channel, ada, 1_000, |it| it.content = "salut 🥖".to_owned())?;
        let (full, second) = add_message_with(tx, channel, eve, 2_000, |it| {
            it.kind = MessageType::CHANNEL_PINNED_MESSAGE;
            it.flags = MessageFlags::SUPPRESS_NOTIFICATIONS;
            (it.tts, it.mention_everyone) = (true, true);
            it.mentions = vec![Mention::from(User::new(Id::new(1), "ada"))];
            it.mention_roles = vec![Id::new(30), Id::new(31)];
            it.embeds = vec![Embed { title: Some("bread".to_owned()), ..Embed::default() }];
            it.components = vec![Component {
                id: 1,
                part: ComponentPart::TextDisplay(TextDisplay { content: "Bonjour".to_owned() }),
            }];
        })?;
        assert_eq!((first, second), (1, 2));
        assert_eq!(messages::get(tx, channel, bare.id, VIEWER)?, Some(bare.clone()));
        assert_eq!(messages::get(tx, channel, full.id, VIEWER)?, Some(full));
        assert_eq!(messages::get(tx, Id::new(21), bare.id, VIEWER)?, None);
        assert_eq!(messages::get(tx, channel, Id::new(5), VIEWER)?, None);
        Ok(())
    })
    .await;
}

async fn a_message_id_is_used_once_in_a_channel(database: Database) {
    let store = database.open(&[parvis_store::tables::migrations::TALK]);
    let job = |tx: &mut Tx<'_>| {
        let ada = add_user(tx, 1, "ada")?;
        let (channel, other) = (add_channel(tx, 20, None)?, add_channel(tx, 21, None)?);
        let (mut message, seq) = add_message(tx, channel, ada, 1_000)?;
        message.channel_id = other;
        messages::insert(tx, &message, seq, None)?;
        message.channel_id = channel;
        messages::insert(tx, &message, seq + 1, None)
    };
    let twice = store.write(0, job).await.expect_err("the id is used");
    assert!(twice.is_unique("messages.id"), "{twice}");
}

async fn a_forward_shows_the_files_and_the_people_of_what_it_forwards(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let channel = add_channel(tx, 20, None)?;
        let mut file = Attachment::new(Id::new(31), "bread.txt", 5, "");
        file.content_type = Some("text/plain".to_owned());
        let shown = SnapshotMessage {
            kind: MessageType::DEFAULT,
            content: "<@2> brings bread".to_owned(),
            mentions: users::get_many(tx, &[eve])?,
            mention_roles: Vec::new(),
            attachments: vec![file.clone()],
            embeds: vec![Embed { title: Some("bread".to_owned()), ..Embed::default() }],
            timestamp: Timestamp::from_unix_ms(NOW_MS),
            edited_timestamp: None,
            flags: MessageFlags::NONE,
            components: Vec::new(),
        };
        let (message, _) = add_message_with(tx, channel, ada, 1_000, |it| {
            it.message_snapshots = vec![MessageSnapshot { message: shown }];
        })?;
        attachments::insert(tx, channel, message.id, &file, "b1")?;
        assert_eq!(messages::get(tx, channel, message.id, ada)?, Some(message.clone()));
        let mentions = "select count(*) from message_mentions where channel_id = $1";
        assert_eq!(
            tx.query_one(mentions, &[&channel], |row| row.get::<u32>(0))?,
            0,
            "nobody is called by it"
        );
        messages::update(tx, &message, None)?;
        assert_eq!(messages::get(tx, channel, message.id, ada)?, Some(message));
        Ok(())
    })
    .await;
}

async fn an_edit_replaces_what_it_may(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let eve = add_user(tx, 2, "eve")?;
        let channel = add_channel(tx, 20, None)?;
        let mention = |id, name: &str| vec![Mention::from(User::new(Id::new(id), name))];
        let (mut message, _) = add_message_with(tx, channel, ada, 1_000, |it| {
            it.embeds = vec![Embed { title: Some("bread".to_owned()), ..Embed::default() }];
            it.mentions = mention(2, "eve");
        })?;
        let mentions = |tx: &mut Tx<'_>| {
            let sql = "select target_id from message_mentions where channel_id = $1 order by target_id";
            tx.query(sql, &[&channel], |row| row.get::<u64>(0))
        };
        assert_eq!(mentions(tx)?, [eve.get()]);
        pins::pin(tx, channel, message.id, Timestamp::from_unix_ms(NOW_MS))?;
        message.content = "edited".to_owned();
        message.edited_timestamp = Some(Timestamp::from_unix_ms(NOW_MS + 5_000));
        message.flags = MessageFlags::SUPPRESS_EMBEDS;
        message.embeds.clear();
        message.mentions = mention(1, "ada");
        messages::update(tx, &message, None)?;
        message.pinned = true;
        assert_eq!(messages::get(tx, channel, message.id, VIEWER)?, Some(message.clone()));
        assert_eq!(mentions(tx)?, [0_u64; 0], "authors do not wait for themselves");
        message.edited_timestamp = None;
        message.mentions.clear();
        messages::update(tx, &message, None)?;
        assert_eq!(messages::get(tx, channel, message.id, VIEWER)?, Some(message));
        Ok(())
    })
    .await;
}

async fn history_comes_newest_first_from_either_end(database: Database) {
    run(database, |tx| {
        let (_, ids) = five(tx)?;
        assert_eq!(numbers(tx, &ids, Page::Newest, 100)?, [5, 4, 3, 2, 1]);
        assert_eq!(numbers(tx, &ids, Page::Newest, 2)?, [5, 4]);
        assert_eq!(numbers(tx, &ids, Page::Newest, 0)?, NOBODY);
        assert_eq!(numbers(tx, &ids, Page::Before(ids[3]), 2)?, [3, 2], "the message itself is left out");
        assert_eq!(numbers(tx, &ids, Page::Before(ids[3]), 100)?, [3, 2, 1]);
        assert_eq!(numbers(tx, &ids, Page::Before(ids[0]), 100)?, NOBODY);
        assert_eq!(numbers(tx, &ids, Page::After(ids[1]), 2)?, [4, 3], "the next ones, not the newest");
        assert_eq!(numbers(tx, &ids, Page::After(ids[1]), 100)?, [5, 4, 3]);
        assert_eq!(numbers(tx, &ids, Page::After(ids[4]), 100)?, NOBODY);
        let between = Id::new(ids[2].get() + 1);
        assert_eq!(numbers(tx, &ids, Page::Before(between), 1)?, [3]);
        assert_eq!(numbers(tx, &ids, Page::After(between), 1)?, [4]);
        assert_eq!(messages::page(tx, Id::new(22), Page::Newest, 100, VIEWER)?, []);
        Ok(())
    })
    .await;
}

async fn history_around_a_message_is_half_older_and_half_newer(database: Database) {
    run(database, |tx| {
        let (_, ids) = five(tx)?;
        assert_eq!(numbers(tx, &ids, Page::Around(ids[2]), 100)?, [5, 4, 3, 2, 1]);
        assert_eq!(numbers(tx, &ids, Page::Around(ids[2]), 4)?, [5, 4, 3, 2]);
        assert_eq!(numbers(tx, &ids, Page::Around(ids[2]), 3)?, [4, 3, 2]);
        assert_eq!(numbers(tx, &ids, Page::Around(ids[2]), 2)?, [4, 3]);
        assert_eq!(numbers(tx, &ids, Page::Around(ids[2]), 1)?, [3]);
        assert_eq!(numbers(tx, &ids, Page::Around(ids[0]), 3)?, [2, 1]);
        assert_eq!(numbers(tx, &ids, Page::Around(ids[4]), 3)?, [5, 4]);
        messages::delete(tx, Id::new(20), &[ids[2]], NOW_MS)?;
        assert_eq!(numbers(tx, &ids, Page::Around(ids[2]), 3)?, [4, 2, 1], "also around one that is gone");
        Ok(())
    })
    .await;
}

async fn the_ends_of_the_number_line_are_places_in_history(database: Database) {
    run(database, |tx| {
        let (_, ids) = five(tx)?;
        let (start, end) = (Id::new(0), Id::new(i64::MAX as u64));
        assert_eq!(numbers(tx, &ids, Page::After(start), 2)?, [2, 1]);
        assert_eq!(numbers(tx, &ids, Page::Around(start), 4)?, [2, 1]);
        assert_eq!(numbers(tx, &ids, Page::Before(start), 2)?, NOBODY);
        assert_eq!(numbers(tx, &ids, Page::Before(end), 2)?, [5, 4]);
        assert_eq!(numbers(tx, &ids, Page::Around(end), 4)?, [5, 4]);
        assert_eq!(numbers(tx, &ids, Page::After(end), 2)?, NOBODY);
        Ok(())
    })
    .await;
}

async fn some_messages_are_picked_from_a_list(database: Database) {
    run(database, |tx| {
        let (channel, ids) = five(tx)?;
        let wanted = [ids[0], ids[4], Id::new(5), ids[2], ids[0]];
        let found = messages::get_many(tx, channel, &wanted, VIEWER)?;
        assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [ids[4], ids[2], ids[0]]);
        assert_eq!(messages::get_many(tx, channel, &[], VIEWER)?, []);
        assert_eq!(messages::get_many(tx, Id::new(22), &ids, VIEWER)?, []);
        assert_eq!(messages::oldest_ids(tx, channel, 2)?, ids[..2]);
        assert_eq!(messages::oldest_ids(tx, channel, 100)?, ids);
        assert_eq!(messages::oldest_ids(tx, Id::new(22), 100)?, []);
        Ok(())
    })
    .await;
}

async fn a_reply_shows_what_it_answers_as_long_as_that_is_there(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let channel = add_channel(tx, 20, None)?;
        let answer = |to: Id<MessageMarker>| {
            move |it: &mut Message| {
                it.kind = MessageType::REPLY;
                it.message_reference = Some(Box::new(MessageReference::reply(None, Id::new(20), to)));
            }
        };
        let (question, _) = add_message(tx, channel, ada, 1_000)?;
        let (first, _) = add_message_with(tx, channel, ada, 2_000, answer(question.id))?;
        let (second, _) = add_message_with(tx, channel, ada, 3_000, answer(first.id))?;
        let quoted = |tx: &mut Tx<'_>, id| -> Result<Field<Box<Message>>, StoreError> {
            Ok(messages::get(tx, channel, id, VIEWER)?.expect("it is there").referenced_message)
        };
        assert_eq!(quoted(tx, question.id)?, Field::Absent);
        assert_eq!(quoted(tx, first.id)?, Field::Value(Box::new(question.clone())));
        let Field::Value(quote) = quoted(tx, second.id)? else { panic!("the answered message is shown") };
        assert_eq!((quote.id, quote.referenced_message), (first.id, Field::Absent));
        messages::delete(tx, channel, &[question.id], NOW_MS)?;
        assert_eq!(quoted(tx, first.id)?, Field::Null);
        Ok(())
    })
    .await;
}

/// Rows that stand under the messages of a channel.
fn rows_of(tx: &mut Tx<'_>, channel: Id<ChannelMarker>) -> Result<[i64; 4], StoreError> {
    let mut count = |sql| tx.query_one(sql, &[&channel], |row| row.get(0));
    Ok([
        count("select count(*) from messages where channel_id = $1")?,
        count("select count(*) from message_mentions where channel_id = $1")?,
        count("select count(*) from attachments where channel_id = $1")?,
        count("select count(*) from reactions where channel_id = $1")?,
    ])
}

async fn a_deleted_message_leaves_nothing_behind(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        add_user(tx, 2, "eve")?;
        let channel = add_channel(tx, 20, None)?;
        let mut ids = Vec::new();
        for number in 1..=3 {
            let file = Attachment::new(Id::new(30 + number), "bread.txt", 5, "");
            let (message, _) = add_message_with(tx, channel, ada, number as i64 * 1_000, |it| {
                it.mentions = vec![Mention::from(User::new(Id::new(2), "eve"))];
                it.attachments = vec![file.clone()];
            })?;
            attachments::insert(tx, channel, message.id, &file, &format!("b{number}"))?;
            reactions::insert(tx, channel, message.id, "🥖", ada, NOW_MS)?;
            let seen = messages::get(tx, channel, message.id, VIEWER)?.expect("it is there");
            assert_eq!((seen.attachments.len(), seen.reactions.len(), seen.mentions.len()), (1, 1, 1));
            ids.push(message.id);
        }
        assert_eq!(rows_of(tx, channel)?, [3; 4]);
        assert_eq!(messages::delete(tx, Id::new(21), &ids, NOW_MS)?, []);
        assert_eq!(messages::delete(tx, channel, &[], NOW_MS)?, []);
        assert_eq!(rows_of(tx, channel)?, [3; 4]);
        let mut gone = messages::delete(tx, channel, &[ids[2], Id::new(5), ids[0]], NOW_MS)?;
        gone.sort_unstable();
        assert_eq!(gone, [ids[0], ids[2]]);
        assert_eq!(rows_of(tx, channel)?, [1; 4]);
        assert_eq!(attachments::deletions(tx, 10)?, ["b1", "b3"]);
        let left = messages::get(tx, channel, ids[1], VIEWER)?.expect("it is still there");
        assert_eq!((left.attachments.len(), left.reactions.len(), left.mentions.len()), (1, 1, 1));
        assert_eq!(messages::delete(tx, channel, &[ids[0]], NOW_MS)?, []);
        Ok(())
    })
    .await;
}

async fn a_nonce_leads_to_the_last_message_with_it(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let (channel, other) = (add_channel(tx, 20, None)?, add_channel(tx, 21, None)?);
        let (first, _) = add_message(tx, channel, ada, 1_000)?;
        let (second, _) = add_message(tx, channel, ada, 2_000)?;
        let before = |id: Id<MessageMarker>| Id::new(id.get() - 1);
        let start = Id::new(0);
        assert_eq!(messages::by_nonce(tx, ada, channel, "n", start)?, None);
        messages::remember_nonce(tx, &first, "n", start)?;
        assert_eq!(messages::by_nonce(tx, ada, channel, "n", before(first.id))?, Some(first.id));
        assert_eq!(messages::by_nonce(tx, ada, channel, "n", first.id)?, None, "too old");
        for (author, place, nonce) in [(eve, channel, "n"), (ada, other, "n"), (ada, channel, "N")] {
            assert_eq!(messages::by_nonce(tx, author, place, nonce, start)?, None);
        }
        messages::remember_nonce(tx, &second, "n", start)?;
        assert_eq!(messages::by_nonce(tx, ada, channel, "n", start)?, Some(second.id));
        messages::remember_nonce(tx, &first, "old", start)?;
        messages::remember_nonce(tx, &second, "new", second.id)?;
        assert_eq!(messages::by_nonce(tx, ada, channel, "old", start)?, None, "forgotten");
        assert_eq!(messages::by_nonce(tx, ada, channel, "n", start)?, Some(second.id));
        Ok(())
    })
    .await;
}

async fn messages_of_one_author_are_found(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let (channel, other) = (add_channel(tx, 20, None)?, add_channel(tx, 21, None)?);
        let start = Id::new(0);
        assert_eq!(messages::last_of_author(tx, channel, ada, start)?, None);
        let mut of_ada = Vec::new();
        for second in 1..=3 {
            of_ada.push(add_message(tx, channel, ada, second * 1_000)?.0.id);
            add_message(tx, channel, eve, second * 1_000)?;
            add_message(tx, other, ada, 10_000)?;
        }
        assert_eq!(messages::last_of_author(tx, channel, ada, start)?, Some(of_ada[2]));
        assert_eq!(messages::last_of_author(tx, channel, ada, of_ada[1])?, Some(of_ada[2]));
        assert_eq!(messages::last_of_author(tx, channel, ada, of_ada[2])?, None);
        add_message_with(tx, other, eve, 11_000, |it| it.kind = MessageType::USER_JOIN)?;
        assert_eq!(messages::last_of_author(tx, other, eve, start)?, None, "a notice is nobody's own words");
        assert_eq!(messages::ids_of_author(tx, channel, ada, start)?, of_ada);
        assert_eq!(messages::ids_of_author(tx, channel, ada, of_ada[0])?, of_ada[1..]);
        assert_eq!(messages::ids_of_author(tx, channel, Id::new(3), start)?, []);
        Ok(())
    })
    .await;
}

async fn a_webhook_s_message_carries_its_author_with_it(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 10, ada)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        let (named, _) = add_message_with(tx, channel, ada, 1_000, |it| {
            it.author =
                User::webhook(Id::new(77), "Agenda", Some("0123456789abcdef0123456789abcdef".to_owned()));
            it.webhook_id = Some(Id::new(77));
            it.webhook_avatar_url = Some("https://example.org/a.png".to_owned());
        })?;
        // What an application answers has the bot's own account as its author.
        let (answer, _) = add_message_with(tx, channel, ada, 2_000, |it| {
            it.webhook_id = Some(Id::new(1));
            it.application_id = Some(Id::new(1));
        })?;
        assert_eq!(messages::get(tx, channel, named.id, VIEWER)?, Some(named.clone()));
        assert_eq!(messages::get(tx, channel, answer.id, VIEWER)?, Some(answer.clone()));
        assert_eq!(messages::page(tx, channel, Page::Newest, 10, VIEWER)?, vec![answer, named]);
        Ok(())
    })
    .await;
}
