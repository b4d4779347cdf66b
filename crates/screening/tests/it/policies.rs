//! What all rules of a guild cost at worst is bounded before the first message.

use parvis_screening::policy::{
    Answer, Draft, Facts, Features, Lists, POLICIES_MAX, Place, Policy, check_together,
};

fn policy(when: &str) -> Policy {
    let draft = serde_json::json!({"name": "x", "when": when, "actions": [{"kind": "label"}]});
    let draft: Draft = serde_json::from_value(draft).expect("a draft");
    Policy::parse(draft, &Lists::new()).expect(when)
}

#[test]
fn ordinary_rules_fit_into_the_bound_of_all() {
    let ordinary = [
        "author.member_hours < 24 && message.links > 0 && message.mentions > 3",
        "message.folded.matches(r'free\\s+nitro') && !author.has_avatar",
        "history.same_text_10_minutes >= 3 || history.same_text_authors_10_minutes >= 4",
        "message.hosts.exists(host, host.endsWith('.zip')) && author.account_hours < 72",
        "message.capitals > 80 && message.length > 40",
    ];
    let policies: Vec<Policy> = ordinary.iter().cycle().take(POLICIES_MAX).map(|when| policy(when)).collect();
    assert_eq!(check_together(&policies), Ok(()));
}

#[test]
fn a_rule_that_grows_beyond_numbers_lets_the_message_pass() {
    let grows = policy("message.mentions * 9223372036854775807 > 0");
    let facts = Facts { mentions: 2, ..Facts::default() };
    let place = Place { channel_ids: &[], role_ids: &[] };
    assert_eq!(grows.ask(&Features::of(&facts), &place, 0), Answer::Fails);
}
