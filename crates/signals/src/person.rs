//! How conspicuous a newcomer's conduct is: a sum of at most eight capped whole numbers, each shown with what it was
//! counted from and what would lower it.
//!
//! What a person speaks, believes, owns or where they live can not be handed in: [`Conduct`] holds numbers of what they
//! did here and nothing that takes a text. The score holds somebody back for a day at most; people decide the rest.

mod signals;
mod wave;

use serde::{Deserialize, Serialize};

pub use signals::{Lowers, Signal};
pub use wave::{QUARANTINE_MAX_S, Verdict, Wave, judge_wave};

/// What somebody did here, in numbers.
///
/// ```compile_fail
/// let conduct = parvis_signals::person::Conduct { language: "ar", ..Default::default() };
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conduct {
    /// Since the account was made, in seconds.
    pub account_age_s: u64,
    /// Others who came by the same invitation, from half a minute before to half a minute after.
    pub joined_alike: u32,
    /// An account that was removed here looks like this one.
    pub near_removed: NearRemoved,
    /// The first message here, if there is one.
    pub first_message: Option<FirstMessage>,
    /// Pages of the members' list that were asked for in the last ten minutes.
    pub member_pages: u32,
    /// People without a guild friend in common who got a private message in the last ten minutes.
    pub strangers_written: u32,
    /// Decisions against this account that stand: neither overturned nor expired.
    pub decisions: u32,
}

/// How much of a removed account comes back in this one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearRemoved {
    /// The names are alike.
    pub name: bool,
    /// Other accounts here, never removed, whose names are as much alike: a common name says nothing.
    pub name_bearers: u32,
    /// The pictures are alike, and the picture is none of the thousand commonest.
    pub avatar: bool,
}

/// A first message, without its words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstMessage {
    /// How long it is.
    pub letters: u32,
    /// Seconds from the join to it.
    pub after_s: u32,
    /// Other newcomers of the last ten minutes whose first message is nearly the same.
    pub alike: u32,
    /// It leads elsewhere.
    pub link: bool,
}

/// A sum that holds somebody back when it is reached.
pub const THRESHOLD: u32 = 6;

/// A score with everything that a person may ask about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The sum of the points.
    pub total: u32,
    /// What is held back from here on.
    pub threshold: u32,
    /// Only those that add something, the largest first.
    pub contributions: Vec<Contribution>,
}

/// One signal's part of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// Which.
    pub signal: Signal,
    /// What was counted.
    pub observed: u64,
    /// What it adds.
    pub points: u32,
    /// The most that it can add.
    pub cap: u32,
    /// What takes points away again.
    pub lowers: Lowers,
}

impl Score {
    /// Adds up what the signals say.
    pub fn of(conduct: &Conduct) -> Self {
        let mut contributions: Vec<Contribution> = Signal::ALL
            .into_iter()
            .map(|signal| signal.contribution(conduct))
            .filter(|contribution| contribution.points > 0)
            .collect();
        contributions.sort_by_key(|contribution| std::cmp::Reverse(contribution.points));
        let total = contributions.iter().map(|contribution| contribution.points).sum();
        Self { total, threshold: THRESHOLD, contributions }
    }

    /// Whether it is enough to hold somebody back until a person looks, or until the day is over.
    pub fn holds_back(&self) -> bool {
        self.total >= self.threshold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole list of what may be handed in. Whoever adds a field comes by here, and may not add a text, nor
    /// anything that stands for a language, a script, a country, a belief, a device or a payment.
    #[test]
    fn nothing_but_numbers_of_what_was_done_can_be_handed_in() {
        let Conduct {
            account_age_s: _,
            joined_alike: _,
            near_removed: NearRemoved { name: _, name_bearers: _, avatar: _ },
            first_message,
            member_pages: _,
            strangers_written: _,
            decisions: _,
        } = Conduct::default();
        let FirstMessage { letters: _, after_s: _, alike: _, link: _ } = first_message.unwrap_or_default();
        // A copied value owns no text.
        fn is_plain<T: Copy + 'static>() {}
        is_plain::<Conduct>();
        assert!(Signal::ALL.len() <= 8);
    }

    #[test]
    fn no_signal_goes_over_its_cap_and_none_holds_back_alone() {
        let worst = Conduct {
            account_age_s: 0,
            joined_alike: 1_000,
            near_removed: NearRemoved { name: true, name_bearers: 0, avatar: true },
            first_message: Some(FirstMessage { letters: 200, after_s: 2, alike: 500, link: true }),
            member_pages: 1_000,
            strangers_written: 1_000,
            decisions: 50,
        };
        let score = Score::of(&worst);
        assert_eq!(score.contributions.len(), Signal::ALL.len());
        for Contribution { signal, points, cap, .. } in &score.contributions {
            assert!(points <= cap && *cap < THRESHOLD, "{signal:?}: {points} of {cap}");
        }
        assert_eq!(score.total, score.contributions.iter().map(|part| part.points).sum::<u32>());
        assert!(score.holds_back());
    }

    #[test]
    fn a_new_account_that_comes_with_many_and_shares_a_link_is_let_in() {
        let guest = Conduct {
            account_age_s: 60,
            joined_alike: 40,
            first_message: Some(FirstMessage { letters: 80, after_s: 50, alike: 0, link: true }),
            ..Conduct::default()
        };
        assert!(!Score::of(&guest).holds_back());
    }

    #[test]
    fn a_slogan_that_many_paste_does_not_hold_back_those_who_take_their_time() {
        let said = |after_s| Conduct {
            joined_alike: 40,
            first_message: Some(FirstMessage { letters: 60, after_s, alike: 30, link: false }),
            ..Conduct::default()
        };
        assert!(!Score::of(&said(60)).holds_back());
        assert!(Score::of(&said(3)).holds_back());
    }

    #[test]
    fn a_common_name_and_a_short_greeting_say_nothing() {
        let guest = Conduct {
            account_age_s: 10 * 86_400,
            near_removed: NearRemoved { name: true, name_bearers: 3, avatar: false },
            first_message: Some(FirstMessage { letters: 5, after_s: 5, alike: 30, link: false }),
            ..Conduct::default()
        };
        assert_eq!(Score::of(&guest).total, 0);
    }

    #[test]
    fn an_overturned_decision_takes_its_points_with_it() {
        let before = Conduct { account_age_s: 30 * 86_400, decisions: 1, ..Conduct::default() };
        let score = Score::of(&before);
        assert_eq!(score.contributions[0].lowers, Lowers::Appeal);
        assert!(Score::of(&Conduct { decisions: 0, ..before }).total < score.total);
    }
}
