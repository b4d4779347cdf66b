//! Whether an IDENTIFY is acceptable for the account that its token belongs to. Must not know how tokens are checked.

use parvis_model::gateway::{CloseCode, Identify};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Intents};

/// Shards that one bot may have at most.
pub const SHARDS_MAX: u32 = 1_024;

/// What the driver knows of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Privileged intents that its application has been given.
    pub privileged: Intents,
}

/// What an accepted IDENTIFY comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    /// Intents of a bot; every one for a user account.
    pub intents: Intents,
    /// Number of the shard and of all shards.
    pub shard: Option<[u32; 2]>,
    /// Members above which offline ones are left out of a guild: 50–250.
    pub large_threshold: u32,
}

impl Admission {
    /// Whether the session serves this guild or, with none, what happens outside of guilds: that belongs to the first
    /// shard.
    pub fn serves(&self, guild_id: Option<Id<GuildMarker>>) -> bool {
        match (self.shard, guild_id) {
            (None, _) => true,
            (Some([shard, _]), None) => shard == 0,
            (Some([shard, count]), Some(id)) => (id.get() >> 22) % u64::from(count) == u64::from(shard),
        }
    }
}

/// Checks an IDENTIFY against its account.
pub fn admit(identify: &Identify, account: Account) -> Result<Admission, CloseCode> {
    let shard = identify.shard;
    if shard.is_some_and(|[number, count]| number >= count || count > SHARDS_MAX) {
        return Err(CloseCode::INVALID_SHARD);
    }
    let intents = if account.is_bot {
        let intents = identify.intents.and_then(Intents::from_wire).ok_or(CloseCode::INVALID_INTENTS)?;
        if !account.privileged.contains(intents & Intents::PRIVILEGED) {
            return Err(CloseCode::DISALLOWED_INTENTS);
        }
        intents
    } else {
        Intents::ALL
    };
    Ok(Admission {
        intents,
        shard: shard.filter(|_| account.is_bot),
        large_threshold: identify.large_threshold(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::gateway::Command;

    fn check(data: &str, account: Account, expected: Result<Admission, CloseCode>) {
        let text = format!(r#"{{"op":2,"d":{{"token":"x"{data}}}}}"#);
        match Command::parse(text.as_bytes()).expect(&text) {
            Command::Identify(identify) => assert_eq!(admit(&identify, account), expected, "{text}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_shard_serves_its_guilds_and_the_first_one_everything_else() {
        let in_shard = |shard| Admission { intents: Intents::NONE, shard, large_threshold: 50 };
        let guild = Some(Id::new(5 << 22));
        for (shard, guild, served) in [
            (None, guild, true),
            (None, None, true),
            (Some([1, 2]), guild, true),
            (Some([0, 2]), guild, false),
            (Some([0, 2]), None, true),
            (Some([1, 2]), None, false),
        ] {
            assert_eq!(in_shard(shard).serves(guild), served, "{shard:?} {guild:?}");
        }
    }

    #[test]
    fn identify_is_judged_by_the_account() {
        let bot = Account { is_bot: true, privileged: Intents::MESSAGE_CONTENT };
        let user = Account { is_bot: false, privileged: Intents::NONE };
        let plain = Admission { intents: Intents(513), shard: None, large_threshold: 50 };
        check(r#","intents":513"#, bot, Ok(plain));
        check(r#","intents":513,"shard":[1,2]"#, bot, Ok(Admission { shard: Some([1, 2]), ..plain }));
        check(
            r#","intents":513,"large_threshold":9999"#,
            bot,
            Ok(Admission { large_threshold: 250, ..plain }),
        );
        check(r#","intents":32768"#, bot, Ok(Admission { intents: Intents(32_768), ..plain }));
        check(r#","intents":0"#, bot, Ok(Admission { intents: Intents::NONE, ..plain }));
        check("", bot, Err(CloseCode::INVALID_INTENTS));
        for bit in [17, 18, 19, 22, 23, 26, 40, 63] {
            check(&format!(r#","intents":{}"#, 1_u64 << bit), bot, Err(CloseCode::INVALID_INTENTS));
        }
        check(r#","intents":2"#, bot, Err(CloseCode::DISALLOWED_INTENTS));
        check(r#","intents":256"#, bot, Err(CloseCode::DISALLOWED_INTENTS));
        for shard in ["[0,0]", "[2,2]", "[5,2]", "[0,100000]"] {
            check(&format!(r#","intents":1,"shard":{shard}"#), bot, Err(CloseCode::INVALID_SHARD));
        }
        check("", user, Ok(Admission { intents: Intents::ALL, ..plain }));
    }
}
