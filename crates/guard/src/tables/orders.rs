//! Removal orders and referrals of authorities: what they say, what they name, and what was done about them.

use parvis_model::marker::{
    AttachmentMarker, CaseMarker, ChannelMarker, DecisionMarker, GenericMarker, MessageMarker, OrderMarker,
    UserMarker,
};
use parvis_model::{Id, OrderState, Timestamp};
use parvis_store::{Component, Json, Migration, Row, StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::{word, word_or_none};
use crate::orders::words::{Authentication, Impossibility, LinkRefusal, Material, OrderAct, OrderKind};
use crate::words::Subject;

/// How often the moderators are called about an order.
pub const CALLS_MAX: u32 = 3;

/// The tables of the desk for orders.
pub const ORDERS: Component = Component {
    name: "guard-orders",
    migrations: &[Migration {
        name: "orders of authorities",
        sql: "
create table guard_orders (
  id bigint not null primary key,
  kind text not null,
  state text not null,
  authority text not null,
  member_state text not null,
  reference text not null,
  received_ms bigint not null,
  due_ms bigint,
  calls bigint not null,
  undisclosed_until_ms bigint,
  executed_ms bigint,
  content text not null,
  authentication text,
  authentication_note text,
  impossibility text,
  impossibility_note text,
  answer text
);
create unique index guard_orders_by_reference on guard_orders (member_state, authority, reference);
create index guard_orders_by_clock on guard_orders (due_ms) where due_ms is not null;
create index guard_orders_undisclosed on guard_orders (undisclosed_until_ms) where undisclosed_until_ms is not null;

create table guard_order_links (
  order_id bigint not null,
  place bigint not null,
  url text not null,
  subject text,
  refused text,
  user_id bigint,
  case_id bigint,
  decision_id bigint,
  primary key (order_id, place)
){clustered};
create index guard_order_links_by_user on guard_order_links (user_id) where user_id is not null;

create table guard_order_acts (
  id bigint not null primary key,
  order_id bigint not null,
  user_id bigint,
  act text not null,
  note text not null
);
create index guard_order_acts_by_order on guard_order_acts (order_id, id);
create index guard_order_acts_by_user on guard_order_acts (user_id) where user_id is not null;
",
    }],
};

/// What an order says besides who sent it: the fields of annex I of Regulation (EU) 2021/784.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Particulars {
    /// When the authority issued it.
    pub issued_at: Option<Timestamp>,
    /// How the authority is reached.
    pub contact: String,
    /// What the content is, by article 2(7).
    pub material: Vec<Material>,
    /// Why.
    pub reasons: String,
    /// How it can be challenged.
    pub redress: String,
    /// Whether it is signed.
    pub signed: bool,
}

/// An order as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The order.
    pub id: Id<OrderMarker>,
    /// An order, or a referral.
    pub kind: OrderKind,
    /// How far it has come.
    pub state: OrderState,
    /// Who sent it.
    pub authority: String,
    /// Of which member state, by ISO 3166-1.
    pub member_state: String,
    /// The authority's own reference.
    pub reference: String,
    /// When it came.
    pub received_at: Timestamp,
    /// When its hour is over; `None` while no clock runs.
    pub due_at: Option<Timestamp>,
    /// How often the moderators were called.
    pub calls: u32,
    /// Until when the person is not told (article 11).
    pub undisclosed_until: Option<Timestamp>,
    /// When it was executed.
    pub executed_at: Option<Timestamp>,
    /// What else it says.
    pub particulars: Particulars,
    /// How it was found to be authentic, or with a forged one was not; and what was found.
    pub authentication: Option<(Authentication, String)>,
    /// Why it could not be executed, and more about it.
    pub impossibility: Option<(Impossibility, String)>,
    /// What the authority is told of a referral.
    pub answer: Option<String>,
}

/// One address that an order names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its place in the order, from 0.
    pub place: u32,
    /// The address.
    pub url: String,
    /// What it leads to.
    pub subject: Option<Subject>,
    /// Why it leads nowhere.
    pub refused: Option<LinkRefusal>,
    /// Whose it is.
    pub user_id: Option<Id<UserMarker>>,
    /// The case about it.
    pub case_id: Option<Id<CaseMarker>>,
    /// The decision that carries the order out.
    pub decision_id: Option<Id<DecisionMarker>>,
}

/// What somebody did about an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its id; its time is that of the act.
    pub id: Id<GenericMarker>,
    /// Which order.
    pub order_id: Id<OrderMarker>,
    /// Who; `None` for the clock, and when that account is gone.
    pub user_id: Option<Id<UserMarker>>,
    /// What.
    pub act: OrderAct,
    /// More about it.
    pub note: String,
}

