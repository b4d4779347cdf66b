//! Copies of what is kept about somebody, and what goes into them.

use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_store::tables::exports::{self, Export};
use parvis_store::tables::reactions;

use super::{NOW_MS, add_channel, add_message_with, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_account_has_one_copy_for_its_time,
    a_channel_is_walked_in_steps_that_leave_nothing_out,
}

fn export(id: u64, user_id: Id<UserMarker>, created_ms: i64) -> Export {
    let (file, state) = (format!("file{id}"), "running".to_owned());
    Export { id: Id::new(id), user_id, file, state, size_bytes: 0, created_ms }
}

async fn an_account_has_one_copy_for_its_time(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        exports::replace(tx, &export(10, ada, NOW_MS))?;
        exports::replace(tx, &export(11, ada, NOW_MS + 5))?;
        exports::replace(tx, &export(12, eve, NOW_MS))?;
        assert_eq!(exports::get(tx, Id::new(10))?, None, "there is a newer one");
        assert_eq!(exports::of_user(tx, ada)?, Some(export(11, ada, NOW_MS + 5)));
        assert!(exports::finish(tx, Id::new(11), "ready", 77)?);
        assert!(!exports::finish(tx, Id::new(10), "ready", 77)?);
        let ready = Export { state: "ready".to_owned(), size_bytes: 77, ..export(11, ada, NOW_MS + 5) };
        assert_eq!(exports::get(tx, Id::new(11))?, Some(ready));
        let mut files = exports::files(tx)?;
        files.sort();
        assert_eq!(files, ["file11", "file12"]);
        exports::purge(tx, NOW_MS)?;
        assert_eq!((exports::of_user(tx, eve)?, exports::files(tx)?.len()), (None, 1));
        exports::delete(tx, ada)?;
        assert_eq!(exports::of_user(tx, ada)?, None);
        Ok(())
    })
    .await;
}

async fn a_channel_is_walked_in_steps_that_leave_nothing_out(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let (channel, other) = (add_channel(tx, 20, None)?, add_channel(tx, 21, None)?);
        assert_eq!(exports::channels(tx, Id::new(0), 10)?, [channel, other]);
        assert_eq!(exports::channels(tx, channel, 10)?, [other]);
        let mut written = Vec::new();
        for number in 0..7 {
            let author = if number % 2 == 0 { ada } else { eve };
            let write = |message: &mut parvis_model::Message| message.content = format!("{number}");
            let (message, _) = add_message_with(tx, channel, author, number, write)?;
            reactions::insert(tx, channel, message.id, "❤", ada, NOW_MS)?;
            written.push(message.id);
        }
        let (mut after, mut own, mut steps) = (Id::new(0), Vec::new(), 0);
        while let Some(end) = exports::messages_end(tx, channel, after, 2)? {
            own.extend(exports::own_messages(tx, channel, ada, (after, end))?);
            (after, steps) = (end, steps + 1);
        }
        let contents: Vec<_> = own.iter().map(|message| message.content.as_str()).collect();
        assert_eq!((contents, steps), (vec!["0", "2", "4", "6"], 4));
        let (mut after, mut own) = (Id::new(0), Vec::new());
        while let Some(end) = exports::reactions_end(tx, channel, after, 2)? {
            own.extend(exports::own_reactions(tx, channel, ada, (after, end))?);
            after = end;
        }
        assert_eq!(own.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), written);
        assert_eq!(exports::messages_end(tx, other, Id::new(0), 2)?, None);
        assert_eq!(exports::reactions_end(tx, other, Id::new(0), 2)?, None);
        Ok(())
    })
    .await;
}
