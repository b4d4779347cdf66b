//! `/parvis/v1/guard/action-days`

use std::time::Duration;

use parvis_guard::moderators;
use parvis_server::config::Config;
use parvis_testing::seed::{self, Seeded};
use parvis_testing::{Answer, Person, TestServer};
use serde_json::{Value, json};

use super::{DAY_MS, Square, id};

const DAYS: &str = "/parvis/v1/guard/action-days";

fn decision(measure: &str, guild: Option<&str>) -> Value {
    json!({
        "verdict": "act", "guild_id": guild, "measures": [{ "kind": measure }], "ground": "rules",
        "rule": "No propaganda", "facts": "Channels that publish the same.", "category": "risk_for_public_security",
        "context_considered": true,
    })
}

async fn named_moderator(square: &Square, name: &str) -> Person {
    let person = square.server.person(name).await;
    let user_id = person.id.parse().expect("an id");
    assert!(moderators::add(square.server.app(), user_id).await.expect("named"));
    person
}

/// A day of these clusters, each decided by hal.
async fn day(square: &Square, clusters: &[(&[Seeded], Value)]) -> Value {
    let mut day = square.hal.post(DAYS, json!({ "title": "A network" })).await.ok();
    let path = format!("{DAYS}/{}", id(&day));
    for (accounts, decision) in clusters {
        let accounts: Vec<Value> = accounts.iter().map(on_list).collect();
        let body =
            json!({ "title": "Mirrors", "origin": "mirror", "reason": "40 posts", "accounts": accounts });
        let added = square.hal.post(&format!("{path}/clusters"), body).await.ok();
        let decide = format!("{path}/clusters/{}/decision", id(&added["cluster"]));
        day = square.hal.put(&decide, decision.clone()).await.ok();
    }
    day
}

fn on_list(account: &Seeded) -> Value {
    let evidence = json!([
        { "name": "hand", "detail": "You posted 4 of them.", "told": true },
        { "name": "group", "detail": "It looks like another one's." },
    ]);
    json!({ "account": account.user.id, "evidence": evidence })
}

async fn at(person: &Person, day: &Value, rest: &str) -> Value {
    person.get(&format!("{DAYS}/{}{rest}", id(day))).await.ok()
}

async fn start(person: &Person, day: &Value, version: &Value) -> Answer {
    person.post(&format!("{DAYS}/{}/start", id(day)), json!({ "version": version })).await
}

async fn approve(person: &Person, day: &Value, version: &Value) -> Answer {
    person.post(&format!("{DAYS}/{}/approval", id(day)), json!({ "version": version })).await
}

