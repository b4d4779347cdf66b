//! What an administrator can order, as it travels to a running server.

use std::path::PathBuf;

use clap::Subcommand;
use parvis_app::sheets::LANGUAGES;
use parvis_model::SheetKind;
use serde::{Deserialize, Serialize};

/// One order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// About accounts.
    User(UserOrder),
    /// About guilds.
    Guild(GuildOrder),
    /// About bots.
    Bot(BotOrder),
    /// About invitations.
    Invite(InviteOrder),
    /// About sheets of paper.
    Sheet(SheetOrder),
    /// About what channels do by themselves.
    Switch(SwitchOrder),
    /// About reports, cases and decisions.
    Guard(GuardOrder),
    /// About the map of groups.
    Map(MapOrder),
    /// What comes from files.
    Import(ImportOrder),
    /// Copy database and files into a new folder.
    Backup {
        /// The folder.
        to: PathBuf,
    },
    /// Examine database, files and settings.
    Doctor,
}

impl Order {
    /// Whether it makes sense in a folder that holds nothing yet: accounts may be made before the first start.
    pub fn may_be_the_first(&self) -> bool {
        matches!(self, Self::User(UserOrder::Create { .. }))
    }
}

/// An id, with a hint for who gives a name.
fn id(text: &str) -> Result<u64, &'static str> {
    text.parse().map_err(|_| "ids are numbers; `parvis guild list`, `guild show` and `bot list` name them")
}

/// Orders about accounts.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum UserOrder {
    /// Makes an account, also where registration is closed.
    Create {
        /// Name to log in with.
        username: String,
        /// Password; without one, a random one is made and shown.
        #[arg(long)]
        password: Option<String>,
    },
    /// Lists accounts by name.
    List {
        /// How many at most.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
        limit: u32,
        /// Names after this one.
        #[arg(long, default_value = "")]
        after: String,
    },
    /// Shows one account.
    Show {
        /// Its name or id.
        user: String,
    },
    /// Sets a new password and ends every session.
    Password {
        /// The account's name or id.
        user: String,
        /// The password; without one, a random one is made and shown.
        #[arg(long)]
        password: Option<String>,
    },
    /// Takes every second factor from an account whose owner has lost them, and ends every session.
    ResetFactors {
        /// Its name or id.
        user: String,
    },
    /// Ends every session of an account.
    Logout {
        /// Its name or id.
        user: String,
    },
    /// Deletes an account for good; what it wrote stays under a name that says nothing.
    Delete {
        /// Its name or id.
        user: String,
        /// Its name once more, as a check that this is the right one.
        #[arg(long)]
        name: String,
    },
}

/// Orders about guilds.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum GuildOrder {
    /// Makes a guild for an account.
    Create {
        /// Its name.
        name: String,
        /// Name or id of its owner.
        #[arg(long)]
        owner: String,
    },
    /// Lists guilds.
    List {
        /// How many at most.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
        limit: u32,
        /// Ids after this one.
        #[arg(long, default_value_t = 0)]
        after: u64,
    },
    /// Shows one guild with its channels.
    Show {
        /// Its id.
        #[arg(value_parser = id)]
        guild: u64,
    },
    /// Deletes a guild with everything in it, for good.
    Delete {
        /// Its id.
        #[arg(value_parser = id)]
        guild: u64,
        /// Its name, as a check that this is the right one.
        #[arg(long)]
        name: String,
    },
}

