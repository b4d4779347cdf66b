//! What becomes of rides and mutual aid by the clock, and of those who are not there any more

use parvis_model::Id;
use parvis_store::tables::{channels, messages};
use serde_json::json;

use super::super::id_of;
use super::{DAY_MS, HOUR_MS, Street, aid, seen};

impl Street {
    /// The rounds that the house makes every minute and every hour.
    async fn rounds(&self) {
        let app = self.town.server.app();
        for job in &app.hooks.jobs {
            job.keep_up(app).await;
        }
        app.keep_up().await.expect("upkeep");
    }
}

#[tokio::test]
async fn seven_days_after_its_time_everything_is_deleted_with_what_the_two_said() {
    let street = Street::new().await;
    let (ada, eve) = (&street.ada, &street.eve);
    let id = street.post(ada, street.ride()).await;
    let ask = street.ask(eve, &id, 1).await;
    let accepted = street.decide(&id, &ask, "accepted").await;
    let channel = accepted["channel_id"].as_str().expect("a conversation").to_owned();
    eve.say(&channel, "Maison 12").await;
    let app = street.town.server.app();
    let kept = async || {
        let (channel_id, aid_id) = (channel.parse().expect("an id"), id.parse().expect("an id"));
        let read = app.read(move |tx| {
            let listing = parvis_directory::tables::aid::get(tx, aid_id)?;
            let asks = parvis_directory::tables::aid_asks::of_listing(tx, aid_id)?;
            let page = messages::page(tx, channel_id, messages::Page::Newest, 10, Id::new(1))?;
            Ok((listing.is_some(), asks.len(), channels::get(tx, channel_id)?.is_some(), page.len()))
        });
        read.await.expect("it is read")
    };
    street.clock.advance_ms(26 * HOUR_MS);
    street.rounds().await;
    assert_eq!(seen(&street.mo, "").await, [""; 0], "its time is over");
    assert_eq!(street.mo.get(&aid(&format!("/{id}"))).await.refused(404), 10_000);
    assert_eq!(eve.get(&aid(&format!("/{id}"))).await.ok()["state"], "done", "who agreed still sees it");
    street.clock.advance_ms(7 * DAY_MS - HOUR_MS);
    street.rounds().await;
    assert_eq!(kept().await, (true, 1, true, 3), "a week to say thank you");
    street.clock.advance_ms(HOUR_MS);
    street.rounds().await;
    assert_eq!(kept().await, (false, 0, false, 0));
    for person in [ada, eve] {
        assert_eq!(person.get(&format!("/channels/{channel}/messages")).await.refused(404), 10_003);
        assert_eq!(person.get("/users/@me/channels").await.ok(), json!([]));
        assert_eq!(person.get(&aid(&format!("/{id}"))).await.refused(404), 10_000);
    }
    assert_eq!(eve.get(&aid("/asks")).await.ok()["asks"], json!([]));
    assert_eq!(ada.get(&aid("/mine")).await.ok()["listings"], json!([]));
}

#[tokio::test]
async fn who_leaves_a_guild_or_the_server_leaves_no_listing_there() {
    let street = Street::new().await;
    let (ada, eve, mo) = (&street.ada, &street.eve, &street.mo);
    let guild = id_of(&mo.make_guild("Двор").await);
    let channel = mo.first_channel(&guild).await;
    mo.bring_in(&channel, ada).await;
    mo.bring_in(&channel, eve).await;
    let mut body = street.thing();
    body["guild_id"] = json!(guild);
    let id = street.post(ada, body).await;
    let public = street.post(ada, street.ride()).await;
    let ask = street.ask(eve, &id, 1).await;
    eve.delete(&format!("/users/@me/guilds/{guild}")).await.ok();
    let path = aid(&format!("/{id}/asks/{ask}"));
    assert_eq!(
        ada.patch(&path, json!({ "state": "accepted" })).await.refused(404),
        10_000,
        "she is not there"
    );
    mo.delete(&format!("/guilds/{guild}/members/{}", ada.id)).await.ok();
    street.rounds().await;
    assert_eq!(seen(mo, "").await, std::slice::from_ref(&public), "of the guild nothing is left");
    assert_eq!(ada.get(&aid(&format!("/{id}"))).await.ok()["state"], "cancelled");
    let ask = street.ask(eve, &public, 1).await;
    street.decide(&public, &ask, "accepted").await;
    let password = json!({ "password": "un mot de passe pour les essais" });
    eve.post("/users/@me/delete", password.clone()).await.ok();
    street.clock.advance_ms(HOUR_MS);
    street.rounds().await;
    assert_eq!(
        mo.get(&aid(&format!("/{public}"))).await.ok()["left"],
        json!(3),
        "what she took is free again"
    );
    ada.post("/users/@me/delete", password).await.ok();
    street.clock.advance_ms(HOUR_MS);
    street.rounds().await;
    assert_eq!(mo.get(&aid(&format!("/{public}"))).await.refused(404), 10_000);
    assert_eq!(mo.get(&aid("")).await.ok(), json!({ "listings": [], "has_more": false }));
}
