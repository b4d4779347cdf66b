//! The hour of an order: the moderators of the house are called when it comes, after 30 and after 50 minutes, and when
//! the time of silence is over the person is told.

use parvis_app::hooks::{Job, Work};
use parvis_app::{ActionResult, App, Outbox};
use parvis_bus::Publication;
use parvis_model::{Id, Timestamp};
use parvis_store::Tx;

use super::words::OrderAct;
use super::{KEPT_MS, note, set_told, tell};
use crate::desk;
use crate::tables::orders::{self as tables, Order};

/// After how long the moderators are called again.
const CALLS_MS: [i64; 3] = [0, 30 * 60_000, 50 * 60_000];
const _: () = assert!(CALLS_MS.len() == tables::CALLS_MAX as usize);
/// Orders that are looked at in one go.
const AT_ONCE: u32 = 100;

/// Looks at the clock every minute.
pub struct Clock;

impl Job for Clock {
    fn run<'a>(&'a self, _app: &'a App, _publication: &'a Publication) -> Work<'a, ()> {
        Box::pin(std::future::ready(()))
    }

    fn keep_up<'a>(&'a self, app: &'a App) -> Work<'a, ()> {
        Box::pin(async move {
            if let Err(error) = keep_up(app).await {
                tracing::error!(%error, "nobody may have been called about an order of an authority");
            }
        })
    }
}

/// How many calls are due by now.
pub(super) fn calls_due(received_at: Timestamp, now: Timestamp) -> u32 {
    let passed_ms = now.unix_ms() - received_at.unix_ms();
    CALLS_MS.iter().map(|after_ms| u32::from(passed_ms >= *after_ms)).sum()
}

/// Calls whoever has to be called, tells whoever may be told, and removes what has had its time.
pub async fn keep_up(app: &App) -> ActionResult<()> {
    let now = desk::now(app);
    let oldest = Id::first_of_unix_ms(now.unix_ms() - KEPT_MS);
    let (due, is_old) =
        app.read(move |tx| Ok((tables::due(tx, now, AT_ONCE)?, tables::any_before(tx, oldest)?))).await?;
    if is_old {
        app.write(desk::lane(None), move |tx, _| Ok(tables::delete_before(tx, oldest)?)).await?;
    }
    for order in due {
        if !has_work(&order, now) {
            continue;
        }
        let (id, acts) = (order.id, (app.ids.next(), app.ids.next()));
        app.write(desk::lane(None), move |tx, out| match tables::get(tx, id)? {
            Some(order) => look_at(tx, out, order, acts, now),
            None => Ok(()),
        })
        .await?;
    }
    Ok(())
}

fn has_work(order: &Order, now: Timestamp) -> bool {
    let is_told = order.undisclosed_until.is_some_and(|until| until <= now);
    is_told || order.due_at.is_some_and(|_| calls_of(order, now) > order.calls)
}

/// The hour begins when the order came, or when it was mended: it ends when it is due.
fn calls_of(order: &Order, now: Timestamp) -> u32 {
    let began = order.due_at.map(|due| Timestamp::from_unix_ms(due.unix_ms() - super::HOUR_MS));
    began.map_or(0, |began| calls_due(began, now))
}

fn look_at(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    mut order: Order,
    (call_id, told_id): (Id<parvis_model::marker::GenericMarker>, Id<parvis_model::marker::GenericMarker>),
    now: Timestamp,
) -> ActionResult<()> {
    let calls = calls_of(&order, now);
    if order.due_at.is_some() && calls > order.calls {
        order.calls = calls;
        tables::update(tx, &order)?;
        note(tx, call_id, &order, None, OrderAct::Called, &calls.to_string())?;
        tell(tx, out, &order, true)?;
    }
    if let Some(until) = order.undisclosed_until.filter(|until| *until <= now) {
        order.undisclosed_until = None;
        tables::update(tx, &order)?;
        set_told(tx, out, &order, until, now)?;
        note(tx, told_id, &order, None, OrderAct::Disclosure, &until.to_string())?;
        tell(tx, out, &order, false)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_due_at_once_after_half_an_hour_and_ten_minutes_before_the_end() {
        let came = Timestamp::from_unix_ms(1_000);
        for (minute, calls) in [(0, 1), (29, 1), (30, 2), (49, 2), (50, 3), (600, 3)] {
            let now = Timestamp::from_unix_ms(1_000 + minute * 60_000);
            assert_eq!(calls_due(came, now), calls, "{minute}");
        }
    }
}
