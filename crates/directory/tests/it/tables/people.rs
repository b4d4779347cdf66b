//! Requests, vouchers, and what is asked of the tables of Talk.

use parvis_directory::groups::listing::Target;
use parvis_directory::tables::groups;
use parvis_directory::tables::members::{self, Pulse};
use parvis_directory::tables::requests::{self, Request};
use parvis_directory::tables::vouchers::{self, Voucher};
use parvis_model::{Channel, ChannelType, Guild, Id, Member, User};
use parvis_store::tables;
use parvis_store::tables::invites::StoredInvite;
use parvis_store::tables::users::Account;

use super::{at, listed, run};
use crate::engines::{Database, both_engines};

both_engines! {
    somebody_asks_a_group_once,
    a_voucher_is_good_once_and_in_its_time,
    guilds_are_counted_as_they_are,
}

async fn somebody_asks_a_group_once(database: Database) {
    run(database, |tx| {
        let request = |id: u8, user_id: Option<u64>| Request {
            id: Id::new(u64::from(id)),
            group_id: Id::new(7),
            receipt: [id; 32],
            user_id: user_id.map(Id::new),
            answers: vec!["Rue Lepic".to_owned()],
            state: "waiting".to_owned(),
            url: None,
        };
        assert!(requests::insert(tx, &request(1, Some(5)))?);
        assert!(!requests::insert(tx, &request(2, Some(5)))?, "the same account");
        assert!(requests::insert(tx, &request(3, None))? && requests::insert(tx, &request(4, None))?);
        assert_eq!(requests::by_receipt(tx, &[1; 32])?, Some(request(1, Some(5))));
        assert_eq!(requests::get(tx, Id::new(8), Id::new(1))?, None, "of another group");
        assert_eq!(requests::waiting(tx, Id::new(7), 2)?, [request(1, Some(5)), request(3, None)]);
        assert_eq!(requests::waiting_count(tx, Id::new(7))?, 3);
        assert!(requests::decide(tx, Id::new(1), "accepted", Some("https://x"))?);
        assert!(!requests::decide(tx, Id::new(1), "refused", None)?, "it is decided");
        let decided = requests::get(tx, Id::new(7), Id::new(1))?.expect("it is there");
        assert_eq!((decided.state.as_str(), decided.url.as_deref()), ("accepted", Some("https://x")));
        assert!(decided.answers.is_empty(), "what was answered is forgotten");
        assert!(requests::delete(tx, Id::new(3))? && !requests::delete(tx, Id::new(3))?);
        assert_eq!(requests::delete_before(tx, Id::new(4))?, 1);
        assert_eq!(requests::delete_of_group(tx, Id::new(7))?, 1);
        Ok(())
    })
    .await;
}

async fn a_voucher_is_good_once_and_in_its_time(database: Database) {
    run(database, |tx| {
        let voucher = |digest| Voucher {
            digest: [digest; 32],
            group_id: Id::new(7),
            maker_id: Some(Id::new(5)),
            url: "https://x".to_owned(),
            expires_at: at(100),
        };
        for digest in [1, 2, 3] {
            vouchers::insert(tx, &voucher(digest))?;
        }
        assert_eq!(vouchers::count(tx, Id::new(7), at(99))?, 3);
        assert_eq!(vouchers::count(tx, Id::new(7), at(100))?, 0);
        assert_eq!(vouchers::take(tx, &[1; 32], at(100))?, None, "too late");
        let taken = Some((Id::new(7), "https://x".to_owned()));
        assert_eq!(vouchers::take(tx, &[1; 32], at(99))?, taken);
        assert_eq!(vouchers::take(tx, &[1; 32], at(99))?, None, "used up");
        vouchers::vouch(tx, Id::new(7), Id::new(5))?;
        vouchers::vouch(tx, Id::new(7), Id::new(5))?;
        assert_eq!(vouchers::vouched(tx, Id::new(5))?, [Id::new(7)]);
        assert_eq!(vouchers::delete_ended(tx, at(99))?, 0);
        assert_eq!(vouchers::delete_ended(tx, at(100))?, 2);
        vouchers::delete_of_group(tx, Id::new(7))?;
        assert_eq!(vouchers::vouched(tx, Id::new(5))?, []);
        Ok(())
    })
    .await;
}

async fn guilds_are_counted_as_they_are(database: Database) {
    run(database, |tx| {
        let user = User::new(Id::new(5), "ada");
        let account = Account {
            user: user.clone(),
            bio: String::new(),
            locale: "fr".to_owned(),
            password_hash: None,
            mfa_enabled: false,
        };
        tables::users::insert(tx, &account, "ada")?;
        tables::guilds::insert(tx, &Guild::new(Id::new(10), "La cour", Id::new(5)))?;
        tables::members::insert(tx, Id::new(10), &Member::new(user, at(1)))?;
        let mut channel = Channel::new(Id::new(20), ChannelType::GUILD_TEXT);
        channel.guild_id = Some(Id::new(10));
        tables::channels::insert(tx, &channel)?;
        let pulse = Pulse { guild_id: Id::new(10), members: 1, last_message_at: None };
        assert_eq!(members::pulses(tx, &[Id::new(10), Id::new(11)])?, [pulse]);
        assert_eq!(members::guilds_of(tx, Id::new(5))?, [Id::new(10)]);

        let mut group = listed(1);
        let target = Target::Guild { guild_id: Id::new(10), channel_id: Id::new(20) };
        group.listing.as_mut().expect("it is listed").target = target;
        group.invite = Some("abc".to_owned());
        groups::insert(tx, &group)?;
        assert!(members::invites(tx, &[Id::new(10)], 0)?.is_empty(), "there is no such invitation");
        let invite = StoredInvite {
            code: "abc".to_owned(),
            guild_id: Id::new(10),
            channel_id: Id::new(20),
            inviter_id: None,
            created_at: at(0),
            max_age_s: 1,
            max_uses: 0,
            uses: 0,
            temporary: false,
            expires_at: Some(at(1_000)),
            sheet_id: None,
        };
        tables::invites::insert(tx, &invite)?;
        assert!(members::invites(tx, &[Id::new(10)], 999)?.contains("abc"));
        assert!(members::invites(tx, &[Id::new(10)], 1_000)?.is_empty(), "it has ended");
        Ok(())
    })
    .await;
}