/// Orders about bots.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum BotOrder {
    /// Makes a bot and shows its token once.
    Create {
        /// Its name.
        name: String,
        /// Name or id of its owner.
        #[arg(long)]
        owner: String,
        /// Id of a guild to add it to at once.
        #[arg(long, value_parser = id)]
        guild: Option<u64>,
        /// Permissions in that guild, as a number; 0 is what everybody has.
        #[arg(long, default_value_t = 0)]
        permissions: u64,
    },
    /// Adds a bot to a guild, in the name of the guild's owner.
    Add {
        /// Id of the bot.
        #[arg(value_parser = id)]
        bot: u64,
        /// Id of the guild.
        #[arg(long, value_parser = id)]
        guild: u64,
        /// Permissions in that guild, as a number; 0 is what everybody has.
        #[arg(long, default_value_t = 0)]
        permissions: u64,
    },
    /// Lists the bots of an account.
    List {
        /// Name or id of the owner.
        #[arg(long)]
        owner: String,
    },
    /// Makes a new token, which ends the old one, and shows it once.
    Token {
        /// Id of the bot.
        #[arg(value_parser = id)]
        bot: u64,
    },
}

/// Orders about invitations.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum InviteOrder {
    /// Makes an invitation in the name of the guild's owner.
    Create {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
        /// Id of a channel; without one, the first that everybody may see.
        #[arg(long, value_parser = id)]
        channel: Option<u64>,
        /// Seconds until it ends; 0 is never.
        #[arg(long, default_value_t = 0)]
        max_age: u32,
        /// How often it may be used; 0 is without limit.
        #[arg(long, default_value_t = 0)]
        max_uses: u32,
    },
    /// Lists the invitations of a guild.
    List {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
    },
    /// Revokes an invitation.
    Revoke {
        /// Its code.
        code: String,
    },
}

/// Orders about what channels do by themselves.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum SwitchOrder {
    /// Shows what counts in a channel, and what is set there.
    Show {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
        /// Id of the channel or category.
        #[arg(value_parser = id)]
        channel: u64,
    },
    /// Sets switches of a channel or category.
    Set {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
        /// Id of the channel or category.
        #[arg(value_parser = id)]
        channel: u64,
        /// JSON as the API takes it: `{"expiry": {"on": true, "after_hours": 24}}`; null unsets one.
        change: String,
    },
    /// Lists what switches did, newest first.
    Log {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
        /// Id of one channel.
        #[arg(long, value_parser = id)]
        channel: Option<u64>,
        /// How many at most.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
        limit: u32,
        /// Ids before this one.
        #[arg(long, value_parser = id)]
        before: Option<u64>,
    },
    /// Takes an act back: lets somebody write who waits, or invites again who was sent away.
    Undo {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
        /// Id of the entry in the log.
        #[arg(value_parser = id)]
        entry: u64,
    },
}

/// Orders about the map of groups.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum MapOrder {
    /// Shows how much is on the map, and whether it is dark.
    Show,
    /// Those who look after the map: add, remove, list.
    #[command(subcommand)]
    Moderator(ModeratorOrder),
    /// Hides the whole map at once, from every page, answer and file.
    Dark,
    /// Shows the map again.
    Light,
    /// The map's own flag, from which those of groups are derived: set, show.
    #[command(subcommand)]
    Flag(FlagOrder),
    /// Dated actions on the map: list, hide.
    #[command(subcommand)]
    Action(ActionOrder),
    /// Rides and mutual aid: list, remove.
    #[command(subcommand)]
    Aid(AidOrder),
}

/// Orders about dated actions on the map.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum ActionOrder {
    /// Lists what the map shows, the next first.
    List,
    /// Takes an action off the map; its event stays in its guild.
    Hide {
        /// Id of the action, as the list names it.
        #[arg(value_parser = id)]
        action: u64,
    },
}

/// Orders about rides and mutual aid. Nobody is named, to the operator neither.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum AidOrder {
    /// Lists what is current, the soonest first.
    List,
    /// Takes a listing away; its author reads why.
    Remove {
        /// Id of the listing.
        #[arg(value_parser = id)]
        listing: u64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

/// Orders about the map's own flag.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum FlagOrder {
    /// Sets it, or takes it away.
    Set {
        /// A file with its description in JSON, or `none`.
        file: PathBuf,
    },
    /// Shows its description.
    Show,
}

