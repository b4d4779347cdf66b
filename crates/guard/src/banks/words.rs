//! The words of banks, as they travel and as they are kept.

use parvis_model::words;
use serde::{Deserialize, Serialize};

words! {
    /// What is known.
    ItemKind {
        /// A text, by its signature.
        Text = "text",
        /// A picture, by its hashes.
        Image = "image",
        /// A file, to the last byte.
        File = "file",
    }
    /// Who says that an item is what the bank is for.
    Origin {
        /// Decided here, by people.
        House = "house",
        /// An authority's order.
        Authority = "authority",
        /// A signed list of another instance.
        Instance = "instance",
        /// An exchange of hashes, whose items nobody here has seen.
        Exchange = "exchange",
        /// A file that somebody brought.
        Import = "import",
    }
    /// What a guild does about leaked credentials and offers of attacks.
    LeakSetting {
        /// Nothing.
        Off = "off",
        /// People look at them.
        Review = "review",
        /// They are not accepted. What comes as a file is looked at by people.
        Refuse = "refuse",
    }
    /// How far a look through the past has come.
    ReplayState {
        /// It goes on.
        Running = "running",
        /// Everything was looked at.
        Done = "done",
    }
}

impl Origin {
    /// The same, as banks have it.
    pub(super) const fn source(self) -> parvis_likeness::bank::Source {
        use parvis_likeness::bank::Source;
        match self {
            Self::House => Source::House,
            Self::Authority => Source::Authority,
            Self::Instance => Source::Instance,
            Self::Exchange => Source::Exchange,
            Self::Import => Source::Import,
        }
    }
}
