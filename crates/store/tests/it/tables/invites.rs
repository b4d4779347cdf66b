//! Invitations to guilds.

use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::tables::invites::{self, StoredInvite};
use parvis_store::tables::migrations::TALK;
use parvis_store::{StoreError, Tx};

use super::{NOW_MS, add_channel, add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_invitation_comes_back_as_it_went_in,
    a_code_leads_to_one_place,
    an_expired_invitation_is_as_good_as_none,
    uses_are_counted_up_to_the_last_one,
    invitations_are_listed_oldest_first,
    invitations_are_removed_by_code_channel_and_age,
}

/// An invitation without end.
pub fn invite(code: &str, guild_id: Id<GuildMarker>, channel_id: Id<ChannelMarker>) -> StoredInvite {
    StoredInvite {
        code: code.to_owned(),
        guild_id,
        channel_id,
        inviter_id: None,
        created_at: Timestamp::from_unix_ms(NOW_MS),
        max_age_s: 0,
        max_uses: 0,
        uses: 0,
        temporary: false,
        expires_at: None,
        sheet_id: None,
    }
}

/// The same with an end so many milliseconds after `NOW_MS`.
fn ending(code: &str, guild: Id<GuildMarker>, channel: Id<ChannelMarker>, after_ms: i64) -> StoredInvite {
    StoredInvite {
        expires_at: Some(Timestamp::from_unix_ms(NOW_MS + after_ms)),
        ..invite(code, guild, channel)
    }
}

/// A guild with a channel.
fn place(tx: &mut Tx<'_>) -> Result<(Id<GuildMarker>, Id<ChannelMarker>), StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    let guild = add_guild(tx, 10, ada)?;
    Ok((guild, add_channel(tx, 20, Some(guild))?))
}

fn codes(invites: Vec<StoredInvite>) -> Vec<String> {
    invites.into_iter().map(|invite| invite.code).collect()
}

async fn an_invitation_comes_back_as_it_went_in(database: Database) {
    run(database, |tx| {
        let (guild, channel) = place(tx)?;
        let mut full = ending("Full", guild, channel, 1);
        (full.inviter_id, full.sheet_id) = (Some(Id::new(1)), Some(Id::new(30)));
        (full.max_age_s, full.max_uses, full.uses, full.temporary) = (u32::MAX, 100, 3, true);
        invites::insert(tx, &full)?;
        let bare = invite("bare", guild, channel);
        invites::insert(tx, &bare)?;
        assert_eq!(invites::get(tx, "Full", NOW_MS)?, Some(full));
        assert_eq!(invites::get(tx, "bare", i64::MAX)?, Some(bare));
        assert_eq!(invites::get(tx, "full", NOW_MS)?, None, "case counts");
        Ok(())
    })
    .await;
}

async fn a_code_leads_to_one_place(database: Database) {
    let store = database.open(&[TALK]);
    let job = |tx: &mut Tx<'_>| {
        let (guild, channel) = place(tx)?;
        invites::insert(tx, &invite("code", guild, channel))?;
        invites::insert(tx, &invite("code", guild, channel))
    };
    let twice = store.write(0, job).await.expect_err("the code is taken");
    assert!(twice.is_unique("invites.code"), "{twice}");
}

async fn an_expired_invitation_is_as_good_as_none(database: Database) {
    run(database, |tx| {
        let (guild, channel) = place(tx)?;
        invites::insert(tx, &ending("code", guild, channel, 0))?;
        let (before, end) = (NOW_MS - 1, NOW_MS);
        assert!(invites::get(tx, "code", before)?.is_some());
        assert!(invites::get(tx, "code", end)?.is_none());
        assert_eq!(invites::of_guild(tx, guild, before)?.len(), 1);
        assert_eq!(invites::of_guild(tx, guild, end)?, []);
        assert_eq!(invites::of_channel(tx, channel, before)?.len(), 1);
        assert_eq!(invites::of_channel(tx, channel, end)?, []);
        assert_eq!(invites::count_of_guild(tx, guild, before)?, 1);
        assert_eq!(invites::count_of_guild(tx, guild, end)?, 0);
        assert_eq!(invites::take_use(tx, "code", end)?, None);
        assert_eq!(invites::take_use(tx, "code", before)?, Some(1));
        Ok(())
    })
    .await;
}

