//! `/oauth2`

mod authorize;
mod bearer;
pub mod site;
mod token;

use parvis_model::Permissions;
use parvis_testing::{Person, Socket, TestServer, seed};
use serde_json::json;

fn path(bot: &Person, guild: impl std::fmt::Display, permissions: Permissions) -> String {
    let permissions = permissions.bits();
    format!("/oauth2/authorize?client_id={}&scope=bot&permissions={permissions}&guild_id={guild}", bot.id)
}

#[tokio::test]
async fn an_added_bot_has_a_role_of_its_own_with_what_its_adder_could_give() {
    let server = TestServer::start().await;
    let seeded = seed::accounts(server.app(), "person", 2, None).await;
    let guild = seed::guild(server.app(), &seeded[0], Permissions::VIEW_CHANNEL).await;
    seed::join(server.app(), guild, &seeded[1..]).await;
    let manager = seed::role(server.app(), guild, "manager", Permissions::MANAGE_GUILD).await;
    seed::set_role(server.app(), guild, seeded[1].id(), manager, true).await;
    let owner = Person::of_token(&server, seeded[0].token.clone()).await;
    let adder = Person::of_token(&server, seeded[1].token.clone()).await;
    let bot = server.bot(&owner, "Ping Bot").await;
    let mut client = Socket::identify(&server, &owner, 0).await;

    let offered = adder.get(&format!("/oauth2/authorize?client_id={}&scope=bot", bot.id)).await.ok();
    assert_eq!(offered["guilds"][0]["id"], json!(guild));
    assert_eq!(offered["bot"]["username"], "Ping Bot");

    let asked = Permissions::MANAGE_GUILD | Permissions::BAN_MEMBERS | Permissions::ADMINISTRATOR;
    adder.post(&path(&bot, guild, asked), json!({})).await.ok();
    let role = client.wait_for("GUILD_ROLE_CREATE").await["role"].clone();
    assert_eq!((&role["name"], &role["managed"]), (&json!("Ping Bot"), &json!(true)));
    assert_eq!(role["permissions"], json!(Permissions::MANAGE_GUILD), "only what the adder has");
    assert_eq!(role["tags"]["bot_id"], json!(bot.id));
    let guilds = bot.get("/users/@me/guilds").await.ok();
    assert_eq!(guilds[0]["id"], json!(guild));
    assert!(
        adder.post(&path(&bot, guild, asked), json!({})).await.status.is_client_error(),
        "it is there already"
    );
}

#[tokio::test]
async fn a_private_bot_is_added_by_its_owner_alone() {
    let server = TestServer::start().await;
    let seeded = seed::accounts(server.app(), "person", 1, None).await;
    let guild = seed::guild(server.app(), &seeded[0], Permissions::VIEW_CHANNEL).await;
    let owner = Person::of_token(&server, seeded[0].token.clone()).await;
    let maker = server.person("maker").await;
    let bot = server.bot(&maker, "private").await;
    maker.patch(&format!("/applications/{}", bot.id), json!({ "bot_public": false })).await.ok();
    assert_eq!(owner.post(&path(&bot, guild, Permissions::NONE), json!({})).await.refused(403), 50_010);
    maker.patch(&format!("/applications/{}", bot.id), json!({ "bot_public": true })).await.ok();
    owner.post(&path(&bot, guild, Permissions::NONE), json!({})).await.ok();
}

#[tokio::test]
async fn other_scopes_and_a_refusal_by_the_person_add_nothing() {
    let server = TestServer::start().await;
    let seeded = seed::accounts(server.app(), "person", 1, None).await;
    let guild = seed::guild(server.app(), &seeded[0], Permissions::VIEW_CHANNEL).await;
    let owner = Person::of_token(&server, seeded[0].token.clone()).await;
    let bot = server.bot(&owner, "helper").await;
    let path = path(&bot, guild, Permissions::NONE);
    for (path, body) in [
        (path.replace("scope=bot", "scope=identify"), json!({})),
        (path.replace("scope=bot", "scope=bot+guilds.join"), json!({})),
        (path.replace("scope=bot", ""), json!({})),
        (path.clone(), json!({ "authorize": false })),
        (path.replace("guild_id", "nothing"), json!({})),
    ] {
        assert_eq!(owner.post(&path, body).await.refused(400), 50_035, "{path}");
    }
    assert_eq!(bot.get("/users/@me/guilds").await.ok(), json!([]));
}
