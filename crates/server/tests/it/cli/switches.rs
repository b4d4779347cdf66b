//! `parvis switch …`

use serde_json::{Value, json};

use super::{Server, empty_folder, order, parvis, refused, text};

#[tokio::test]
async fn what_a_channel_does_by_itself_is_shown_set_and_found_in_the_log() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    let guild = order(data.path(), &["guild", "create", "Cour", "--owner", "ana"]).await;
    let guild = text(&guild["id"]).to_owned();
    let shown = order(data.path(), &["guild", "show", &guild]).await;
    let channels = shown["channels"].as_array().expect("channels");
    let is_text = |channel: &&Value| channel["type"] == 0;
    let channel = text(&channels.iter().find(is_text).expect("a text channel")["id"]).to_owned();
    let show = ["switch", "show", &guild, &channel];
    assert_eq!(order(data.path(), &show).await["effective"]["expiry"], Value::Null);
    let change = json!({ "expiry": { "on": true, "after_hours": 24 } }).to_string();
    let expiry = json!({ "on": true, "after_hours": 24, "keep_pinned": false });
    // Once without a server, and once with one, which then does it.
    let set = order(data.path(), &["switch", "set", &guild, &channel, &change]).await;
    assert_eq!(set["effective"]["expiry"], expiry);
    let server = Server::start(data.path()).await;
    assert_eq!(order(data.path(), &show).await["own"]["expiry"], expiry);
    let unset = order(data.path(), &["switch", "set", &guild, &channel, r#"{"expiry": null}"#]).await;
    assert_eq!(unset["effective"]["expiry"], Value::Null);
    let told = parvis(data.path(), &show).await;
    assert!(String::from_utf8_lossy(&told.stdout).contains("expiry: off"));
    let log = order(data.path(), &["switch", "log", &guild]).await;
    assert_eq!(log, json!({ "entries": [], "has_more": false }));
    server.stop().await;
}

#[tokio::test]
async fn a_mistake_is_told_with_the_field_that_is_wrong() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    let guild = order(data.path(), &["guild", "create", "Cour", "--owner", "ana"]).await;
    let guild = text(&guild["id"]);
    let shown = order(data.path(), &["guild", "show", guild]).await;
    let channel = text(&shown["channels"][0]["id"]).to_owned();
    for (arguments, said) in [
        (vec!["switch", "show", guild, "1"], "channel"),
        (vec!["switch", "show", "1", "1"], "guild"),
        (vec!["switch", "set", guild, &channel, "{"], "change"),
        (vec!["switch", "set", guild, &channel, r#"{"other": null}"#], "change"),
        (
            vec!["switch", "set", guild, &channel, r#"{"expiry": {"on": true, "after_hours": 0}}"#],
            "expiry.after-hours",
        ),
        (vec!["switch", "undo", guild, "1"], "entry"),
    ] {
        let told = refused(data.path(), &arguments).await;
        assert!(told.contains(said), "{arguments:?}: {told}");
    }
}
