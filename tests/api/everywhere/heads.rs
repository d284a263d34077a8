//! What the head of an answer says, beside what every answer's does (which every call of every test
//! checks): where what was made is, whether it changed since, in what form it is, what to do.

use http::Method;
use serde_json::{Value, json};
use shared::http::Code;
use tests::{Service, standing::text};

use super::{make_key, new_key};

#[tokio::test]
async fn what_was_made_is_where_its_location_says() {
    let service = Service::start().await;
    let company = service.reseller("Haulage Ltd").await;
    let (holder, path) = (&company.holder, &company.path);
    let ann = service.sign_in("ann@example.com").await;
    let in_a_day = json!({
        "name": "North", "title": "Skid pan", "place": "Hall 3",
        "starts_at": service.in_days(1), "ends_at": service.in_days(2),
    });
    let of = |names: &[&str]| -> Value {
        Value::Object(names.iter().map(|name| ((*name).into(), in_a_day[*name].clone())).collect())
    };
    let course = json!({
        "title": "Eco", "summary": "", "modules": [{ "title": "One" }], "active": true,
    });
    let operator = service.operator().await;
    let course = operator.post("/v1/operator/courses", course).await;
    let order = json!({ "kind": "licences", "course_id": course.body["id"], "quantity": 1 });
    let made = [
        (&ann, ann.post("/v1/accounts", json!({ "name": "Ann Ltd" })).await),
        (holder, holder.post(&format!("{path}/users"), json!({ "email": "b@example.com" })).await),
        (holder, holder.post(&format!("{path}/orders"), order).await),
        (holder, holder.post(&format!("{path}/routes/"), of(&["name"])).await),
        (&operator, course),
    ];
    for (who, made) in made.into_iter().filter(|(_, made)| made.status != 404) {
        let there = who.get(made.header("location")).await.expect(200);
        assert_eq!(there["id"], made.body["id"]);
    }
    let route = of(&["name", "starts_at", "ends_at"]);
    let session = of(&["title", "place", "starts_at", "ends_at"]);
    for (kind, body) in [("routes", route), ("sessions", session)] {
        let made = holder.post(&format!("{path}/{kind}"), body).await;
        assert_eq!(made.header("location"), format!("{path}/{kind}/{}", text(&made.body["id"])));
        assert_eq!(holder.get(made.header("location")).await.expect(200), made.body);
    }
    let (_, codes) = service.batch(&company, 1).await;
    let redeemed = ann.post("/v1/redemptions", json!({ "code": codes[0] })).await;
    let mine = ann.get(redeemed.header("location")).await.expect(200);
    assert_eq!(mine["items"][0]["id"], redeemed.body["enrolment"]["id"]);
}

#[tokio::test]
async fn what_has_not_changed_since_it_was_read_is_not_sent_again() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let (holder, path) = (&company.holder, &company.path);
    let tag = holder.get(path).await.header("etag").to_owned();
    for seen in [tag.clone(), format!("W/{tag}"), format!("\"0\", {tag}"), "*".into()] {
        let unchanged = holder.with_header("if-none-match", &seen).get(path).await;
        assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""), "{seen}");
        assert_eq!(unchanged.header("etag"), tag);
    }
    let renamed = holder.patch(path, json!({ "name": "Haulage plc" })).await;
    let newer = renamed.header("etag").to_owned();
    assert_ne!(newer, tag);
    let read = holder.with_header("if-none-match", &tag).get(path).await;
    assert_eq!((read.status, read.header("etag")), (200, newer.as_str()));
    let other = holder.with_header("if-none-match", &newer).patch(path, json!({})).await;
    assert_eq!(other.status, 200, "it is for reading");
}

#[tokio::test]
async fn an_answer_that_is_replayed_says_so() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let holder = company.holder.with_key("once");
    let first = make_key(&holder, &company.path, "One").await;
    let again = make_key(&holder, &company.path, "One").await;
    assert_eq!(first.header("idempotency-replayed"), "");
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.expect(201), first.expect(201));
}

#[tokio::test]
async fn a_caller_gets_the_kind_of_answer_that_they_like_best() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let report = format!("{}/reports", company.path);
    for (accept, kind) in [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0, */*", "application/json"),
        ("application/json, text/csv;q=0.5", "application/json"),
        ("application/json;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("*/*", "application/json"),
        ("application/pdf", "application/pdf"),
        ("application/*", "application/json"),
        ("application/pdf;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("text/html, application/pdf;q=0.1", "application/pdf"),
    ] {
        let answer = company.holder.with_header("accept", accept).get(&report).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{accept}");
        assert_eq!(answer.header("vary"), "accept");
        let file = match kind {
            "application/json" => "",
            "application/pdf" => "inline; filename=\"report.pdf\"",
            _ => "attachment; filename=\"reports.csv\"",
        };
        assert_eq!(answer.header("content-disposition"), file);
    }
    for accept in ["text/csvx", "application/xml", "text/csv;q=0", "application/pdf;q=0"] {
        let answer = company.holder.with_header("accept", accept).get(&report).await;
        assert_eq!(answer.header("vary"), "accept");
        answer.expect_problem(406, "not_acceptable");
    }
    let csv_only = company.holder.with_header("accept", "text/csv");
    csv_only.get("/v1/me").await.expect_problem(406, "not_acceptable");
    make_key(&csv_only, &company.path, "One").await.expect_problem(406, "not_acceptable");
    assert!(company.holder.list(&format!("{}/api-keys", company.path)).await.is_empty());
    csv_only.send(Method::POST, "/v1/sign-out", None).await.expect(204);
}

#[tokio::test]
async fn every_error_code_has_a_page_that_says_what_to_do() {
    let service = Service::start().await;
    let browser = service.anonymous().with_header("accept", "text/html,*/*;q=0.8");
    let problem = browser.get("/v1/me").await.expect_problem(401, "unauthenticated");
    assert_eq!(problem["type"], "/v1/problems/unauthenticated");
    assert_eq!(problem["title"], Code::Unauthenticated.title());
    for code in Code::ALL {
        let page = browser.get(&code.uri()).await;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(page.text.contains(code.title()) && page.text.contains(code.advice()));
        assert!(!page.text.contains('&'), "{}: a sign that HTML reads", page.text);
    }
    browser.get("/v1/problems/nothing").await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn pages_of_the_app_may_call_from_another_port_of_this_machine_and_others_may_not() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let asked = service
        .anonymous()
        .with_header("access-control-request-method", "POST")
        .with_header("access-control-request-headers", "content-type,idempotency-key");
    let keys = format!("{}/api-keys", company.path);
    for (origin, own) in [
        ("http://127.0.0.1:3000", true),
        ("http://localhost:5173", true),
        ("https://elsewhere.example", false),
        ("http://localhost.example", false),
    ] {
        let may = if own { origin } else { "" };
        let preflight = asked.with_header("origin", origin);
        let preflight = preflight.send(Method::OPTIONS, "/_local/emails", None).await;
        assert_eq!(preflight.header("access-control-allow-origin"), may);
        let page = company.holder.with_header("origin", origin);
        let answer = page.post(&keys, new_key("One")).await;
        assert_eq!(answer.header("access-control-allow-origin"), may);
        assert!(!own || answer.header("access-control-expose-headers").contains("x-request-id"));
        answer.expect(201);
    }
}
