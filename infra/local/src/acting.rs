//! Which function acts: on AWS each is a process of its own, here they share one.

use std::sync::Arc;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use shared::http::Route;

tokio::task_local! {
    static FUNCTION: &'static str;
}

/// Does the work of the function of this name (its binary's).
pub async fn acting_as<T>(function: &'static str, work: impl Future<Output = T>) -> T {
    FUNCTION.scope(function, work).await
}

/// The function whose work is being done, if any: a test's own calls are no function's.
pub fn acting() -> Option<&'static str> {
    FUNCTION.try_with(|function| *function).ok()
}

/// Lets a request be the work of the function that its place is.
pub async fn act(
    State(routes): State<Arc<[Route]>>,
    place: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let place = place.as_ref().map(MatchedPath::as_str);
    let is_it = |route: &&Route| route.method == *request.method() && place == Some(route.path);
    match routes.iter().find(is_it) {
        Some(route) => acting_as(route.name, next.run(request)).await,
        None => next.run(request).await,
    }
}
