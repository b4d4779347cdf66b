//! `DELETE /users/@me/guilds/{guild_id}`

use parvis_testing::{Socket, TestServer};

#[tokio::test]
async fn members_leave_and_the_owner_does_not() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("Place").await;
    let id = guild["id"].as_str().expect("an id");
    ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
    let mut socket = Socket::identify(&server, &eve, 0).await;
    let path = format!("/users/@me/guilds/{id}");
    assert_eq!(ada.delete(&path).await.refused(400), 50_055);
    eve.delete(&path).await.ok();
    assert_eq!(socket.wait_for("GUILD_DELETE").await["id"], id);
    assert_eq!(eve.get(&format!("/guilds/{id}")).await.refused(404), 10_004);
    assert_eq!(ada.get(&format!("/guilds/{id}/members/{}", eve.id)).await.refused(404), 10_007);
    assert_eq!(eve.delete(&path).await.refused(404), 10_004);
}
