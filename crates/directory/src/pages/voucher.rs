//! `/map/voucher`: coming in with a code that a member gave.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_app::ActionError;

use super::answer::{Page, Trouble};
use super::head::Head;
use super::visit::{Posted, Visit};
use crate::vouchers::{self, Opened};

#[derive(Template)]
#[template(path = "voucher.html")]
struct VoucherPage {
    head: Head,
    code: String,
    mistake: Option<String>,
    action: String,
    opened: Option<Opened>,
}

/// `GET /map/voucher`
pub(super) async fn get_form(visit: Visit) -> Response {
    visit.answer(page(&visit, "", None, None))
}

/// `POST /map/voucher`
pub(super) async fn post_form(Posted { visit, form }: Posted) -> Response {
    let code = form.get("code").unwrap_or_default();
    let answer = match vouchers::redeem(&visit.directory, &visit.app, None, code).await {
        Ok(opened) => page(&visit, "", None, Some(opened)),
        Err(ActionError::Unknown(_)) => page(&visit, code, Some(visit.words().wrong_code.clone()), None),
        Err(error) => Err(Trouble::from(error)),
    };
    visit.answer(answer)
}

fn page(visit: &Visit, code: &str, mistake: Option<String>, opened: Option<Opened>) -> Result<Page, Trouble> {
    let status = if mistake.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let page = VoucherPage {
        head: Head::of(visit, visit.words().voucher_title.clone()),
        code: code.to_owned(),
        mistake,
        action: visit.reader.link("/map/voucher"),
        opened,
    };
    Page::private(status, &page)
}