/// Orders about sheets of paper that lead to a guild.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum SheetOrder {
    /// Makes a sheet in the name of the guild's owner, and writes it for a printer.
    Make {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
        /// Its form.
        #[arg(long, default_value = "door", value_parser = clap::builder::PossibleValuesParser::new(SheetKind::WORDS))]
        kind: String,
        /// One or two languages; the first one decides which way the sheet runs.
        #[arg(long = "language", required = true, num_args = 1..=2, value_parser = clap::builder::PossibleValuesParser::new(LANGUAGES))]
        languages: Vec<String>,
        /// Id of a channel; without one, the first that everybody may see.
        #[arg(long, value_parser = id)]
        channel: Option<u64>,
        /// Where it will hang: better no address.
        #[arg(long, default_value = "")]
        label: String,
        /// A new file for the PDF.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Lists the sheets of a guild, and how many people came by each.
    List {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
    },
    /// Takes a sheet back: its code leads nowhere, on every copy.
    Revoke {
        /// Id of the guild.
        #[arg(value_parser = id)]
        guild: u64,
        /// Id of the sheet.
        #[arg(value_parser = id)]
        sheet: u64,
    },
}

/// Orders about reports, cases and decisions.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum GuardOrder {
    /// Those who decide what no guild can decide itself: add, remove, list.
    #[command(subcommand, alias = "moderators")]
    Moderator(ModeratorOrder),
    /// Says what a list of accounts that somebody else made would mean here. Nothing of it is kept.
    List {
        /// A text, a table, JSON, or a policy list of Matrix.
        file: PathBuf,
        /// How it is written, where it does not show: plain, csv, mastodon, json, policy_list.
        #[arg(long)]
        format: Option<String>,
        /// Of which service its names are, where its rows do not say; `here` for this instance.
        #[arg(long)]
        service: Option<String>,
    },
    /// The yearly reports under EU 2024/2835 and article 7 of EU 2021/784, as files of comma-separated values.
    /// Decisions are kept for 400 days: write those of a year in January.
    Report {
        /// Of which year.
        year: i64,
        /// Folder for the files; without one, only the totals are shown.
        #[arg(long)]
        folder: Option<PathBuf>,
    },
    /// Sealed evidence: check the whole chain, hold a record for a court, prove it.
    #[command(subcommand)]
    Evidence(EvidenceOrder),
}

/// Orders about sealed evidence. Its ids stand with the case that it belongs to.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceOrder {
    /// Reads the whole chain and says what is wrong with it.
    Check,
    /// Keeps a record longer than its time, because a court or an authority asked for it.
    Hold {
        /// Id of the record.
        #[arg(value_parser = id)]
        record: u64,
        /// How long, from now.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3_650))]
        days: u32,
        /// Which order, which proceeding.
        #[arg(long)]
        reason: String,
    },
    /// Ends that: the record goes when its time is over.
    Release {
        /// Id of the record.
        #[arg(value_parser = id)]
        record: u64,
    },
    /// Writes a proof of a record, with what it says, for whoever was promised one.
    Prove {
        /// Id of the record.
        #[arg(value_parser = id)]
        record: u64,
    },
}

/// Orders about those who look after the map, or decide the cases of the house.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum ModeratorOrder {
    /// Names a moderator.
    Add {
        /// The account's name or id.
        user: String,
    },
    /// Ends it.
    Remove {
        /// The account's name or id.
        user: String,
    },
    /// Lists them.
    List,
}

/// Orders that bring something in.
#[derive(Debug, Clone, Serialize, Deserialize, Subcommand)]
#[serde(rename_all = "snake_case")]
pub enum ImportOrder {
    /// Puts places onto the map: known ones are brought up to date.
    Areas {
        /// A GeoJSON FeatureCollection, or an extract of OpenStreetMap (.osm.pbf).
        file: PathBuf,
        /// Only places of these levels of OpenStreetMap, such as 8,9.
        #[arg(long, value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=15))]
        levels: Vec<u8>,
        /// Id of the place into which those go that lie in none of the file.
        #[arg(long, value_parser = id)]
        parent: Option<u64>,
    },
}
