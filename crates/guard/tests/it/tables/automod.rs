//! Rules of automatic moderation, and when pauses end.

use parvis_guard::tables::automod::{self, AUTOMOD};
use parvis_model::marker::GuildMarker;
use parvis_model::{
    AutoModerationAction, AutoModerationActionMetadata, AutoModerationActionType, AutoModerationEvent,
    AutoModerationRule, AutoModerationTrigger, AutoModerationTriggerMetadata, Guild, Id, Member, MemberFlags,
    User,
};
use parvis_store::tables::migrations::TALK;
use parvis_store::tables::users::Account;
use parvis_store::{StoreError, Tx, tables as talk};

use super::at;
use crate::engines::{Database, both_engines};

both_engines! {
    rules_are_kept_by_guild_and_go_with_it,
    pauses_are_found_when_they_have_ended,
    those_whose_name_was_ruled_out_are_found,
}

const GUILD: Id<GuildMarker> = Id::new(10);

async fn run(database: Database, job: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
    database.open(&[TALK, AUTOMOD]).write(0, job).await.expect("every statement is accepted");
}

fn rule(id: u64, guild_id: Id<GuildMarker>, trigger_type: AutoModerationTrigger) -> AutoModerationRule {
    let metadata = AutoModerationActionMetadata::default();
    AutoModerationRule {
        id: Id::new(id),
        guild_id,
        name: "Mots".to_owned(),
        creator_id: Id::new(1),
        event_type: AutoModerationEvent::MESSAGE_SEND,
        trigger_type,
        trigger_metadata: AutoModerationTriggerMetadata {
            keyword_filter: Some(vec!["chat*".to_owned()]),
            ..AutoModerationTriggerMetadata::default()
        },
        actions: vec![AutoModerationAction { kind: AutoModerationActionType::BLOCK_MESSAGE, metadata }],
        enabled: true,
        exempt_roles: vec![Id::new(5)],
        exempt_channels: Vec::new(),
    }
}

async fn rules_are_kept_by_guild_and_go_with_it(database: Database) {
    run(database, |tx| {
        let (words, spam) = (AutoModerationTrigger::KEYWORD, AutoModerationTrigger::SPAM);
        let (first, second) = (rule(100, GUILD, words), rule(101, GUILD, spam));
        automod::insert(tx, &second)?;
        automod::insert(tx, &first)?;
        automod::insert(tx, &rule(102, Id::new(11), words))?;
        assert_eq!(automod::of_guild(tx, GUILD)?, [first.clone(), second.clone()]);
        assert_eq!(automod::get(tx, GUILD, second.id)?, Some(second.clone()));
        assert_eq!(automod::get(tx, Id::new(11), second.id)?, None, "of another guild");
        assert_eq!((automod::count(tx, GUILD, words)?, automod::count(tx, GUILD, spam)?), (1, 1));
        let changed = AutoModerationRule { enabled: false, ..first };
        assert!(automod::update(tx, &changed)?);
        assert_eq!(automod::get(tx, GUILD, changed.id)?, Some(changed.clone()));
        assert!(automod::delete(tx, GUILD, changed.id)? && !automod::delete(tx, GUILD, changed.id)?);
        assert!(!automod::update(tx, &changed)?);
        automod::delete_of_guild(tx, GUILD)?;
        assert_eq!(automod::of_guild(tx, GUILD)?, []);
        assert_eq!(automod::of_guild(tx, Id::new(11))?.len(), 1);
        Ok(())
    })
    .await;
}

async fn pauses_are_found_when_they_have_ended(database: Database) {
    run(database, |tx| {
        automod::set_pause(tx, GUILD, Some(at(500)))?;
        automod::set_pause(tx, Id::new(11), Some(at(700)))?;
        assert_eq!(automod::ended_pauses(tx, at(499))?, []);
        assert_eq!(automod::ended_pauses(tx, at(500))?, [GUILD]);
        automod::set_pause(tx, GUILD, Some(at(900)))?;
        assert_eq!(automod::ended_pauses(tx, at(800))?, [Id::new(11)]);
        automod::set_pause(tx, Id::new(11), None)?;
        automod::delete_of_guild(tx, GUILD)?;
        assert_eq!(automod::ended_pauses(tx, at(1_000))?, []);
        Ok(())
    })
    .await;
}

async fn those_whose_name_was_ruled_out_are_found(database: Database) {
    run(database, |tx| {
        let quarantined = MemberFlags::AUTOMOD_QUARANTINED_USERNAME;
        for (id, name, flags) in [
            (1, "ada", MemberFlags::DID_REJOIN),
            (2, "eve", quarantined),
            (3, "zoe", quarantined | MemberFlags::COMPLETED_ONBOARDING),
        ] {
            let user = User::new(Id::new(id), name);
            let account = Account {
                user: user.clone(),
                bio: String::new(),
                locale: "fr".to_owned(),
                password_hash: None,
                mfa_enabled: false,
            };
            talk::users::insert(tx, &account, name)?;
            if id == 1 {
                talk::guilds::insert(tx, &Guild::new(GUILD, "The square", Id::new(1)))?;
            }
            talk::members::insert(tx, GUILD, &Member { flags, ..Member::new(user, at(0)) })?;
        }
        assert_eq!(automod::quarantined(tx, GUILD, 10)?, [Id::new(2), Id::new(3)]);
        assert_eq!(automod::quarantined(tx, GUILD, 1)?, [Id::new(2)]);
        assert_eq!(automod::quarantined(tx, Id::new(11), 10)?, []);
        Ok(())
    })
    .await;
}
