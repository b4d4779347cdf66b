//! Vouchers: a member answers for somebody, who comes in with a code that works once.

use parvis_app::{ActionError, ActionResult, App, Caller, Kind};
use parvis_model::{Id, Timestamp};
use serde::Serialize;

use crate::groups::keepers::{Key, keeping};
use crate::groups::listing::Target;
use crate::groups::shown::ShownGroup;
use crate::groups::unknown as unknown_group;
use crate::markers::GroupMarker;
use crate::receipts::{self, Receipt};
use crate::requests::way_in;
use crate::tables::groups::{Kept, State};
use crate::tables::vouchers::Voucher;
use crate::{Directory, tables};

/// How long a voucher works: as long as the invitation behind it.
const LIFE_MS: i64 = 7 * 86_400_000;
/// Vouchers of one group that wait to be used.
const WAITING_MAX: u32 = 1_000;

/// A voucher: shown once.
#[derive(Debug, Serialize)]
pub struct Made {
    pub(crate) code: String,
    pub(crate) expires_at: Timestamp,
}

/// What a voucher opens.
#[derive(Debug, Serialize)]
pub struct Opened {
    pub(crate) group: ShownGroup,
    pub(crate) url: String,
}

/// Answers for somebody: any member of the guild, or who holds the group's private link.
pub async fn create(directory: &Directory, app: &App, key: Key<'_>) -> ActionResult<Made> {
    let group = group_of(directory, app, &key).await?;
    if group.state != State::Listed {
        return Err(unknown_group());
    }
    let url = way_in(app, &key, &group).await?;
    let (receipt, now) = (Receipt::random(), Timestamp::from_unix_ms(app.now_ms()));
    let expires_at = Timestamp::from_unix_ms(app.now_ms() + LIFE_MS);
    let maker_id = match &key {
        Key::Account(caller, _) => Some(caller.user_id),
        Key::Receipt(_) => None,
    };
    let voucher = Voucher { digest: receipt.digest, group_id: group.id, maker_id, url, expires_at };
    app.write(crate::lane(), move |tx, _| {
        if tables::vouchers::count(tx, voucher.group_id, now)? >= WAITING_MAX {
            return Err(ActionError::TooFast { retry_after_ms: 3_600_000 });
        }
        tables::vouchers::insert(tx, &voucher)?;
        Ok(())
    })
    .await?;
    Ok(Made { code: receipt.text, expires_at })
}

async fn group_of(directory: &Directory, app: &App, key: &Key<'_>) -> ActionResult<Kept> {
    let (caller, id) = match key {
        Key::Receipt(_) => return Ok(keeping(directory, app, key).await?.group),
        Key::Account(caller, id) => (caller, *id),
    };
    caller.require_person()?;
    let found = app.read(move |tx| Ok(tables::groups::get(tx, id)?)).await?;
    let target = found.as_ref().and_then(|group| Some(group.listing.as_ref()?.target.clone()));
    let (view, viewer) = directory.view_for(app, Some(caller)).await?;
    match (found, target) {
        (Some(group), Some(Target::Guild { guild_id, .. }))
            if app.live.member(&app.store, guild_id, caller.user_id).await?.is_some() =>
        {
            Ok(group)
        }
        _ if view.group(id, viewer.as_ref()).is_some() => Err(ActionError::MissingPermissions),
        _ => Err(unknown_group()),
    }
}

/// Uses a voucher up. Who has an account sees the group from now on.
pub async fn redeem(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    code: &str,
) -> ActionResult<Opened> {
    let unknown = || ActionError::Unknown(Kind::Thing("Voucher"));
    if let Some(caller) = caller {
        caller.require_person()?;
    }
    let digest = receipts::digest_of(code).ok_or_else(unknown)?;
    let view = directory.view(app).await?;
    let (user_id, now) = (caller.map(|caller| caller.user_id), Timestamp::from_unix_ms(app.now_ms()));
    let in_job = view.clone();
    let (group_id, url): (Id<GroupMarker>, String) = app
        .write(crate::lane(), move |tx, _| {
            let taken = tables::vouchers::take(tx, &digest, now)?.ok_or_else(unknown)?;
            // Into what is dark or gone, nobody comes: the voucher stays good until it ends.
            if in_job.all_groups().get(taken.0).is_none() {
                return Err(unknown());
            }
            if let Some(user_id) = user_id {
                tables::vouchers::vouch(tx, taken.0, user_id)?;
            }
            Ok(taken)
        })
        .await?;
    let (_, viewer) = directory.view_for(app, caller).await?;
    let group = view.all_groups().get(group_id).ok_or_else(unknown)?;
    Ok(Opened { group: ShownGroup::of(&view, group, viewer.as_ref(), app), url })
}
