//! User groups.

use serde_json::{Value, json};
use tests::{
    service::Company,
    standing::{DAY, text},
};

use super::{add, company, groups_of, listed, make_group, user, users};

fn groups(of: &Company) -> String {
    format!("{}/groups", of.path)
}

/// Puts a user into a group: what became of it.
async fn join(company: &Company, group: &Value, user: &Value) -> Value {
    let path = format!("{}/{}/members", groups(company), text(&group["id"]));
    let body = json!({ "user_ids": [user["id"]] });
    company.holder.post(&path, body).await.expect(200)["results"][0]["status"].clone()
}

#[tokio::test]
async fn you_can_select_in_which_groups_your_user_will_be_added() {
    let (service, company) = company().await;
    for name in ["North", "South"] {
        make_group(&company, name).await;
    }
    let offered = company.holder.list(&groups(&company)).await;
    let names: Vec<_> = offered.iter().map(|group| text(&group["name"])).collect();
    assert_eq!(names, ["North", "South"]);
    let foreign = make_group(&service.company("Other").await, "East").await;
    let body = json!({ "email": "ann@example.com", "group_ids": [foreign["id"]] });
    let refused = company.holder.post(&users(&company), body).await;
    refused.expect_bad_field("group_ids[0]", "not_found");
    let body = json!({ "email": "ann@example.com", "group_ids": [offered[1]["id"]] });
    assert_eq!(groups_of(&add(&company, body).await), ["South"]);
    let counts = company.holder.list(&groups(&company)).await;
    let counts: Vec<_> = counts.iter().map(|group| &group["member_count"]).collect();
    assert_eq!(counts, [0, 1]);
}

#[tokio::test]
async fn users_can_be_added_in_multiple_groups() {
    let (_service, company) = company().await;
    let mut ids = vec![];
    for name in ["Night", "North", "South"] {
        ids.push(make_group(&company, name).await["id"].clone());
    }
    for name in ["ann", "bob"] {
        let body = json!({ "email": format!("{name}@example.com"), "group_ids": ids });
        assert_eq!(groups_of(&add(&company, body).await), ["Night", "North", "South"]);
    }
    let counts = company.holder.list(&groups(&company)).await;
    assert!(counts.iter().all(|group| group["member_count"] == 2), "{counts:?}");
}

#[tokio::test]
async fn if_you_are_not_yet_sure_which_group_you_can_do_this_later() {
    let (service, company) = company().await;
    let north = make_group(&company, "North").await;
    let ann = add(&company, json!({ "email": "ann@example.com" })).await;
    assert!(groups_of(&ann).is_empty());
    let bob = add(&company, json!({ "email": "bob@example.com" })).await;
    service.activate("bob@example.com").await;
    service.advance(20 * DAY);
    for later in [&ann, &bob] {
        assert_eq!(join(&company, &north, later).await, "added");
    }
    let listed = listed(&company).await;
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|user| groups_of(user) == ["North"]), "{listed:?}");
}

#[tokio::test]
async fn if_you_did_not_create_a_group_for_your_user_you_add_it_then() {
    let (_service, company) = company().await;
    assert!(company.holder.list(&groups(&company)).await.is_empty());
    let night = make_group(&company, "Night").await;
    let body = json!({ "email": "ann@example.com", "group_ids": [night["id"]] });
    assert_eq!(groups_of(&add(&company, body).await), ["Night"]);
}

#[tokio::test]
async fn groups_that_you_did_not_create_are_made_as_users_are_imported() {
    let (_service, company) = company().await;
    let row = json!({ "email": "ann@example.com", "groups": ["Night", "North"] });
    let import = format!("{}/import", users(&company));
    let done = company.holder.post(&import, json!({ "users": [row] })).await.expect(200);
    assert_eq!(done["results"][0]["status"], "invited");
    assert_eq!(groups_of(&listed(&company).await[0]), ["Night", "North"]);
}

#[tokio::test]
async fn you_can_add_or_edit_user_groups() {
    let (_service, company) = company().await;
    let ann = add(&company, json!({ "email": "ann@example.com" })).await;
    let (north, night) = (make_group(&company, "North").await, make_group(&company, "Night").await);
    let path = format!("{}/{}", groups(&company), text(&north["id"]));
    let renamed = company.holder.patch(&path, json!({ "name": "North and east" })).await;
    assert_eq!(renamed.expect(200)["name"], "North and east");
    for group in [&north, &night] {
        assert_eq!(join(&company, group, &ann).await, "added");
    }
    let seen = async || company.holder.get(&user(&company, &ann)).await.expect(200);
    assert_eq!(groups_of(&seen().await), ["Night", "North and east"]);
    let member = format!("{path}/members/{}", text(&ann["id"]));
    company.holder.delete(&member).await.expect(204);
    assert_eq!(groups_of(&seen().await), ["Night"]);
    company.holder.delete(&path).await.expect(204);
    let left = company.holder.list(&groups(&company)).await;
    assert_eq!((left.len(), &left[0]["name"]), (1, &json!("Night")));
}