macro_rules! order_columns {
    () => {
        "o.id, o.kind, o.state, o.authority, o.member_state, o.reference, o.received_ms, o.due_ms, o.calls,
         o.undisclosed_until_ms, o.executed_ms, o.content, o.authentication, o.authentication_note, o.impossibility,
         o.impossibility_note, o.answer"
    };
}

/// Adds an order; false when the same authority sent one of the same reference before.
pub fn insert(tx: &mut Tx<'_>, order: &Order) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_orders (id, kind, state, authority, member_state, reference, received_ms, due_ms, calls,
           undisclosed_until_ms, content)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        &[
            &order.id,
            &order.kind.as_str(),
            &order.state.as_str(),
            &order.authority,
            &order.member_state,
            &order.reference,
            &order.received_at,
            &order.due_at,
            &order.calls,
            &order.undisclosed_until,
            &Json(&order.particulars),
        ],
    )?;
    Ok(added > 0)
}

/// Writes what changes of an order: all but who sent what when.
pub fn update(tx: &mut Tx<'_>, order: &Order) -> Result<(), StoreError> {
    tx.execute(
        "update guard_orders set state = $2, due_ms = $3, calls = $4, undisclosed_until_ms = $5, executed_ms = $6,
           authentication = $7, authentication_note = $8, impossibility = $9, impossibility_note = $10, answer = $11
         where id = $1",
        &[
            &order.id,
            &order.state.as_str(),
            &order.due_at,
            &order.calls,
            &order.undisclosed_until,
            &order.executed_at,
            &order.authentication.as_ref().map(|it| it.0.as_str()),
            &order.authentication.as_ref().map(|it| it.1.as_str()),
            &order.impossibility.as_ref().map(|it| it.0.as_str()),
            &order.impossibility.as_ref().map(|it| it.1.as_str()),
            &order.answer,
        ],
    )?;
    Ok(())
}

/// One order.
pub fn get(tx: &mut Tx<'_>, id: Id<OrderMarker>) -> Result<Option<Order>, StoreError> {
    tx.query_opt(concat!("select ", order_columns!(), " from guard_orders o where o.id = $1"), &[&id], read)
}

/// Orders older than one, newest first: those that wait, or those that do not; those that name `except` are left out.
pub fn page(
    tx: &mut Tx<'_>,
    is_open: bool,
    except: Id<UserMarker>,
    before: Id<OrderMarker>,
    limit: u32,
) -> Result<Vec<Order>, StoreError> {
    tx.query(
        concat!(
            "select ",
            order_columns!(),
            " from guard_orders o
             where o.id < $1 and (o.state in ('received', 'authentic')) = $2 and not exists (
               select 1 from guard_order_links l where l.order_id = o.id and l.user_id = $3)
             order by o.id desc limit $4"
        ),
        &[&before, &is_open, &except, &limit],
        read,
    )
}

/// Orders about which somebody is still to be called, and those whose time of silence is over, the oldest first.
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<Order>, StoreError> {
    tx.query(
        concat!(
            "select ",
            order_columns!(),
            " from guard_orders o
             where (o.due_ms is not null and o.calls < $3) or o.undisclosed_until_ms <= $1
             order by o.id limit $2"
        ),
        &[&now, &limit, &CALLS_MAX],
        read,
    )
}

/// Whether an authority sent an order before this one.
pub fn is_known(tx: &mut Tx<'_>, order: &Order) -> Result<bool, StoreError> {
    tx.query_one(
        "select count(*) from guard_orders
         where member_state = $1 and authority = $2 and kind = 'order' and id < $3 and state <> 'forged'",
        &[&order.member_state, &order.authority, &order.id],
        |row| row.get::<i64>(0).map(|count| count > 0),
    )
}

/// Adds an address.
pub fn insert_link(tx: &mut Tx<'_>, order_id: Id<OrderMarker>, link: &Link) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_order_links (order_id, place, url, subject, refused, user_id, case_id)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &order_id,
            &link.place,
            &link.url,
            &link.subject.as_ref().map(Json),
            &link.refused.map(LinkRefusal::as_str),
            &link.user_id,
            &link.case_id,
        ],
    )?;
    Ok(())
}

/// The addresses of an order, as it lists them.
pub fn links(tx: &mut Tx<'_>, order_id: Id<OrderMarker>) -> Result<Vec<Link>, StoreError> {
    tx.query(
        "select place, url, subject, refused, user_id, case_id, decision_id from guard_order_links
         where order_id = $1 order by place",
        &[&order_id],
        |row| {
            let subject: Option<Json<Subject>> = row.get(2)?;
            Ok(Link {
                place: row.get(0)?,
                url: row.get(1)?,
                subject: subject.map(|Json(subject)| subject),
                refused: word_or_none(row, 3, LinkRefusal::from_word)?,
                user_id: row.get(4)?,
                case_id: row.get(5)?,
                decision_id: row.get(6)?,
            })
        },
    )
}

