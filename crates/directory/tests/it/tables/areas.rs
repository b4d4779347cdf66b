//! Places, and whether the map is shown.

use std::collections::BTreeMap;

use parvis_directory::tables::areas::{self, Area, Names, Source};
use parvis_directory::tables::map;
use parvis_geography::{Bounds, Shape};
use parvis_model::Id;
use parvis_print::flag::Design;

use super::{at, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_place_is_kept_as_it_was_written,
    places_and_the_map_go_dark,
}

fn place(id: u64, parent_id: Option<u64>, osm_id: Option<&str>) -> Area {
    let bounds = Bounds::new(27.4, 53.8, 27.7, 54.0).expect("on the Earth");
    Area {
        id: Id::new(id),
        parent_id: parent_id.map(Id::new),
        level: 9,
        kind: "district".to_owned(),
        name: "Цэнтральны".to_owned(),
        names: Names {
            by_language: BTreeMap::from([("ru".to_owned(), "Центральный".to_owned())]),
            aliases: vec!["Цэнтр".to_owned()],
        },
        shape: Shape::rectangle(bounds).expect("it has an inside"),
        source: Source::Osm,
        osm_id: osm_id.map(str::to_owned),
        is_dark: false,
        changed_at: at(1_000),
    }
}

async fn a_place_is_kept_as_it_was_written(database: Database) {
    run(database, |tx| {
        let (outer, mut inner) = (place(1, None, None), place(2, Some(1), Some("relation/5")));
        areas::insert(tx, &outer)?;
        areas::insert(tx, &inner)?;
        assert_eq!(areas::get(tx, inner.id)?, Some(inner.clone()));
        assert_eq!(areas::get(tx, Id::new(3))?, None);
        assert_eq!(areas::id_of(tx, "relation/5")?, Some(inner.id));
        assert_eq!(areas::id_of(tx, "relation/6")?, None);
        assert_eq!((areas::child_count(tx, outer.id)?, areas::child_count(tx, inner.id)?), (1, 0));
        inner.parent_id = None;
        inner.level = 10;
        inner.kind = "quarter".to_owned();
        inner.name = "Nyamiha".to_owned();
        inner.names = Names::default();
        inner.changed_at = at(2_000);
        areas::update(tx, &inner)?;
        assert_eq!(areas::all(tx)?, [outer, inner]);
        assert!(areas::delete(tx, Id::new(2))? && !areas::delete(tx, Id::new(2))?);
        Ok(())
    })
    .await;
}

async fn places_and_the_map_go_dark(database: Database) {
    run(database, |tx| {
        areas::insert(tx, &place(1, None, None))?;
        areas::insert(tx, &place(2, None, None))?;
        assert!(areas::set_dark(tx, Id::new(2), true)? && !areas::set_dark(tx, Id::new(3), true)?);
        assert_eq!(areas::dark(tx)?, [Id::new(2)]);
        areas::set_dark(tx, Id::new(2), false)?;
        assert_eq!(areas::dark(tx)?, []);
        assert_eq!(map::dark_since(tx)?, None);
        map::set_dark(tx, Some(at(5)))?;
        assert_eq!(map::dark_since(tx)?, Some(at(5)));
        map::set_dark(tx, None)?;
        assert_eq!(map::dark_since(tx)?, None);
        assert_eq!(map::base_flag(tx)?, None);
        let flag = Design::from_seed(None, "Minsk");
        map::set_base_flag(tx, Some(&flag))?;
        map::set_dark(tx, Some(at(6)))?;
        assert_eq!((map::base_flag(tx)?, map::dark_since(tx)?), (Some(flag), Some(at(6))));
        map::set_base_flag(tx, None)?;
        assert_eq!((map::base_flag(tx)?, map::dark_since(tx)?), (None, Some(at(6))));
        Ok(())
    })
    .await;
}
