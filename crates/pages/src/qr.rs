//! The QR code of an invitation, to be printed or shown to a neighbour's telephone.

use std::fmt::Write;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use parvis_app::{ActionError, App, invites};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::answer;
use crate::invitation::{Code, read};

/// Light modules around the code, without which cameras do not find it (ISO/IEC 18004).
const QUIET_ZONE: i32 = 4;
/// Five minutes: as long as a code may outlive its invitation.
const CACHED: &str = "public, max-age=300";

/// `GET /invite/{code}/qr.svg`
pub(crate) async fn get_qr_code(State(app): State<App>, code: Code, headers: HeaderMap) -> Response {
    match invites::get(&app, None, &read(code), false).await {
        Ok(invite) => {
            let address = format!("{}/invite/{}", answer::public_url(&app, &headers), invite.code);
            match drawn(&address) {
                Some(svg) => answer::picture(CACHED, svg),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
        Err(ActionError::Unknown(_)) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "an invitation could not be looked up");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// An address as a QR code that bears 15 % of dirt. `None` for one that is too long for any.
fn drawn(address: &str) -> Option<String> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET_ZONE;
    let mut dark = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                let _ = write!(dark, "M{} {}h{run}v1h-{run}z", x + QUIET_ZONE, y + QUIET_ZONE);
            }
            x += run.max(1);
        }
    }
    // Its text twin is what it says.
    let title = address.replace('&', "&amp;").replace('<', "&lt;");
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
         role=\"img\" aria-labelledby=\"t\"><title id=\"t\">{title}</title>\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{dark}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules of a drawing, dark ones as true, quiet zone included.
    fn modules(svg: &str) -> Vec<Vec<bool>> {
        let side: usize =
            svg.split('"').nth(3).and_then(|it| it.rsplit(' ').next()?.parse().ok()).expect("a side");
        let mut modules = vec![vec![false; side]; side];
        let dark = svg.rsplit("d=\"").next().expect("the dark modules");
        for run in dark.split('M').skip(1) {
            let numbers: Vec<usize> =
                run.split(['h', ' ', 'v']).filter_map(|number| number.parse().ok()).collect();
            modules[numbers[1]][numbers[0]..numbers[0] + numbers[2]].fill(true);
        }
        modules
    }

    #[test]
    fn what_is_drawn_is_the_code_with_its_quiet_zone() {
        let address = "https://parvis.example/invite/UG8yuwe9Ta";
        let svg = drawn(address).expect("a code");
        assert!(svg.contains(&format!("<title id=\"t\">{address}</title>")));
        let (modules, code) =
            (modules(&svg), QrCode::encode_text(address, QrCodeEcc::Medium).expect("a code"));
        let side = i32::try_from(modules.len()).expect("small");
        assert_eq!(side, code.size() + 8);
        for y in 0..side {
            for x in 0..side {
                // Outside of the code everything is light.
                let dark = code.get_module(x - QUIET_ZONE, y - QUIET_ZONE);
                assert_eq!(modules[y as usize][x as usize], dark, "{x} {y}");
            }
        }
    }

    #[test]
    fn an_address_cannot_break_out_of_its_title() {
        let svg = drawn("https://x/<script>&amp;").expect("a code");
        assert!(svg.contains("https://x/&lt;script>&amp;amp;</title>"), "{svg}");
        assert_eq!(drawn(&"x".repeat(5_000)), None);
    }
}
