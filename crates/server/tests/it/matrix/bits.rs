//! One permission at a time: the set that opens a route must be exactly the set that the table names.

use std::collections::{BTreeMap, BTreeSet};

use parvis_model::Permissions;
use parvis_testing::{Answer, TestServer};

use super::cells::{call, shortened};
use super::table::Row;
use super::world::World;

/// Calls every row that needs permissions with every single bit, on top of each set that lacks one that is needed.
pub async fn run(server: &TestServer, rows: &[Row]) -> Vec<String> {
    let rows: Vec<&Row> = rows.iter().filter(|row| !row.needs.is_empty()).collect();
    let mut shared = World::with(server, Permissions::NONE, Permissions::NONE).await;
    let mut refused: BTreeMap<u64, Vec<&Row>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in &rows {
        shared.prepare(server, row).await;
        for granted in grants(row) {
            if suffices(row, granted) {
                let mut world = World::with(server, Permissions::NONE, granted).await;
                world.prepare(server, row).await;
                let answer = probe(&world, row).await;
                if !answer.status.is_success() {
                    wrong.push(format!(
                        "line {}: {} does not open {}: {}",
                        row.line,
                        names(granted),
                        row.route(),
                        shortened(&answer)
                    ));
                }
            } else {
                refused.entry(granted.bits()).or_default().push(row);
            }
        }
    }
    for (bits, rows) in refused {
        let granted = Permissions::from_bits(bits);
        shared.grant(server, granted).await;
        for row in rows {
            let answer = probe(&shared, row).await;
            if !matches!(answer.status.as_u16(), 403 | 404) {
                wrong.push(format!(
                    "line {}: {} for {}: {}",
                    row.line,
                    names(granted),
                    row.route(),
                    shortened(&answer)
                ));
            }
        }
    }
    wrong
}

/// Every set to try: what is needed without one bit, and one bit of all that exist.
fn grants(row: &Row) -> BTreeSet<Permissions> {
    let mut grants = BTreeSet::new();
    for needed in &row.needs {
        for left_out in needed {
            let rest = needed.iter().filter(|bit| *bit != left_out);
            let rest = rest.fold(Permissions::NONE, |all, bit| all | *bit);
            let single = Permissions::NAMES.iter().filter(|(_, bit)| *bit != Permissions::ADMINISTRATOR);
            grants.extend(single.map(|(_, bit)| rest | *bit));
        }
    }
    grants
}

fn suffices(row: &Row, granted: Permissions) -> bool {
    row.needs.iter().any(|needed| needed.iter().all(|bit| granted.contains(*bit)))
}

async fn probe(world: &World, row: &Row) -> Answer {
    let (path, body) = row.request(&world.ids_for("probe"));
    call(&world.people["probe"], &row.method, &path, body.as_ref()).await
}

fn names(permissions: Permissions) -> String {
    permissions.names().collect::<Vec<_>>().join("+")
}