/// Notes which case is about an address.
pub fn set_case(
    tx: &mut Tx<'_>,
    order_id: Id<OrderMarker>,
    place: u32,
    case_id: Id<CaseMarker>,
) -> Result<(), StoreError> {
    tx.execute(
        "update guard_order_links set case_id = $3 where order_id = $1 and place = $2",
        &[&order_id, &place, &case_id],
    )?;
    Ok(())
}

/// Notes which decision carries an order out, in its transaction.
pub fn set_decision(
    tx: &mut Tx<'_>,
    order_id: Id<OrderMarker>,
    place: u32,
    decision_id: Id<DecisionMarker>,
) -> Result<(), StoreError> {
    tx.execute(
        "update guard_order_links set decision_id = $3 where order_id = $1 and place = $2",
        &[&order_id, &place, &decision_id],
    )?;
    Ok(())
}

/// Notes that what an address led to is gone.
pub fn set_refused(
    tx: &mut Tx<'_>,
    order_id: Id<OrderMarker>,
    place: u32,
    refused: LinkRefusal,
) -> Result<(), StoreError> {
    tx.execute(
        "update guard_order_links set refused = $3 where order_id = $1 and place = $2",
        &[&order_id, &place, &refused.as_str()],
    )?;
    Ok(())
}

/// The message that a file belongs to.
pub fn message_of_file(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    id: Id<AttachmentMarker>,
) -> Result<Option<Id<MessageMarker>>, StoreError> {
    tx.query_opt(
        "select message_id from attachments where id = $1 and channel_id = $2",
        &[&id, &channel_id],
        |row| row.get(0),
    )
}

/// Notes what somebody did.
pub fn insert_act(tx: &mut Tx<'_>, act: &Act) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_order_acts (id, order_id, user_id, act, note) values ($1, $2, $3, $4, $5)",
        &[&act.id, &act.order_id, &act.user_id, &act.act.as_str(), &act.note],
    )?;
    Ok(())
}

/// What was done about an order, the first first.
pub fn acts(tx: &mut Tx<'_>, order_id: Id<OrderMarker>, limit: u32) -> Result<Vec<Act>, StoreError> {
    tx.query(
        "select id, order_id, user_id, act, note from guard_order_acts where order_id = $1 order by id limit $2",
        &[&order_id, &limit],
        |row| {
            Ok(Act {
                id: row.get(0)?,
                order_id: row.get(1)?,
                user_id: row.get(2)?,
                act: word(row, 3, OrderAct::from_word)?,
                note: row.get(4)?,
            })
        },
    )
}

/// Orders of a span of time, by their ids, the oldest first.
pub fn between(
    tx: &mut Tx<'_>,
    from: Id<OrderMarker>,
    until: Id<OrderMarker>,
    limit: u32,
) -> Result<Vec<Order>, StoreError> {
    tx.query(
        concat!(
            "select ",
            order_columns!(),
            " from guard_orders o where o.id >= $1 and o.id < $2 order by o.id limit $3"
        ),
        &[&from, &until, &limit],
        read,
    )
}

/// Whether there are orders older than one.
pub fn any_before(tx: &mut Tx<'_>, before: Id<OrderMarker>) -> Result<bool, StoreError> {
    tx.query_one("select count(*) from guard_orders where id < $1", &[&before], |row| {
        row.get::<i64>(0).map(|count| count > 0)
    })
}

/// Removes orders that are older than one, with everything about them.
pub fn delete_before(tx: &mut Tx<'_>, before: Id<OrderMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from guard_order_links where order_id < $1", &[&before])?;
    tx.execute("delete from guard_order_acts where order_id < $1", &[&before])?;
    tx.execute("delete from guard_orders where id < $1", &[&before])
}

/// Forgets an account: what was ordered stays without its name.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update guard_order_links set user_id = null where user_id = $1", &[&user_id])?;
    tx.execute("update guard_order_acts set user_id = null where user_id = $1", &[&user_id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Order, StoreError> {
    let Json(particulars) = row.get(11)?;
    let authentication = match word_or_none(row, 12, Authentication::from_word)? {
        Some(how) => Some((how, row.get(13)?)),
        None => None,
    };
    let impossibility = match word_or_none(row, 14, Impossibility::from_word)? {
        Some(why) => Some((why, row.get(15)?)),
        None => None,
    };
    Ok(Order {
        id: row.get(0)?,
        kind: word(row, 1, OrderKind::from_word)?,
        state: word(row, 2, OrderState::from_word)?,
        authority: row.get(3)?,
        member_state: row.get(4)?,
        reference: row.get(5)?,
        received_at: row.get(6)?,
        due_at: row.get(7)?,
        calls: row.get(8)?,
        undisclosed_until: row.get(9)?,
        executed_at: row.get(10)?,
        particulars,
        authentication,
        impossibility,
        answer: row.get(16)?,
    })
}
