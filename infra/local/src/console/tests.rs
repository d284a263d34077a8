//! What a server with a console answers.

use std::fs;

use axum::{
    body::{Body, to_bytes},
    http::StatusCode,
    routing::get,
};

use super::*;
use crate::temporary::Folder;

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

struct Server {
    router: Router,
    console: Console,
    _folder: Folder,
}

/// A server of an API, with a console that was built.
fn server() -> Server {
    let folder = Folder::new();
    let console = Console::of(folder.path());
    let assets = console.built().join("_app/immutable");
    fs::create_dir_all(&assets).unwrap();
    fs::write(console.built().join("index.html"), "the console").unwrap();
    fs::write(assets.join("start.abc.js"), "a script").unwrap();
    console.now(Stage::Ready);
    let api = Router::new().fallback(get(async || "the API"));
    Server { router: console.clone().before(api), console, _folder: folder }
}

impl Server {
    async fn get(&self, path: &str, accept: &str) -> (StatusCode, Response<String>) {
        let request = Request::builder().uri(path).header(header::ACCEPT, accept);
        let answer =
            self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        (parts.status, Response::from_parts(parts, body))
    }
}

#[tokio::test]
async fn a_browser_gets_the_console_at_every_page_and_the_api_where_it_is() {
    let server = server();
    for page in ["/", "/sign-in", "/a/acc_1/users", "/v1things"] {
        assert_eq!(server.get(page, BROWSER).await.1.body(), "the console", "{page}");
    }
    for path in ["/v1", "/v1/me", "/_local", "/_local/emails"] {
        assert_eq!(server.get(path, BROWSER).await.1.body(), "the API", "{path}");
    }
    assert_eq!(server.get("/", "*/*").await.1.body(), "the API", "a terminal");
}

#[tokio::test]
async fn files_are_kept_as_long_as_their_names_last_and_none_is_made_up() {
    let server = server();
    let kept = |answer: &Response<String>| answer.headers()[header::CACHE_CONTROL].clone();
    let (_, script) = server.get("/_app/immutable/start.abc.js", "*/*").await;
    assert_eq!((script.body().as_str(), kept(&script)), ("a script", FOR_A_YEAR));
    assert_eq!(script.headers()[header::CONTENT_TYPE], "text/javascript");
    assert_eq!(kept(&server.get("/", BROWSER).await.1), ASKED_AGAIN);
    let (status, missing) = server.get("/_app/immutable/old.abc.js", "*/*").await;
    assert_eq!((status, kept(&missing)), (StatusCode::NOT_FOUND, ASKED_AGAIN));
    let (status, _) = server.get("/../Cargo.toml", "*/*").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_may_frame_the_console() {
    let (_, page) = server().get("/", BROWSER).await;
    assert_eq!(page.headers()[header::CONTENT_SECURITY_POLICY], "frame-ancestors 'none'");
    assert_eq!(page.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
}

#[tokio::test]
async fn until_it_is_built_everything_is_the_apis() {
    let server = server();
    for stage in [Stage::Off, Stage::Building, Stage::Missing("no Node.js".to_owned())] {
        server.console.now(stage.clone());
        assert_eq!(server.get("/", BROWSER).await.1.body(), "the API", "{stage:?}");
    }
}
