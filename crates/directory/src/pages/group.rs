//! `GET /map/group/{group_id}`: one group, and the way in.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use parvis_app::sheets::of_groups;

use super::answer::{Page, Trouble};
use super::drawing;
use super::filter::{activity, join, with};
use super::head::Head;
use super::rows::{Step, area_path, flag_path, group_path, name_of, people, way_to};
use super::spoken::own_name;
use super::visit::Visit;
use crate::groups::Filter;
use crate::groups::link::Via;
use crate::groups::listing::JoinMode;
use crate::groups::shown::{ShownGroup, invite_url};
use crate::view::{Listed, View};

#[derive(Template)]
#[template(path = "group.html")]
struct GroupPage {
    head: Head,
    name: String,
    flag: String,
    way: Vec<Step>,
    /// In the reader's language, or in one that there is; with its language.
    description: Option<Description>,
    /// In other languages, by their names.
    others: Vec<Description>,
    facts: Vec<String>,
    languages: String,
    tags: Vec<Step>,
    door: Door,
    drawing: Option<String>,
    /// The page's address as a code.
    qr: String,
    changed: String,
    until: Option<String>,
    report: String,
    nearby: Step,
}

/// The way in.
enum Door {
    /// An invitation to a guild of this server.
    Here(String),
    /// A link that leads to another network.
    Outside(String, &'static str),
    /// A form with questions.
    Ask(String),
    /// A code from a member.
    Voucher(String),
    /// None at the moment.
    Shut,
}

/// `GET /map/group/{group_id}`
pub(super) async fn get_group(Path(group_id): Path<String>, visit: Visit) -> Response {
    visit.answer(show(&visit, &group_id).await)
}

async fn show(visit: &Visit, group_id: &str) -> Result<Page, Trouble> {
    let view = visit.view().await?;
    let id = group_id.parse().map_err(|_| Trouble::Gone)?;
    let group = view.group(id, None).ok_or(Trouble::Gone)?;
    if visit.has(&view.version) {
        return Ok(Page::unchanged(&view.version, visit.reader.language));
    }
    let mut page = page_of(visit, &view, group).ok_or(Trouble::Gone)?;
    if let Some(door) = door_by_sheet(visit, group).await? {
        page.door = door;
    }
    Page::of_view(&page, &view.version, visit.reader.language)
}

fn page_of(visit: &Visit, view: &View, group: &Listed) -> Option<GroupPage> {
    let (reader, words, listing) = (&visit.reader, visit.words(), &group.listing);
    let area = view.area(listing.area_id)?;
    let of_area = Step { href: reader.link(&area_path(area)), name: name_of(area, reader).to_owned() };
    let (description, others) = texts(visit, group);
    let mut head = Head::of(visit, listing.name.clone());
    // Another one after each change: messengers keep what they have fetched.
    head.picture = Some(format!("{}/card.png?v={}", group_path(group), group.version));
    head.summary = description.as_ref().map_or_else(|| words.map_lead.clone(), |own| first_chars(&own.text));
    let mut way = way_to(view, area, reader, &Filter::default());
    way.push(Step { href: of_area.href.clone(), name: of_area.name.clone() });
    let tag = |tag: &String| {
        let filter = Filter { tag: Some(tag.clone()), ..Filter::default() };
        Step { href: reader.link(&with(&area_path(area), &filter)), name: tag.clone() }
    };
    let languages: Vec<&str> = listing.languages.iter().map(|code| own_name(code)).collect();
    let facts = [
        people(group, reader),
        activity(words, group.activity).map(str::to_owned),
        Some(join(words, listing.join.mode).to_owned()),
    ];
    Some(GroupPage {
        name: listing.name.clone(),
        flag: flag_path(group),
        way,
        description,
        others,
        facts: facts.into_iter().flatten().collect(),
        languages: languages.join(", "),
        tags: listing.tags.iter().map(tag).collect(),
        door: Door::of(visit, view, group),
        drawing: drawing::of_group(view, group, reader),
        qr: format!("{}/qr.svg", group_path(group)),
        changed: words.changed.replace("{date}", &reader.day(group.changed_at)),
        until: listing.expires_at.map(|at| words.until.replace("{date}", &reader.day(at))),
        report: reader.link(&format!("{}/report", group_path(group))),
        nearby: Step { name: words.nearby.replace("{place}", &of_area.name), href: of_area.href },
        head,
    })
}

/// Who comes by a sheet of paper goes in by its own invitation, so that the sheet is counted.
async fn door_by_sheet(visit: &Visit, group: &Listed) -> Result<Option<Door>, Trouble> {
    let Some(code) = visit.query.get("sheet") else { return Ok(None) };
    let guild_id = of_groups::guild_by(&visit.app, group.id.cast(), code.to_owned()).await?;
    let is_open = group.listing.join.mode == JoinMode::Open;
    let leads_there = guild_id.is_some() && guild_id == group.listing.target.guild_id();
    Ok((is_open && leads_there).then(|| Door::Here(invite_url(&visit.app, code))))
}

/// What a group says of itself in one language.
struct Description {
    code: String,
    language: String,
    text: String,
}

impl Description {
    fn of((code, text): (&String, &String)) -> Self {
        Self { code: code.clone(), language: own_name(code).to_owned(), text: text.clone() }
    }
}

/// What the group says of itself, in the reader's language or else in the first that there is; and the rest.
fn texts(visit: &Visit, group: &Listed) -> (Option<Description>, Vec<Description>) {
    let texts = &group.listing.description;
    let own = visit.reader.language.tag();
    let first = texts.get_key_value(own).or_else(|| texts.iter().next());
    let others = texts.iter().filter(|(code, _)| first.is_none_or(|(it, _)| it != *code));
    (first.map(Description::of), others.map(Description::of).collect())
}

pub(super) fn first_chars(text: &str) -> String {
    const SUMMARY_CHARS: usize = 200;
    let mut summary: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = summary.char_indices().nth(SUMMARY_CHARS) {
        summary.truncate(end);
        summary.push('…');
    }
    summary
}

impl Door {
    fn of(visit: &Visit, view: &View, group: &Listed) -> Self {
        let shown = ShownGroup::of(view, group, None, &visit.app);
        match (shown.join.mode, shown.join.via, shown.join.url) {
            (JoinMode::Open, Via::Parvis, Some(url)) => Self::Here(url),
            (JoinMode::Open, via, Some(url)) => Self::Outside(url, network(via)),
            (JoinMode::Open, _, None) => Self::Shut,
            (JoinMode::Request, ..) => Self::Ask(visit.reader.link(&format!("{}/ask", group_path(group)))),
            (JoinMode::Voucher, ..) => Self::Voucher(visit.reader.link("/map/voucher")),
        }
    }
}

/// What a network is called.
pub(super) const fn network(via: Via) -> &'static str {
    match via {
        Via::Parvis => "Parvis",
        Via::Telegram => "Telegram",
        Via::Signal => "Signal",
        Via::Whatsapp => "WhatsApp",
        Via::Matrix => "Matrix",
        Via::Discord => "Discord",
    }
}
