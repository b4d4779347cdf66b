//! Every route, called by everybody: who may do what is in `matrix/table.txt`, and nowhere else in these tests.

mod bits;
mod canaries;
mod cells;
mod foreign;
mod oracles;
mod stale;
pub mod table;
pub mod world;

use parvis_testing::TestServer;

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let (without_row, without_route) = table::gaps(&table::rows());
    assert!(without_route.is_empty(), "rows of routes that do not exist:\n{}", without_route.join("\n"));
    assert!(without_row.is_empty(), "routes without a row in table.txt:\n{}", without_row.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_principal_is_answered_as_the_table_says() {
    let server = TestServer::start().await;
    let findings = cells::run(&server, &table::rows()).await;
    assert!(findings.wrong.is_empty(), "{} findings:\n{}", findings.wrong.len(), findings.wrong.join("\n"));
    assert!(findings.judged > 0, "no answer was held against the published schemas");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_the_permissions_of_the_table_open_a_route() {
    let server = TestServer::start().await;
    let wrong = bits::run(&server, &table::rows()).await;
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_belongs_to_another_guild_is_not_found_and_stays_as_it_is() {
    let server = TestServer::start().await;
    let wrong = foreign::run(&server, &table::rows()).await;
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_hidden_is_answered_as_what_does_not_exist() {
    let server = TestServer::start().await;
    let wrong = oracles::run(&server, &table::rows()).await;
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}
