//! Lists: pages and cursors.

use serde_json::{Value, json};
use tests::{Service, service::Company, standing::text};

use super::make_key;

/// The lists that a company has from its first day.
fn lists(company: &Company) -> Vec<String> {
    let of_account =
        ["events", "api-keys", "clients", "orders", "code-batches", "reports", "records"];
    let of_account = of_account.map(|list| format!("{}/{list}", company.path));
    let own = [
        "/v1/me/contexts",
        "/v1/me/enrolments",
        "/v1/me/records",
        "/v1/me/invitations",
        "/v1/courses",
    ];
    let own = own.map(str::to_owned);
    of_account.into_iter().chain(own).collect()
}

async fn company_with_keys(service: &Service, name: &str) -> Company {
    let company = service.company(name).await;
    for n in 0..3 {
        make_key(&company.holder, &company.path, &format!("key {n}")).await.expect(201);
    }
    company
}

async fn cursor(company: &Company, path: &str) -> String {
    text(&company.holder.get(path).await.expect(200)["next_cursor"]).to_owned()
}

#[tokio::test]
async fn a_limit_is_a_number_from_1_to_100() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for path in lists(&company) {
        for good in [1, 25, 100] {
            let page = company.holder.get(&format!("{path}?limit={good}")).await.expect(200);
            assert!(page["items"].is_array() && page.get("next_cursor").is_some(), "{path}");
        }
        for bad in ["0", "101", "-1", "x", "", "1.5", "1e1", "%2B5%20", "99999999999999999999"] {
            let answer = company.holder.get(&format!("{path}?limit={bad}")).await;
            answer.expect_bad_field("limit", "out_of_range");
        }
        let twice = company.holder.get(&format!("{path}?limit=1&limit=2")).await;
        twice.expect_bad_field("limit", "repeated");
    }
}

#[tokio::test]
async fn a_page_has_25_entries_unless_it_is_said() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for n in 0..26 {
        make_key(&company.holder, &company.path, &format!("key {n}")).await.expect(201);
    }
    let path = format!("{}/api-keys", company.path);
    let page = company.holder.get(&path).await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(25));
    let rest = company.holder.get(&format!("{path}?cursor={}", text(&page["next_cursor"]))).await;
    let rest = rest.expect(200);
    assert_eq!(rest["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(rest["next_cursor"], Value::Null);
}

#[tokio::test]
async fn a_cursor_that_was_not_given_out_is_refused() {
    let service = Service::start().await;
    let company = company_with_keys(&service, "Haulage Ltd").await;
    let path = format!("{}/api-keys", company.path);
    let good = cursor(&company, &format!("{path}?limit=1")).await;
    let middle = good.len() / 2;
    let other = if good[middle..].starts_with('A') { "B" } else { "A" };
    let changed = format!("{}{other}{}", &good[..middle], &good[middle + 1..]);
    let plain = "eyJwayI6IkFDQ09VTlQjIn0";
    for bad in [
        "",
        "x",
        "null",
        "%00",
        &changed,
        &good[1..],
        &good[..good.len() - 1],
        &format!("{good}A"),
        plain,
        &"A".repeat(5_000),
    ] {
        let answer = company.holder.get(&format!("{path}?cursor={bad}")).await;
        answer.expect_bad_field("cursor", "invalid_cursor");
    }
    for list in lists(&company) {
        let answer = company.holder.get(&format!("{list}?cursor=x")).await;
        answer.expect_bad_field("cursor", "invalid_cursor");
    }
    company.holder.get(&format!("{path}?limit=2&cursor={good}")).await.expect(200);
}

#[tokio::test]
async fn a_cursor_belongs_to_its_list() {
    let service = Service::start().await;
    let company = company_with_keys(&service, "Haulage Ltd").await;
    let other = company_with_keys(&service, "Carriage Ltd").await;
    let keys = cursor(&company, &format!("{}/api-keys?limit=1", company.path)).await;
    for path in [format!("{}/events", company.path), "/v1/me/contexts".into(), "/v1/courses".into()]
    {
        let answer = company.holder.get(&format!("{path}?cursor={keys}")).await;
        answer.expect_bad_field("cursor", "invalid_cursor");
    }
    let foreign = other.holder.get(&format!("{}/api-keys?cursor={keys}", other.path)).await;
    foreign.expect_bad_field("cursor", "invalid_cursor");
    let stranger = other.holder.get(&format!("{}/api-keys?cursor={keys}", company.path)).await;
    stranger.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_cursor_belongs_to_its_filter() {
    let service = Service::start().await;
    for n in 0..3 {
        service.company(&format!("Haulage {n}")).await;
    }
    let operator = service.operator().await;
    let list = async |rest: &str| operator.get(&format!("/v1/operator/accounts?{rest}")).await;
    let first = list("q=haulage&limit=1").await.expect(200);
    let cursor = text(&first["next_cursor"]).to_owned();
    for other in ["q=haul", "q=Carriage", "limit=1"] {
        list(&format!("{other}&cursor={cursor}"))
            .await
            .expect_bad_field("cursor", "invalid_cursor");
    }
    let second = list(&format!("cursor={cursor}&limit=5&q=haulage")).await.expect(200);
    assert_eq!(second["items"].as_array().map(Vec::len), Some(2));
    assert!(!json!(second["items"]).to_string().contains(text(&first["items"][0]["id"])));
}
