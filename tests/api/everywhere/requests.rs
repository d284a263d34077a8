//! Paths, methods, media types, sizes: what is no request of this API.

use http::Method;
use serde_json::{Value, json};
use tests::{Answer, Caller, Service, standing::text};

use super::ULID;

async fn sign_in(caller: &Caller, media: &str, body: &str) -> Answer {
    let caller =
        if media.is_empty() { caller.clone() } else { caller.with_header("content-type", media) };
    caller.send_raw(Method::POST, "/v1/sign-in", body.to_owned()).await
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    for path in [
        "/v1",
        "/v1/",
        "/v1/me/",
        "/v1/nothing",
        "/v2/me",
        "/v1/ME",
        "/v1/me/contexts/x/y/z",
        "/v1/../v1/me",
        "/%00",
        "/v1/%ff",
    ] {
        service.anonymous().get(path).await.expect_problem(404, "not_found");
        ann.post(path, json!({})).await.expect_problem(404, "not_found");
    }
    ann.get("/v1/accounts/%ff").await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_method_that_a_path_does_not_take_is_refused() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    for (method, path) in [
        (Method::PUT, "/v1/me"),
        (Method::POST, "/v1/me"),
        (Method::GET, "/v1/sign-in"),
        (Method::POST, "/v1/health"),
        (Method::PATCH, "/v1/courses"),
        (Method::PUT, "/v1/accounts/acc_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    ] {
        let answer = ann.send(method.clone(), path, None).await;
        assert!(!answer.header("allow").is_empty(), "{method} {path}");
        answer.expect_problem(405, "method_not_allowed");
    }
    assert_eq!(
        ann.put("/v1/me", json!({})).await.header("allow").replace("HEAD", "").len(),
        "DELETE,GET,,PATCH".len()
    );
}

#[tokio::test]
async fn a_body_may_have_a_million_bytes_and_no_more() {
    let service = Service::start().await;
    let anonymous = service.anonymous();
    let json = r#"{"email":"ann@example.com"}"#;
    let most = format!("{json}{}", " ".repeat(1_000_000 - json.len()));
    sign_in(&anonymous, "application/json", &most).await.expect(202);
    let more = format!("{most} ");
    let refused = sign_in(&anonymous, "application/json", &more).await;
    refused.expect_problem(413, "payload_too_large");
    let other_media = sign_in(&anonymous, "text/plain", &more).await;
    other_media.expect_problem(413, "payload_too_large");
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    let service = Service::start().await;
    let anonymous = service.anonymous();
    let json = r#"{"email":"ann@example.com"}"#;
    for media in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "text/csv",
        "application/jsonp",
        "json",
        "",
    ] {
        sign_in(&anonymous, media, json).await.expect_problem(415, "unsupported_media_type");
    }
    for media in ["application/json", "application/json; charset=utf-8", "Application/JSON ;x=y"] {
        sign_in(&anonymous, media, json).await.expect(202);
    }
}

#[tokio::test]
async fn malformed_json_is_refused() {
    let service = Service::start().await;
    let anonymous = service.anonymous();
    let deep = "[".repeat(100_000);
    for bad in [
        "{",
        "}",
        "{\"email\":}",
        "{\"email\":\"a@b.example\",}",
        "{'email':'a@b.example'}",
        "{\"email\":\"a@b.example\"} x",
        "NaN",
        "\u{feff}{}",
        "{\"email\":\"\\ud800\"}",
        " ",
        &deep,
    ] {
        let answer = sign_in(&anonymous, "application/json", bad).await;
        answer.expect_problem(400, "malformed_request");
    }
}

#[tokio::test]
async fn a_body_that_is_missing_or_not_wanted_is_refused() {
    let service = Service::start().await;
    let anonymous = service.anonymous();
    for media in ["", "application/json"] {
        sign_in(&anonymous, media, "").await.expect_problem(400, "malformed_request");
    }
    let ann = service.sign_in("ann@example.com").await;
    ann.send(Method::PATCH, "/v1/me", None).await.expect_problem(400, "malformed_request");
    for (body, status) in [("{}", 204), ("{\"all\":true}", 422), ("[]", 422), ("null", 204)] {
        let ann = service.sign_in("ann@example.com").await;
        let body = serde_json::from_str(body).unwrap();
        assert_eq!(ann.post("/v1/sign-out", body).await.status, status);
    }
    ann.send(Method::DELETE, &format!("/v1/me/contexts/acc_{ULID}"), Some(json!({ "now": true })))
        .await
        .expect_bad_field("now", "unknown_field");
    let text = ann.with_header("content-type", "text/plain");
    let text = text.send_raw(Method::POST, "/v1/sign-out", "bye".into()).await;
    text.expect_problem(422, "invalid_input");
}

#[tokio::test]
async fn an_encoded_body_is_refused() {
    let service = Service::start().await;
    let body = r#"{"email":"ann@example.com"}"#;
    for (coding, status) in [("gzip", 415), ("br", 415), ("identity", 202)] {
        let caller = service.anonymous().with_header("content-encoding", coding);
        assert_eq!(sign_in(&caller, "application/json", body).await.status, status, "{coding}");
    }
}

#[tokio::test]
async fn null_takes_away_what_may_be_absent_and_is_refused_elsewhere() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let (holder, path) = (&company.holder, &company.path);
    let user = service.invite(&company, "ann@example.com").await;
    let user = format!("{path}/users/{}", text(&user["id"]));
    holder.patch(&user, json!({ "name": "Ann" })).await.expect(200);
    let changed = holder.patch(&user, json!({ "name": null, "phone": null })).await.expect(200);
    assert_eq!(changed["name"], Value::Null);
    let route = service.route(&company, 24, 1).await;
    let route = format!("{path}/routes/{}", text(&route["id"]));
    holder.patch(&route, json!({ "note": null })).await.expect(200);
    for (path, field) in [
        (path, "name"),
        (&user, "group_ids"),
        (&route, "name"),
        (&route, "starts_at"),
        (&route, "ends_at"),
    ] {
        let refused = holder.patch(path, json!({ field: null })).await;
        refused.expect_bad_field(field, "wrong_type");
    }
}

