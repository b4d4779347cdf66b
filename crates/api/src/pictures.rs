//! Avatars, icons and the like, at the addresses that libraries put together from ids and hashes.
//!
//! What is served is what was stored: nothing is converted, and the content type is the picture's own whatever ending
//! the address has.

use std::io::Write;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use flate2::{Compression, Crc, write::ZlibEncoder};
use parvis_app::App;
use parvis_app::pictures::PictureKind;
use parvis_model::Id;
use parvis_model::marker::GenericMarker;

use crate::error::{ApiError, ApiResult, not_found};
use crate::served_file::streamed;

/// Browsers run nothing in what they are sent, and guess no other type.
const POLICY: &str = "default-src 'none'; sandbox";
/// A week: a picture that was taken away is gone from caches after it.
const CACHED: &str = "public, max-age=604800, immutable";
/// Colours of the pictures of people who have none.
const COLORS: [[u8; 3]; 6] =
    [[74, 90, 168], [90, 100, 112], [48, 122, 84], [176, 112, 24], [168, 62, 62], [150, 64, 130]];
const SIDE_PIXELS: u32 = 128;
/// Endings of pictures' addresses.
const EXTENSIONS: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// The addresses of pictures.
pub fn router() -> Router<App> {
    Router::new()
        .route("/avatars/{owner}/{file}", pictures(&[PictureKind::Avatar]))
        .route("/app-icons/{owner}/{file}", pictures(&[PictureKind::AppIcon]))
        .route("/icons/{owner}/{file}", pictures(&[PictureKind::GuildIcon]))
        .route("/banners/{owner}/{file}", pictures(&[PictureKind::GuildBanner, PictureKind::Banner]))
        .route("/splashes/{owner}/{file}", pictures(&[PictureKind::Splash]))
        .route("/discovery-splashes/{owner}/{file}", pictures(&[PictureKind::DiscoverySplash]))
        .route("/channel-icons/{owner}/{file}", pictures(&[PictureKind::ChannelIcon]))
        .route("/guild-events/{owner}/{file}", pictures(&[PictureKind::ScheduledEvent]))
        .route("/role-icons/{owner}/{file}", pictures(&[PictureKind::RoleIcon]))
        .route("/emojis/{file}", get(emoji))
        .route("/embed/avatars/{file}", get(default_avatar))
}

fn pictures(kinds: &'static [PictureKind]) -> MethodRouter<App> {
    get(move |State(app): State<App>, Path((owner, file)): Path<(String, String)>| async move {
        picture(&app, kinds, &owner, &file).await
    })
}

async fn picture(app: &App, kinds: &[PictureKind], owner: &str, file: &str) -> ApiResult<Response> {
    let owner_id: Id<GenericMarker> = owner.parse().map_err(|_| not_found())?;
    let hash = hash_of(file).ok_or_else(not_found)?;
    for kind in kinds {
        let Ok((path, content_type)) = app.open_picture(*kind, owner_id, hash.to_owned()).await else {
            continue;
        };
        return answer(&content_type, hash, streamed(&path).await?);
    }
    Err(not_found())
}

/// The picture of an emoji, by its id.
async fn emoji(State(app): State<App>, Path(file): Path<String>) -> ApiResult<Response> {
    let (id, extension) = file.split_once('.').ok_or_else(not_found)?;
    let id: Id<GenericMarker> = id.parse().map_err(|_| not_found())?;
    if !EXTENSIONS.contains(&extension) {
        return Err(not_found());
    }
    let (path, content_type, hash) = app.open_emoji(id).await.map_err(|_| not_found())?;
    answer(&content_type, &hash, streamed(&path).await?)
}

/// The hash in `a_0123….gif`.
fn hash_of(file: &str) -> Option<&str> {
    let (hash, extension) = file.split_once('.')?;
    let digits = hash.strip_prefix("a_").unwrap_or(hash);
    let is_hash = digits.len() == 32 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (is_hash && EXTENSIONS.contains(&extension)).then_some(hash)
}

fn answer(content_type: &str, tag: &str, body: Body) -> ApiResult<Response> {
    let text = |value: &str| HeaderValue::try_from(value).map_err(|_| not_found());
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, text(content_type)?);
    headers.insert(header::ETAG, text(&format!("\"{tag}\""))?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHED));
    // Whoever has the address may show it, as a site does that tells of a guild.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

/// The picture of somebody who has none: a person in one of six colours.
async fn default_avatar(Path(file): Path<String>) -> Result<Response, ApiError> {
    let number: usize = file.strip_suffix(".png").and_then(|it| it.parse().ok()).ok_or_else(not_found)?;
    let color = COLORS.get(number).ok_or_else(not_found)?;
    answer("image/png", &format!("default-{number}"), silhouette(*color).into())
}

/// A PNG of two colours: head and shoulders in white.
fn silhouette(background: [u8; 3]) -> Vec<u8> {
    let mut rows = Vec::with_capacity((SIDE_PIXELS * (SIDE_PIXELS / 8 + 1)) as usize);
    for y in 0..SIDE_PIXELS as i32 {
        rows.push(0); // no filter
        for x in (0..SIDE_PIXELS as i32).step_by(8) {
            rows.push((0..8).fold(0, |bits, at| bits << 1 | u8::from(is_person(x + at, y))));
        }
    }
    let mut header = Vec::new();
    header.extend(SIDE_PIXELS.to_be_bytes());
    header.extend(SIDE_PIXELS.to_be_bytes());
    header.extend([1, 3, 0, 0, 0]); // one bit per pixel, by palette
    let palette = [background, [255, 255, 255]].concat();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&rows).expect("a vector takes everything");
    let packed = packed.finish().expect("a vector takes everything");
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", &header), (b"PLTE", &palette), (b"IDAT", &packed), (b"IEND", &Vec::new())]
    {
        put_chunk(&mut png, kind, data);
    }
    png
}

fn is_person(x: i32, y: i32) -> bool {
    let center = SIDE_PIXELS as i32 / 2;
    let is_in_circle = |cy: i32, radius: i32| (x - center).pow(2) + (y - cy).pow(2) <= radius.pow(2);
    is_in_circle(50, 24) || is_in_circle(SIDE_PIXELS as i32, 46)
}

fn put_chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).expect("a small picture");
    png.extend(length.to_be_bytes());
    png.extend(kind);
    png.extend(data);
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    png.extend(sum.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::hash_of;

    #[test]
    fn only_hashes_with_the_ending_of_a_picture_are_looked_up() {
        let hash = "0123456789abcdef0123456789abcdef";
        assert_eq!(hash_of(&format!("{hash}.png")), Some(hash));
        assert_eq!(hash_of(&format!("a_{hash}.gif")), Some(&*format!("a_{hash}")));
        for file in
            ["", ".png", "x.png", hash, &format!("{hash}.svg"), &format!("{hash}.png.exe"), "../x.png"]
        {
            assert_eq!(hash_of(file), None, "{file}");
        }
    }
}
