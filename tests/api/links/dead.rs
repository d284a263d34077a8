//! Links that show nothing any more: each is as one that never was.

use http::Method;
use serde_json::json;
use shared::domain::Scope;
use tests::standing::text;

use super::{Depot, OPEN, open, token};

#[tokio::test]
async fn a_link_is_dead_once_it_is_revoked_whoever_made_it() {
    let depot = Depot::new().await;
    let (_, admin) = depot.admin().await;
    let link = depot.link_by(&admin, json!({})).await;
    let never = depot.service.anonymous().post(OPEN, json!({ "token": "x" })).await;
    depot.shown(&link).await;
    let path = depot.path(&format!("/report-links/{}", text(&link["id"])));
    depot.company.holder.delete(&path).await.expect(204);
    let answer = depot.open(&link).await;
    assert_eq!(answer.text, never.text);
    answer.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_link_of_a_driver_is_dead_once_they_are_removed_and_stays_so() {
    let depot = Depot::new().await;
    let link = depot.link(json!({ "user_id": depot.ann.user })).await;
    depot.shown(&link).await;
    depot.company.remove(&depot.ann).await;
    depot.expect_dead(&link, "dead").await;
    let (holder, links) = (&depot.company.holder, depot.path("/report-links"));
    let listed = holder.list(&links).await.remove(0);
    assert_eq!(listed["user"], json!({ "id": depot.ann.user, "name": null, "email": null }));
    depot.service.settle().await;
    depot.service.member_too(&depot.company, &depot.ann).await;
    depot.expect_dead(&link, "dead").await;
}

#[tokio::test]
async fn a_link_of_a_group_is_dead_once_that_is_removed() {
    let depot = Depot::new().await;
    let link = depot.link(json!({ "group_id": depot.group })).await;
    depot.shown(&link).await;
    let group = depot.path(&format!("/groups/{}", depot.group));
    depot.company.holder.delete(&group).await.expect(204);
    depot.expect_dead(&link, "dead").await;
    let links = depot.company.holder.list(&depot.path("/report-links")).await;
    assert_eq!(links[0]["group"], json!({ "id": depot.group, "name": null }));
}

#[tokio::test]
async fn a_link_is_dead_while_its_maker_has_lost_the_right_to_make_it() {
    let depot = Depot::new().await;
    let (ada, admin) = depot.admin().await;
    let link = depot.link_by(&admin, json!({})).await;
    let others = depot.link(json!({})).await;
    let appointed = depot.path(&format!("/admins/{}", ada.user));
    let holder = &depot.company.holder;
    holder.delete(&appointed).await.expect(204);
    depot.expect_dead(&link, "dead").await;
    holder.put(&appointed, json!({})).await.expect(200);
    depot.shown(&link).await;
    // Who leaves and comes again is somebody else.
    admin.delete(&format!("/v1/me/contexts/{}", depot.company.id)).await.expect(204);
    depot.expect_dead(&link, "dead").await;
    depot.service.settle().await;
    depot.service.manage(&admin, &depot.company, Scope::Company).await;
    depot.expect_dead(&link, "dead").await;
    depot.shown(&others).await;
}

#[tokio::test]
async fn who_hands_an_account_over_stays_admin_and_keeps_their_links() {
    let depot = Depot::new().await;
    let (ada, admin) = depot.admin().await;
    let link = depot.link(json!({})).await;
    let handed = json!({ "user_id": ada.user });
    depot.company.holder.post(&depot.path("/holder"), handed).await.expect(200);
    depot.shown(&link).await;
    let dismissed = depot.company.holder.get("/v1/me").await.expect(200);
    let users = admin.list(&depot.path("/users?limit=100")).await;
    let was = users.iter().find(|user| user["email"] == dismissed["person"]["email"]);
    let was = text(&was.expect("a user")["id"]).to_owned();
    admin.delete(&depot.path(&format!("/admins/{was}"))).await.expect(204);
    depot.open(&link).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_links_of_who_is_forgotten_are_dead_and_their_own_are_gone() {
    let depot = Depot::new().await;
    let (_, admin) = depot.admin().await;
    let link = depot.link_by(&admin, json!({})).await;
    let own = admin.post("/v1/me/report-links", json!({ "name": "x" })).await.expect(201);
    for link in [&link, &own] {
        depot.shown(link).await;
    }
    admin.delete_with("/v1/me", json!({ "email": admin.email })).await.expect(204);
    open(&depot.service, &own).await.expect_problem(404, "not_found");
    depot.service.settle().await;
    open(&depot.service, &own).await.expect_problem(404, "not_found");
    depot.expect_dead(&link, "dead").await;
    let of_person = |kind: &str| ["own_report_link", "link_set"].contains(&kind);
    for item in depot.service.items().await {
        let kind = item["entity"].as_s().expect("a kind");
        let is_of_person = item["pk"].as_s().expect("a key").starts_with("PERSON#");
        assert!(!(is_of_person && of_person(kind)), "{item:?}");
    }
}

#[tokio::test]
async fn a_closed_account_leaves_no_link() {
    let depot = Depot::new().await;
    let links = [depot.link(json!({})).await, depot.link(json!({ "group_id": depot.group })).await];
    depot.shown(&links[0]).await;
    let name = Some(json!({ "name": "Acme" }));
    let (holder, path) = (&depot.company.holder, &depot.company.path);
    holder.send(Method::DELETE, path, name).await.expect(204);
    for link in &links {
        depot.open(link).await.expect_problem(404, "not_found");
    }
    depot.service.settle().await;
    for link in &links {
        let answer = depot.service.anonymous().post(OPEN, json!({ "token": token(link) })).await;
        answer.expect_problem(404, "not_found");
    }
    for item in depot.service.items().await {
        let kind = item["entity"].as_s().expect("a kind");
        assert!(!["report_link", "link_set"].contains(&kind.as_str()), "{item:?}");
    }
}
