//! Tokens: who is calling. Only digests of tokens are stored, so a stolen database opens no session.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parking_lot::RwLock;
use parvis_model::Id;
use parvis_model::marker::{LoginMarker, UserMarker};
use parvis_store::tables;
use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::App;
use crate::error::{ActionError, ActionResult};

/// Milliseconds of a day: the last use of a login is kept to the day and no finer.
pub const DAY_MS: i64 = 86_400_000;
const REMEMBERED_MAX: usize = 50_000;
const SECRET_BYTES: usize = 32;
const TOKEN_LENGTH_MAX: usize = 128;

/// SHA-256 of a whole token.
pub type TokenDigest = [u8; 32];

/// Somebody with a valid token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account.
    pub user_id: Id<UserMarker>,
    /// Whether it is a bot's.
    pub is_bot: bool,
    /// The login that the token belongs to.
    pub login_id: Id<LoginMarker>,
}

impl Caller {
    /// Refuses bots, for what only people do.
    pub fn require_person(&self) -> ActionResult<()> {
        if self.is_bot { Err(ActionError::Refused(crate::Refusal::BotsCannotUse)) } else { Ok(()) }
    }
}

/// What is remembered of a program that logged in: too little to tell two people apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Client {
    /// A bot's program.
    Bot,
    /// The operator at the command line.
    Console,
    /// Anything else, by the family of its browser and of its system.
    Program {
        /// `Firefox`, `Chrome`, …
        name: &'static str,
        /// `Linux`, `Android`, …
        system: &'static str,
    },
}

impl Client {
    /// The families that a `User-Agent` names; the text itself is not kept.
    pub fn of_user_agent(text: &str) -> Self {
        // Order matters: later ones claim to be earlier ones.
        let names = ["Edg", "OPR", "Firefox", "Chrome", "Safari", "curl", "python", "node"];
        let shown = ["Edge", "Opera", "Firefox", "Chrome", "Safari", "curl", "Python", "Node"];
        let systems = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"];
        let shown_systems = ["Android", "iOS", "iOS", "Windows", "macOS", "Linux"];
        let family = |marks: &[&str], shown: &[&'static str]| {
            let found = marks.iter().position(|mark| text.contains(mark));
            found.map_or("", |index| shown[index])
        };
        Self::Program { name: family(&names, &shown), system: family(&systems, &shown_systems) }
    }
}

impl std::fmt::Display for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bot => f.write_str("Bot"),
            Self::Console => f.write_str("Console"),
            Self::Program { name, system } => write!(f, "{name}/{system}"),
        }
    }
}

/// A token just made: the text goes to its owner once, the digest to the database.
pub struct NewToken {
    /// `<id>.<login>.<secret>`, three parts as libraries expect.
    pub text: String,
    /// What is stored.
    pub digest: TokenDigest,
}

impl NewToken {
    /// A token of 256 random bits.
    pub fn random(user_id: Id<UserMarker>, login_id: Id<LoginMarker>) -> Self {
        let mut secret = [0_u8; SECRET_BYTES];
        rand::rng().fill_bytes(&mut secret);
        let text = format!(
            "{}.{}.{}",
            URL_SAFE_NO_PAD.encode(user_id.to_string()),
            URL_SAFE_NO_PAD.encode(login_id.get().to_be_bytes()),
            URL_SAFE_NO_PAD.encode(secret)
        );
        let digest = digest(&text);
        Self { text, digest }
    }
}

/// Tokens that were looked up lately.
#[derive(Default)]
pub struct Logins {
    state: RwLock<Remembered>,
}

#[derive(Default)]
struct Remembered {
    changes: u64,
    callers: HashMap<TokenDigest, (Caller, i64)>,
}

impl Logins {
    /// Forgets logins that have ended. Called between commit and reply, so that no later request passes.
    pub fn forget(&self, logins: &[Id<LoginMarker>]) {
        let mut state = self.state.write();
        state.changes += 1;
        state.callers.retain(|_, (caller, _)| !logins.contains(&caller.login_id));
    }
}

impl App {
    /// The caller behind an `Authorization` value: `Bot <token>` for bots, the bare token for people.
    /// A bot's token without the word, or a person's with it, is refused, as everywhere in this ecosystem.
    pub async fn authenticate(&self, authorization: &str) -> ActionResult<Caller> {
        let (bot, token) = match authorization.strip_prefix("Bot ") {
            Some(token) => (true, token.trim()),
            None => (false, authorization.trim()),
        };
        let caller = self.authenticate_token(token).await?;
        if caller.is_bot == bot { Ok(caller) } else { Err(ActionError::Unauthorized) }
    }

    /// The caller behind a token who may have a session: not a suspended account, whose token leads to its statements
    /// only.
    pub async fn authenticate_session(&self, token: &str) -> ActionResult<Caller> {
        let caller = self.authenticate_token(token).await?;
        if self.is_suspended(caller.user_id) { Err(ActionError::Unauthorized) } else { Ok(caller) }
    }

    /// The caller behind a token, with or without the word `Bot` in front, as the gateway takes it.
    pub async fn authenticate_token(&self, token: &str) -> ActionResult<Caller> {
        let token = token.strip_prefix("Bot ").unwrap_or(token).trim();
        if token.is_empty() || token.len() > TOKEN_LENGTH_MAX {
            return Err(ActionError::Unauthorized);
        }
        let digest = digest(token);
        let today = self.now_ms() / DAY_MS;
        let changes = {
            let state = self.logins.state.read();
            if let Some((caller, day)) = state.callers.get(&digest)
                && *day == today
            {
                return Ok(caller.clone());
            }
            state.changes
        };
        let found = self.read(move |tx| Ok(tables::logins::by_digest(tx, &digest)?)).await?;
        let found = found.ok_or(ActionError::Unauthorized)?;
        let caller = Caller { user_id: found.user_id, is_bot: found.is_bot, login_id: found.id };
        if found.last_used_day < today {
            let login_id = found.id;
            self.write(crate::Lane::of(found.user_id), move |tx, _| {
                Ok(tables::logins::touch(tx, login_id, today)?)
            })
            .await?;
        }
        let mut state = self.logins.state.write();
        if state.changes == changes {
            if state.callers.len() >= REMEMBERED_MAX {
                state.callers.clear();
            }
            state.callers.insert(digest, (caller.clone(), today));
        }
        Ok(caller)
    }
}

/// The digest of a token.
pub(crate) fn digest(token: &str) -> TokenDigest {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::Client;

    #[test]
    fn of_a_program_only_its_families_are_kept() {
        for (text, kept) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox/Linux"),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/126.0.0.0 Mobile Safari/537.36",
                "Chrome/Android",
            ),
            ("", "/"),
            ("SomethingUnique 1.2.3 by Jane Doe", "/"),
        ] {
            assert_eq!(Client::of_user_agent(text).to_string(), kept);
        }
    }
}
