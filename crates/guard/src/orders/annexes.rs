//! What a provider sends back to the authority: annex II when content was removed, annex III when an order could not be
//! executed. Both are filled from the record, as JSON and as a page that can be printed, in the languages of the
//! contact point that are languages of the Union.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::OrderMarker;
use parvis_model::{Id, OrderState, Timestamp};
use parvis_pages::language::Language;
use serde::Serialize;

use super::find;
use super::words::{Impossibility, LinkRefusal, OrderKind};
use crate::desk::{self, unknown};
use crate::tables::decisions;
use crate::tables::orders::{self as tables, Link};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Annex {
    /// Annex II: content was removed.
    Removed,
    /// Annex III: an order could not be executed.
    Impossible,
}

/// Annex II or III of Regulation (EU) 2021/784, as its sections go.
#[derive(Debug, Serialize)]
pub struct ShownAnnex {
    /// `II` or `III`.
    pub annex: &'static str,
    /// Section A: to whom.
    pub authority: String,
    /// Section A: of which member state.
    pub member_state: String,
    /// Section A: the reference of the order.
    pub reference: String,
    /// Section A: when it came.
    pub received_at: Timestamp,
    /// Section A: who answers.
    pub provider: String,
    /// Section B of annex II: what was removed, and when.
    pub removed: Vec<Removed>,
    /// Section B of annex III: what was not, and why.
    pub not_removed: Vec<NotRemoved>,
    /// Section B of annex III: on what ground the order as a whole could not be executed.
    pub ground: Option<Impossibility>,
    /// Section B of annex III: more about it.
    pub explanation: String,
    /// When this was written.
    pub written_at: Timestamp,
}

/// An address whose content was removed.
#[derive(Debug, Serialize)]
pub struct Removed {
    /// The address.
    pub url: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was shown again since, after a complaint.
    pub restored_at: Option<Timestamp>,
}

/// An address whose content was not.
#[derive(Debug, Serialize)]
pub struct NotRemoved {
    /// The address.
    pub url: String,
    /// Why it leads to nothing that can be removed; null where the ground of the whole order says it.
    pub why: Option<LinkRefusal>,
}

/// The annex of an order; there is none before it was executed, or was found to be impossible.
pub async fn get(
    app: &App,
    caller: &Caller,
    id: Id<OrderMarker>,
    annex: Option<Annex>,
) -> ActionResult<ShownAnnex> {
    let standing = desk::standing(app, caller, None).await?;
    let annex = annex.ok_or(unknown("Annex"))?;
    let (provider, now) = (app.config.public_url.clone(), desk::now(app));
    app.read(move |tx| {
        let order = find(tx, &standing, id)?;
        let links = tables::links(tx, id)?;
        let mut removed = Vec::new();
        for link in &links {
            let decision = match link.decision_id {
                Some(id) => decisions::get(tx, id)?,
                None => None,
            };
            if let Some(decision) = decision {
                let at = Timestamp::from_unix_ms(decision.id.created_unix_ms());
                let restored_at = decision.undone.map(|undone| undone.at);
                removed.push(Removed { url: link.url.clone(), at, restored_at });
            }
        }
        let is_removed = annex == Annex::Removed;
        let is_left = |link: &&Link| link.decision_id.is_none();
        let not_removed: Vec<_> = links.iter().filter(is_left).collect();
        let is_there = match annex {
            Annex::Removed => order.state == OrderState::Executed,
            Annex::Impossible => order.impossibility.is_some() || order.state == OrderState::Executed,
        };
        let has_rows = if is_removed {
            !removed.is_empty()
        } else {
            order.impossibility.is_some() || !not_removed.is_empty()
        };
        if order.kind != OrderKind::Order || !is_there || !has_rows {
            let text = "There is no such annex before an order was executed, or found to be impossible.";
            return Err(ActionError::invalid("annex", "ORDER_STATE", text));
        }
        let (ground, explanation) = match order.impossibility.filter(|_| !is_removed) {
            Some((ground, explanation)) => (Some(ground), explanation),
            None => (None, String::new()),
        };
        let row = |link: &&Link| NotRemoved { url: link.url.clone(), why: link.refused };
        Ok(ShownAnnex {
            annex: if is_removed { "II" } else { "III" },
            authority: order.authority,
            member_state: order.member_state,
            reference: order.reference,
            received_at: order.received_at,
            provider,
            removed: if is_removed { removed } else { Vec::new() },
            not_removed: if is_removed { Vec::new() } else { not_removed.iter().map(row).collect() },
            ground,
            explanation,
            written_at: now,
        })
    })
    .await
}

