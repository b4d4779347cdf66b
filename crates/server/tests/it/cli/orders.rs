//! `parvis user|guild|bot|invite`, while a server runs and while none does.

use std::path::Path;

use parvis_app::clock::{Clock, SystemClock};
use serde_json::json;

use super::{Server, empty_folder, order, parvis, refused, text};

/// Makes an account, a guild, a bot in it and an invitation, and uses all of them over HTTP.
async fn made_by_orders_is_used_over_http(data: &Path, running: Option<Server>) {
    let ana = order(data, &["user", "create", "ana", "--password", "correct horse battery"]).await;
    assert!(ana.get("password").is_none(), "a given password is not repeated");
    let ben = order(data, &["user", "create", "ben"]).await;
    let guild = order(data, &["guild", "create", "Cour  neuf", "--owner", "ana"]).await;
    assert_eq!((&guild["name"], &guild["owner_id"]), (&json!("Cour neuf"), &ana["id"]));
    let guild_id = text(&guild["id"]);
    let bot =
        ["bot", "create", "Ping", "--owner", text(&ana["id"]), "--guild", guild_id, "--permissions", "2048"];
    let bot = order(data, &bot).await;
    let invite = order(data, &["invite", "create", guild_id, "--max-uses", "1"]).await;
    let server = match running {
        Some(server) => server,
        None => Server::start(data).await,
    };
    let ben_token = server.log_in("ben", &ben["password"]).await;
    let ana_token = server.log_in("ana", &json!("correct horse battery")).await;
    server.post(&format!("/invites/{}", text(&invite["code"])), &ben_token, json!({})).await;
    let channel_id = text(&invite["channel_id"]);
    let bot_token = format!("Bot {}", text(&bot["token"]));
    for token in [&ana_token, &ben_token, &bot_token] {
        server.post(&format!("/channels/{channel_id}/messages"), token, json!({ "content": "ici" })).await;
    }
    let shown = order(data, &["guild", "show", guild_id]).await;
    assert_eq!(shown["members"], 3);
    server.stop().await;
}

#[tokio::test]
async fn orders_work_while_a_server_runs() {
    let data = empty_folder();
    let server = Server::start(data.path()).await;
    made_by_orders_is_used_over_http(data.path(), Some(server)).await;
}

#[tokio::test]
async fn orders_work_while_no_server_runs() {
    let data = empty_folder();
    made_by_orders_is_used_over_http(data.path(), None).await;
}

#[tokio::test]
async fn a_new_password_ends_what_the_old_one_opened() {
    let data = empty_folder();
    let made = order(data.path(), &["user", "create", "ana"]).await;
    let server = Server::start(data.path()).await;
    let old = server.log_in("ana", &made["password"]).await;
    server.get("/users/@me", &old).await;
    let changed = order(data.path(), &["user", "password", text(&made["id"])]).await;
    assert_eq!(changed["sessions_ended"], 1);
    let answer = server.http.get(format!("{}/api/v10/users/@me", server.url)).header("authorization", &old);
    assert_eq!(answer.send().await.expect("an answer").status(), 401);
    server.log_in("ana", &changed["password"]).await;
    assert_eq!(order(data.path(), &["user", "logout", "ana"]).await["sessions_ended"], 1);
    server.stop().await;
}

#[tokio::test]
async fn who_has_lost_every_second_factor_comes_in_again_with_the_operators_help() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana", "--password", "correct horse"]).await;
    let server = Server::start(data.path()).await;
    let token = server.log_in("ana", &json!("correct horse")).await;
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let known = parvis_factors::totp::Secret::parse(secret).expect("base32");
    let now_s = SystemClock.now_ms() / 1_000;
    let code = parvis_factors::totp::code_of(&known, now_s / parvis_factors::totp::STEP_SECONDS);
    let body = json!({ "password": "correct horse", "secret": secret, "code": code });
    server.post("/users/@me/mfa/totp/enable", &token, body).await;
    assert_eq!(order(data.path(), &["user", "show", "ana"]).await["mfa_enabled"], true);
    let reset = order(data.path(), &["user", "reset-factors", "ana"]).await;
    assert_eq!(reset["had_second_factor"], true);
    server.log_in("ana", &json!("correct horse")).await;
    assert_eq!(order(data.path(), &["user", "reset-factors", "ana"]).await["had_second_factor"], false);
    server.stop().await;
}