async fn uses_are_counted_up_to_the_last_one(database: Database) {
    run(database, |tx| {
        let (guild, channel) = place(tx)?;
        invites::insert(tx, &StoredInvite { max_uses: 2, ..invite("twice", guild, channel) })?;
        invites::insert(tx, &invite("always", guild, channel))?;
        assert_eq!(invites::take_use(tx, "twice", NOW_MS)?, Some(1));
        assert_eq!(invites::take_use(tx, "twice", NOW_MS)?, Some(2));
        assert_eq!(invites::take_use(tx, "twice", NOW_MS)?, None);
        assert_eq!(invites::get(tx, "twice", NOW_MS)?.map(|invite| invite.uses), Some(2));
        for uses in 1..=3 {
            assert_eq!(invites::take_use(tx, "always", NOW_MS)?, Some(uses));
        }
        assert_eq!(invites::take_use(tx, "never", NOW_MS)?, None);
        Ok(())
    })
    .await;
}

async fn invitations_are_listed_oldest_first(database: Database) {
    run(database, |tx| {
        let (guild, channel) = place(tx)?;
        let second = add_channel(tx, 21, Some(guild))?;
        for (code, channel, made_ms) in
            [("c", channel, 2), ("a", second, 3), ("b", channel, 1), ("d", channel, 2)]
        {
            let created_at = Timestamp::from_unix_ms(NOW_MS + made_ms);
            invites::insert(tx, &StoredInvite { created_at, ..invite(code, guild, channel) })?;
        }
        let other = add_guild(tx, 11, Id::new(1))?;
        let elsewhere = add_channel(tx, 22, Some(other))?;
        invites::insert(tx, &invite("e", other, elsewhere))?;
        assert_eq!(codes(invites::of_guild(tx, guild, NOW_MS)?), ["b", "c", "d", "a"]);
        assert_eq!(codes(invites::of_channel(tx, channel, NOW_MS)?), ["b", "c", "d"]);
        assert_eq!(codes(invites::of_channel(tx, second, NOW_MS)?), ["a"]);
        assert_eq!(invites::count_of_guild(tx, guild, NOW_MS)?, 4);
        assert_eq!(invites::count_of_guild(tx, Id::new(12), NOW_MS)?, 0);
        Ok(())
    })
    .await;
}

async fn invitations_are_removed_by_code_channel_and_age(database: Database) {
    run(database, |tx| {
        let (guild, channel) = place(tx)?;
        let second = add_channel(tx, 21, Some(guild))?;
        for code in ["a", "b"] {
            invites::insert(tx, &invite(code, guild, channel))?;
        }
        for (code, after_ms) in [("x", -1), ("y", 0), ("z", 1)] {
            invites::insert(tx, &ending(code, guild, second, after_ms))?;
        }
        assert_eq!(invites::delete_expired(tx, NOW_MS)?, 2);
        assert_eq!(invites::delete_expired(tx, NOW_MS)?, 0);
        assert_eq!(codes(invites::of_channel(tx, second, NOW_MS - 10)?), ["z"]);
        let mut gone = invites::delete_of_channel(tx, channel)?;
        gone.sort_unstable();
        assert_eq!(gone, ["a", "b"]);
        assert_eq!(invites::delete_of_channel(tx, channel)?, [""; 0]);
        assert!(invites::delete(tx, "z")?);
        assert!(!invites::delete(tx, "z")?);
        assert_eq!(invites::count_of_guild(tx, guild, NOW_MS)?, 0);
        Ok(())
    })
    .await;
}
