//! What only the local server has: the inbox, the API's document as a page, the clock that can be
//! moved, bounces on demand.

use std::{pin::Pin, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use deserr::Deserr;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::{
    clock::Clock,
    domain::{Email, FieldErrors, Invalid},
    http::{
        Code, Problem,
        input::{Body, Content, Whole},
    },
};

use crate::{
    console::Console,
    mailbox::{Mailbox, bounce},
    pages,
};

/// Hands an SNS event to the function that records deliveries.
pub type Report =
    Arc<dyn Fn(Value) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send>> + Send + Sync>;

/// What the tools work on.
#[derive(Clone)]
pub struct Tools {
    /// The mails.
    pub mailbox: Mailbox,
    /// The service's clock.
    pub clock: Clock,
    /// The operator's address, for what the first page says to try.
    pub operator: Email,
    /// Where events of SES go.
    pub report: Report,
    /// What is at `/` for browsers, once it is there.
    pub console: Console,
}

/// Ten years.
const LARGEST_STEP: u32 = 10 * 366 * 24 * 3_600;

/// The tools' routes.
pub fn router(tools: Tools) -> Router {
    Router::new()
        .route("/", get(welcome))
        .route("/_local", get(welcome))
        .route("/sign-in", get(async |headers: HeaderMap| pages::link(&url(&headers), "sign-in")))
        .route("/redeem", get(async |headers: HeaderMap| pages::link(&url(&headers), "redeem")))
        .route("/_local/api", get(async || pages::api()))
        .route("/_local/emails", get(emails))
        .route("/_local/clock", post(advance))
        .route("/_local/bounce", post(report_bounce))
        .with_state(tools)
        .merge(pages::viewer())
        .method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed))
}

/// Where the caller reaches this server.
fn url(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or("127.0.0.1"))
}

async fn welcome(State(tools): State<Tools>, headers: HeaderMap) -> Response {
    let (url, operator, stage) = (url(&headers), tools.operator.as_str(), tools.console.stage());
    if pages::wants_page(&headers) {
        pages::welcome(&url, operator, &stage)
    } else {
        pages::welcome_text(&url, operator, &stage).into_response()
    }
}

#[derive(Deserialize)]
struct Wanted {
    to: Option<String>,
}

async fn emails(
    State(tools): State<Tools>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let to = wanted.to.as_deref().filter(|to| !to.is_empty());
    let mails = tools.mailbox.mails(to);
    if pages::wants_page(&headers) {
        pages::inbox(&mails, to)
    } else {
        Json(json!({ "items": mails })).into_response()
    }
}

#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
struct Advance {
    advance_seconds: Whole<1, LARGEST_STEP>,
}

async fn advance(
    State(tools): State<Tools>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let Advance { advance_seconds } = Advance::read(Content::read(&headers, &body)?)?;
    tools.clock.advance(SignedDuration::from_secs(advance_seconds.0.into()));
    Ok(Json(json!({ "now": tools.clock.now() })))
}

#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
struct Bounce {
    to: Email,
}

