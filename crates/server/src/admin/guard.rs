//! `parvis guard …`

use parvis_guard::moderators;
use serde_json::json;

use super::carry_out::{in_words, lines, person, user_json, user_line};
use super::{GuardOrder, Hall, ModeratorOrder, Outcome};
use crate::terminal::piece;

/// Does what an order about reports, cases and decisions says.
pub async fn carry_out(hall: &Hall, order: GuardOrder) -> anyhow::Result<Outcome> {
    match order {
        GuardOrder::Moderator(order) => moderator(hall, order).await,
    }
}

async fn moderator(hall: &Hall, order: ModeratorOrder) -> anyhow::Result<Outcome> {
    let app = &hall.app;
    match order {
        ModeratorOrder::Add { user } => {
            let user = person(app, &user).await?.user;
            let is_new = moderators::add(app, user.id).await.map_err(in_words)?;
            let text = match is_new {
                true => format!("{} decides the cases of the house now.", piece(&user.username)),
                false => format!("{} decides the cases of the house already.", piece(&user.username)),
            };
            Ok(Outcome::new(json!({ "id": user.id, "added": is_new }), text))
        }
        ModeratorOrder::Remove { user } => {
            let user = person(app, &user).await?.user;
            let was_one = moderators::remove(app, user.id).await.map_err(in_words)?;
            let text = match was_one {
                true => format!("{} does not decide the cases of the house any more.", piece(&user.username)),
                false => format!("{} did not decide the cases of the house.", piece(&user.username)),
            };
            Ok(Outcome::new(json!({ "id": user.id, "removed": was_one }), text))
        }
        ModeratorOrder::List => {
            let users = moderators::list(app).await.map_err(in_words)?;
            let json: Vec<_> = users.iter().map(user_json).collect();
            let empty = "Nobody decides the cases of the house yet.";
            let text = lines(users.iter().map(user_line).collect(), empty);
            Ok(Outcome::new(json!(json), text))
        }
    }
}
