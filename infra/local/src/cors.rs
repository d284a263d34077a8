//! Which pages of other origins may call: what the gateway does where it is deployed.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, request::Parts};
use shared::app::App;
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

/// What pages of the app may read of an answer's head, as the template has it.
const EXPOSED: [&str; 8] = [
    "content-disposition",
    "etag",
    "idempotency-replayed",
    "link",
    "location",
    "retry-after",
    "www-authenticate",
    "x-request-id",
];

/// Lets pages of the app call, as the gateway does: here also those that another port of this
/// machine serves.
pub fn layer(app: &App) -> CorsLayer {
    let app = app.clone();
    let own = move |origin: &HeaderValue, _: &Parts| {
        origin.to_str().is_ok_and(|origin| app.settings.is_own(origin))
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(own))
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(EXPOSED.map(HeaderName::from_static))
        .max_age(Duration::from_secs(3_600))
}
