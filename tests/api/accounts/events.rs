//! The audit trail: who did what, when.

use serde_json::{Value, json};
use tests::{
    Service,
    service::OPERATOR,
    standing::{text, time},
};

use super::{driver_of_their_own, make_key, program};

fn actions(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| text(&event["action"])).collect()
}

#[tokio::test]
async fn every_change_names_who_did_it_and_when_newest_first() {
    let service = Service::start().await;
    let company = service.reseller("Haulage Ltd").await;
    company.holder.patch(&company.path, json!({ "name": "Carriage Ltd" })).await.expect(200);
    let (shop, key) = program(&service, &company, &["codes"]).await;
    let order = json!({
        "kind": "codes", "course_id": service.course().await["id"], "quantity": 2, "duration_days": 3,
    });
    let order = shop.post(&format!("{}/orders", company.path), order).await.expect(201);
    company.holder.delete(&format!("{}/api-keys/{key}", company.path)).await.expect(204);

    let events = company.holder.list(&format!("{}/events", company.path)).await;
    let expected = [
        "api_key_removed",
        "order_created",
        "api_key_created",
        "account_changed",
        "plan_changed",
        "account_created",
    ];
    assert_eq!(actions(&events), expected);
    let me = company.holder.get("/v1/me").await.expect(200)["person"].clone();
    let holder = json!({ "kind": "person", "id": me["id"], "email": me["email"] });
    let program = json!({ "kind": "api_key", "id": key, "email": null });
    for (event, actor) in events.iter().zip([&holder, &program, &holder, &holder]) {
        assert_eq!(&event["actor"], actor);
    }
    let operator = &events[4]["actor"];
    // That it was the operator is told, and not who that is.
    assert_eq!(*operator, json!({ "kind": "operator", "id": null, "email": null }));
    assert!(!json!(events).to_string().contains(OPERATOR));
    assert_eq!(events[1]["subject"], json!({ "kind": "order", "id": order["id"] }));
    assert_eq!(events[3]["subject"], json!({ "kind": "account", "id": company.id }));
    let renamed = json!({ "from": "Haulage Ltd", "to": "Carriage Ltd" });
    assert_eq!(events[3]["changes"]["name"], renamed);
    assert_eq!(events[4]["changes"]["reseller"], json!({ "from": false, "to": true }));
    for event in &events {
        assert!(text(&event["id"]).starts_with("evt_"));
    }
    assert!(events.windows(2).all(|pair| time(&pair[0]["at"]) >= time(&pair[1]["at"])));
}

#[tokio::test]
async fn the_trail_is_read_page_by_page_each_entry_once() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for n in 0..6 {
        company
            .holder
            .patch(&company.path, json!({ "name": format!("Haulage {n}") }))
            .await
            .expect(200);
    }
    let path = format!("{}/events", company.path);
    let all = company.holder.get(&path).await.expect(200);
    assert_eq!(all["items"].as_array().map(Vec::len), Some(7));
    assert_eq!(all["next_cursor"], Value::Null);
    for limit in [1, 2, 3, 6, 7, 8, 100] {
        let paged = company.holder.list(&format!("{path}?limit={limit}")).await;
        assert_eq!(json!(paged), all["items"], "limit {limit}");
    }
    // What happens meanwhile is newer than the first page and disturbs no later one.
    let first = company.holder.get(&format!("{path}?limit=4")).await.expect(200);
    company.holder.patch(&company.path, json!({ "name": "Haulage 7" })).await.expect(200);
    let cursor = text(&first["next_cursor"]);
    let rest = company.holder.get(&format!("{path}?limit=100&cursor={cursor}")).await.expect(200);
    let items = all["items"].as_array().expect("items");
    assert_eq!(rest["items"].as_array().expect("items")[..], items[4..]);
}

#[tokio::test]
async fn what_was_refused_leaves_no_trace() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    service.company("Carriage Ltd").await;
    let taken = company.holder.patch(&company.path, json!({ "name": "Carriage Ltd" })).await;
    taken.expect_problem(409, "account_name_taken");
    make_key(&company, json!({ "name": "shop", "scopes": [] }))
        .await
        .expect_problem(422, "invalid_input");
    company.holder.patch(&company.path, json!({})).await.expect(200);
    let events = company.holder.list(&format!("{}/events", company.path)).await;
    assert_eq!(actions(&events), ["account_created"]);
}

#[tokio::test]
async fn no_secret_is_in_the_trail() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let key = make_key(&company, json!({ "name": "shop", "scopes": ["codes"] })).await.expect(201);
    let events = company.holder.get(&format!("{}/events", company.path)).await;
    assert!(!events.text.contains(text(&key["token"])) && !events.text.contains("hash"));
}

#[tokio::test]
async fn the_trail_of_an_individual_account_begins_with_the_code_that_made_it() {
    let service = Service::start().await;
    let (driver, account) = driver_of_their_own(&service, "dan@example.com").await;
    service.settle().await;
    let events = driver.list(&format!("/v1/accounts/{}/events", text(&account["id"]))).await;
    assert_eq!(actions(&events), ["code_redeemed", "account_created"]);
    for event in &events {
        assert_eq!(event["actor"]["email"], "dan@example.com");
    }
}

#[tokio::test]
async fn nobody_edits_the_trail() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let path = format!("{}/events", company.path);
    company.holder.post(&path, json!({})).await.expect_problem(405, "method_not_allowed");
    company.holder.put(&path, json!({})).await.expect_problem(405, "method_not_allowed");
    company.holder.delete(&path).await.expect_problem(405, "method_not_allowed");
}
