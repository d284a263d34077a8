//! Reports of many rows, page by page, and as tables.

use serde_json::{Value, json};
use tests::{Caller, standing::text};

use super::{Depot, OPEN, token};

/// All rows that a link shows, and how many are on each page.
async fn all(caller: &Caller, link: &Value) -> (Vec<Value>, Vec<usize>) {
    let (mut rows, mut pages, mut body) = (vec![], vec![], json!({ "token": token(link) }));
    loop {
        let page = caller.post(OPEN, body.clone()).await.expect(200);
        let items = page["items"].as_array().expect("rows");
        pages.push(items.len());
        rows.extend(items.iter().map(|row| row["user"].clone()));
        assert_eq!(page["summary"]["enrolments"], 150);
        body["cursor"] = page["next_cursor"].clone();
        if page["next_cursor"].is_null() {
            return (rows, pages);
        }
    }
}

impl Depot {
    /// A depot whose group has 150 drivers with the course, besides two who are in none.
    async fn large() -> Self {
        let depot = Self::new().await;
        let other = depot.service.course_of(1, None).await;
        let (service, company) = (&depot.service, &depot.company);
        let drivers = service.members(company, 150).await;
        let drivers: Vec<_> = drivers.iter().collect();
        depot.assign(&other, &drivers).await;
        service.put_into_group(company, &depot.ann, depot.group, false).await;
        let users: Vec<_> = drivers.iter().map(|driver| driver.user).collect();
        let members = depot.path(&format!("/groups/{}/members", depot.group));
        for some in users.chunks(100) {
            company.holder.post(&members, json!({ "user_ids": some })).await.expect(200);
        }
        service.settle().await;
        Self { course: other, ..depot }
    }
}

#[tokio::test]
async fn a_long_report_comes_in_pages_of_a_hundred_rows() {
    let depot = Depot::large().await;
    let stranger = depot.service.anonymous();
    for of in [json!({ "course_id": depot.course["id"] }), json!({ "group_id": depot.group })] {
        let link = depot.link(of).await;
        let (rows, pages) = all(&stranger, &link).await;
        assert_eq!((rows.len(), pages), (150, vec![100, 50]));
    }
    // Later pages are of the same opening.
    let links = depot.company.holder.list(&depot.path("/report-links")).await;
    assert!(links.iter().all(|link| link["openings"] == 1));
}

#[tokio::test]
async fn a_cursor_is_of_its_link_alone() {
    let depot = Depot::large().await;
    let stranger = depot.service.anonymous();
    let links = [depot.link(json!({})).await, depot.link(json!({})).await];
    let first = depot.shown(&links[0]).await;
    let cursor = &first["next_cursor"];
    let body = json!({ "token": token(&links[1]), "cursor": cursor });
    stranger.post(OPEN, body).await.expect_bad_field("cursor", "invalid_cursor");
    for wrong in ["", "x", "AAAA"] {
        let body = json!({ "token": token(&links[0]), "cursor": wrong });
        stranger.post(OPEN, body).await.expect_bad_field("cursor", "invalid_cursor");
    }
    let body = json!({ "token": token(&links[0]), "cursor": cursor });
    let twice = stranger.post(&format!("{OPEN}?cursor={}", text(cursor)), body.clone()).await;
    twice.expect_bad_field("cursor", "conflicting");
    // The next page is dead with its link.
    let link = depot.path(&format!("/report-links/{}", text(&links[0]["id"])));
    depot.company.holder.delete(&link).await.expect(204);
    stranger.post(OPEN, body).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn it_comes_as_a_table_too_in_the_accounts_zone() {
    let depot = Depot::new().await;
    let zone = json!({ "time_zone": "Asia/Tokyo" });
    depot.company.holder.patch(&depot.company.path, zone).await.expect(200);
    let link = depot.link(json!({})).await;
    let csv = depot.service.anonymous().with_header("accept", "text/csv");
    let answer = csv.post(OPEN, json!({ "token": token(&link) })).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(!answer.text.contains('@'), "{}", answer.text);
    let rows = answer.rows();
    assert_eq!(rows[0][..4], ["name", "course", "status", "progress_percent"]);
    let of_names: Vec<_> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(of_names, ["Ann Lee", "Bob Roe"]);
    assert!(!answer.headers.contains_key("link"));
}
