//! Whether the map is shown at all, and its own flag.

use parvis_model::Timestamp;
use parvis_print::flag::Design;
use parvis_store::{Json, StoreError, Tx};

/// Since when the map is dark; `None` while it is shown.
pub fn dark_since(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let found =
        tx.query_opt("select dark_since_ms from directory_map where id = 0", &[], |row| row.get(0))?;
    Ok(found.flatten())
}

/// Takes the map dark, or shows it again.
pub fn set_dark(tx: &mut Tx<'_>, since: Option<Timestamp>) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_map (id, dark_since_ms) values (0, $1)
         on conflict (id) do update set dark_since_ms = excluded.dark_since_ms",
        &[&since],
    )?;
    Ok(())
}

/// The flag that those of groups are derived from.
pub fn base_flag(tx: &mut Tx<'_>) -> Result<Option<Design>, StoreError> {
    let found: Option<Option<Json<Design>>> =
        tx.query_opt("select base_flag from directory_map where id = 0", &[], |row| row.get(0))?;
    Ok(found.flatten().map(|Json(design)| design))
}

/// Sets it, or takes it away.
pub fn set_base_flag(tx: &mut Tx<'_>, design: Option<&Design>) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_map (id, base_flag) values (0, $1)
         on conflict (id) do update set base_flag = excluded.base_flag",
        &[&design.map(Json)],
    )?;
    Ok(())
}
