//! Orders of licences and codes, and the licences that come of them.

use serde_json::{Value, json};
use tests::{
    Answer, Caller, Service,
    service::Company,
    standing::{text, time},
};

fn licences(course: &Value, quantity: impl Into<Value>) -> Value {
    json!({ "kind": "licences", "course_id": course["id"], "quantity": quantity.into() })
}

fn codes(course: &Value, quantity: impl Into<Value>) -> Value {
    let mut order = licences(course, quantity);
    (order["kind"], order["duration_days"]) = (json!("codes"), json!(90));
    order
}

async fn order(company: &Company, body: Value) -> Answer {
    order_as(&company.holder, company, body).await
}

async fn order_as(caller: &Caller, company: &Company, body: Value) -> Answer {
    caller.post(&format!("{}/orders", company.path), body).await
}

#[tokio::test]
async fn an_account_orders_licences_and_has_them() {
    let service = Service::start().await;
    let (company, course) = (service.company("Acme").await, service.course().await);
    let order = order(&company, licences(&course, 12)).await.expect(201);
    assert!(text(&order["id"]).starts_with("ord_"));
    assert_eq!((&order["kind"], &order["status"]), (&json!("licences"), &json!("fulfilled")));
    assert_eq!((&order["course_id"], &order["quantity"]), (&course["id"], &json!(12)));
    assert!((service.now() - time(&order["created_at"])).get_seconds() < 60);
    for absent in ["duration_days", "label", "batch_id"] {
        assert!(order.get(absent).is_none(), "{absent}");
    }
    let licences = company.holder.get(&format!("{}/licences", company.path)).await.expect(200);
    let course = json!({ "id": course["id"], "title": course["title"] });
    let all = json!({ "course": course, "purchased": 12, "assigned": 0, "available": 12 });
    assert_eq!(licences, json!({ "items": [all], "next_cursor": null }));
}

#[tokio::test]
async fn licences_add_up_course_by_course() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let courses = company.holder.list("/v1/courses").await;
    for (course, quantity) in [(0, 3), (1, 5), (0, 4)] {
        order(&company, licences(&courses[course], quantity)).await.expect(201);
    }
    let licences = company.holder.list(&format!("{}/licences?limit=1", company.path)).await;
    let counts = licences.iter().map(|one| (&one["course"]["title"], &one["purchased"]));
    let expected = [(&courses[0]["title"], &json!(7)), (&courses[1]["title"], &json!(5))];
    assert_eq!(counts.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_reseller_orders_codes_and_has_a_batch() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    let mut body = codes(&course, 1_000);
    body["label"] = json!("  Summer sale ");
    let order = order(&reseller, body).await.expect(201);
    assert_eq!((&order["kind"], &order["status"]), (&json!("codes"), &json!("fulfilled")));
    assert_eq!((&order["duration_days"], &order["label"]), (&json!(90), &json!("Summer sale")));
    let batch = text(&order["batch_id"]);
    let batch = reseller.holder.get(&format!("{}/code-batches/{batch}", reseller.path)).await;
    assert_eq!(batch.expect(200)["quantity"], 1_000);
    let trail = reseller.holder.list(&format!("{}/events", reseller.path)).await;
    assert_eq!(trail[0]["action"], "order_created");
    assert_eq!(trail[0]["subject"], json!({ "kind": "order", "id": order["id"] }));
    assert_eq!(trail[0]["actor"]["email"], json!(reseller.holder.email));
}

#[tokio::test]
async fn who_is_no_reseller_cannot_order_codes() {
    let service = Service::start().await;
    let (company, course) = (service.company("Acme").await, service.course().await);
    order(&company, codes(&course, 5)).await.expect_problem(403, "not_a_reseller");
    assert!(company.holder.list(&format!("{}/orders", company.path)).await.is_empty());
}

