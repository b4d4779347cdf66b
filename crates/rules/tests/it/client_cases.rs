//! Cases against which the client's own decision is held: `web/src/state/permission_cases.json`, written by these
//! rules.

use std::path::PathBuf;

use parvis_model::{ChannelType, Id, Permissions};
use parvis_rules::permissions::{
    ChannelKind, ChannelOverwrites, GuildRoles, MemberView, OverwriteTarget, OverwriteView, RoleView, base,
    in_channel,
};
use serde_json::{Value, json};

const GUILD: u64 = 100;
const OWNER: u64 = 1;
const MEMBER: u64 = 2;
const ROLES: [u64; 3] = [101, 102, 103];
const TYPES: [u8; 7] = [0, 2, 5, 11, 12, 13, 15];
/// Bits with rules of their own, and some without.
const BITS: [u64; 14] = [3, 4, 10, 11, 13, 14, 15, 16, 17, 20, 21, 28, 34, 38];
const CASES: u64 = 400;

/// The same numbers on every machine (splitmix64, Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.next().is_multiple_of(many)
    }

    /// Each of the bits with this chance; ADMINISTRATOR seldom.
    fn bits(&mut self, one_in: u64) -> Permissions {
        let mut bits = 0;
        for at in BITS {
            let chance = if at == 3 { 20 * one_in } else { one_in };
            bits |= u64::from(self.one_in(chance)) << at;
        }
        Permissions::from_bits(bits)
    }
}

fn case(numbers: &mut Numbers) -> Value {
    let everyone = RoleView::new(Id::new(GUILD), numbers.bits(2), 0);
    let others: Vec<_> = ROLES.iter().map(|id| RoleView::new(Id::new(*id), numbers.bits(4), 1)).collect();
    let own: Vec<_> = ROLES.iter().filter(|_| numbers.one_in(2)).copied().collect();
    let role_ids: Vec<_> = own.iter().map(|id| Id::new(*id)).collect();
    let user = if numbers.one_in(25) { OWNER } else { MEMBER };
    let (timed_out, pending) = (numbers.one_in(8), numbers.one_in(8));
    let (kind, joined) = (TYPES[(numbers.next() % 7) as usize], numbers.one_in(2));
    let mut overwrites = Vec::new();
    for (of_role, id) in [(true, GUILD), (true, ROLES[0]), (true, ROLES[1]), (false, MEMBER)] {
        if numbers.one_in(2) {
            let deny = numbers.bits(4);
            overwrites.push((of_role, id, numbers.bits(4).without(deny), deny));
        }
    }
    let member = MemberView { user_id: Id::new(user), roles: &role_ids, timed_out, pending };
    let guild = GuildRoles::new(Id::new(GUILD), Id::new(OWNER), others.iter().chain([&everyone]).copied());
    let target = |of_role: bool, id: u64| {
        if of_role { OverwriteTarget::Role(Id::new(id)) } else { OverwriteTarget::Member(Id::new(id)) }
    };
    let views = overwrites.iter();
    let views = views.map(|(of_role, id, allow, deny)| OverwriteView {
        target: target(*of_role, *id),
        allow: *allow,
        deny: *deny,
    });
    let laid_out = ChannelOverwrites::new(Id::new(GUILD), views);
    let in_guild = base(&guild, &member);
    let here = in_channel(in_guild, &laid_out, ChannelKind::of_type(ChannelType(kind), joined), &member);
    let id = |id: u64| id.to_string();
    json!({
        "roles": others.iter().chain([&everyone]).map(|it| json!({ "id": it.id, "permissions": it.permissions })).collect::<Vec<_>>(),
        "userId": id(user),
        "isOwner": user == OWNER,
        "roleIds": role_ids,
        "timedOut": timed_out,
        "pending": pending,
        "type": kind,
        "joined": joined,
        "overwrites": overwrites
            .iter()
            .map(|(of_role, of, allow, deny)| json!({ "id": id(*of), "type": u8::from(!of_role), "allow": allow, "deny": deny }))
            .collect::<Vec<_>>(),
        "inGuild": in_guild,
        "inChannel": here,
    })
}

#[test]
fn the_client_is_held_against_cases_of_these_rules() {
    let mut numbers = Numbers(20_261_122);
    let cases: Vec<_> = (0..CASES).map(|_| case(&mut numbers).to_string()).collect();
    let text = format!(
        "{{\"guildId\":\"{GUILD}\",\"all\":\"{}\",\"cases\":[\n{}\n]}}\n",
        Permissions::ALL.bits(),
        cases.join(",\n")
    );
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/src/state/permission_cases.json");
    if std::env::var_os("PARVIS_WRITE_CASES").is_some() {
        std::fs::write(&file, &text).expect("the file is written");
    }
    let present = std::fs::read_to_string(&file).expect("the file is there");
    assert!(present == text, "stale: run this test with PARVIS_WRITE_CASES=1, then the client's tests");
}
