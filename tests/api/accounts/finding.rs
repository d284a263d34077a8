//! Finding a company by its whole name.

use futures::future::join_all;
use serde_json::json;
use tests::Service;

use super::{driver_of_their_own, find};

#[tokio::test]
async fn a_company_is_found_by_its_whole_name() {
    let service = Service::start().await;
    let company = service.company("Haulage & Söhne Ltd").await;
    let ann = service.sign_in("ann@example.com").await;
    let found = json!({ "items": [{ "id": company.id, "name": "Haulage & Söhne Ltd" }] });
    for spelling in [
        "Haulage%20%26%20S%C3%B6hne%20Ltd",
        "haulage+%26+s%C3%B6hne+ltd",
        "HAULAGE%20%20%26%09S%C3%96HNE%20LTD%20",
    ] {
        let answer = ann.get(&format!("/v1/accounts?name={spelling}")).await;
        assert_eq!(answer.expect(200), found, "{spelling}");
    }
}

#[tokio::test]
async fn a_company_is_found_by_every_form_of_its_name() {
    let service = Service::start().await;
    let company = service.company("Café Haulage").await;
    let ann = service.sign_in("ann@example.com").await;
    let found = json!({ "items": [{ "id": company.id, "name": "Café Haulage" }] });
    for form in [
        "Cafe%CC%81%20Haulage",
        "CAFE%CC%81%20HAULAGE",
        "%EF%BB%BFCaf%C3%A9%E2%80%8B%20Haul%C2%ADage",
        "Caf%C3%A9%C2%A0Haulage",
        "%D0%A1af%C3%A9%20Haulage",
    ] {
        let answer = ann.get(&format!("/v1/accounts?name={form}")).await;
        assert_eq!(answer.expect(200), found, "{form}");
    }
}

#[tokio::test]
async fn a_near_miss_is_answered_as_a_name_that_nobody_has() {
    let service = Service::start().await;
    service.company("Haulage Ltd").await;
    let ann = service.sign_in("ann@example.com").await;
    let absent = find(&ann, "Nobody").await;
    assert_eq!(absent.clone().expect(200), json!({ "items": [] }));
    for near in
        ["Haulage", "Haulage Lt", "Haulage Ltd.", "HaulageLtd", "Haul*", "%25", "aulage Ltd"]
    {
        let answer = find(&ann, near).await;
        assert_eq!((answer.status, &answer.text), (200, &absent.text), "{near}");
    }
}

#[tokio::test]
async fn an_individual_account_is_never_found() {
    let service = Service::start().await;
    let (driver, account) = driver_of_their_own(&service, "dan@example.com").await;
    let name = account["name"].as_str().expect("a name");
    for caller in [&driver, &service.sign_in("ann@example.com").await] {
        assert_eq!(find(caller, name).await.expect(200), json!({ "items": [] }));
    }
}

#[tokio::test]
async fn the_31st_look_up_in_a_minute_is_refused() {
    let service = Service::start().await;
    service.company("Haulage Ltd").await;
    let ann = service.sign_in("ann@example.com").await;
    for n in 0..30 {
        let name = if n % 2 == 0 { "Haulage Ltd" } else { "Nobody" };
        find(&ann, name).await.expect(200);
    }
    let refused = find(&ann, "Haulage Ltd").await;
    let wait: i64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    refused.expect_problem(429, "too_many_requests");
    find(&ann, "Nobody").await.expect_problem(429, "too_many_requests");
    // Others are not concerned, nor is what else this person does.
    let ben = service.sign_in("ben@example.com").await;
    find(&ben, "Haulage Ltd").await.expect(200);
    ann.get("/v1/me").await.expect(200);
    service.advance(wait);
    find(&ann, "Haulage Ltd").await.expect(200);
}

#[tokio::test]
async fn of_forty_look_ups_at_once_thirty_are_answered() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let answers = join_all((0..40).map(|_| find(&ann, "Nobody"))).await;
    let found = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(found, 30);
    for answer in answers.into_iter().filter(|answer| answer.status != 200) {
        answer.expect_problem(429, "too_many_requests");
    }
}

#[tokio::test]
async fn a_look_up_wants_a_name_and_nothing_else() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    for (query, field, code) in [
        ("", "name", "missing"),
        ("?name=", "name", "empty"),
        ("?name=%20", "name", "empty"),
        ("?name=a&name=b", "name", "repeated"),
        ("?name=a&kind=individual", "kind", "unknown_field"),
        ("?name=a&limit=5", "limit", "unknown_field"),
    ] {
        ann.get(&format!("/v1/accounts{query}")).await.expect_bad_field(field, code);
    }
    service.anonymous().get("/v1/accounts?name=a").await.expect_problem(401, "unauthenticated");
}