async fn report_bounce(
    State(tools): State<Tools>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let Bounce { to } = Bounce::read(Content::read(&headers, &body)?)?;
    let unknown = || Invalid::new("not_found", "No mail was sent to this address.");
    let mail = tools.mailbox.last(to.as_str()).ok_or_else(|| Problem::field("to", unknown()))?;
    let event = bounce::event(&mail, tools.clock.now());
    (tools.report)(event.clone()).await?;
    Ok(Json(event))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use axum::http::{Request, StatusCode};
    use tower::ServiceExt;

    use super::*;
    use crate::mailbox::Mail;

    struct Bench {
        router: Router,
        mailbox: Mailbox,
        clock: Clock,
        reported: Arc<Mutex<Vec<Value>>>,
    }

    fn bench() -> Bench {
        let clock = Clock::default();
        let mailbox = Mailbox::new(clock.clone());
        let reported = Arc::<Mutex<Vec<Value>>>::default();
        let events = Arc::clone(&reported);
        let tools = Tools {
            mailbox: mailbox.clone(),
            clock: clock.clone(),
            operator: Email::parse("operator@codriver.test").unwrap(),
            console: Console::off(),
            report: Arc::new(move |event| {
                events.lock().unwrap().push(event);
                Box::pin(async { Ok(()) })
            }),
        };
        Bench { router: router(tools), mailbox, clock, reported }
    }

    impl Bench {
        async fn call(&self, method: &str, path: &str, body: &str) -> (StatusCode, Value) {
            let request = Request::builder().method(method).uri(path);
            let request = request.header(header::CONTENT_TYPE, "application/json");
            let request = request.body(axum::body::Body::from(body.to_owned())).unwrap();
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (status, serde_json::from_slice(&body).unwrap())
        }

        fn mail(&self, to: &str) {
            self.mailbox.keep(Mail {
                id: "1".to_owned(),
                to: to.to_owned(),
                from: "from@codriver.test".to_owned(),
                subject: "Hello".to_owned(),
                text: "plain".to_owned(),
                html: "<p>rich</p>".to_owned(),
                headers: Default::default(),
                attachments: Vec::new(),
                sent_at: self.clock.now(),
                tags: Vec::new(),
                configuration_set: None,
            });
        }
    }

    #[tokio::test]
    async fn mails_are_listed_as_the_contract_says() {
        let bench = bench();
        bench.mail("ann@example.com");
        bench.mail("bob@example.com");
        let (_, all) = bench.call("GET", "/_local/emails", "").await;
        assert_eq!(all["items"][0]["to"], "bob@example.com");
        let (_, anns) = bench.call("GET", "/_local/emails?to=Ann@example.com", "").await;
        assert_eq!(anns["items"].as_array().unwrap().len(), 1);
        let mail = &anns["items"][0];
        for field in ["to", "from", "subject", "text", "html", "attachments", "sent_at"] {
            assert!(!mail[field].is_null(), "{field}");
        }
    }

    #[tokio::test]
    async fn the_clock_moves_forward() {
        let bench = bench();
        let before = bench.clock.now();
        let (status, _) = bench.call("POST", "/_local/clock", r#"{"advance_seconds": 3600}"#).await;
        assert_eq!(status, StatusCode::OK);
        assert!(bench.clock.now().duration_since(before) >= SignedDuration::from_hours(1));
    }

    #[tokio::test]
    async fn bad_input_is_refused_by_its_field() {
        let bench = bench();
        for (path, body, field) in [
            ("/_local/clock", r#"{"advance_seconds": -1}"#, "advance_seconds"),
            ("/_local/clock", r#"{"advance_seconds": "1"}"#, "advance_seconds"),
            ("/_local/clock", "{}", "advance_seconds"),
            ("/_local/clock", r#"{"advance_seconds": 1, "back": 1}"#, "back"),
            ("/_local/bounce", r#"{"to": "nobody"}"#, "to"),
            ("/_local/bounce", r#"{"to": "nobody@example.com"}"#, "to"),
        ] {
            let (status, problem) = bench.call("POST", path, body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {body}");
            assert_eq!(problem["errors"][0]["field"], field, "{path} {body}");
        }
        let (status, problem) = bench.call("POST", "/_local/clock", "").await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(problem["code"], "malformed_request");
        let (status, problem) = bench.call("GET", "/_local/clock", "").await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(problem["code"], "method_not_allowed");
    }

    #[tokio::test]
    async fn a_bounce_is_reported_of_the_last_mail() {
        let bench = bench();
        bench.mail("ann@example.com");
        let (status, event) =
            bench.call("POST", "/_local/bounce", r#"{"to": "ann@example.com"}"#).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(*bench.reported.lock().unwrap(), [event]);
    }
}
