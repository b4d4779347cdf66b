//! What is due by the clock: what is over leaves the board, and seven days later it is gone, with what was asked, what
//! was reported and what the two said to each other.

use std::sync::atomic::Ordering;

use parvis_app::{ActionResult, App, Outbox, private};
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::Tx;

use super::answers::{free, take_back};
use super::kind::{AskState, State};
use super::posting::{self, DAY_MS};
use crate::markers::AidMarker;
use crate::{Directory, tables};

/// How long a listing and what hangs on it is kept behind the end of its time.
pub const KEPT_MS: i64 = 7 * DAY_MS;
/// What one round takes on.
const AT_ONCE: u32 = 500;

impl Directory {
    /// Takes down from the board what is over. Nothing is written.
    pub(crate) fn end_aid(&self, now_ms: i64) {
        let aid = &self.0.aid;
        if aid.board.write().as_mut().is_some_and(|board| board.end(now_ms)) {
            aid.changes.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Deletes what has had its time, and ends what nobody answers for any more.
    pub(crate) async fn keep_up_aid(&self, app: &App) -> ActionResult<()> {
        let end = Timestamp::from_unix_ms(app.now_ms() - KEPT_MS);
        let over = app.read(move |tx| Ok(tables::aid::over_before(tx, end, AT_ONCE)?)).await?;
        let gone = app.read(|tx| Ok(tables::aid::of_deleted_accounts(tx, AT_ONCE)?)).await?;
        for id in over.into_iter().chain(gone) {
            self.delete_aid(app, id).await?;
        }
        let is_orphaned = app.read(|tx| {
            let left = !tables::aid::of_former_members(tx, 1)?.is_empty();
            Ok(left || !tables::aid_asks::of_deleted_accounts(tx, 1)?.is_empty())
        });
        if !is_orphaned.await? {
            return Ok(());
        }
        self.change_aid(app, |tx, out| {
            let mut changed = Vec::new();
            for kept in tables::aid::of_former_members(tx, AT_ONCE)? {
                changed.extend(posting::end(tx, out, kept.id, State::Cancelled, None)?);
            }
            for ask in tables::aid_asks::of_deleted_accounts(tx, AT_ONCE)? {
                if ask.state == AskState::Accepted {
                    free(tx, &ask, &mut changed)?;
                }
                take_back(tx, out, ask)?;
            }
            Ok(((), changed))
        })
        .await
    }

    /// Deletes a listing: first the conversations, each in its own order, then what led to them. Begun again after a
    /// stop, it goes on where it was.
    async fn delete_aid(&self, app: &App, id: Id<AidMarker>) -> ActionResult<()> {
        let asks = app.read(move |tx| Ok(tables::aid_asks::of_listing(tx, id)?)).await?;
        let channels: Vec<Id<ChannelMarker>> = asks.iter().filter_map(|ask| ask.channel_id).collect();
        for channel_id in channels {
            private::end_agreement(app, channel_id).await?;
        }
        let job = move |tx: &mut Tx<'_>, out: &mut Outbox| {
            // Of an account that was deleted, somebody may still wait.
            if tables::aid::get(tx, id)?.is_some_and(|kept| kept.state.is_current()) {
                posting::end(tx, out, id, State::Cancelled, None)?;
            }
            tables::aid::delete(tx, id)?;
            Ok(((), vec![id]))
        };
        self.change_aid(app, job).await
    }

    /// Ends what somebody posted for a guild that they are not in any more.
    pub(crate) async fn end_aid_of_former_member(
        &self,
        app: &App,
        guild_id: Id<GuildMarker>,
        user_id: Id<UserMarker>,
    ) -> ActionResult<()> {
        let view = self.view(app).await?;
        let ids = self.with_board(app, &view, |board| board.of_member(guild_id, user_id)).await?;
        if ids.is_empty() {
            return Ok(());
        }
        let job = move |tx: &mut Tx<'_>, out: &mut Outbox| {
            let mut changed = Vec::new();
            for id in ids {
                changed.extend(posting::end(tx, out, id, State::Cancelled, None)?);
            }
            Ok(((), changed))
        };
        self.change_aid(app, job).await
    }
}
