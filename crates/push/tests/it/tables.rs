//! Subscriptions of browsers, on both engines.

use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{
    Channel, ChannelType, Guild, GuildNotificationSettings, Id, Member, Message, QuietHours,
    RelationshipType, Timestamp, User, UserSettings,
};
use parvis_push::decision::{Listener, Wishes};
use parvis_push::encryption::Keys;
use parvis_push::tables::{self as push, PUSH, Subscription};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::{self, users::Account};
use parvis_store::{StoreError, Tx};

use crate::engines::{Database, both_engines};

both_engines! {
    a_login_has_one_subscription_and_an_address_one_owner,
    a_subscription_ends_with_its_login_and_in_its_time,
    only_those_who_subscribed_listen,
    what_is_asked_of_others,
}

const ADA: Id<UserMarker> = Id::new(1);
const EVE: Id<UserMarker> = Id::new(2);
const GUILD: Id<GuildMarker> = Id::new(10);
const NOW: Timestamp = Timestamp::from_unix_ms(1_000);

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    let job = |tx: &mut Tx<'_>| {
        for (id, name) in [(ADA, "ada"), (EVE, "eve")] {
            let user = User::new(id, name);
            let account = Account {
                user,
                bio: String::new(),
                locale: "fr".to_owned(),
                password_hash: None,
                mfa_enabled: false,
            };
            tables::users::insert(tx, &account, name)?;
        }
        for (login, user, digest) in [(100, ADA, [1; 32]), (101, ADA, [2; 32]), (200, EVE, [3; 32])] {
            tables::logins::insert(tx, Id::new(login), user, &digest, "x", 0)?;
        }
        job(tx)
    };
    database.open(&[TALK, PUSH]).write(0, job).await.expect("every statement is accepted");
}

fn subscription(login: u64, user_id: Id<UserMarker>, endpoint: &str) -> Subscription {
    Subscription {
        login_id: Id::new(login),
        user_id,
        endpoint: endpoint.to_owned(),
        keys: Keys { public_key: [4; 65], auth: [5; 16] },
        created_at: NOW,
        expires_at: None,
        failures: 0,
    }
}

async fn a_login_has_one_subscription_and_an_address_one_owner(database: Database) {
    run(database, |tx| {
        let (first, second) = (subscription(100, ADA, "https://a/1"), subscription(101, ADA, "https://a/2"));
        push::put(tx, &first)?;
        push::put(tx, &second)?;
        assert_eq!(push::of_user(tx, ADA, NOW)?, [second.clone(), first]);
        let moved = subscription(100, ADA, "https://a/3");
        push::put(tx, &moved)?;
        assert_eq!(push::of_user(tx, ADA, NOW)?, [second.clone(), moved.clone()]);
        push::put(tx, &subscription(200, EVE, "https://a/2"))?;
        assert_eq!(push::of_user(tx, ADA, NOW)?, std::slice::from_ref(&moved));
        assert_eq!(push::of_user(tx, EVE, NOW)?.len(), 1);
        push::set_failures(tx, Id::new(100), 3)?;
        assert_eq!(push::of_user(tx, ADA, NOW)?, [Subscription { failures: 3, ..moved }]);
        assert!(!push::delete(tx, EVE, Id::new(100))?, "it is ada's");
        assert!(push::delete(tx, ADA, Id::new(100))?);
        assert_eq!(push::of_user(tx, ADA, NOW)?, []);
        Ok(())
    })
    .await;
}

