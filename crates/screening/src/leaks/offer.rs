//! Whether a text offers an attack or stolen data for money: points for what an offer has, fewer for what people have
//! who report, study, warn or defend. Each number is shown to whoever decides.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use super::lexicon::{Found, Kind, Searcher};
use crate::fold::Folded;

/// From so many points on a text is an offer.
pub const POINTS_NEEDED: i32 = 5;
const WORD_POINTS_MAX: i32 = 4;
const OFFER_POINTS_MAX: i32 = 4;
const CONTEXT_POINTS_MAX: i32 = 8;

/// An amount of money, in a folded text.
static PRICE: LazyLock<Regex> = LazyLock::new(|| {
    let currency = "usd|usdt|eur|euros?|dollars?|bucks|btc|xmr|eth|руб|рублей|р\\b|рос\\. руб|₽|долл\\w*|бакс\\w*|\
                    гривен|грн|евро|еўра|byn|бел\\. руб|pln|zl|دولار\\w*|يورو|درهم|دينار|ريال|ليره|جنيه|\
                    dolares|pesos|dirhams?";
    let pattern = format!(
        "(?:[$€£₽₴₿]\\s?\\d{{1,6}}|\\d{{1,6}}(?:[.,]\\d{{1,2}})?\\s?k?\\s?(?:[$€£₽₴₿]|(?:{currency})))"
    );
    Regex::new(&pattern).expect("a pattern of ours is well-formed: its test uses it")
});

/// What is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ware {
    /// Attacks on services.
    Attack,
    /// Stolen data.
    Data,
}

/// An offer, and what made it one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Of what.
    pub ware: Ware,
    /// Points altogether.
    pub points: i32,
    /// Words for the ware itself, and words that hint at it.
    pub words: usize,
    /// Words of somebody who sells.
    pub selling: usize,
    /// Words of somebody who reports, studies, warns or defends.
    pub context: usize,
}

/// The offer of a text, if it is one.
pub fn offer(text: &Folded, searcher: &Searcher) -> Option<Offer> {
    let found = searcher.search(text);
    let attack = points(&found, Kind::Attack, Kind::AttackHint);
    let data = points(&found, Kind::Data, Kind::DataHint);
    let (ware, words) = if attack >= data { (Ware::Attack, attack) } else { (Ware::Data, data) };
    let selling = found.count(Kind::Offer);
    // Without something to sell, a seller and a price there is no offer. The price is looked for last: it costs most.
    if words < 2 || selling == 0 || !PRICE.is_match(&text.plain) {
        return None;
    }
    let context = found.count(Kind::Context);
    let points = words.min(WORD_POINTS_MAX) + 2 + (selling as i32).min(OFFER_POINTS_MAX)
        - (2 * context as i32).min(CONTEXT_POINTS_MAX);
    (points >= POINTS_NEEDED).then_some(Offer { ware, points, words: words as usize, selling, context })
}

/// Two points for a word that says it, one for a word that hints; hints alone do not make one.
fn points(found: &Found, says: Kind, hints: Kind) -> i32 {
    let (says, hints) = (found.count(says) as i32, found.count(hints) as i32);
    if says == 0 { 0 } else { 2 * says + hints.min(1) }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::*;
    use crate::fold::fold;

    #[test]
    fn prices_are_read_as_sellers_write_them() {
        for text in ["10$", "$ 15", "20 eur", "1500 руб", "1500р", "50 دولار", "5.99€", "0,5 btc", "100 USDT"]
        {
            assert!(PRICE.is_match(&fold(text).plain), "{text}");
        }
        for text in ["10 minutes", "version 2", "ten dollars", "10 %"] {
            assert!(!PRICE.is_match(&fold(text).plain), "{text}");
        }
    }

    #[test]
    fn an_offer_needs_a_ware_a_seller_and_a_price() {
        let searcher = Searcher::new(&Lexicon::default()).unwrap();
        let ware = |text: &str| offer(&fold(text), &searcher).map(|offer| offer.ware);
        assert_eq!(ware("selling booter access, 10$ per month, dm me"), Some(Ware::Attack));
        assert_eq!(ware("Selling fresh combolist 2M lines hq, $40, telegram only"), Some(Ware::Data));
        assert_eq!(ware("booter access, dm me"), None);
        assert_eq!(ware("selling my bike, 40$, dm me"), None);
        assert_eq!(
            ware("The booter sold attacks for $19 a month before police seized it, researchers said"),
            None
        );
        assert_eq!(ware("VPS with DDoS protection from $5 per month, order now"), None);
    }
}
