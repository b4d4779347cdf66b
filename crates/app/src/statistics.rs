//! How lively a guild is, by day: numbers that name nobody. Comings and goings are counted when they happen, messages
//! once for each day that is over, when somebody asks; what was deleted before is not among them.

use std::collections::{BTreeMap, HashMap};

use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{ChannelStatistics, DayStatistics, GuildStatistics, Id, Permissions, Timestamp};
use parvis_rules::limits;
use parvis_store::tables::statistics::{self as kept, ChannelDay, Day};
use parvis_store::{StoreError, Tx};

use crate::access::{self, GuildAccess};
use crate::error::{ActionError, ActionResult};
use crate::logins::DAY_MS;
use crate::{App, Caller, Lane};

/// Either is enough to see statistics.
const MAY_SEE: Permissions = Permissions::VIEW_GUILD_INSIGHTS.union(Permissions::MANAGE_GUILD);
/// Fewer writers than this are not counted out: the number would name them.
const WRITERS_SHOWN_MIN: u64 = 5;

/// The day of a moment.
pub(crate) fn day_of(now_ms: i64) -> i64 {
    now_ms.div_euclid(DAY_MS)
}

/// The last days of a guild, today among them.
pub async fn of_guild(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    days: i64,
) -> ActionResult<GuildStatistics> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    if !access.permissions.intersects(MAY_SEE) {
        return Err(ActionError::MissingPermissions);
    }
    let today = day_of(app.now_ms());
    let from = today - days + 1;
    // Nothing was written before the guild was made.
    let first = from.max(day_of(guild_id.created_unix_ms()));
    let counted = app.read(move |tx| Ok(Counted::read(tx, guild_id, first, today)?)).await?;
    let counted = keep_what_is_over(app, &access, counted, today).await?;
    Ok(GuildStatistics {
        days: shown_days(&counted, from, today),
        channels: shown_channels(&counted, &access),
    })
}

/// Days of a guild, and of its channels.
struct Counted {
    days: BTreeMap<i64, Day>,
    channels: Vec<ChannelDay>,
    /// The first day that was counted now; the ones before it were kept.
    fresh_from: i64,
}

impl Counted {
    /// What is kept, and what had to be counted because nobody had asked yet: from the first such day on.
    fn read(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, first: i64, today: i64) -> Result<Self, StoreError> {
        let mut days: BTreeMap<i64, Day> =
            kept::days(tx, guild_id, first)?.into_iter().map(|day| (day.day, day)).collect();
        let is_kept = |day: &i64| days.get(day).is_some_and(|day| day.messages.is_some());
        let fresh_from = (first..today).find(|day| !is_kept(day)).unwrap_or(today);
        let mut channels = kept::channel_days(tx, guild_id, first, fresh_from)?;
        let since = Id::first_of_unix_ms(fresh_from * DAY_MS);
        let fresh = kept::count_messages(tx, guild_id, since)?;
        let writers: HashMap<i64, u64> = kept::count_writers(tx, guild_id, since)?.into_iter().collect();
        for number in fresh_from..=today {
            let day = days.entry(number).or_insert(Day { day: number, ..Day::default() });
            let of_day = fresh.iter().filter(|channel| channel.day == number);
            day.messages = Some(of_day.map(|channel| channel.messages).sum());
            day.writers = Some(writers.get(&number).copied().unwrap_or(0));
        }
        channels.extend(fresh.into_iter().filter(|channel| (fresh_from..=today).contains(&channel.day)));
        Ok(Self { days, channels, fresh_from })
    }
}

/// Keeps the days that were counted and are over, so that nobody counts them again.
async fn keep_what_is_over(
    app: &App,
    access: &GuildAccess,
    counted: Counted,
    today: i64,
) -> ActionResult<Counted> {
    if counted.fresh_from >= today {
        return Ok(counted);
    }
    let guild_id = access.id();
    app.write(access.lane(), move |tx, _| {
        for number in counted.fresh_from..today {
            let of_day = counted.channels.iter().filter(|channel| channel.day == number);
            let of_day: Vec<ChannelDay> = of_day.copied().collect();
            let writers = counted.days.get(&number).and_then(|day| day.writers).unwrap_or(0);
            kept::keep_day(tx, guild_id, number, writers, &of_day)?;
        }
        Ok(counted)
    })
    .await
}

fn shown_days(counted: &Counted, from: i64, today: i64) -> Vec<DayStatistics> {
    let shown = |number: i64| {
        let day = counted.days.get(&number).copied().unwrap_or_default();
        let writers = day.writers.unwrap_or(0);
        let date = Timestamp::from_unix_ms(number * DAY_MS).to_string();
        DayStatistics {
            date: date.chars().take("2026-11-22".len()).collect(),
            messages: day.messages.unwrap_or(0),
            writers: (writers == 0 || writers >= WRITERS_SHOWN_MIN).then_some(writers),
            joins: day.joins,
            leaves: day.leaves,
            complete: number < today,
        }
    };
    (from..=today).map(shown).collect()
}

fn shown_channels(counted: &Counted, access: &GuildAccess) -> Vec<ChannelStatistics> {
    let mut sums: BTreeMap<Id<ChannelMarker>, u64> = BTreeMap::new();
    for channel in &counted.channels {
        *sums.entry(channel.channel_id).or_default() += channel.messages;
    }
    let may_view = |id: Id<ChannelMarker>| access.permissions_in(id).contains(Permissions::VIEW_CHANNEL);
    let visible = sums.into_iter().filter(|(id, _)| may_view(*id));
    let mut shown: Vec<_> =
        visible.map(|(channel_id, messages)| ChannelStatistics { channel_id, messages }).collect();
    shown.sort_by_key(|channel| std::cmp::Reverse(channel.messages));
    shown
}

/// Forgets days that have had their time.
pub async fn purge(app: &App) -> ActionResult<u64> {
    let oldest = day_of(app.now_ms()) - limits::STATISTICS_DAYS_KEPT;
    app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| Ok(kept::delete_before(tx, oldest)?)).await
}
