//! Changing a user's record and groups.

use serde_json::{Value, json};
use tests::{Service, service::Company, standing::text};

use super::{company, users};

async fn group(of: &Company, name: &str) -> Value {
    let body = json!({ "name": name });
    of.holder.post(&format!("{}/groups", of.path), body).await.expect(201)["id"].clone()
}

#[tokio::test]
async fn the_record_is_changed_field_by_field() {
    let service = Service::start().await;
    let company = company(&service).await;
    let body = json!({ "email": "ann@example.com", "name": "Ann", "phone": "112" });
    let user = company.holder.post(&users(&company), body).await.expect(201);
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let changed = company.holder.patch(&path, json!({ "name": "Anna" })).await.expect(200);
    assert_eq!((&changed["name"], &changed["phone"]), (&json!("Anna"), &json!("112")));
    assert_eq!(changed["version"], 2);
    let changed = company.holder.patch(&path, json!({ "name": null, "phone": null })).await;
    assert_eq!(changed.expect(200)["name"], Value::Null);
    // Found by the new name no longer, by the address still.
    assert!(company.holder.list(&format!("{}?q=anna", users(&company))).await.is_empty());
    assert_eq!(company.holder.list(&format!("{}?q=ann@", users(&company))).await.len(), 1);
    let same = company.holder.patch(&path, json!({})).await.expect(200);
    assert_eq!(same["version"], 3, "nothing was changed");
}

#[tokio::test]
async fn a_stale_version_is_refused() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let seen = company.holder.with_header("if-match", "\"1\"");
    seen.patch(&path, json!({ "name": "Ann" })).await.expect(200);
    let stale = seen.patch(&path, json!({ "name": "Anna" })).await;
    stale.expect_problem(412, "stale_version");
}

#[tokio::test]
async fn groups_are_given_at_the_invitation_or_later_and_count_their_members() {
    let service = Service::start().await;
    let company = company(&service).await;
    let (north, south) = (group(&company, "North").await, group(&company, "South").await);
    let body = json!({ "email": "ann@example.com", "group_ids": [north, north] });
    let user = company.holder.post(&users(&company), body).await.expect(201);
    assert_eq!(user["groups"], json!([{ "id": north, "name": "North" }]));
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let both = json!({ "group_ids": [south, north] });
    let both = company.holder.patch(&path, both).await.expect(200);
    assert_eq!(both["groups"].as_array().unwrap().len(), 2);
    let only = company.holder.patch(&path, json!({ "group_ids": [south] })).await.expect(200);
    assert_eq!(only["groups"], json!([{ "id": south, "name": "South" }]));
    service.balanced().await;
    let counts = company.holder.list(&format!("{}/groups", company.path)).await;
    let counts: Vec<_> = counts.iter().map(|group| group["member_count"].clone()).collect();
    assert_eq!(counts, [0, 1]);
    let none = company.holder.patch(&path, json!({ "group_ids": [] })).await.expect(200);
    assert_eq!(none["groups"], json!([]));
    service.balanced().await;
}

#[tokio::test]
async fn a_user_in_a_removed_group_is_edited_as_ever() {
    let service = Service::start().await;
    let company = company(&service).await;
    let north = group(&company, "North").await;
    let body = json!({ "email": "ann@example.com", "group_ids": [north] });
    let user = company.holder.post(&users(&company), body).await.expect(201);
    let gone = format!("{}/groups/{}", company.path, text(&north));
    company.holder.delete(&gone).await.expect(204);
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    assert_eq!(company.holder.get(&path).await.expect(200)["groups"], json!([]));
    let again = company.holder.patch(&path, json!({ "group_ids": [north] })).await;
    again.expect_bad_field("group_ids[0]", "not_found");
    company.holder.patch(&path, json!({ "group_ids": [] })).await.expect(200);
    company.holder.delete(&path).await.expect(204);
    service.balanced().await;
}
