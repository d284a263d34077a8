//! Lists while their indexes lag: what moved or is gone is never shown as it was; what is new is
//! shown once the index has caught up.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use tests::{Caller, Service, service::Company, standing::text};

/// So far that what is listed next is as good as always what was there before.
const LAG: Duration = Duration::from_secs(2);

async fn start() -> (Service, Company) {
    let service = Service::start_with(|config| config.index_lag = LAG).await;
    let company = service.company("Acme").await;
    (service, company)
}

/// The identifiers that a list shows.
async fn ids(caller: &Caller, path: &str) -> Vec<String> {
    caller.list(path).await.iter().map(|one| text(&one["id"]).to_owned()).collect()
}

/// A list of what starts in a day of 2090.
fn of_day(list: &str, day: u32) -> String {
    format!("{list}?from=2090-01-{day:02}T00:00:00Z&to=2090-01-{:02}T00:00:00Z", day + 1)
}

fn on_day(day: u32) -> Value {
    json!({
        "starts_at": format!("2090-01-{day:02}T08:00:00Z"),
        "ends_at": format!("2090-01-{day:02}T09:00:00Z"),
    })
}

fn with(mut body: Value, more: &Value) -> Value {
    let more = more.as_object().expect("fields").clone();
    body.as_object_mut().expect("fields").extend(more);
    body
}

#[tokio::test]
async fn routes_and_sessions_that_moved_are_not_listed_where_they_were() {
    let (service, company) = start().await;
    let Company { holder, path, .. } = &company;
    let driver = service.driver_of(&company, "Ann").await;
    let ann = service.sign_in(&driver.email).await;
    for (kind, body) in [
        ("routes", json!({ "name": "Harbour" })),
        ("sessions", json!({ "title": "Skid pan", "place": "Hall", "user_ids": [driver.user] })),
    ] {
        let list = format!("{path}/{kind}");
        let mut made = vec![];
        for _ in 0..3 {
            let one = holder.post(&list, with(body.clone(), &on_day(4))).await.expect(201);
            made.push(format!("{list}/{}", text(&one["id"])));
            if kind == "routes" && made.len() == 1 {
                company.put_on(&one, &driver).await.expect(200);
            }
        }
        service.lists_caught_up().await;
        assert_eq!(ids(holder, &of_day(&list, 4)).await.len(), 3);
        let mine = format!("/v1/me/{kind}");
        assert!(!ids(&ann, &of_day(&mine, 4)).await.is_empty());
        holder.patch(&made[0], on_day(9)).await.expect(200);
        holder.delete(&made[1]).await.expect(204);
        assert_eq!(ids(holder, &of_day(&list, 4)).await.len(), 1);
        let moved = text(&json!(made[0].rsplit('/').next())).to_owned();
        assert!(!ids(&ann, &of_day(&mine, 4)).await.contains(&moved));
        service.lists_caught_up().await;
        assert_eq!(ids(holder, &of_day(&list, 9)).await, std::slice::from_ref(&moved));
        assert_eq!(ids(&ann, &of_day(&mine, 9)).await, [moved]);
    }
}

#[tokio::test]
async fn people_are_not_listed_as_they_were() {
    let (service, company) = start().await;
    let Company { holder, path, .. } = &company;
    let members =
        [service.driver_of(&company, "Ann").await, service.driver_of(&company, "Bob").await];
    let invited = service.invite(&company, "cleo@example.com").await;
    service.lists_caught_up().await;
    let users = format!("{path}/users");
    assert_eq!(ids(holder, &format!("{users}?q=ann")).await.len(), 1);
    assert_eq!(ids(holder, &format!("{users}?status=invited")).await.len(), 1);
    let ann = format!("{users}/{}", members[0].user);
    holder.patch(&ann, json!({ "name": "Zoe" })).await.expect(200);
    company.remove(&members[1]).await;
    service.activate("cleo@example.com").await;
    for list in [
        format!("{users}?q=ann"),
        format!("{users}?q=bob"),
        format!("{users}?status=invited"),
        format!("{path}/drivers?q=ann"),
        format!("{path}/drivers?q=bob"),
        format!("{path}/reports?q=bob"),
    ] {
        assert!(ids(holder, &list).await.is_empty(), "{list}");
    }
    service.lists_caught_up().await;
    assert_eq!(ids(holder, &format!("{users}?q=zoe")).await, [members[0].user.to_string()]);
    let active = ids(holder, &format!("{users}?status=active&role=driver")).await;
    assert!(active.contains(&text(&invited["id"]).to_owned()));
}

#[tokio::test]
async fn accounts_and_orders_are_not_listed_as_they_were() {
    let service = Service::start_with(|config| {
        config.index_lag = LAG;
        config.orders = shared::app::Orders::Operator;
    });
    let service = service.await;
    let operator = service.operator().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    let order = json!({ "kind": "licences", "course_id": course["id"], "quantity": 1 });
    let order = company.holder.post(&format!("{}/orders", company.path), order).await.expect(201);
    service.lists_caught_up().await;
    assert_eq!(ids(&operator, "/v1/operator/orders?status=pending").await.len(), 1);
    let fulfil = format!("/v1/operator/orders/{}/fulfil", text(&order["id"]));
    operator.post(&fulfil, json!({})).await.expect(200);
    company.holder.patch(&company.path, json!({ "name": "Zenith" })).await.expect(200);
    assert!(ids(&operator, "/v1/operator/orders?status=pending").await.is_empty());
    assert!(ids(&operator, "/v1/operator/accounts?q=acme").await.is_empty());
    service.lists_caught_up().await;
    assert_eq!(ids(&operator, "/v1/operator/orders?status=fulfilled").await.len(), 1);
    assert_eq!(ids(&operator, "/v1/operator/accounts?q=zenith").await.len(), 1);
}

#[tokio::test]
async fn what_a_holder_is_told_of_waits_until_the_index_has_the_holder() {
    let service = Service::start_with(|config| {
        config.index_lag = LAG;
        config.settle = false;
    });
    let service = service.await;
    let Company { holder, path, .. } = service.company("Acme").await;
    let key = json!({ "name": "Payroll", "scopes": ["users"] });
    holder.post(&format!("{path}/api-keys"), key).await.expect(201);
    service.balanced().await;
    let told = &service.mails(&holder.email).await[0];
    assert!(text(&told["text"]).contains("Payroll"), "{told}");
}

#[tokio::test]
async fn a_walk_through_a_list_that_is_written_to_ends() {
    let (service, company) = start().await;
    let Company { holder, path, .. } = &company;
    let began: Timestamp = service.now();
    for number in 0..12 {
        let name = format!("Route {number}");
        let body = with(json!({ "name": name }), &on_day(1 + number % 9));
        holder.post(&format!("{path}/routes"), body).await.expect(201);
        let listed = ids(holder, &format!("{path}/routes?limit=2")).await;
        assert!(listed.len() <= number as usize + 1);
    }
    service.lists_caught_up().await;
    assert_eq!(ids(holder, &format!("{path}/routes?limit=2")).await.len(), 12);
    assert!(service.now() >= began);
}