async fn a_subscription_ends_with_its_login_and_in_its_time(database: Database) {
    run(database, |tx| {
        let until = |ms| Some(Timestamp::from_unix_ms(ms));
        push::put(tx, &Subscription { expires_at: until(1_500), ..subscription(100, ADA, "https://a/1") })?;
        push::put(tx, &subscription(101, ADA, "https://a/2"))?;
        push::put(tx, &subscription(200, EVE, "https://a/3"))?;
        let count = |tx: &mut Tx<'_>, ms| -> Result<usize, StoreError> {
            Ok(push::of_user(tx, ADA, Timestamp::from_unix_ms(ms))?.len())
        };
        assert_eq!((count(tx, 1_499)?, count(tx, 1_500)?), (2, 1));
        tables::logins::delete(tx, ADA, Id::new(101))?;
        assert_eq!((count(tx, 1_499)?, count(tx, 1_500)?), (1, 0));
        assert_eq!(push::delete_ended(tx, Timestamp::from_unix_ms(1_499))?, 1);
        assert_eq!(push::delete_ended(tx, Timestamp::from_unix_ms(1_500))?, 1);
        assert_eq!(push::delete_of_logins(tx, &[Id::new(200), Id::new(999)])?, 1);
        assert_eq!(push::of_user(tx, EVE, NOW)?, []);
        Ok(())
    })
    .await;
}

async fn only_those_who_subscribed_listen(database: Database) {
    run(database, |tx| {
        tables::guilds::insert(tx, &Guild::new(GUILD, "The square", ADA))?;
        for (id, name) in [(ADA, "ada"), (EVE, "eve")] {
            tables::members::insert(tx, GUILD, &Member::new(User::new(id, name), NOW))?;
        }
        assert_eq!(push::listeners_of_guild(tx, GUILD)?, []);
        push::put(tx, &subscription(200, EVE, "https://a/1"))?;
        let mut eve = Listener {
            user_id: EVE,
            settings: GuildNotificationSettings::new(Some(GUILD)),
            wishes: Wishes::from(&UserSettings::default()),
        };
        assert_eq!(push::listeners_of_guild(tx, GUILD)?, [eve.clone()]);
        let hours = QuietHours { from: 1, to: 2, days: vec![1], time_zone: "UTC".to_owned() };
        let own = UserSettings { quiet_hours: Some(Box::new(hours)), ..UserSettings::default() };
        tables::settings::set_of_user(tx, EVE, &own)?;
        eve.settings.muted = true;
        tables::settings::set_of_guild(tx, EVE, &eve.settings)?;
        eve.wishes = Wishes::from(&own);
        assert_eq!(push::listeners_of_guild(tx, GUILD)?, [eve.clone()]);
        assert_eq!(push::listener_of_guild(tx, GUILD, EVE)?, Some(eve.clone()));
        assert_eq!(push::listener_of_guild(tx, GUILD, ADA)?, None);
        assert_eq!(push::listener_of_guild(tx, Id::new(11), EVE)?, None);
        let private = Listener { settings: GuildNotificationSettings::new(None), ..eve };
        assert_eq!(push::listeners_among(tx, &[ADA, EVE])?, [private]);
        Ok(())
    })
    .await;
}

async fn what_is_asked_of_others(database: Database) {
    run(database, |tx| {
        tables::relationships::set(tx, EVE, ADA, RelationshipType::BLOCKED, NOW)?;
        assert_eq!(push::blocking(tx, &[ADA, EVE], ADA)?, [EVE]);
        assert_eq!(push::blocking(tx, &[ADA, EVE], EVE)?, []);
        tables::relationships::set(tx, EVE, ADA, RelationshipType::FRIEND, NOW)?;
        assert_eq!(push::blocking(tx, &[EVE], ADA)?, []);

        let channel_id: Id<ChannelMarker> = Id::new(20);
        tables::channels::insert(tx, &Channel::new(channel_id, ChannelType::DM))?;
        let message = Message::new(Id::new(50), channel_id, User::new(ADA, "ada"), NOW);
        tables::messages::insert(tx, &message, 1, None)?;
        assert!(push::message_exists(tx, channel_id, Id::new(50))?);
        assert!(!push::message_exists(tx, channel_id, Id::new(51))?);
        Ok(())
    })
    .await;
}
