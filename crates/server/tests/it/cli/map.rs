//! `parvis map …` and `parvis import areas …`

#[path = "../../../../geography/tests/it/import/osm/writer.rs"]
mod writer;

use std::path::Path;

use serde_json::{Value, json};

use super::{Server, empty_folder, order, parvis, refused, text};

/// The places that everybody sees right below one.
async fn names(server: &Server, parent: Option<&str>) -> Vec<String> {
    let query = parent.map(|id| format!("?parent_id={id}")).unwrap_or_default();
    let areas = server.get(&format!("/parvis/v1/directory/areas{query}"), "").await;
    areas["areas"].as_array().expect("a list").iter().map(|area| text(&area["name"]).to_owned()).collect()
}

async fn import(data: &Path, file: &Path, more: &[&str]) -> Value {
    let mut arguments = vec!["import", "areas", file.to_str().expect("text")];
    arguments.extend(more);
    order(data, &arguments).await
}

/// A town of two districts, one of which the extract has cut.
fn extract() -> Vec<u8> {
    let mut osm = writer::Osm::default();
    osm.rectangle(1, [27.0, 53.0, 28.0, 54.0]);
    osm.rectangle(2, [27.1, 53.1, 27.5, 53.9]);
    osm.boundary(10, "Мінск", "4", &[(1, "outer")]);
    // An opening that is a line, there and back.
    osm.line(4, &[(41, [27.2, 53.2]), (42, [27.3, 53.3]), (41, [27.2, 53.2])]);
    osm.boundary(11, "Захад", "9", &[(2, "outer"), (4, "inner")]);
    osm.boundary(12, "Усход", "9", &[(3, "outer")]);
    osm.nodes.push((900, [27.2, 53.2], vec![("place", "quarter"), ("name", "Грушаўка")]));
    osm.bytes()
}

#[tokio::test]
async fn an_extract_of_openstreetmap_becomes_a_tree_of_the_wanted_levels() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ada"]).await;
    let file = data.path().join("town.osm.pbf");
    std::fs::write(&file, extract()).expect("writable");
    let server = Server::start(data.path()).await;
    let done = import(data.path(), &file, &["--levels", "4,9"]).await;
    let left_out = json!(["relation/12 (Усход): 1 of its 1 lines are not in the file"]);
    assert_eq!(done, json!({ "added": 2, "changed": 0, "left_out": left_out, "rings_left_out": 1 }));
    assert_eq!(names(&server, None).await, ["Мінск"]);
    let done = import(data.path(), &file, &[]).await;
    assert_eq!((&done["added"], &done["changed"]), (&json!(1), &json!(2)));
    let found = server.get("/parvis/v1/directory/search?q=Hrushauka", "").await;
    let path: Vec<_> =
        found["areas"][0]["path"].as_array().into_iter().flatten().map(|it| &it["name"]).collect();
    assert_eq!(path, ["Мінск", "Захад"], "{found}");
    assert_eq!(found["areas"][0]["osm_id"], "node/900");
    server.stop().await;
}

#[tokio::test]
async fn how_far_an_import_is_stands_beside_its_answer() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ada"]).await;
    let file = data.path().join("town.osm.pbf");
    std::fs::write(&file, extract()).expect("writable");
    let output = parvis(data.path(), &["import", "areas", file.to_str().expect("text"), "--json"]).await;
    serde_json::from_slice::<Value>(&output.stdout).expect("the answer is alone");
    let told = String::from_utf8(output.stderr).expect("text");
    assert!(told.contains("100 %  of the file read\n"), "{told}");
    assert!(told.ends_with("100 %  places on the map\n"), "{told}");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_leaves_the_map_as_it_is() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ada"]).await;
    let broken = data.path().join("broken.osm.pbf");
    let whole = extract();
    std::fs::write(&broken, &whole[..whole.len() - 7]).expect("writable");
    let other = data.path().join("town.shp");
    std::fs::write(&other, b"shape").expect("writable");
    let missing = data.path().join("nowhere.geojson");
    for (file, reason) in [
        (&broken, "the file ends in the middle of it"),
        (&other, "is neither a .geojson nor an .osm.pbf file"),
        (&missing, "cannot open"),
    ] {
        let said = refused(data.path(), &["import", "areas", file.to_str().expect("text")]).await;
        assert!(said.contains(reason), "{said}");
    }
    let said = refused(data.path(), &["import", "areas", "x.osm.pbf", "--levels", "4,16"]).await;
    assert!(said.contains("--levels"), "{said}");
    let map = order(data.path(), &["map", "show"]).await;
    assert_eq!(map["areas"], json!(0));
}

#[tokio::test]
async fn the_operator_names_moderators_and_hides_the_whole_map() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ada"]).await;
    let file = data.path().join("town.osm.pbf");
    std::fs::write(&file, extract()).expect("writable");
    import(data.path(), &file, &[]).await;
    assert_eq!(order(data.path(), &["map", "moderator", "list"]).await, json!([]));
    assert_eq!(order(data.path(), &["map", "moderator", "add", "ada"]).await["added"], json!(true));
    assert_eq!(order(data.path(), &["map", "moderator", "add", "ada"]).await["added"], json!(false));
    assert_eq!(order(data.path(), &["map", "moderator", "list"]).await[0]["username"], "ada");
    assert_eq!(order(data.path(), &["map", "moderator", "remove", "ada"]).await["removed"], json!(true));
    let said = refused(data.path(), &["map", "moderator", "add", "eve"]).await;
    assert!(said.contains("there is no account"), "{said}");
    let server = Server::start(data.path()).await;
    assert_eq!(names(&server, None).await, ["Мінск"]);
    order(data.path(), &["map", "dark"]).await;
    assert_eq!(names(&server, None).await, [""; 0]);
    order(data.path(), &["map", "light"]).await;
    assert_eq!(names(&server, None).await, ["Мінск"]);
    server.stop().await;
}

#[tokio::test]
async fn the_operator_sees_what_is_offered_without_a_name_and_takes_it_away() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ada"]).await;
    let none = order(data.path(), &["map", "aid", "list"]).await;
    assert_eq!(none, json!([]));
    let wrong = refused(data.path(), &["map", "aid", "remove", "1", "--reason", "Vente"]).await;
    assert!(wrong.contains("listing: there is none"), "{wrong}");
}