/// The day, once it has come to a state.
async fn until(person: &Person, day: &Value, state: &str) -> Value {
    let looking = async {
        loop {
            let seen = at(person, day, "").await;
            if seen["state"] == state {
                return seen;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), looking).await.expect("it comes to that state")
}

async fn counted(person: &Person) -> (Value, Value) {
    let report = person.get("/parvis/v1/guard/transparency").await.ok();
    (report["totals"]["restrictions"].clone(), report["totals"]["restorations"].clone())
}

#[tokio::test]
async fn many_accounts_take_two_people_are_done_as_previewed_and_taken_back() {
    let square = Square::open().await;
    let ivy = named_moderator(&square, "ivy").await;
    let app = square.server.app();
    let accounts = seed::accounts(app, "mirror", 420, None).await;
    let day = day(&square, &[(&accounts[..400], decision("suspend_account", None))]).await;
    let preview = at(&square.hal, &day, "/preview").await;
    assert_eq!((&preview["accounts"], &preview["takes_two"]), (&json!(400), &json!(true)));

    let version = &preview["version"];
    assert!(start(&square.hal, &day, version).await.text.contains("FOUR_EYES"));
    assert!(
        approve(&square.hal, &day, version).await.text.contains("NOTHING_TO_APPROVE"),
        "nobody approves their own"
    );
    assert!(start(&ivy, &day, version).await.text.contains("FOUR_EYES"), "starting is not approving");
    approve(&ivy, &day, version).await.ok();
    // What is taken off the list is approved anew, as it stands then.
    let cluster = id(&at(&ivy, &day, "").await["clusters"][0]).to_owned();
    let row = format!("{DAYS}/{}/clusters/{cluster}/accounts/{}", id(&day), accounts[0].user.id);
    let changed = square.hal.put(&row, json!({ "excluded": true })).await.ok();
    assert!(start(&square.hal, &day, version).await.text.contains("ACTION_DAY_CHANGED"));
    assert!(approve(&ivy, &day, version).await.text.contains("ACTION_DAY_CHANGED"));
    let version = &at(&ivy, &changed, "/preview").await["version"];
    assert!(start(&square.hal, &day, version).await.text.contains("FOUR_EYES"));
    approve(&ivy, &day, version).await.ok();
    let preview = at(&ivy, &day, "/preview").await;
    assert_eq!((&preview["accounts"], &preview["waits_for"]), (&json!(399), &json!([])));

    start(&square.hal, &day, version).await.ok();
    let pause = format!("{DAYS}/{}/pause", id(&day));
    if square.hal.put(&pause, json!({})).await.status == 200 {
        // The step that was under way may still end; then nothing moves until somebody goes on.
        square.hal.delete(&pause).await.ok();
    }
    let done = until(&ivy, &day, "done").await;
    assert_eq!(
        (&done["accounts"]["applied"], &done["accounts"]["excluded"]),
        (&preview["accounts"], &json!(1))
    );
    assert_eq!(counted(&ivy).await, (json!(399), json!(0)), "the report is the log");

    let of = |number: usize| Person::of_token(&square.server, accounts[number].token.clone());
    let (spared, suspended) = (of(0).await, of(399).await);
    assert_eq!(spared.get("/users/@me/guilds").await.ok(), json!([]));
    assert_eq!(suspended.get("/users/@me/guilds").await.refused(403), 50_001);
    let told = square.told(&suspended).await;
    assert_eq!(told[0]["facts"], "Channels that publish the same.\nYou posted 4 of them.");
    assert_eq!(
        (&told[0]["automated"], &told[0]["measures"][0]["kind"]),
        (&json!("detection"), &json!("suspend_account"))
    );
    let rows = at(&ivy, &day, &format!("/clusters/{cluster}/accounts?limit=50")).await;
    assert_eq!((&rows["has_more"], &rows["rows"][1]["state"]), (&json!(true), &json!("applied")));
    // Neither who decided nor who approved looks at the appeal.
    square.appeal(&suspended).await;
    for person in [&square.hal, &ivy] {
        let appeals = person.get("/parvis/v1/guard/appeals").await.ok();
        assert_eq!(appeals["appeals"][0]["may_decide"], false);
        let path = format!("/parvis/v1/guard/appeals/{}/decision", id(&appeals["appeals"][0]));
        let answer = json!({ "outcome": "upheld", "text": "No." });
        assert_eq!(person.post(&path, answer).await.refused(403), 50_013);
    }
    let jo = named_moderator(&square, "jo").await;
    assert_eq!(jo.get("/parvis/v1/guard/appeals").await.ok()["appeals"][0]["may_decide"], true);

    let undo = format!("{DAYS}/{}/undo", id(&day));
    jo.post(&undo, json!({ "reason": "The list was wrong." })).await.ok();
    let undone = until(&ivy, &day, "undone").await;
    assert_eq!((&undone["accounts"]["undone"], &undone["accounts"]["applied"]), (&json!(399), &json!(0)));
    assert_eq!(suspended.get("/users/@me/guilds").await.ok(), json!([]));
    assert_ne!(square.told(&suspended).await[0]["undone_at"], Value::Null);
    assert_eq!(counted(&ivy).await, (json!(399), json!(399)));
    assert!(ivy.post(&undo, json!({ "reason": "Again." })).await.text.contains("NOTHING_TO_UNDO"));
}

#[tokio::test]
async fn small_days_of_one_person_add_up_and_each_guild_keeps_its_owner() {
    let square = Square::open().await;
    let app = square.server.app();
    let accounts = seed::accounts(app, "mirror", 60, None).await;
    let guild_id = square.guild.parse().expect("an id");
    seed::join(app, guild_id, &accounts[..30]).await;
    let first = day(&square, &[(&accounts[..30], decision("ban", Some(&square.guild)))]).await;
    let cluster = id(&first["clusters"][0]).to_owned();
    let path = format!("{DAYS}/{}/clusters", id(&first));
    let body = json!({ "title": "Others", "origin": "hand", "accounts": [
        { "account": "@ada" }, { "account": "hal" }, { "account": "nobody" }, { "account": accounts[0].user.id },
    ] });
    let added = square.hal.post(&path, body.clone()).await.ok();
    assert_eq!(added["left_out"], json!({ "unknown": 1, "protected": 1, "listed": 1 }));
    assert!(square.hal.post(&path, body).await.text.contains("NO_ACCOUNTS"));
    let preview = at(&square.hal, &first, "/preview").await;
    assert_eq!(preview["undecided"], 1);
    assert!(start(&square.hal, &first, &preview["version"]).await.text.contains("CLUSTERS_UNDECIDED"));
    let decide = format!("{path}/{}/decision", id(&added["cluster"]));
    assert!(square.hal.put(&decide, decision("ban", None)).await.text.contains("MISSING_PERMISSIONS"));
    let day_of_owner = square.hal.put(&decide, decision("ban", Some(&square.guild))).await.ok();
    let preview = at(&square.hal, &first, "/preview").await;
    assert_eq!((&preview["accounts"], &preview["skipped"]), (&json!(30), &json!({ "owner": 1 })));
    assert_eq!(preview["takes_two"], false);
    start(&square.hal, &first, &day_of_owner["version"]).await.ok();
    let done = until(&square.hal, &first, "done").await;
    assert_eq!((&done["accounts"]["applied"], &done["accounts"]["skipped"]), (&json!(30), &json!(1)));
    let bans = square.ada.get(&format!("/guilds/{}/bans", square.guild)).await.ok();
    assert_eq!(bans.as_array().map(Vec::len), Some(30));
    let rows = at(&square.hal, &first, &format!("/clusters/{cluster}/accounts")).await;
    let undo =
        format!("/parvis/v1/guard/decisions/{}/undo", rows["rows"][0]["decision_id"].as_str().expect("done"));
    square.hal.post(&undo, json!({ "reason": "This one was a mistake." })).await.ok();

    let second = day(&square, &[(&accounts[30..], decision("suspend_account", None))]).await;
    let preview = at(&square.hal, &second, "/preview").await;
    assert_eq!((&preview["accounts"], &preview["takes_two"]), (&json!(30), &json!(true)), "60 within a day");
    assert!(start(&square.hal, &second, &preview["version"]).await.text.contains("FOUR_EYES"));
    square.clock.advance_ms(DAY_MS);
    assert_eq!(at(&square.hal, &second, "/preview").await["takes_two"], false);

    let undo = format!("{DAYS}/{}/undo", id(&first));
    square.hal.post(&undo, json!({ "reason": "All of it was." })).await.ok();
    until(&square.hal, &first, "undone").await;
    let bans = square.ada.get(&format!("/guilds/{}/bans", square.guild)).await.ok();
    assert_eq!(bans, json!([]));
    assert_eq!(counted(&square.hal).await, (json!(30), json!(30)), "nobody is counted twice");
}

#[tokio::test]
async fn what_a_crash_left_is_done_when_the_house_opens_and_nothing_is_taken_back_after_thirty_days() {
    let square = Square::open().await;
    let accounts = seed::accounts(square.server.app(), "mirror", 250, None).await;
    let ivy = named_moderator(&square, "ivy").await;
    let day = day(&square, &[(&accounts, decision("suspend_account", None))]).await;
    approve(&ivy, &day, &day["version"]).await.ok();
    start(&square.hal, &day, &day["version"]).await.ok();
    let (hal, clock) = (square.hal.token.clone().expect("logged in"), square.clock.clone());
    let folder = square.server.stop().await;
    let data = folder.path().to_owned();
    let on_it = move |config: &mut Config| {
        config.database = format!("sqlite:{}", data.join("parvis.sqlite").display());
        config.data = data;
    };
    let server = TestServer::start_with(on_it, clock.clone()).await;
    let hal = Person::of_token(&server, hal).await;
    let done = until(&hal, &day, "done").await;
    assert_eq!(done["accounts"]["applied"], 250);
    assert_eq!(counted(&hal).await, (json!(250), json!(0)), "each account once");
    clock.advance_ms(30 * DAY_MS);
    let undo = format!("{DAYS}/{}/undo", id(&day));
    assert!(hal.post(&undo, json!({ "reason": "Late." })).await.text.contains("UNDO_TOO_LATE"));
}
