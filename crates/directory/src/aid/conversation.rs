//! The conversation of the two who agreed: exactly these two, begun with a note that says what it is about.

use parvis_app::private::{self, Agreement};
use parvis_app::{ActionResult, App, Outbox};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Timestamp};
use parvis_pages::language::Language;
use parvis_store::Tx;

use super::sight::Sight;
use super::upkeep::KEPT_MS;
use super::words::AidWords;
use crate::markers::AreaMarker;
use crate::tables::aid::Kept;
use crate::tables::aid_asks::Ask;

/// Begins it, in the language of the one who accepted, and says where it is.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    app: &App,
    sight: &Sight,
    kept: &Kept,
    ask: &Ask,
) -> ActionResult<Id<ChannelMarker>> {
    let account = parvis_store::tables::users::account(tx, kept.author_id)?;
    let locale = account.map(|account| account.locale).unwrap_or_default();
    let tag = locale.split('-').next().unwrap_or_default();
    let language = Language::of_tag(tag).unwrap_or(Language::English);
    let agreement = Agreement {
        id: app.ids.next(),
        owner_id: kept.author_id,
        other_id: ask.asker_id,
        name: subject(sight, kept, language),
        text: first_words(kept, ask, language),
    };
    let id = agreement.id;
    private::begin_agreement(app, tx, out, agreement)?;
    Ok(id)
}

/// What a listing is about, in one line.
fn subject(sight: &Sight, kept: &Kept, language: Language) -> String {
    let words = AidWords::of(language);
    let details = &kept.details;
    let name = |id: Id<AreaMarker>| {
        let area = sight.view.area(id);
        area.map_or("?", |area| area.names.by_language.get(language.tag()).unwrap_or(&area.name)).to_owned()
    };
    let form = if kept.kind.is_ride() { &words.subject_ride } else { &words.subject_other };
    let to = details.destination_id.map(name).unwrap_or_default();
    form.replace("{kind}", words.kind(kept.kind))
        .replace("{category}", details.category.map_or("", |it| words.category(it)))
        .replace("{from}", &name(details.area_id))
        .replace("{to}", &to)
        .replace("{day}", &parvis_pages::day(language, details.from))
}

/// What both had said, and what this conversation is for.
fn first_words(kept: &Kept, ask: &Ask, language: Language) -> String {
    let words = AidWords::of(language);
    let mut text = String::new();
    for said in [&kept.details.text, &ask.text] {
        for line in said.lines() {
            text.push_str("> ");
            text.push_str(line);
            text.push('\n');
        }
        if !said.is_empty() {
            text.push('\n');
        }
    }
    let end = Timestamp::from_unix_ms(kept.until.unix_ms().saturating_add(KEPT_MS));
    let closing = words.conversation.replace("{amount}", &language.number(ask.amount));
    text.push_str(&closing.replace("{day}", &parvis_pages::day(language, end)));
    text
}
