//! What every answer carries, whatever it is of: one layer over all routes, and over the paths and
//! methods that are none.

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::reply::Made;
use crate::{app::App, domain::EventId};

/// The header that names a request, for whoever asks about it.
const X_REQUEST_ID: &str = "x-request-id";

/// The header that search engines heed.
const X_ROBOTS_TAG: &str = "x-robots-tag";

/// The name of a request, by which the log has it too: Lambda's own where there is one.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Gives the request its name and completes its answer: who asked, where what was made is, and
/// that nobody keeps it, lists it or takes it for something else. What was read before and has not changed
/// is not sent again.
pub(super) async fn complete(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<lambda_runtime::Context>().map_or_else(
        || EventId::new(app.clock.precise()).ulid().to_string(),
        |context| context.request_id.clone(),
    );
    let read = *request.method() == Method::GET;
    let path = request.uri().path().trim_end_matches('/').to_owned();
    let seen = request.headers().clone();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    // What nobody may keep nobody may list either.
    headers.insert(X_ROBOTS_TAG, HeaderValue::from_static("noindex"));
    if let Ok(id) = id.parse() {
        headers.insert(X_REQUEST_ID, id);
    }
    let made = answer.extensions().get::<Made>().map(|Made(id)| format!("{path}/{id}"));
    if let Some(location) = made.and_then(|location| location.parse().ok()) {
        answer.headers_mut().entry(header::LOCATION).or_insert(location);
    }
    if read && answer.status() == StatusCode::OK && is_unchanged(&seen, answer.headers()) {
        not_modified(answer)
    } else {
        answer
    }
}

/// Whether `If-None-Match` names what would be sent. Weak tags match too: it is a read
/// ([RFC 9110, 13.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)).
fn is_unchanged(seen: &HeaderMap, answer: &HeaderMap) -> bool {
    let Some(tag) = answer.get(header::ETAG).and_then(|tag| tag.to_str().ok()) else {
        return false;
    };
    let seen = seen.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = seen.flat_map(|list| list.split(',')).map(str::trim);
    tags.any(|seen| seen == "*" || seen.strip_prefix("W/").unwrap_or(seen) == tag)
}

fn not_modified(answer: Response) -> Response {
    let (mut parts, _) = answer.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}
