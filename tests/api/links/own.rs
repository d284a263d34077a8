//! A driver's own links: of their courses and records in every account.

use serde_json::{Value, json};
use tests::{completing::complete, standing::text};

use super::{Depot, MINE, names, open, token};

/// The rows of a report, each by its account and status.
fn places(report: &Value) -> Vec<(&str, &str)> {
    let rows = report["items"].as_array().expect("rows").iter();
    let mut places: Vec<_> = rows
        .map(|row| (row["account"]["name"].as_str().unwrap_or("-"), text(&row["status"])))
        .collect();
    places.sort_unstable();
    places
}

#[tokio::test]
async fn a_drivers_link_shows_their_own_courses_in_every_account_and_nobody_elses() {
    let depot = Depot::new().await;
    let other = depot.service.company("Parcels").await;
    let there = depot.service.member_too(&other, &depot.ann).await;
    depot.service.licensed(&other, &there, &depot.course).await;
    let ann = depot.service.sign_in(&depot.ann.email).await;
    let own = ann.list("/v1/me/enrolments").await;
    let of_acme = own.iter().find(|one| one["account"]["name"] == "Acme").expect("a course");
    complete(&ann, text(&of_acme["id"]), &depot.course).await.expect(200);
    let link = ann.post(MINE, json!({ "name": "Next employer" })).await.expect(201);
    assert_eq!(
        (&link["group"], &link["user"], &link["status"]),
        (&Value::Null, &Value::Null, &json!("live"))
    );
    assert_eq!(ann.list(MINE).await, std::slice::from_ref(&link));

    let answer = open(&depot.service, &link).await;
    for word in ["@", "usr_", "per_", "acc_", "enr_", "rec_", "Bob Roe", "Next employer"] {
        assert!(!answer.text.contains(word), "{word}: {}", answer.text);
    }
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    let report = answer.expect(200);
    assert_eq!((text(&report["title"]), names(&report)), ("Ann Lee", vec!["Ann Lee", "Ann Lee"]));
    assert_eq!(places(&report), [("Acme", "completed"), ("Parcels", "not_started")]);
    let summary = &report["summary"];
    assert_eq!((&summary["drivers"], &summary["enrolments"]), (&json!(1), &json!(2)));
    assert_eq!(summary["by_course"][0]["average_score"], 80.0);
    assert_eq!([&summary["valid"], &summary["by_course"][0]["valid"]], [1, 1]);
    assert_eq!(ann.list(MINE).await[0]["openings"], 1);
    depot.service.balanced().await;
}

#[tokio::test]
async fn what_they_have_completed_is_shown_once_they_have_left() {
    let depot = Depot::new().await;
    let ann = depot.service.sign_in(&depot.ann.email).await;
    let own = ann.list("/v1/me/enrolments").await.remove(0);
    complete(&ann, text(&own["id"]), &depot.course).await.expect(200);
    let link = ann.post(MINE, json!({ "name": "Next employer" })).await.expect(201);
    let before = depot.shown(&link).await;
    ann.delete(&format!("/v1/me/contexts/{}", depot.company.id)).await.expect(204);
    let at_once = depot.shown(&link).await;
    depot.service.settle().await;
    for after in [at_once, depot.shown(&link).await] {
        assert_eq!(places(&after), [("Acme", "completed")]);
        for field in ["user", "course", "score", "validity", "valid_until", "progress_percent"] {
            assert_eq!(after["items"][0][field], before["items"][0][field], "{field}");
        }
        assert_eq!(after["summary"], before["summary"]);
    }
}

#[tokio::test]
async fn a_link_of_a_course_shows_it_alone() {
    let depot = Depot::new().await;
    let courses = depot.company.holder.list("/v1/courses").await;
    let other = courses.iter().find(|one| one["id"] != depot.course["id"]).expect("a course");
    depot.assign(other, &[&depot.ann]).await;
    let ann = depot.service.sign_in(&depot.ann.email).await;
    let body = json!({ "name": "Next employer", "course_id": other["id"] });
    let link = ann.post(MINE, body).await.expect(201);
    assert_eq!(link["course"]["title"], other["title"]);
    let answer = depot.open(&link).await;
    assert!(!answer.text.contains(text(&depot.course["title"])), "{}", answer.text);
    let report = answer.expect(200);
    assert_eq!(report["title"], format!("Ann Lee – {}", text(&other["title"])));
    assert_eq!((names(&report).len(), &report["summary"]["enrolments"]), (1, &json!(1)));
}

#[tokio::test]
async fn a_drivers_own_account_is_not_named_after_their_address() {
    let depot = Depot::new().await;
    let reseller = depot.service.reseller("Codes Ltd").await;
    let (_, codes) = depot.service.batch(&reseller, 1).await;
    let ann = depot.service.sign_in("ann.own@example.com").await;
    ann.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let link = ann.post(MINE, json!({ "name": "x" })).await.expect(201);
    let account = ann.list("/v1/me/contexts").await.remove(0)["account"].clone();
    let links = format!("/v1/accounts/{}/report-links", text(&account["id"]));
    let of_account = ann.post(&links, json!({ "name": "x" })).await.expect(201);
    depot.service.lists_caught_up().await;
    for link in [&link, &of_account] {
        let answer = depot.open(link).await;
        assert!(!answer.text.contains('@'), "{}", answer.text);
        let report = answer.expect(200);
        assert_eq!(
            (&report["title"], &report["items"][0]["account"]),
            (&json!("Report"), &Value::Null)
        );
        assert_eq!(report["summary"]["enrolments"], 1);
    }
}

#[tokio::test]
async fn a_drivers_link_is_theirs_alone_and_ends_as_they_say() {
    let depot = Depot::new().await;
    let ann = depot.service.sign_in(&depot.ann.email).await;
    let bob = depot.service.sign_in(&depot.bob.email).await;
    let ends = depot.service.in_days(1);
    let link = ann.post(MINE, json!({ "name": "x", "expires_at": ends })).await.expect(201);
    let one = format!("{MINE}/{}", text(&link["id"]));
    for who in [&bob, &depot.company.holder] {
        assert!(who.list(MINE).await.is_empty());
        who.delete(&one).await.expect_problem(404, "not_found");
        let of_account = depot.path(&format!("/report-links/{}", text(&link["id"])));
        assert!([403, 404].contains(&who.delete(&of_account).await.status));
    }
    depot.shown(&link).await;
    let file = ann.get("/v1/me/export").await.expect(200);
    let exported = &file["sections"]["report_links"][0];
    assert_eq!((&exported["link_id"], &exported["openings"]), (&link["id"], &json!(1)));
    assert!(!file.to_string().contains(token(&link)));
    depot.service.advance(24 * 3_600);
    depot.open(&link).await.expect_problem(404, "not_found");
    let again = depot.service.sign_in(&depot.ann.email).await;
    assert_eq!(again.list(MINE).await[0]["status"], "ended");
    again.delete(&one).await.expect(204);
    again.delete(&one).await.expect_problem(404, "not_found");
}
