//! The pages, built from `web/` and embedded.

use crate::problem::Problem;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "pages/"]
struct Pages;

/// The page that every address without a file of its own shows: it looks at the address itself.
const FIRST: &str = "index.html";

/// Answers whatever is not of the API.
pub(crate) async fn answer(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return Problem::missing("there is nothing here: /api/v1/openapi.json lists what there is")
            .into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "pages can only be read");
        return ([(ALLOW, "GET, HEAD")], problem).into_response();
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let name = if last.contains('.') { path } else { FIRST };
    let Some(file) = Pages::get(name) else {
        return Problem::missing("there is no such page").into_response();
    };
    // Files under assets/ have their content's hash in their names.
    let keep = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&file.metadata.sha256_hash()[..12]));
    let known = crate::answer::matches(&headers, IF_NONE_MATCH, &tag);
    let Ok(tag) = HeaderValue::from_str(&tag) else {
        return Problem::broken("this page cannot be shown").into_response();
    };
    let heads = [(CACHE_CONTROL, HeaderValue::from_static(keep)), (ETAG, tag)];
    if known {
        return (StatusCode::NOT_MODIFIED, heads).into_response();
    }
    (heads, [(CONTENT_TYPE, media_type(name))], file.data).into_response()
}

/// The media type of a file by its ending; of those that the build makes.
fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