#[tokio::test]
async fn an_account_that_is_no_reseller_any_more_keeps_its_batches() {
    let service = Service::start().await;
    let reseller = service.reseller("Shop").await;
    let (batch, _) = service.batch(&reseller, 5).await;
    let plan = format!("/v1/operator/accounts/{}", reseller.id);
    service.operator().await.put(&plan, json!({ "reseller": false })).await.expect(200);
    let course = service.course().await;
    order(&reseller, codes(&course, 5)).await.expect_problem(403, "not_a_reseller");
    let batches = reseller.holder.list(&format!("{}/code-batches", reseller.path)).await;
    assert_eq!(batches[0]["id"], json!(batch));
}

#[tokio::test]
async fn a_quantity_is_a_whole_number_from_1_to_a_million() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    for (quantity, code) in [
        (json!(0), "out_of_range"),
        (json!(-5), "out_of_range"),
        (json!(1_000_001), "out_of_range"),
        (json!(u64::MAX), "out_of_range"),
        (json!("12"), "wrong_type"),
        (json!(1.5), "wrong_type"),
        (json!(null), "wrong_type"),
        (json!([1]), "wrong_type"),
    ] {
        for body in [licences(&course, quantity.clone()), codes(&course, quantity)] {
            order(&reseller, body).await.expect_bad_field("quantity", code);
        }
    }
    for quantity in [1, 1_000_000] {
        order(&reseller, licences(&course, quantity)).await.expect(201);
        order(&reseller, codes(&course, quantity)).await.expect(201);
    }
}

#[tokio::test]
async fn what_an_order_lacks_or_should_not_have_is_named() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    let without = |field: &str| {
        let mut body = codes(&course, 5);
        body.as_object_mut().unwrap().remove(field);
        body
    };
    for field in ["kind", "course_id", "quantity", "duration_days"] {
        order(&reseller, without(field)).await.expect_bad_field(field, "missing");
    }
    for (field, value, code) in [
        ("kind", json!("vouchers"), "unknown_value"),
        ("duration_days", json!(0), "out_of_range"),
        ("duration_days", json!("30"), "wrong_type"),
        ("label", json!(""), "empty"),
        ("label", json!("x".repeat(101)), "too_long"),
        ("price", json!(9), "unknown_field"),
        ("course_id", json!(7), "wrong_type"),
    ] {
        let mut body = codes(&course, 5);
        body[field] = value;
        order(&reseller, body).await.expect_bad_field(field, code);
    }
    for (field, value) in [("duration_days", json!(30)), ("label", json!("Spring"))] {
        let mut body = licences(&course, 5);
        body[field] = value;
        order(&reseller, body).await.expect_bad_field(field, "conflicting");
    }
    let answer = order(&reseller, json!({ "quantity": 0, "x": 1 })).await;
    for (field, code) in [("kind", "missing"), ("quantity", "out_of_range"), ("x", "unknown_field")]
    {
        answer.clone().expect_bad_field(field, code);
    }
    assert!(reseller.holder.list(&format!("{}/orders", reseller.path)).await.is_empty());
}

#[tokio::test]
async fn a_course_that_is_unknown_or_not_sold_cannot_be_ordered() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    for id in ["crs_00000000000000000000000000", "crs_1", "Winter driving", "mod_1"] {
        let body = licences(&json!({ "id": id }), 5);
        order(&reseller, body).await.expect_bad_field("course_id", "not_found");
    }
    let path = format!("/v1/operator/courses/{}", text(&course["id"]));
    let (title, modules) = (&course["title"], &course["modules"]);
    let inactive = json!({ "title": title, "modules": modules, "summary": "", "active": false });
    service.operator().await.put(&path, inactive).await.expect(200);
    for body in [licences(&course, 5), codes(&course, 5)] {
        order(&reseller, body).await.expect_bad_field("course_id", "not_found");
    }
}

