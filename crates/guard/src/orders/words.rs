//! The words of orders and referrals, as they travel and as they are kept.

use parvis_model::words;
use serde::{Deserialize, Serialize};

words! {
    /// What an authority sent.
    OrderKind {
        /// A removal order under article 3 of Regulation (EU) 2021/784: within one hour.
        Order = "order",
        /// A hint without authority: looked at by the house's own rules, without a clock.
        Referral = "referral",
    }
    /// What content is said to be, by article 2(7) of Regulation (EU) 2021/784.
    Material {
        /// It incites to terrorist offences.
        Incitement = "incitement",
        /// It solicits somebody to commit or contribute to one.
        Solicitation = "solicitation",
        /// It solicits somebody to take part in a terrorist group.
        Participation = "participation",
        /// It instructs in making or using weapons or other methods.
        Instruction = "instruction",
        /// It threatens to commit one.
        Threat = "threat",
    }
    /// How an order was found to be authentic, or forged.
    Authentication {
        /// Its electronic signature was verified.
        Signature = "signature",
        /// It came through the common platform of the authorities.
        Platform = "platform",
        /// The authority was called at a number from the Commission's list.
        CallBack = "call_back",
        /// It was handed over by somebody who showed who they are.
        InPerson = "in_person",
    }
    /// Why an order could not be executed, as annex III has it.
    Impossibility {
        /// Force majeure, or de facto impossible, for technical or operational reasons.
        ForceMajeure = "force_majeure",
        /// It contains manifest errors.
        ManifestErrors = "manifest_errors",
        /// It does not contain sufficient information.
        MissingInformation = "missing_information",
    }
    /// Why an address leads nowhere.
    LinkRefusal {
        /// It is no address.
        Unreadable = "unreadable",
        /// It is of another server.
        Elsewhere = "elsewhere",
        /// It is of this server, but of nothing that can be removed.
        NotContent = "not_content",
        /// Nothing is there, or nothing any more.
        Unknown = "unknown",
        /// It is a private conversation, which is not disseminated to the public.
        Private = "private",
    }
    /// What was done about an order.
    OrderAct {
        /// It was entered.
        Received = "received",
        /// It was found to be authentic.
        Authenticated = "authenticated",
        /// It was found to be forged.
        Rejected = "rejected",
        /// It was executed.
        Executed = "executed",
        /// It could not be.
        NotExecuted = "not_executed",
        /// The authority mended it, and the clock began anew.
        Clarified = "clarified",
        /// When the person is told was changed.
        Disclosure = "disclosure",
        /// The moderators were called.
        Called = "called",
        /// A referral was answered.
        Answered = "answered",
    }
}
