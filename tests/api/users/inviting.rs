//! Inviting one user.

use serde_json::{Value, json};
use tests::{Service, standing::text};

use super::{company, seats_used, users};

#[tokio::test]
async fn who_is_invited_takes_a_seat_and_can_be_resent_edited_and_removed() {
    let service = Service::start().await;
    let company = company(&service).await;
    let body = json!({ "email": " Ann@Example.com", "name": "Ann", "phone": "+44 20 7946 0958" });
    let user = company.holder.post(&users(&company), body).await.expect(201);
    for (field, value) in [
        ("email", json!("ann@example.com")),
        ("name", json!("Ann")),
        ("phone", json!("+44 20 7946 0958")),
        ("role", json!("driver")),
        ("status", json!("invited")),
        ("groups", json!([])),
        ("activated_at", Value::Null),
        ("last_sign_in_at", Value::Null),
        ("progress", json!({ "assigned": 0, "completed": 0, "percent": 0 })),
        ("actions", json!(["resend", "edit", "remove"])),
        ("version", json!(1)),
    ] {
        assert_eq!(user[field], value, "{field}");
    }
    assert_eq!(user["invitation"]["status"], "queued");
    assert_eq!(seats_used(&company).await, 2);
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let read = company.holder.get(&path).await.expect(200);
    assert_eq!((&read["id"], &read["invitation"]["status"]), (&user["id"], &json!("sent")));
    service.balanced().await;
}

#[tokio::test]
async fn nobody_is_invited_twice() {
    let service = Service::start().await;
    let company = company(&service).await;
    service.invite(&company, "ann@example.com").await;
    let again = json!({ "email": "ANN@example.com" });
    let answer = company.holder.post(&users(&company), again.clone()).await;
    answer.expect_problem(409, "already_a_user");
    service.activate("ann@example.com").await;
    company.holder.post(&users(&company), again).await.expect_problem(409, "already_a_user");
    let holder = json!({ "email": company.holder.email });
    company.holder.post(&users(&company), holder).await.expect_problem(409, "already_a_user");
    assert_eq!(service.mails("ann@example.com").await.len(), 1);
    assert_eq!(seats_used(&company).await, 2);
}

#[tokio::test]
async fn one_more_than_the_plan_has_seats_is_refused() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    for number in 1..5 {
        service.invite(&company, &format!("user{number}@example.com")).await;
    }
    let one_more = json!({ "email": "user5@example.com" });
    let answer = company.holder.post(&users(&company), one_more.clone()).await;
    answer.expect_problem(409, "seat_limit_reached");
    // Who is there already is told so, seats or not.
    let there = json!({ "email": "user1@example.com" });
    company.holder.post(&users(&company), there).await.expect_problem(409, "already_a_user");
    assert!(service.mails("user5@example.com").await.is_empty());
    service.seats(&company, 6).await;
    company.holder.post(&users(&company), one_more).await.expect(201);
    service.balanced().await;
}

#[tokio::test]
async fn a_plan_that_is_lowered_below_its_use_refuses_more_and_harms_nobody() {
    let service = Service::start().await;
    let company = company(&service).await;
    for name in ["ann", "bob", "cleo"] {
        service.invite(&company, &format!("{name}@example.com")).await;
    }
    service.seats(&company, 2).await;
    let more = json!({ "email": "dan@example.com" });
    company.holder.post(&users(&company), more).await.expect_problem(409, "seat_limit_reached");
    for name in ["ann", "bob", "cleo"] {
        service.activate(&format!("{name}@example.com")).await;
    }
    assert_eq!(seats_used(&company).await, 4);
    service.balanced().await;
}

#[tokio::test]
async fn a_contract_driver_is_user_of_several_companies() {
    let service = Service::start().await;
    let (one, other) = (service.company("One").await, service.company("Other").await);
    service.joined(&one, "ann@example.com").await;
    let (ann, _) = service.joined(&other, "ann@example.com").await;
    let contexts = ann.list("/v1/me/contexts").await;
    assert_eq!(contexts.len(), 2);
    service.balanced().await;
}

#[tokio::test]
async fn a_group_that_is_not_the_accounts_is_refused_by_its_place() {
    let service = Service::start().await;
    let (company, other) = (company(&service).await, service.company("Other").await);
    let groups = format!("{}/groups", other.path);
    let group = other.holder.post(&groups, json!({ "name": "North" })).await.expect(201);
    let foreign = group["id"].clone();
    let body = json!({ "email": "ann@example.com", "group_ids": [foreign, "grp_x"] });
    let answer = company.holder.post(&users(&company), body).await;
    assert_eq!(
        answer.body["errors"].as_array().unwrap().len(),
        1,
        "the malformed one is told first"
    );
    answer.expect_bad_field("group_ids[1]", "not_found");
    let body = json!({ "email": "ann@example.com", "group_ids": [foreign] });
    let answer = company.holder.post(&users(&company), body).await;
    answer.expect_bad_field("group_ids[0]", "not_found");
    assert_eq!(seats_used(&company).await, 1);
}

#[tokio::test]
async fn one_idempotency_key_invites_once() {
    let service = Service::start().await;
    let company = company(&service).await;
    let keyed = company.holder.with_key("once");
    let body = json!({ "email": "ann@example.com" });
    let first = keyed.post(&users(&company), body.clone()).await.expect(201);
    let again = keyed.post(&users(&company), body).await.expect(201);
    assert_eq!(first, again);
    assert_eq!(seats_used(&company).await, 2);
}

#[tokio::test]
async fn a_program_with_the_scope_of_users_invites() {
    let service = Service::start().await;
    let company = company(&service).await;
    let program = service.program(&company, &["users"]).await;
    program.post(&users(&company), json!({ "email": "ann@example.com" })).await.expect(201);
    let other = service.program(&company, &["codes", "redemptions", "reports"]).await;
    let answer = other.post(&users(&company), json!({ "email": "bob@example.com" })).await;
    answer.expect_problem(403, "forbidden");
    // Its holder is told of the activation: a program reads no mail.
    service.activate("ann@example.com").await;
    let mail = service.mails(&company.holder.email).await[0].clone();
    assert_eq!(mail["subject"], "ann@example.com has joined Acme Haulage");
}

#[tokio::test]
async fn a_driver_invites_nobody() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (ann, _) = service.joined(&company, "ann@example.com").await;
    let body = json!({ "email": "bob@example.com" });
    ann.post(&users(&company), body).await.expect_problem(403, "forbidden");
    ann.get(&users(&company)).await.expect_problem(403, "forbidden");
}
