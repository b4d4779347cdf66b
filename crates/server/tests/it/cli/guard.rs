//! `parvis guard …`

use serde_json::json;

use super::{Server, empty_folder, order, refused};

#[tokio::test]
async fn the_evidence_is_checked_with_and_without_a_server() {
    let data = empty_folder();
    order(data.path(), &["user", "create", "ana"]).await;
    let check = ["guard", "evidence", "check"];
    let empty = order(data.path(), &check).await;
    assert_eq!((&empty["links"], &empty["faults"]), (&0.into(), &json!([])));
    let server = Server::start(data.path()).await;
    assert_eq!(order(data.path(), &check).await, empty);
    server.stop().await;
    for arguments in [
        ["guard", "evidence", "hold", "1", "--days", "30", "--reason", "order 12/26"].as_slice(),
        &["guard", "evidence", "release", "1"],
        &["guard", "evidence", "prove", "1"],
    ] {
        let told = refused(data.path(), arguments).await;
        assert!(told.contains("no record 1"), "{arguments:?}: {told}");
    }
}

#[tokio::test]
async fn a_list_of_others_is_compared_with_who_is_here_and_nothing_else() {
    let data = empty_folder();
    for name in ["ana", "mod"] {
        order(data.path(), &["user", "create", name]).await;
    }
    order(data.path(), &["guard", "moderator", "add", "mod"]).await;
    let file = data.path().join("list.txt");
    let list = "@ana\nana\nhttps://t.me/SomeChannel\n@mod\n@nobody_here\n+33 6 12 34 56 78\n";
    std::fs::write(&file, list).expect("written");
    let file = file.to_str().expect("a path");
    let shown = order(data.path(), &["guard", "list", file]).await;
    assert_eq!(shown["counts"], json!({ "ambiguous": 2, "malformed": 1, "none": 2, "repeated": 1 }));
    assert_eq!(
        shown["rows"][0],
        json!({ "line": 1, "verdict": "ambiguous", "doubt": "unstated", "accounts": ["ana"], "places": 0 })
    );
    assert_eq!(shown["faults"], json!({ "phone": 1 }));
    let ours = order(data.path(), &["guard", "list", file, "--service", "here"]).await;
    assert_eq!(
        ours["counts"],
        json!({ "exact": 1, "malformed": 1, "none": 2, "protected": 1, "repeated": 1 })
    );
    for (arguments, said) in [
        (["guard", "list", "nowhere.txt", "--service", "here"], "file"),
        (["guard", "list", file, "--service", "elsewhere"], "service"),
        (["guard", "list", file, "--format", "pdf"], "format"),
    ] {
        let told = refused(data.path(), &arguments).await;
        assert!(told.contains(said), "{arguments:?}: {told}");
    }
}