#[tokio::test]
async fn the_same_idempotency_key_makes_one_order() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    let caller = reseller.holder.with_key("order-7");
    let first = order_as(&caller, &reseller, codes(&course, 5)).await.expect(201);
    let again = order_as(&caller, &reseller, codes(&course, 5)).await.expect(201);
    assert_eq!(first, again);
    let other = order_as(&caller, &reseller, codes(&course, 6)).await;
    other.expect_problem(422, "idempotency_key_reused");
    assert_eq!(reseller.holder.list(&format!("{}/orders", reseller.path)).await, [first]);
    assert_eq!(reseller.holder.list(&format!("{}/code-batches", reseller.path)).await.len(), 1);
    order(&reseller, codes(&course, 5)).await.expect(201);
    assert_eq!(reseller.holder.list(&format!("{}/code-batches", reseller.path)).await.len(), 2);
}

#[tokio::test]
async fn a_million_codes_are_one_short_call() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    let one = order(&reseller, codes(&course, 1)).await;
    let million = order(&reseller, codes(&course, 1_000_000)).await;
    assert_eq!(million.cost.round_trips, one.cost.round_trips);
    assert_eq!(million.cost.items_written, one.cost.items_written);
    assert!(million.cost.round_trips <= 2 && million.cost.items_written <= 3);
    let batch = million.expect(201)["batch_id"].clone();
    let path = format!("{}/code-batches/{}", reseller.path, text(&batch));
    let batch = reseller.holder.get(&path).await.expect(200);
    assert_eq!((&batch["quantity"], &batch["unused"]), (&json!(1_000_000), &json!(1_000_000)));
}

#[tokio::test]
async fn orders_are_listed_the_newest_first_and_read_one_by_one() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    let mut made = vec![];
    for body in [licences(&course, 1), codes(&course, 2), licences(&course, 3)] {
        service.advance(1);
        made.insert(0, order(&reseller, body).await.expect(201));
    }
    assert_eq!(reseller.holder.list(&format!("{}/orders?limit=2", reseller.path)).await, made);
    for order in &made {
        let path = format!("{}/orders/{}", reseller.path, text(&order["id"]));
        assert_eq!(reseller.holder.get(&path).await.expect(200), *order);
    }
}

#[tokio::test]
async fn another_accounts_order_is_not_found() {
    let service = Service::start().await;
    let (first, second) = (service.company("First").await, service.company("Second").await);
    let course = service.course().await;
    let made = order(&first, licences(&course, 5)).await.expect(201);
    let id = text(&made["id"]);
    let own = second.holder.get(&format!("{}/orders/{id}", second.path)).await;
    own.expect_problem(404, "not_found");
    let foreign = second.holder.get(&format!("{}/orders/{id}", first.path)).await;
    foreign.expect_problem(404, "not_found");
    order_as(&second.holder, &first, licences(&course, 5)).await.expect_problem(404, "not_found");
    let licences = second.holder.get(&format!("{}/licences", first.path)).await;
    licences.expect_problem(404, "not_found");
    for id in ["ord_00000000000000000000000000", "ord_1", "batch"] {
        let unknown = first.holder.get(&format!("{}/orders/{id}", first.path)).await;
        unknown.expect_problem(404, "not_found");
    }
    assert!(second.holder.list(&format!("{}/orders", second.path)).await.is_empty());
}

#[tokio::test]
async fn a_program_orders_with_a_key_for_codes_only() {
    let service = Service::start().await;
    let (reseller, course) = (service.reseller("Shop").await, service.course().await);
    let codes_key = service.program(&reseller, &["codes"]).await;
    let made = order_as(&codes_key, &reseller, codes(&course, 5)).await.expect(201);
    assert_eq!(codes_key.list(&format!("{}/orders", reseller.path)).await, [made]);
    let other_key = service.program(&reseller, &["redemptions", "users", "reports"]).await;
    let refused = order_as(&other_key, &reseller, codes(&course, 5)).await;
    refused.expect_problem(403, "forbidden");
    other_key.get(&format!("{}/licences", reseller.path)).await.expect(200);
}
