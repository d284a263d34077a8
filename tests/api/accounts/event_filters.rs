//! The audit trail by who, to what, what and when.

use serde_json::{Value, json};
use tests::{
    Service,
    service::Company,
    standing::{text, time},
};

use super::program;

/// A company whose trail tells of a person and a program, of users and orders, over two days.
async fn company(service: &Service) -> (Company, String) {
    let company = service.reseller("Haulage Ltd").await;
    service.seats(&company, 100).await;
    let (shop, key) = program(service, &company, &["codes"]).await;
    let order = json!({
        "kind": "codes", "course_id": service.course().await["id"], "quantity": 2, "duration_days": 3,
    });
    shop.post(&format!("{}/orders", company.path), order).await.expect(201);
    service.invite(&company, "ann@example.com").await;
    service.advance(24 * 3_600);
    service.invite(&company, "bob@example.com").await;
    company.holder.patch(&company.path, json!({ "name": "Carriage Ltd" })).await.expect(200);
    service.settle().await;
    (company, key)
}

async fn filtered(company: &Company, query: &str) -> Vec<Value> {
    company.holder.list(&format!("{}/events?{query}", company.path)).await
}

#[tokio::test]
async fn each_filter_alone_and_all_together_tell_what_the_whole_trail_has_of_them() {
    let service = Service::start().await;
    let (company, key) = company(&service).await;
    let all = filtered(&company, "limit=100").await;
    let holder = text(&company.holder.get("/v1/me").await.expect(200)["person"]["id"]).to_owned();
    let bob = all.iter().find(|event| event["changes"]["email"] == "bob@example.com").unwrap();
    let (bob, day) = (text(&bob["subject"]["id"]).to_owned(), text(&bob["at"]).to_owned());
    let check = async |query: &str, picks: &dyn Fn(&Value) -> bool| {
        let expected: Vec<_> = all.iter().filter(|event| picks(event)).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < all.len(), "{query}");
        for limit in [1, 2, 100] {
            let found = filtered(&company, &format!("{query}&limit={limit}")).await;
            assert_eq!(found, expected, "{query}, limit {limit}");
        }
    };
    let start = time(&json!(day));
    check(&format!("actor={holder}"), &|event| event["actor"]["id"] == holder).await;
    check(&format!("actor={key}"), &|event| event["actor"]["id"] == key).await;
    check(&format!("subject={bob}"), &|event| event["subject"]["id"] == bob).await;
    let account = &company.id;
    check(&format!("subject={account}"), &|event| event["subject"]["id"] == *account).await;
    check("action=user_invited", &|event| event["action"] == "user_invited").await;
    check(&format!("from={day}"), &|event| time(&event["at"]) >= start).await;
    check(&format!("to={day}"), &|event| time(&event["at"]) < start).await;
    let together = format!("actor={holder}&subject={bob}&action=user_invited&from={day}");
    check(&together, &|event| event["subject"]["id"] == bob).await;
    let long_ago = format!("actor={holder}&subject={bob}&to=2001-01-01T00:00:00Z");
    assert!(filtered(&company, &long_ago).await.is_empty());
}

#[tokio::test]
async fn a_cursor_goes_on_with_the_filters_that_it_was_made_for_only() {
    let service = Service::start().await;
    let (company, _) = company(&service).await;
    let path = format!("{}/events", company.path);
    let page = company.holder.get(&format!("{path}?action=user_invited&limit=1")).await.expect(200);
    let cursor = text(&page["next_cursor"]);
    let same = format!("{path}?action=user_invited&cursor={cursor}");
    company.holder.get(&same).await.expect(200);
    for other in ["", "action=account_changed&", "action=user_invited&to=2100-01-01T00:00:00Z&"] {
        let answer = company.holder.get(&format!("{path}?{other}cursor={cursor}")).await;
        answer.expect_bad_field("cursor", "invalid_cursor");
    }
}

#[tokio::test]
async fn a_filter_that_is_malformed_or_unknown_is_named() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for (query, field, code) in [
        ("actor=ann", "actor", "not_found"),
        ("actor=usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", "actor", "not_found"),
        ("subject=ann", "subject", "not_found"),
        ("action=user_eaten", "action", "unknown_value"),
        ("from=yesterday", "from", "invalid_time"),
        ("to=2026-13-01T00:00:00Z", "to", "invalid_time"),
        ("from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", "to", "not_after_start"),
    ] {
        let answer = company.holder.get(&format!("{}/events?{query}", company.path)).await;
        answer.expect_bad_field(field, code);
    }
}
