//! Invitations.

use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::tables::invites::{self, StoredInvite};

use super::{NOW_MS, add_channel, add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_invitation_is_found_until_it_ends,
    a_use_is_taken_while_there_is_one,
    guilds_and_channels_know_their_invitations,
    a_code_is_given_once,
}

const GUILD: Id<GuildMarker> = Id::new(10);
const CHANNEL: Id<ChannelMarker> = Id::new(20);

fn invite(code: &str, max_uses: u32, ends_after_ms: Option<i64>) -> StoredInvite {
    StoredInvite {
        code: code.to_owned(),
        guild_id: GUILD,
        channel_id: CHANNEL,
        inviter_id: Some(Id::new(1)),
        created_at: Timestamp::from_unix_ms(NOW_MS),
        max_age_s: ends_after_ms.map_or(0, |ms| u32::try_from(ms / 1_000).expect("a short life")),
        max_uses,
        uses: 0,
        temporary: false,
        expires_at: ends_after_ms.map(|ms| Timestamp::from_unix_ms(NOW_MS + ms)),
    }
}

async fn an_invitation_is_found_until_it_ends(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        add_guild(tx, GUILD.get(), ada)?;
        add_channel(tx, CHANNEL.get(), Some(GUILD))?;
        let (short, lasting) = (invite("short", 0, Some(1_000)), invite("Lasting", 0, None));
        invites::insert(tx, &short)?;
        invites::insert(tx, &lasting)?;
        assert_eq!(invites::get(tx, "short", NOW_MS + 999)?, Some(short.clone()));
        assert_eq!(invites::get(tx, "short", NOW_MS + 1_000)?, None);
        assert_eq!(invites::get(tx, "Lasting", i64::MAX)?, Some(lasting));
        assert_eq!(invites::get(tx, "lasting", NOW_MS)?, None, "capitals count");
        assert_eq!(invites::take_use(tx, "short", NOW_MS + 1_000)?, None);
        assert_eq!(invites::delete_expired(tx, NOW_MS + 999)?, 0);
        assert_eq!(invites::delete_expired(tx, NOW_MS + 1_000)?, 1);
        assert_eq!(invites::get(tx, "short", NOW_MS)?, None);
        assert!(invites::delete(tx, "Lasting")? && !invites::delete(tx, "Lasting")?);
        Ok(())
    })
    .await;
}

async fn a_use_is_taken_while_there_is_one(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        add_guild(tx, GUILD.get(), ada)?;
        add_channel(tx, CHANNEL.get(), Some(GUILD))?;
        invites::insert(tx, &invite("two", 2, None))?;
        invites::insert(tx, &invite("many", 0, None))?;
        for uses in [Some(1), Some(2), None, None] {
            assert_eq!(invites::take_use(tx, "two", NOW_MS)?, uses);
        }
        assert_eq!(invites::take_use(tx, "many", NOW_MS)?, Some(1));
        assert_eq!(invites::take_use(tx, "none", NOW_MS)?, None);
        Ok(())
    })
    .await;
}

async fn guilds_and_channels_know_their_invitations(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        add_guild(tx, GUILD.get(), ada)?;
        let other = add_guild(tx, 11, ada)?;
        add_channel(tx, CHANNEL.get(), Some(GUILD))?;
        let second = add_channel(tx, 21, Some(GUILD))?;
        for it in [
            invite("a", 0, None),
            StoredInvite { channel_id: second, ..invite("b", 0, None) },
            invite("ended", 0, Some(0)),
        ] {
            invites::insert(tx, &it)?;
        }
        let codes = |list: Vec<StoredInvite>| list.into_iter().map(|it| it.code).collect::<Vec<_>>();
        assert_eq!(codes(invites::of_guild(tx, GUILD, NOW_MS)?), ["a", "b"]);
        assert_eq!(codes(invites::of_guild(tx, other, NOW_MS)?), [""; 0]);
        assert_eq!(codes(invites::of_channel(tx, second, NOW_MS)?), ["b"]);
        assert_eq!(invites::count_of_guild(tx, GUILD, NOW_MS)?, 2);
        assert_eq!(invites::delete_of_channel(tx, second)?, ["b"]);
        assert_eq!(invites::count_of_guild(tx, GUILD, NOW_MS)?, 1);
        Ok(())
    })
    .await;
}

async fn a_code_is_given_once(database: Database) {
    let store = database.open(&[parvis_store::tables::migrations::TALK]);
    let twice = store.write(0, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        add_guild(tx, GUILD.get(), ada)?;
        add_channel(tx, CHANNEL.get(), Some(GUILD))?;
        invites::insert(tx, &invite("a", 0, None))?;
        invites::insert(tx, &invite("a", 5, None))
    });
    let error = twice.await.expect_err("the code is taken");
    assert!(error.is_unique("invites.code"), "{error}");
}
