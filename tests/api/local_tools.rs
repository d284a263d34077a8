//! What only the local server has.

use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};
use shared::{
    domain::MailId,
    table::{
        keys,
        mail::{Mail, MailStatus},
    },
};
use tests::{Service, standing::text};

async fn mailed(service: &Service, email: &str) {
    service.anonymous().post("/v1/sign-in", json!({ "email": email })).await.expect(202);
}

#[tokio::test]
async fn the_inbox_lists_mails_newest_first() {
    let service = Service::start().await;
    let inbox = async |query: &str| {
        let path = format!("/_local/emails{query}");
        let answer = service.anonymous().get(&path).await.expect(200);
        answer["items"].as_array().cloned().expect("items")
    };
    assert_eq!(inbox("").await, Vec::<Value>::new());
    for email in ["ann@example.com", "ben@example.com", "ann@example.com"] {
        mailed(&service, email).await;
        service.advance(1);
    }
    let all = inbox("").await;
    let to: Vec<_> = all.iter().map(|mail| text(&mail["to"])).collect();
    assert_eq!(to, ["ann@example.com", "ben@example.com", "ann@example.com"]);
    assert!(text(&all[0]["sent_at"]) > text(&all[1]["sent_at"]));
    assert_eq!(inbox("?to=ann@example.com").await, [all[0].clone(), all[2].clone()]);
    assert_eq!(inbox("?to=%20ANN%40Example.com").await.len(), 2);
    assert_eq!(inbox("?to=nobody@example.com").await, Vec::<Value>::new());
    let mail = &all[0];
    for field in ["to", "from", "subject", "text", "html", "sent_at"] {
        assert!(mail[field].as_str().is_some_and(|text| !text.is_empty()), "{field}");
    }
    assert_eq!(mail["attachments"], json!([]));
}

#[tokio::test]
async fn a_browser_gets_the_inbox_as_a_page() {
    let service = Service::start().await;
    mailed(&service, "ann@example.com").await;
    let browser = service.anonymous().with_header("accept", "text/html,application/xhtml+xml,*/*");
    let page = browser.get("/_local/emails").await;
    assert!(page.header("content-type").starts_with("text/html"), "{:?}", page.headers);
    assert!(page.text.contains("ann@example.com") && page.text.contains("Sign in to Codriver"));
    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn the_api_is_shown_by_a_page_of_which_nothing_comes_from_elsewhere() {
    let service = Service::start().await;
    let page = service.anonymous().get("/_local/api").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.text.contains(r#"url: "/v1/openapi.json""#), "{}", page.text);
    assert!(!page.text.contains("http"), "{}", page.text);
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; connect-src 'self';"), "{policy}");
    assert!(!policy.contains("http") && !policy.contains('*'), "{policy}");
    for (part, kind) in
        [("swagger-ui.css", "text/css"), ("swagger-ui-bundle.js", "text/javascript")]
    {
        let path = format!("/_local/swagger-ui/{part}");
        assert!(page.text.contains(&format!(r#""{path}""#)), "{}", page.text);
        let answer = service.anonymous().get(&path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{part}");
    }
}

#[tokio::test]
async fn the_clock_moves_forward() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let before = service.now();
    let step = json!({ "advance_seconds": 29 * 24 * 3_600 });
    let answer = service.anonymous().post("/_local/clock", step.clone()).await.expect(200);
    let now: Timestamp = text(&answer["now"]).parse().expect("a time");
    assert!(now.duration_since(before).as_hours() >= 29 * 24);
    ann.get("/v1/me").await.expect(200);
    service.anonymous().post("/_local/clock", step).await.expect(200);
    ann.get("/v1/me").await.expect_problem(401, "unauthenticated");
    // Whatever happens next, happens then.
    mailed(&service, "ann@example.com").await;
    let sent: Timestamp =
        text(&service.mails("ann@example.com").await[0]["sent_at"]).parse().expect("a time");
    assert!(sent.duration_since(before).as_hours() >= 58 * 24);
}

#[tokio::test]
async fn the_clock_moves_by_whole_seconds_and_never_back() {
    let service = Service::start().await;
    let clock = async |body: Value| service.anonymous().post("/_local/clock", body).await;
    for (body, code) in [
        (json!({ "advance_seconds": -1 }), "out_of_range"),
        (json!({ "advance_seconds": 1_000_000_000_000_i64 }), "out_of_range"),
        (json!({ "advance_seconds": 1.5 }), "wrong_type"),
        (json!({ "advance_seconds": "60" }), "wrong_type"),
        (json!({ "advance_seconds": null }), "wrong_type"),
        (json!({}), "missing"),
    ] {
        clock(body).await.expect_bad_field("advance_seconds", code);
    }
    let unknown = clock(json!({ "advance_seconds": 1, "back": true })).await;
    unknown.expect_bad_field("back", "unknown_field");
    let raw = service.anonymous().with_header("content-type", "application/json");
    let cut = raw.send_raw(Method::POST, "/_local/clock", "{".into()).await;
    cut.expect_problem(400, "malformed_request");
}

#[tokio::test]
async fn a_bounce_is_what_ses_would_report_of_the_last_mail() {
    let service = Service::start().await;
    mailed(&service, "ann@example.com").await;
    mailed(&service, "ann@example.com").await;
    let last = service.mails("ann@example.com").await[0].clone();
    let body = json!({ "to": "Ann@example.com" });
    let event = service.anonymous().post("/_local/bounce", body).await.expect(200);
    let report: Value =
        serde_json::from_str(text(&event["Records"][0]["Sns"]["Message"])).expect("JSON");
    assert_eq!(report["eventType"], "Bounce");
    assert_eq!(report["mail"]["messageId"], last["id"]);
    let id: MailId = text(&report["mail"]["tags"]["mail"][0]).parse().expect("a mail");
    let mail: Option<Mail> =
        service.stack().app().table.get(&keys::mail(id)).await.expect("a read");
    assert_eq!(mail.expect("a mail").status, MailStatus::Bounced);
}

#[tokio::test]
async fn a_bounce_of_no_mail_is_refused() {
    let service = Service::start().await;
    let bounce = async |body: Value| service.anonymous().post("/_local/bounce", body).await;
    bounce(json!({ "to": "ann@example.com" })).await.expect_bad_field("to", "not_found");
    bounce(json!({ "to": "ann" })).await.expect_bad_field("to", "invalid_email");
    bounce(json!({})).await.expect_bad_field("to", "missing");
    bounce(json!({ "to": "ann@example.com", "hard": true }))
        .await
        .expect_bad_field("hard", "unknown_field");
}

#[tokio::test]
async fn what_there_is_to_open_and_to_try_is_a_tool_too_where_the_console_has_the_first_page() {
    let service = Service::start().await;
    let (first, tool) =
        (service.anonymous().get("/").await, service.anonymous().get("/_local").await);
    assert_eq!((tool.status, &tool.text), (200, &first.text));
    assert!(tool.text.contains("/_local/emails"), "{}", tool.text);
}

#[tokio::test]
async fn other_paths_and_methods_of_the_tools_are_problems() {
    let service = Service::start().await;
    let anonymous = service.anonymous();
    anonymous.get("/_local/nothing").await.expect_problem(404, "not_found");
    anonymous.get("/_local/clock").await.expect_problem(405, "method_not_allowed");
    anonymous.post("/_local/emails", json!({})).await.expect_problem(405, "method_not_allowed");
}
