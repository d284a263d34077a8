//! A new user.

use serde_json::json;
use tests::standing::text;

use super::{add, company, groups_of, listed, make_group, user, users};

#[tokio::test]
async fn you_can_add_as_many_users_as_your_plan_allows() {
    let (service, company) = company().await;
    let seats = async || company.holder.get(&company.path).await.expect(200)["seats"].clone();
    assert_eq!(seats().await, json!({ "limit": 5, "used": 1 }));
    for (limit, names) in [(5, ["ann", "bob", "cleo", "dan"].as_slice()), (7, &["eve", "fay"])] {
        service.seats(&company, limit).await;
        for name in names {
            service.invite(&company, &format!("{name}@example.com")).await;
        }
        assert_eq!(seats().await, json!({ "limit": limit, "used": limit }));
        let one_more = json!({ "email": "one.more@example.com" });
        let answer = company.holder.post(&users(&company), one_more).await;
        answer.expect_problem(409, "seat_limit_reached");
    }
    assert_eq!(listed(&company).await.len(), 6);
}

#[tokio::test]
async fn you_can_add_a_new_user_by_simply_adding_him() {
    let (_service, company) = company().await;
    let bob = add(&company, json!({ "email": "bob@example.com" })).await;
    assert_eq!((&bob["status"], &bob["role"]), (&json!("invited"), &json!("driver")));
    let listed = listed(&company).await;
    assert_eq!((listed.len(), &listed[0]["id"]), (1, &bob["id"]));
}

#[tokio::test]
async fn you_edit_your_new_users_email_address() {
    let (service, company) = company().await;
    let bob = add(&company, json!({ "email": "bop@example.com" })).await;
    let dead = json!({ "token": service.mailed_token("bop@example.com").await });
    let right = json!({ "email": "bob@example.com", "name": "Bob" });
    let edited = company.holder.patch(&user(&company, &bob), right).await.expect(200);
    assert_eq!((&edited["id"], &edited["email"]), (&bob["id"], &json!("bob@example.com")));
    assert_eq!(edited["name"], "Bob");
    let activated = service.anonymous().post("/v1/activations", dead).await;
    activated.expect_problem(404, "not_found");
    let bob = service.activate("bob@example.com").await;
    bob.get(&company.path).await.expect(200);
}

#[tokio::test]
async fn you_join_your_new_user_to_one_of_your_groups() {
    let (_service, company) = company().await;
    let night = make_group(&company, "Night").await;
    let bob = add(&company, json!({ "email": "bob@example.com" })).await;
    let join = json!({ "group_ids": [night["id"]] });
    let edited = company.holder.patch(&user(&company, &bob), join).await.expect(200);
    assert_eq!(groups_of(&edited), ["Night"]);
    let group = format!("{}?group={}", users(&company), text(&night["id"]));
    let members = company.holder.list(&group).await;
    assert_eq!((members.len(), &members[0]["id"]), (1, &bob["id"]));
}

#[tokio::test]
async fn you_need_to_enter_an_email_address() {
    let (_service, company) = company().await;
    for (body, code) in [
        (json!({}), "missing"),
        (json!({ "name": "Bob" }), "missing"),
        (json!({ "email": "" }), "invalid_email"),
        (json!({ "email": "Bob" }), "invalid_email"),
    ] {
        company.holder.post(&users(&company), body).await.expect_bad_field("email", code);
    }
    assert!(listed(&company).await.is_empty());
    add(&company, json!({ "email": "bob@example.com" })).await;
}
