//! The console: the static files of `web/build`, on one origin with the API.
//!
//! | of the console | what is answered |
//! |---|---|
//! | a file, at a path with a dot | the file; under `_app/immutable/` it is good for a year, others are asked for again |
//! | any other page that a browser wants | `index.html`, which finds the page by the address |
//! | `/v1/*`, `/_local/*` and whatever no browser asks for | the API's |

mod building;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use crate::pages;

/// The console of a server.
#[derive(Debug, Clone)]
pub struct Console {
    sources: PathBuf,
    stage: Arc<Mutex<Stage>>,
}

/// How far the console has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Nobody wants it.
    Off,
    /// It is being built.
    Building,
    /// It is there.
    Ready,
    /// It cannot be had, for this reason.
    Missing(String),
}

/// What a page cannot say of itself: nobody frames it, learns of its addresses, or takes a file for another kind.
pub const HEADERS: [(header::HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
];
/// Whatever is under a name made of its contents never changes.
const FOR_A_YEAR: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASKED_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

impl Console {
    /// None: pages say what the API is.
    pub fn off() -> Self {
        Self { sources: PathBuf::new(), stage: Arc::new(Mutex::new(Stage::Off)) }
    }

    /// The one whose sources lie in a folder; it is there once it is built.
    pub fn of(sources: &Path) -> Self {
        Self { sources: sources.to_owned(), stage: Arc::new(Mutex::new(Stage::Building)) }
    }

    /// Builds it where it is older than its sources, beside whatever else is done, and says how that goes.
    pub fn build(&self) {
        if self.stage() == Stage::Building {
            tokio::spawn(building::build(self.clone()));
        }
    }

    /// Where its files are.
    fn built(&self) -> PathBuf {
        self.sources.join("build")
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn now(&self, stage: Stage) {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    /// Puts the console before what else a server answers.
    pub fn before(self, service: Router) -> Router {
        service.layer(from_fn_with_state(self, serve))
    }
}

async fn serve(State(console): State<Console>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_the_apis = ["/v1", "/_local"].iter().any(|start| {
        path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_the_apis || !reads || console.stage() != Stage::Ready {
        return next.run(request).await;
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let lasts = path.starts_with("/_app/immutable/");
    if !is_file && !pages::wants_page(request.headers()) {
        return next.run(request).await;
    }
    let answer = if is_file {
        ServeDir::new(console.built()).oneshot(request).await.into_response()
    } else {
        ServeFile::new(console.built().join("index.html")).oneshot(request).await.into_response()
    };
    let kept = if lasts && answer.status().is_success() { FOR_A_YEAR } else { ASKED_AGAIN };
    let headers = HEADERS.map(|(name, value)| (name, HeaderValue::from_static(value)));
    (headers, [(header::CACHE_CONTROL, kept)], answer).into_response()
}

#[cfg(test)]
mod tests;