/// What the page says, in a language of the Union that we write.
struct Words {
    tag: &'static str,
    removed_title: &'static str,
    impossible_title: &'static str,
    section_a: &'static str,
    section_b: &'static str,
    section_c: &'static str,
    authority: &'static str,
    reference: &'static str,
    received: &'static str,
    provider: &'static str,
    removed: &'static str,
    restored: &'static str,
    grounds: [&'static str; 3],
    refusals: [&'static str; 5],
    explanation: &'static str,
    signed: &'static str,
    written: &'static str,
}

static FRENCH: Words = Words {
    tag: "fr",
    removed_title: "Retour d’information après retrait de contenu à caractère terroriste (annexe II du règlement (UE) 2021/784)",
    impossible_title: "Informations sur l’impossibilité d’exécuter une injonction de retrait (annexe III du règlement (UE) 2021/784)",
    section_a: "Section A",
    section_b: "Section B",
    section_c: "Section C",
    authority: "Autorité",
    reference: "Référence du dossier de l’autorité",
    received: "Date et heure de réception (UTC)",
    provider: "Fournisseur de services d’hébergement",
    removed: "Contenu retiré, date et heure (UTC)",
    restored: "rétabli le",
    grounds: [
        "Force majeure ou impossibilité de fait, y compris pour des raisons techniques ou opérationnelles objectivement justifiables",
        "L’injonction contient des erreurs manifestes",
        "L’injonction ne contient pas d’informations suffisantes",
    ],
    refusals: [
        "ce n’est pas une adresse",
        "adresse d’un autre serveur",
        "rien qui puisse être retiré",
        "rien à cette adresse, ou plus rien",
        "conversation privée, non diffusée au public",
    ],
    explanation: "Précisions",
    signed: "Nom et signature de la personne autorisée",
    written: "Établi le",
};

static ENGLISH: Words = Words {
    tag: "en",
    removed_title: "Feedback following removal of terrorist content (Annex II of Regulation (EU) 2021/784)",
    impossible_title: "Information about the impossibility to execute a removal order (Annex III of Regulation (EU) 2021/784)",
    section_a: "Section A",
    section_b: "Section B",
    section_c: "Section C",
    authority: "Authority",
    reference: "File reference of the authority",
    received: "Date and time of receipt (UTC)",
    provider: "Hosting service provider",
    removed: "Content removed, date and time (UTC)",
    restored: "restored on",
    grounds: [
        "Force majeure or de facto impossibility, including for objectively justifiable technical or operational reasons",
        "The removal order contains manifest errors",
        "The removal order does not contain sufficient information",
    ],
    refusals: [
        "not an address",
        "address of another server",
        "nothing that can be removed",
        "nothing at this address, or nothing any more",
        "private conversation, not disseminated to the public",
    ],
    explanation: "Further information",
    signed: "Name and signature of the authorised person",
    written: "Written on",
};

static SPANISH: Words = Words {
    tag: "es",
    removed_title: "Respuesta tras la retirada de contenidos terroristas (anexo II del Reglamento (UE) 2021/784)",
    impossible_title: "Información sobre la imposibilidad de ejecutar una orden de retirada (anexo III del Reglamento (UE) 2021/784)",
    section_a: "Sección A",
    section_b: "Sección B",
    section_c: "Sección C",
    authority: "Autoridad",
    reference: "Referencia del expediente de la autoridad",
    received: "Fecha y hora de recepción (UTC)",
    provider: "Prestador de servicios de alojamiento de datos",
    removed: "Contenido retirado, fecha y hora (UTC)",
    restored: "restablecido el",
    grounds: [
        "Fuerza mayor o imposibilidad de hecho, incluso por motivos técnicos u operativos objetivamente justificables",
        "La orden contiene errores manifiestos",
        "La orden no contiene información suficiente",
    ],
    refusals: [
        "no es una dirección",
        "dirección de otro servidor",
        "nada que se pueda retirar",
        "nada en esta dirección, o ya nada",
        "conversación privada, no difundida al público",
    ],
    explanation: "Información adicional",
    signed: "Nombre y firma de la persona autorizada",
    written: "Redactado el",
};

impl ShownAnnex {
    /// The annex as a page that can be printed and signed: HTML without style or script.
    pub fn page(&self, language: Language) -> String {
        let words = match language {
            Language::French => &FRENCH,
            Language::Spanish => &SPANISH,
            _ => &ENGLISH,
        };
        let title = if self.annex == "II" { words.removed_title } else { words.impossible_title };
        let row = |name: &str, value: &str| format!("<dt>{name}</dt><dd>{value}</dd>");
        let moment = |at: Timestamp| at.to_string();
        let mut html = format!(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><h1>{title}</h1>",
            words.tag
        );
        html.push_str(&format!("<h2>{}</h2><dl>", words.section_a));
        let authority = format!("{} ({})", escaped(&self.authority), escaped(&self.member_state));
        html.push_str(&row(words.authority, &authority));
        html.push_str(&row(words.reference, &escaped(&self.reference)));
        html.push_str(&row(words.provider, &escaped(&self.provider)));
        html.push_str(&row(words.received, &moment(self.received_at)));
        html.push_str(&format!("</dl><h2>{}</h2>", words.section_b));
        if let Some(ground) = self.ground {
            html.push_str(&format!("<p>{}</p>", words.grounds[ground as usize]));
        }
        if !self.explanation.is_empty() {
            html.push_str(&format!("<h3>{}</h3><p>{}</p>", words.explanation, escaped(&self.explanation)));
        }
        if !self.removed.is_empty() {
            html.push_str(&format!("<h3>{}</h3>", words.removed));
        }
        html.push_str("<ol>");
        for it in &self.removed {
            let restored = it.restored_at.map(|at| format!(" ({} {at})", words.restored)).unwrap_or_default();
            html.push_str(&format!("<li>{} — {}{restored}</li>", escaped(&it.url), moment(it.at)));
        }
        for it in &self.not_removed {
            let why = it.why.map(|why| format!(" — {}", words.refusals[why as usize])).unwrap_or_default();
            html.push_str(&format!("<li>{}{why}</li>", escaped(&it.url)));
        }
        html.push_str(&format!("</ol><h2>{}</h2><dl>", words.section_c));
        html.push_str(&row(words.written, &moment(self.written_at)));
        html.push_str(&row(words.signed, "<br><br>"));
        html.push_str("</dl></body></html>");
        html
    }
}

/// Text that somebody wrote, as HTML shows it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_an_authority_wrote_becomes_markup() {
        let at = Timestamp::from_unix_ms(0);
        let annex = ShownAnnex {
            annex: "III",
            authority: "<script>".to_owned(),
            member_state: "DE".to_owned(),
            reference: "a\"b".to_owned(),
            received_at: at,
            provider: "https://chat.example.org".to_owned(),
            removed: Vec::new(),
            not_removed: vec![NotRemoved { url: "x://<i>".to_owned(), why: Some(LinkRefusal::Private) }],
            ground: Some(Impossibility::MissingInformation),
            explanation: "a & b".to_owned(),
            written_at: at,
        };
        for language in Language::ALL {
            let html = annex.page(language);
            assert!(!html.contains("<script>") && !html.contains("<i>") && html.contains("a &amp; b"));
        }
        let english = annex.page(Language::Arabic);
        assert!(english.contains("does not contain sufficient information"), "{english}");
        assert!(english.contains("private conversation"));
    }
}
