//! `/parvis/v1/guard/transparency/years`

use serde_json::{Value, json};

use super::{Square, id, report_of};

const YEARS: &str = "/parvis/v1/guard/transparency/years";

/// The sum of a column of comma-separated values.
fn sum(csv: &str, column: &str) -> u64 {
    let mut lines = csv.lines();
    let names: Vec<_> = lines.next().expect("names").split(',').collect();
    let at = names.iter().position(|name| *name == column).expect("the column");
    lines
        .map(|line| line.split(',').nth(at).and_then(|cell| cell.parse::<u64>().ok()).expect("a number"))
        .sum()
}

#[tokio::test]
async fn the_reports_of_a_year_equal_the_log() {
    let square = Square::open().await;
    let mut decisions = Vec::new();
    for (number, measure) in
        ["warn", "none", "hide_message", "delete_message", "warn"].into_iter().enumerate()
    {
        let said = square.kim.say(&square.channel, &number.to_string()).await;
        for by in [&square.mel, &square.bob] {
            by.post("/parvis/v1/guard/reports", report_of(&said, "spam")).await.ok();
        }
        let case = square.eve.get(&square.cases()).await.ok()["cases"][0].clone();
        decisions.push(square.decide(&square.eve, &case, json!([{ "kind": measure }])).await.ok());
    }
    let undo = format!("/parvis/v1/guard/decisions/{}/undo", id(&decisions[2]));
    square.bob.post(&undo, json!({ "reason": "A song." })).await.ok();
    square.appeal(&square.kim).await;
    let order = json!({
        "kind": "order", "authority": "PHAROS", "member_state": "FR", "reference": "1", "urls": ["https://x.example/1"],
    });
    square.hal.post("/parvis/v1/guard/orders", order).await.ok();

    let totals = square.hal.get(&format!("{YEARS}/2026")).await.ok();
    let expected = json!({
        "year": 2026, "decisions": 5, "restorations": 1, "notices": 10, "complaints": 1, "orders": 1,
    });
    assert_eq!(totals, expected);
    let public = square.hal.get("/parvis/v1/guard/transparency").await.ok();
    assert_eq!((&public["totals"]["decisions"], &public["totals"]["restorations"]), (&json!(5), &json!(1)));
    let mut csv = Value::Object(serde_json::Map::new());
    for part in [
        "2_member_states_orders",
        "3_notices",
        "4_own_initiative_illegal",
        "5_own_initiative_rules",
        "6_complaints",
        "8_automation",
        "tco_article_7",
    ] {
        let answer = square.hal.get(&format!("{YEARS}/2026/{part}")).await;
        assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
        csv[part] = json!(answer.text);
    }
    let of = |part: &str, column: &str| sum(csv[part].as_str().expect("text"), column);
    assert_eq!(of("4_own_initiative_illegal", "decisions") + of("5_own_initiative_rules", "decisions"), 5);
    assert_eq!((of("8_automation", "decisions"), of("5_own_initiative_rules", "undone_since")), (5, 1));
    assert_eq!((of("3_notices", "notices"), of("6_complaints", "complaints")), (10, 1));
    assert_eq!(of("2_member_states_orders", "count"), 1);
    assert!(csv["tco_article_7"].as_str().is_some_and(|text| text.contains("orders_received,1")));

    let empty = square.hal.get(&format!("{YEARS}/2025")).await.ok();
    assert_eq!((&empty["decisions"], &empty["notices"]), (&json!(0), &json!(0)));
    for year in ["2023", "2027"] {
        assert_eq!(square.hal.get(&format!("{YEARS}/{year}")).await.refused(400), 50_035);
    }
    assert_eq!(square.hal.get(&format!("{YEARS}/2026/nothing")).await.refused(404), 10_000);
    assert_eq!(square.eve.get(&format!("{YEARS}/2026")).await.refused(403), 50_013);
}
