//! Making links, listing and revoking them.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::standing::{DAY, text};

use super::{Depot, MINE, token};

#[tokio::test]
async fn a_link_is_made_listed_with_its_url_and_revoked_and_the_trail_tells_it() {
    let depot = Depot::new().await;
    let ends = depot.service.in_days(30);
    let of =
        json!({ "group_id": depot.group, "course_id": depot.course["id"], "expires_at": ends });
    let link = depot.link(of).await;
    assert!(text(&link["id"]).starts_with("lnk_"));
    assert_eq!((&link["name"], &link["status"]), (&json!("For the insurer"), &json!("live")));
    assert_eq!(link["group"], json!({ "id": depot.group, "name": "Night shift" }));
    assert_eq!((&link["user"], &link["expires_at"]), (&Value::Null, &json!(ends)));
    let course = json!({ "id": depot.course["id"], "title": depot.course["title"] });
    assert_eq!(link["course"], course);
    assert_eq!((&link["last_opened_at"], &link["openings"]), (&Value::Null, &json!(0)));
    let of_ann = depot.link(json!({ "user_id": depot.ann.user })).await;
    let ann = json!({ "id": depot.ann.user, "name": "Ann Lee", "email": depot.ann.email });
    assert_eq!((&of_ann["user"], &of_ann["group"]), (&ann, &Value::Null));

    let (holder, links) = (&depot.company.holder, depot.path("/report-links"));
    assert_eq!(holder.list(&format!("{links}?limit=1")).await, [link.clone(), of_ann.clone()]);
    let one = format!("{links}/{}", text(&link["id"]));
    holder.delete(&one).await.expect(204);
    holder.delete(&one).await.expect_problem(404, "not_found");
    assert_eq!(holder.list(&links).await, [of_ann]);

    let events = holder.list(&depot.path(&format!("/events?subject={}", text(&link["id"])))).await;
    let told: Vec<_> = events.iter().map(|event| text(&event["action"])).collect();
    assert_eq!(told, ["report_link_revoked", "report_link_created"]);
    assert_eq!(events[1]["subject"], json!({ "kind": "report_link", "id": link["id"] }));
    let changes = json!({
        "name": "For the insurer", "group_id": depot.group, "course_id": depot.course["id"],
        "expires_at": ends,
    });
    assert_eq!(events[1]["changes"], changes);
    depot.service.balanced().await;
}

#[tokio::test]
async fn what_a_link_cannot_be_of_is_named() {
    let depot = Depot::new().await;
    let other = depot.service.company("Other").await;
    let foreign = depot.service.group(&other, "Theirs").await;
    let their_driver = depot.service.driver_of(&other, "Theo").await;
    let unknown = "crs_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    let now = depot.service.now();
    let (holder, links) = (&depot.company.holder, depot.path("/report-links"));
    for (body, field, code) in [
        (json!({}), "name", "missing"),
        (json!({ "name": "" }), "name", "empty"),
        (json!({ "name": "x", "group_id": foreign }), "group_id", "not_found"),
        (json!({ "name": "x", "group_id": "grp_x" }), "group_id", "not_found"),
        (json!({ "name": "x", "user_id": their_driver.user }), "user_id", "not_found"),
        (json!({ "name": "x", "course_id": unknown }), "course_id", "not_found"),
        (json!({ "name": "x", "expires_at": now }), "expires_at", "in_the_past"),
        (json!({ "name": "x", "expires_at": "tomorrow" }), "expires_at", "invalid_time"),
        (
            json!({ "name": "x", "group_id": depot.group, "user_id": depot.ann.user }),
            "user_id",
            "conflicting",
        ),
        (json!({ "name": "x", "limit": 1 }), "limit", "unknown_field"),
    ] {
        holder.post(&links, body).await.expect_bad_field(field, code);
    }
    for (body, field, code) in [
        (json!({ "name": "x", "course_id": unknown }), "course_id", "not_found"),
        (json!({ "name": "x", "expires_at": now }), "expires_at", "in_the_past"),
        (json!({ "name": "x", "user_id": depot.ann.user }), "user_id", "unknown_field"),
    ] {
        holder.post(MINE, body).await.expect_bad_field(field, code);
    }
    assert!(holder.list(&links).await.is_empty() && holder.list(MINE).await.is_empty());
}