#[tokio::test]
async fn bots_get_new_tokens_and_invitations_end() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    let guild = order(data.path(), &["guild", "create", "Cour", "--owner", "ana"]).await;
    let guild_id = text(&guild["id"]);
    let bot = order(data.path(), &["bot", "create", "Ping", "--owner", "ana"]).await;
    let fresh = order(data.path(), &["bot", "token", text(&bot["id"])]).await;
    let invite = order(data.path(), &["invite", "create", guild_id]).await;
    assert_eq!(order(data.path(), &["invite", "list", guild_id]).await[0]["code"], invite["code"]);
    order(data.path(), &["invite", "revoke", text(&invite["code"])]).await;
    assert_eq!(order(data.path(), &["invite", "list", guild_id]).await, json!([]));
    let server = Server::start(data.path()).await;
    let me = server.get("/users/@me", &format!("Bot {}", text(&fresh["token"]))).await;
    assert_eq!(me["id"], bot["id"]);
    let old = format!("Bot {}", text(&bot["token"]));
    let answer = server.http.get(format!("{}/api/v10/users/@me", server.url)).header("authorization", old);
    assert_eq!(answer.send().await.expect("an answer").status(), 401);
    assert_eq!(order(data.path(), &["bot", "list", "--owner", "ana"]).await[0]["id"], bot["id"]);
    server.stop().await;
}

#[tokio::test]
async fn a_bot_comes_into_a_guild_after_it_was_made() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    let guild = order(data.path(), &["guild", "create", "Cour", "--owner", "ana"]).await;
    let bot = order(data.path(), &["bot", "create", "Ping", "--owner", "ana"]).await;
    assert_eq!(bot["guilds"], 0);
    order(data.path(), &["bot", "add", text(&bot["id"]), "--guild", text(&guild["id"])]).await;
    assert_eq!(order(data.path(), &["bot", "list", "--owner", "ana"]).await[0]["guilds"], 1);
    assert_eq!(order(data.path(), &["guild", "show", text(&guild["id"])]).await["members"], 2);
}

#[tokio::test]
async fn a_mistyped_folder_is_not_taken_for_an_empty_server() {
    let folder = empty_folder();
    let (typo, copy) = (folder.path().join("typo"), folder.path().join("copy"));
    let copy = copy.to_str().expect("text");
    for arguments in [&["backup", "--to", copy][..], &["doctor"], &["user", "list"], &["guild", "list"]] {
        let said = refused(&typo, arguments).await;
        assert!(said.contains("there is no database in"), "{arguments:?}: {said}");
    }
    let left = std::fs::read_dir(folder.path()).expect("readable").count();
    assert_eq!(left, 0, "neither a data folder nor a backup of nothing");
}

#[tokio::test]
async fn deletions_ask_for_the_name_and_are_for_good() {
    let data = empty_folder();
    let ana = order(data.path(), &["user", "create", "ana"]).await;
    let guild = order(data.path(), &["guild", "create", "Cour", "--owner", "ana"]).await;
    let guild_id = text(&guild["id"]);
    let said = refused(data.path(), &["user", "delete", "ana", "--name", "ana"]).await;
    assert!(said.contains("owns guilds"), "{said}");
    let said = refused(data.path(), &["guild", "delete", guild_id, "--name", "Cours"]).await;
    assert!(said.contains("is called \"Cour\""), "{said}");
    order(data.path(), &["guild", "delete", guild_id, "--name", "Cour"]).await;
    assert_eq!(order(data.path(), &["guild", "list"]).await, json!([]));
    let said = refused(data.path(), &["user", "delete", "ana", "--name", "anna"]).await;
    assert!(said.starts_with("parvis: name: "), "{said}");
    order(data.path(), &["user", "delete", "ana", "--name", "ana"]).await;
    let said = refused(data.path(), &["user", "show", "ana"]).await;
    assert!(said.contains("no account with the name or id \"ana\""), "{said}");
    let left = order(data.path(), &["user", "show", text(&ana["id"])]).await;
    assert_eq!(left["can_log_in"], false);
}

