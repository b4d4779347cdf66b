//! `/map/tiles.pmtiles` and `/map/assets/{path}`: the operator's base map, and nothing else of the disk.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::Arc;

use parvis_app::clock::SystemClock;
use parvis_directory::tiles::MapFiles;
use parvis_testing::{Answer, TestServer};
use serde_json::json;

use crate::routes::parvis::directory::MAP;

/// A file of tiles with nothing in it but its head and its own words.
fn tiles() -> Vec<u8> {
    let words = br#"{"name":"Minsk","attribution":"<a href='x'>&copy; OpenStreetMap</a> contributors"}"#;
    let mut bytes = b"PMTiles\x03".to_vec();
    bytes.resize(127, 0);
    bytes[24..32].copy_from_slice(&127_u64.to_le_bytes());
    bytes[32..40].copy_from_slice(&(words.len() as u64).to_le_bytes());
    bytes[97] = 1;
    bytes.extend(words);
    bytes
}

async fn server() -> (TestServer, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let assets = folder.path().join("assets");
    fs::create_dir_all(assets.join("glyphs/Noto Sans Regular")).expect("folders");
    fs::write(folder.path().join("city.pmtiles"), tiles()).expect("a file");
    fs::write(folder.path().join("secret.txt"), "not for readers").expect("a file");
    fs::write(assets.join("glyphs/Noto Sans Regular/0-255.pbf"), "glyphs").expect("a file");
    fs::write(assets.join("sprite.json"), "{}").expect("a file");
    fs::write(assets.join(".hidden"), "x").expect("a file");
    symlink(folder.path().join("secret.txt"), assets.join("link.txt")).expect("a link");
    let (tiles, assets) = (folder.path().join("city.pmtiles"), assets.clone());
    let change = |config: &mut parvis_server::Config| {
        config.map_tiles = Some(tiles);
        config.map_assets = Some(assets);
    };
    (TestServer::start_with(change, Arc::new(SystemClock)).await, folder)
}

#[tokio::test]
async fn tiles_are_sent_in_parts_as_readers_ask_for_them() {
    let (server, folder) = server().await;
    let whole = tiles();
    let part = async |range: &str| {
        let request = server.http().get(format!("{}/map/tiles.pmtiles", server.url()));
        Answer::of(request.header("range", range)).await
    };
    for (range, status, content_range) in [
        ("bytes=0-6", 206, Some(format!("bytes 0-6/{}", whole.len()))),
        ("bytes=0-0", 206, Some(format!("bytes 0-0/{}", whole.len()))),
        ("bytes=-5", 206, Some(format!("bytes {}-{}/{}", whole.len() - 5, whole.len() - 1, whole.len()))),
        ("bytes=120-99999", 206, Some(format!("bytes 120-{}/{}", whole.len() - 1, whole.len()))),
        ("bytes=99999-", 416, Some(format!("bytes */{}", whole.len()))),
        ("bytes=5-1", 200, None),
        ("bytes=0-1,4-5", 200, None),
        ("lines=0-1", 200, None),
    ] {
        let answer = part(range).await;
        assert_eq!(answer.status, status, "{range}");
        let told = answer.headers.get("content-range").map(|it| it.to_str().expect("text").to_owned());
        assert_eq!(told, content_range, "{range}");
    }
    let first = part("bytes=0-6").await;
    assert_eq!(first.text, "PMTiles");
    assert!(first.headers["cache-control"].to_str().expect("text").contains("immutable"));
    let etag = first.headers["etag"].clone();
    let request = server.http().get(format!("{}/map/tiles.pmtiles", server.url()));
    assert_eq!(Answer::of(request.header("if-none-match", etag)).await.status, 304);
    let request = server.http().get(format!("{}/map/tiles.pmtiles", server.url()));
    let mixed = Answer::of(request.header("range", "bytes=0-6").header("if-range", "\"other\"")).await;
    assert_eq!(mixed.status, 200, "a part of another file is not mixed with this one");
    let told = async || {
        let map = server.anonymous().get(MAP).await.ok();
        (map["tiles"].clone(), map["tiles_attribution"].clone(), map["tiles_style"].clone())
    };
    let whose = json!("© OpenStreetMap contributors");
    assert_eq!(told().await, (json!(true), whose.clone(), json!(false)));
    fs::write(folder.path().join("assets/style.json"), "{}").expect("a file");
    assert_eq!(told().await, (json!(true), whose, json!(true)), "a style is found while the server runs");
}

#[tokio::test]
async fn the_folder_s_files_are_sent_and_nothing_around_it() {
    let (server, _folder) = server().await;
    let fetched = async |path: &str| {
        let answer = server.anonymous().get(&format!("{}/map/assets/{path}", server.url())).await;
        (answer.status.as_u16(), answer.text)
    };
    assert_eq!(fetched("glyphs/Noto%20Sans%20Regular/0-255.pbf").await, (200, "glyphs".to_owned()));
    assert_eq!(fetched("sprite.json").await.0, 200);
    for path in [
        "link.txt",
        ".hidden",
        "nothing.pbf",
        "glyphs",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "glyphs/..%2f..%2f..%2fsecret.txt",
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "a%00b",
    ] {
        let (status, text) = fetched(path).await;
        assert!(status == 404 && !text.contains("not for readers"), "{path}: {status} {text}");
    }
}

#[tokio::test]
async fn without_files_there_is_nothing_and_a_wrong_one_is_refused_by_its_setting() {
    let server = TestServer::start().await;
    for path in ["/map/tiles.pmtiles", "/map/assets/sprite.json"] {
        assert_eq!(server.anonymous().get(&format!("{}{path}", server.url())).await.status, 404, "{path}");
    }
    let map = server.anonymous().get(MAP).await.ok();
    let told = (&map["tiles"], &map["tiles_attribution"], &map["tiles_style"]);
    assert_eq!(told, (&json!(false), &json!(null), &json!(false)));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let other = folder.path().join("photo.pmtiles");
    fs::write(&other, "JFIF").expect("a file");
    let missing = folder.path().join("missing");
    for (tiles, assets, setting) in [
        (Some(&missing), None, "map_tiles: cannot read"),
        (Some(&other), None, "map_tiles: "),
        (None, Some(&missing), "map_assets: cannot read"),
        (None, Some(&other), "map_assets: "),
    ] {
        let opened = MapFiles::open(tiles.map(PathBuf::as_path), assets.map(PathBuf::as_path));
        let error = opened.expect_err("refused").to_string();
        assert!(error.starts_with(setting), "{error}");
    }
}
