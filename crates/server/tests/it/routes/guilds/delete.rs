//! `DELETE /guilds/{guild_id}`

use parvis_testing::{Socket, TestServer};

#[tokio::test]
async fn nothing_is_left_of_a_deleted_guild() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("Place").await;
    let id = guild["id"].as_str().expect("an id");
    let channel = guild["system_channel_id"].as_str().expect("a channel");
    ada.bring_in(channel, &eve).await;
    let file = reqwest::multipart::Part::bytes(b"adieu".to_vec()).file_name("adieu.txt");
    let form = reqwest::multipart::Form::new().part("files[0]", file);
    let message = ada.post_form(&format!("/channels/{channel}/messages"), form).await.ok();
    let url = message["attachments"][0]["url"].as_str().expect("an address").to_owned();
    ada.get(&url).await;
    let mut socket = Socket::identify(&server, &eve, 0).await;
    assert_eq!(eve.delete(&format!("/guilds/{id}")).await.refused(403), 50_013);
    ada.delete(&format!("/guilds/{id}")).await.ok();
    assert_eq!(socket.wait_for("GUILD_DELETE").await["id"], id);
    for person in [&ada, &eve] {
        assert_eq!(person.get(&format!("/guilds/{id}")).await.refused(404), 10_004);
        assert_eq!(person.get(&format!("/channels/{channel}/messages")).await.refused(404), 10_003);
        assert_eq!(person.get("/users/@me/guilds").await.ok(), serde_json::json!([]));
    }
    server.app().delete_leftovers().await.expect("the rest is deleted");
    let channel_id = channel.parse().expect("an id");
    let left =
        server.app().read(move |tx| Ok(parvis_store::tables::messages::oldest_ids(tx, channel_id, 10)?));
    assert!(left.await.expect("a read").is_empty(), "messages are left");
    let blobs = std::fs::read_dir(server.folder().join("files")).expect("the folder of files");
    let files: usize = blobs
        .filter_map(|folder| std::fs::read_dir(folder.ok()?.path()).ok())
        .map(|files| files.flatten().filter(|file| file.path().is_file()).count())
        .sum();
    assert_eq!(files, 0, "a file is left on the disk");
}

#[tokio::test]
async fn the_other_spelling_deletes_as_well() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let guild = ada.make_guild("Place").await;
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    ada.post(&format!("{path}/delete"), serde_json::json!({})).await.ok();
    assert_eq!(ada.get(&path).await.refused(404), 10_004);
}
