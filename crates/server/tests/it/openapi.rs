//! Our own OpenAPI document has every route that the published one lacks, and nothing that does not exist.

use parvis_api::router::OPENAPI;
use parvis_server::wings::routes;
use parvis_testing::TestServer;
use parvis_testing::schemas::{operation_of, own_operations, published_operations};

#[test]
fn every_route_stands_in_one_of_the_two_documents() {
    let documented = [published_operations(), own_operations()].concat();
    let routes = routes().into_iter().map(|route| operation_of(route.method.as_str(), route.path));
    let missing: Vec<_> = routes.filter(|route| !documented.contains(route)).collect();
    assert!(missing.is_empty(), "in no document:\n{}", missing.join("\n"));
}

#[test]
fn our_document_holds_nothing_that_is_not_there_or_that_is_published_already() {
    let routes: Vec<_> =
        routes().into_iter().map(|route| operation_of(route.method.as_str(), route.path)).collect();
    let published = published_operations();
    for operation in own_operations() {
        assert!(routes.contains(&operation), "{operation} does not exist");
        assert!(!published.contains(&operation), "{operation} stands in the published document");
    }
}

#[tokio::test]
async fn the_document_is_served_to_anybody() {
    let server = TestServer::start().await;
    let answer = server.anonymous().get(&format!("{}/api/parvis/v1/openapi.json", server.url())).await;
    assert_eq!(answer.text, OPENAPI);
    assert_eq!(answer.headers["content-type"], "application/json");
}
