//! `/parvis/v1/guard/cases/{case_id}/evidence`

use parvis_guard::evidence::{self, KEPT_MS};
use serde_json::json;

use super::{DAY_MS, Square, id};

#[tokio::test]
async fn what_is_hidden_is_sealed_opened_with_its_case_and_erased_in_its_time() {
    let square = Square::open().await;
    let app = square.server.app().clone();
    let (_, case) = square.reported("go away").await;
    let (_, other) = square.reported("and you").await;
    let path = format!("/parvis/v1/guard/cases/{}/evidence", id(&case));
    assert_eq!(square.eve.get(&path).await.ok(), json!([]));
    for (case, measure) in [(&case, "hide_message"), (&other, "delete_message")] {
        square.decide(&square.eve, case, json!([{ "kind": measure }])).await.ok();
    }
    let kept = square.bob.get(&path).await.ok();
    assert_eq!((&kept[0]["kind"], &kept[0]["openings"]), (&json!("message"), &json!([])));
    assert!(!kept.to_string().contains("go away"));

    let open = format!("{path}/{}/openings", id(&kept[0]));
    let purpose = json!({ "purpose": " an appeal " });
    let opened = square.bob.post(&open, purpose.clone()).await.ok();
    assert_eq!(opened["message"]["content"], "go away");
    let kept = square.eve.get(&path).await.ok();
    assert_eq!(opened["evidence"], kept[0], "who opened it is seen by those who work on the case");
    assert_eq!(kept[0]["openings"][0]["purpose"], "an appeal");
    assert_eq!(kept[0]["openings"][0]["user"]["id"], square.bob.id);

    assert_eq!(square.mel.post(&open, purpose.clone()).await.refused(404), 10_000);
    assert_eq!(square.kim.get(&path).await.refused(404), 10_000);
    let by_other_case = open.replace(id(&case), id(&other));
    assert_eq!(square.bob.post(&by_other_case, purpose.clone()).await.refused(404), 10_000);
    assert!(square.bob.post(&open, json!({ "purpose": " " })).await.text.contains("purpose"));

    let verdict = evidence::check(&app).await.expect("the chain is read");
    assert_eq!((verdict.faults, verdict.kept, verdict.erased), (Vec::new(), 2, 0));
    square.clock.advance_ms(KEPT_MS + DAY_MS);
    evidence::keep_up(&app).await.expect("what is due is done");
    let verdict = evidence::check(&app).await.expect("the chain is read");
    assert_eq!((verdict.faults, verdict.kept, verdict.erased), (Vec::new(), 0, 2));
    assert_eq!(verdict.unsigned, 0, "the day's root was signed");
}

#[tokio::test]
async fn what_comes_back_into_sight_need_not_be_kept() {
    let square = Square::open().await;
    let (_, case) = square.reported("go away").await;
    let decision = square.decide(&square.eve, &case, json!([{ "kind": "hide_message" }])).await.ok();
    let undo = format!("/parvis/v1/guard/decisions/{}/undo", id(&decision));
    square.bob.post(&undo, json!({ "reason": "A song." })).await.ok();
    let path = format!("/parvis/v1/guard/cases/{}/evidence", id(&case));
    assert_eq!(square.bob.get(&path).await.ok(), json!([]));
    let verdict = evidence::check(square.server.app()).await.expect("the chain is read");
    assert_eq!((verdict.faults, verdict.kept, verdict.erased), (Vec::new(), 0, 1));
}