#[tokio::test]
async fn every_bad_field_is_named_at_once() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let body =
        json!({ "name": "", "scopes": ["codes", "x", 5], "expires_at": "soon", "more": true });
    let answer = company.holder.post(&format!("{}/api-keys?dry=1", company.path), body).await;
    let mut named: Vec<_> = answer.body["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| error["field"].as_str().expect("a field").to_owned())
        .collect();
    named.sort();
    assert_eq!(named, ["dry", "expires_at", "more", "name", "scopes[1]", "scopes[2]"]);
    answer.expect_problem(422, "invalid_input");
}

#[tokio::test]
async fn an_unknown_query_parameter_is_refused() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let (holder, path) = (&company.holder, &company.path);
    for path in [
        "/v1/me",
        "/v1/me/contexts",
        "/v1/me/enrolments",
        "/v1/me/invitations",
        "/v1/courses",
        "/v1/health",
        path,
        &format!("{path}/events"),
        &format!("{path}/api-keys"),
        &format!("{path}/orders"),
        &format!("{path}/licences"),
        &format!("{path}/code-batches"),
        &format!("{path}/reports"),
        &format!("{path}/reports/summary"),
        &format!("{path}/records"),
        "/v1/me/records",
    ] {
        let unknown = holder.get(&format!("{path}?nonsense=1")).await;
        unknown.expect_bad_field("nonsense", "unknown_field");
    }
    let patch = holder.patch(&format!("{path}?nonsense"), json!({ "name": "Other" })).await;
    patch.expect_bad_field("nonsense", "unknown_field");
    let post =
        service.anonymous().post("/v1/sign-in?x=1", json!({ "email": "ann@example.com" })).await;
    post.expect_bad_field("x", "unknown_field");
}

#[tokio::test]
async fn a_malformed_identifier_in_a_path_names_nothing() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let ulid = company.id.trim_start_matches("acc_");
    let lower = company.id.to_lowercase();
    let right = format!("/api-keys/key_{ULID}");
    company
        .holder
        .delete(&format!("{}{right}", company.path))
        .await
        .expect_problem(404, "not_found");
    for bad in [
        "acc_",
        "x",
        "%20",
        "%00",
        "%F0%9F%92%A9",
        ulid,
        &format!("usr_{ulid}"),
        &lower,
        &format!("{}0", company.id),
        &format!("%20{}", company.id),
        &format!("acc_8{}", &ulid[1..]),
        &format!("acc_{}", "U".repeat(26)),
        &"a".repeat(5_000),
    ] {
        for rest in ["", "/events", "/orders", "/reports/summary"] {
            let answer = company.holder.get(&format!("/v1/accounts/{bad}{rest}")).await;
            answer.expect_problem(404, "not_found");
        }
        let answer = company.holder.delete(&format!("{}/api-keys/{bad}", company.path)).await;
        answer.expect_problem(404, "not_found");
        company.holder.get(&format!("/v1/courses/{bad}")).await.expect_problem(404, "not_found");
        let stranger = service.anonymous().get(&format!("/v1/accounts/{bad}")).await;
        stranger.expect_problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn anyone_reads_the_service_s_health_and_its_document() {
    let service = Service::start().await;
    let anonymous = service.anonymous();
    for caller in [anonymous.clone(), anonymous.with_token("dead"), service.operator().await] {
        let health = caller.get("/v1/health").await;
        assert_eq!((health.status, health.header("content-type")), (200, "application/json"));
        assert_eq!(health.body, json!({ "status": "ok" }));
        let document = caller.get("/v1/openapi.json").await.expect(200);
        assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1.")));
        assert!(document["paths"]["/v1/redemptions"]["post"].is_object());
    }
}

#[tokio::test]
async fn every_operation_but_sign_in_wants_a_caller() {
    let service = Service::start().await;
    let document = service.anonymous().get("/v1/openapi.json").await.expect(200);
    let open = [
        "/v1/sign-in",
        "/v1/sign-in/confirm",
        "/v1/invitations/preview",
        "/v1/activations",
        "/v1/mails/stop",
        "/v1/certificates/check",
        "/v1/reports/open",
        "/v1/health",
        "/v1/openapi.json",
        "/v1/problems/{code}",
    ];
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().expect("paths") {
        let of_nothing = path.split('/').map(placeholder).collect::<Vec<_>>().join("/");
        let operations = operations.as_object().into_iter().flatten();
        for (method, _) in operations.filter(|_| !open.contains(&path.as_str())) {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            for caller in [service.anonymous(), service.anonymous().with_token("cds_dead")] {
                let answer = caller.send(method.clone(), &of_nothing, Some(Value::Null)).await;
                assert_eq!(answer.header("www-authenticate"), "Bearer", "{method} {path}");
                answer.expect_problem(401, "unauthenticated");
            }
            asked += 1;
        }
    }
    assert!(asked > 30, "{asked} operations");
}

/// A part of a path, with an identifier of nothing for a placeholder.
fn placeholder(part: &str) -> String {
    let prefix = match part {
        "{account}" => "acc",
        "{batch}" => "bat",
        "{client}" => "acc",
        "{person}" => "per",
        "{course}" => "crs",
        "{enrolment}" => "enr",
        "{key}" => "key",
        "{order}" => "ord",
        "{user}" => "usr",
        part => return part.to_owned(),
    };
    format!("{prefix}_{ULID}")
}