#[tokio::test]
async fn holder_and_admins_make_them_and_see_each_others_and_nobody_else_does() {
    let depot = Depot::new().await;
    let links = depot.path("/report-links");
    let (_, admin) = depot.admin().await;
    let made = [depot.link(json!({})).await, depot.link_by(&admin, json!({})).await];
    for who in [&depot.company.holder, &admin] {
        assert_eq!(who.list(&links).await, made);
    }
    let driver = depot.service.sign_in(&depot.ann.email).await;
    let manager = depot.service.manager(&depot.company, Scope::Company).await;
    let program = depot.service.program(&depot.company, &["reports"]).await;
    for who in [&driver, &manager, &program] {
        who.get(&links).await.expect_problem(403, "forbidden");
        who.post(&links, json!({ "name": "x" })).await.expect_problem(403, "forbidden");
    }
    // One of another account, and one's own, are not found by another's path.
    let other = depot.service.company("Other").await;
    let id = text(&made[0]["id"]);
    for path in [format!("{}/report-links/{id}", other.path), format!("{MINE}/{id}")] {
        other.holder.delete(&path).await.expect_problem(404, "not_found");
    }
    depot.shown(&made[0]).await;
}

#[tokio::test]
async fn the_same_request_sent_again_makes_one_link() {
    let depot = Depot::new().await;
    let (holder, links) = (depot.company.holder.with_key("once"), depot.path("/report-links"));
    let body = json!({ "name": "For the insurer" });
    let link = holder.post(&links, body.clone()).await.expect(201);
    assert_eq!(holder.post(&links, body.clone()).await.expect(201), link);
    let own = holder.post(MINE, body.clone()).await.expect(201);
    assert_eq!(holder.post(MINE, body).await.expect(201), own);
    assert_eq!(depot.company.holder.list(&links).await, [link]);
    assert_eq!(depot.company.holder.list(MINE).await, [own]);
}

#[tokio::test]
async fn there_is_room_for_a_hundred_and_again_once_one_is_revoked() {
    let depot = Depot::new().await;
    let (holder, body) = (&depot.company.holder, json!({ "name": "x" }));
    for links in [depot.path("/report-links"), MINE.to_owned()] {
        for _ in 0..100 {
            holder.post(&links, body.clone()).await.expect(201);
        }
        let refused = holder.post(&links, body.clone()).await.expect_problem(422, "invalid_input");
        assert!(text(&refused["detail"]).contains("100 report links"), "{refused}");
        let all = holder.list(&format!("{links}?limit=100")).await;
        assert_eq!(all.len(), 100);
        holder.delete(&format!("{links}/{}", text(&all[50]["id"]))).await.expect(204);
        holder.post(&links, body.clone()).await.expect(201);
    }
}

#[tokio::test]
async fn the_table_has_no_token() {
    let depot = Depot::new().await;
    let driver = depot.service.sign_in(&depot.ann.email).await;
    let own = driver.post(MINE, json!({ "name": "Next employer" })).await.expect(201);
    let links = [depot.link(json!({})).await, own];
    for link in &links {
        depot.shown(link).await;
    }
    for item in depot.service.items().await {
        let said = format!("{item:?}");
        assert!(links.iter().all(|link| !said.contains(token(link))), "{said}");
    }
}

#[tokio::test]
async fn a_link_that_has_ended_is_listed_as_such() {
    let depot = Depot::new().await;
    let link = depot.link(json!({ "expires_at": depot.service.in_days(1) })).await;
    depot.service.advance(DAY - 60);
    depot.shown(&link).await;
    depot.service.advance(60);
    depot.expect_dead(&link, "ended").await;
}