#[tokio::test]
async fn errors_name_what_is_wrong() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    for (arguments, expected) in [
        (&["user", "create", "ana"][..], "username: Username is unavailable"),
        (&["user", "create", "a"], "username: Must be between"),
        (&["user", "create", "ben", "--password", "short"], "password: Must be between"),
        (
            &["guild", "create", "Cour", "--owner", "nobody"],
            "there is no account with the name or id \"nobody\"",
        ),
        (&["guild", "show", "7"], "guild: there is no guild with the id 7"),
        (&["guild", "show", "Cour"], "ids are numbers; `parvis guild list`"),
        (&["bot", "add", "7", "--guild", "7"], "bot: there is no bot with the id 7"),
        (&["bot", "token", "7"], "bot: there is no bot with the id 7"),
        (&["invite", "create", "7"], "guild: there is no guild with the id 7"),
        (&["invite", "revoke", "nothing"], "code: there is no invitation \"nothing\""),
    ] {
        let said = refused(data.path(), arguments).await;
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

#[tokio::test]
async fn lists_go_on_where_they_ended_and_hide_nothing_in_names() {
    let data = empty_folder();
    for name in ["ana", "ben", "cyd"] {
        order(data.path(), &["user", "create", name]).await;
    }
    let first = order(data.path(), &["user", "list", "--limit", "2"]).await;
    let rest = order(data.path(), &["user", "list", "--after", text(&first[1]["username"])]).await;
    assert_eq!((&first[0]["username"], &rest[0]["username"]), (&json!("ana"), &json!("cyd")));
    // What strangers put into names must not reach the terminal as a command.
    let server = Server::start(data.path()).await;
    let ana = order(data.path(), &["user", "password", "ana"]).await;
    let token = server.log_in("ana", &ana["password"]).await;
    server.post("/guilds", &token, json!({ "name": "Cour \u{1b}[2J\u{9b}31m\u{202e}" })).await;
    for arguments in [&["guild", "list"][..], &["guild", "list", "--json"]] {
        let output = parvis(data.path(), arguments).await;
        let shown = String::from_utf8(output.stdout).expect("text");
        assert!(shown.contains("Cour"), "{shown}");
        assert!(!shown.trim_end().contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
    }
    server.stop().await;
}

#[tokio::test]
async fn the_operator_names_those_who_decide_what_no_guild_can() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    assert_eq!(order(data.path(), &["guard", "moderator", "list"]).await, json!([]));
    assert_eq!(order(data.path(), &["guard", "moderators", "add", "ana"]).await["added"], json!(true));
    assert_eq!(order(data.path(), &["guard", "moderator", "add", "ana"]).await["added"], json!(false));
    assert_eq!(order(data.path(), &["guard", "moderator", "list"]).await[0]["username"], "ana");
    assert_eq!(order(data.path(), &["guard", "moderator", "remove", "ana"]).await["removed"], json!(true));
    assert!(refused(data.path(), &["guard", "moderator", "add", "eve"]).await.contains("eve"));
}

#[tokio::test]
async fn a_sheet_is_printed_listed_and_taken_back() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    let guild = order(data.path(), &["guild", "create", "Cour", "--owner", "ana"]).await;
    let guild_id = text(&guild["id"]);
    let file = data.path().join("hall.pdf");
    let to = file.to_str().expect("text");
    let server = Server::start(data.path()).await;
    let make = [
        "sheet",
        "make",
        guild_id,
        "--kind",
        "cards",
        "--language",
        "fr",
        "ar",
        "--label",
        "Hall",
        "--to",
        to,
    ];
    let sheet = order(data.path(), &make).await;
    assert!(std::fs::read(&file).expect("the sheet").starts_with(b"%PDF-"));
    let said = refused(data.path(), &make).await;
    assert!(said.contains("is there already"), "{said}");
    let listed = order(data.path(), &["sheet", "list", guild_id]).await;
    assert_eq!((listed.as_array().map(Vec::len), &listed[0]["label"]), (Some(1), &json!("Hall")));
    let link = format!("{}/J/{}", server.url, text(&sheet["code"]));
    let status = async || server.http.get(&link).send().await.expect("an answer").status().as_u16();
    assert_eq!(status().await, 200);
    order(data.path(), &["sheet", "revoke", guild_id, text(&sheet["id"])]).await;
    assert_eq!(status().await, 404);
    let said = refused(data.path(), &["sheet", "revoke", guild_id, "1"]).await;
    assert!(said.contains("has no sheet 1"), "{said}");
    server.stop().await;
}

#[tokio::test]
async fn the_operator_gives_the_map_a_flag_of_its_own() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    let file = data.path().join("flag.json");
    let path = file.to_str().expect("text");
    std::fs::write(&file, r##"{"layout":"horizontal","colours":["#ffffff","#c8102e","#ffffff"]}"##)
        .expect("a file");
    assert_eq!(order(data.path(), &["map", "flag", "show"]).await["flag"], json!(null));
    order(data.path(), &["map", "flag", "set", path]).await;
    assert_eq!(order(data.path(), &["map", "flag", "show"]).await["flag"]["colours"][1], "#c8102e");
    std::fs::write(&file, r#"{"layout":"horizontal","colours":[]}"#).expect("a file");
    let said = refused(data.path(), &["map", "flag", "set", path]).await;
    assert!(said.contains("colours"), "{said}");
    order(data.path(), &["map", "flag", "set", "none"]).await;
    assert_eq!(order(data.path(), &["map", "flag", "show"]).await["flag"], json!(null));
}
