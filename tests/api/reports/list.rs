//! The report: drivers by course.

use std::collections::HashSet;

use serde_json::{Value, json};
use tests::standing::{text, time};

use super::{DAY, Fleet, names};

#[tokio::test]
async fn a_row_tells_who_what_how_far_and_when() {
    let fleet = Fleet::of(&["Ann Lee"]).await;
    let mut window = fleet.service.open_window();
    window.due_at = Some(fleet.service.in_days(7));
    let (ann, eco) = (&fleet.drivers[0], &fleet.courses[1]);
    let enrolment = fleet.service.enrol(&fleet.company, ann, eco, window).await;
    let untouched = json!({
        "user": { "id": ann.user.to_string(), "name": "Ann Lee", "email": ann.email },
        "course": { "id": eco["id"], "title": eco["title"] },
        "enrolment_id": enrolment,
        "licence": false,
        "status": "not_started",
        "progress_percent": 0,
        "score": null,
        "due_at": window.due_at,
        "last_activity_at": null,
        "validity": null,
        "valid_until": null,
    });
    assert_eq!(fleet.rows("").await, std::slice::from_ref(&untouched));
    let before = fleet.service.now();
    fleet.complete(&fleet.sign_in(0).await, &enrolment, 1, &[80.0, 90.5]).await;
    let mut row = fleet.rows("").await.remove(0);
    let at = time(&row["last_activity_at"].take());
    assert!(before <= at && at <= fleet.service.now());
    let mut begun = untouched;
    (begun["status"], begun["progress_percent"], begun["score"]) =
        (json!("in_progress"), json!(66), json!(85.3));
    assert_eq!(row, begun);
}

#[tokio::test]
async fn rows_stand_by_course_and_every_page_goes_on_where_the_last_ended() {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid", "Dan", "Eve"]).await;
    for driver in 0..5 {
        for course in [2, 0, 1] {
            fleet.enrol(driver, course).await;
        }
    }
    let all = fleet.rows("").await;
    let courses: Vec<_> = all.iter().map(|row| text(&row["course"]["id"])).collect();
    assert_eq!(courses.len(), 15);
    assert!(courses.is_sorted());
    let ids: HashSet<_> = all.iter().map(|row| text(&row["enrolment_id"])).collect();
    assert_eq!(ids.len(), 15);
    for limit in [1, 4, 15] {
        let path = fleet.path(&format!("/reports?limit={limit}"));
        assert_eq!(fleet.company.holder.list(&path).await, all, "{limit}");
    }
}

#[tokio::test]
async fn the_report_is_filtered_by_course() {
    let fleet = Fleet::of(&["Ann", "Bob"]).await;
    fleet.enrol(0, 0).await;
    fleet.enrol(0, 1).await;
    fleet.enrol(1, 1).await;
    let of = |course: usize| format!("&course={}", text(&fleet.courses[course]["id"]));
    assert_eq!(names(&fleet.rows(&of(0)).await), ["Ann"]);
    assert_eq!(names(&fleet.rows(&of(1)).await).len(), 2);
    assert!(fleet.rows(&of(2)).await.is_empty());
}

#[tokio::test]
async fn the_report_is_filtered_by_what_the_status_is_now() {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid", "Dan"]).await;
    let service = &fleet.service;
    let begun = fleet.enrol(0, 0).await;
    fleet.complete(&fleet.sign_in(0).await, &begun, 0, &[50.0]).await;
    let done = fleet.enrol(1, 1).await;
    fleet.complete(&fleet.sign_in(1).await, &done, 1, &[50.0, 60.0, 70.0]).await;
    let mut window = service.open_window();
    window.starts_at = service.in_days(1);
    (window.due_at, window.access_until) = (Some(service.in_days(2)), Some(service.in_days(3)));
    service.enrol(&fleet.company, &fleet.drivers[2], &fleet.courses[0], window).await;
    fleet.enrol(3, 0).await;
    let of = async |status: &str| {
        let rows = fleet.rows(&format!("&status={status}")).await;
        names(&rows).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(of("in_progress").await, ["Ann"]);
    assert_eq!(of("completed").await, ["Bob"]);
    assert_eq!(of("not_started").await, ["Dan"]);
    for status in ["scheduled", "not_started", "overdue", "expired"] {
        assert!(of(status).await.contains(&"Cid".to_owned()), "{status}");
        service.advance(DAY);
    }
    assert_eq!(of("scheduled").await, [""; 0]);
    assert_eq!(of("completed").await, ["Bob"]);
}

#[tokio::test]
async fn the_report_is_searched_by_the_beginning_of_an_address_or_any_word_of_a_name() {
    let fleet = Fleet::of(&["Ann Lee", "Anna Berg", "Bob Lee", "Änne Åberg"]).await;
    for driver in 0..4 {
        fleet.enrol(driver, 0).await;
    }
    for (q, found) in [
        ("ann", vec!["Ann Lee", "Anna Berg"]),
        ("ANN%20%20LEE", vec!["Ann Lee"]),
        ("lee", vec!["Ann Lee", "Bob Lee"]),
        ("ee", vec![]),
        ("%C3%A4nne", vec!["Änne Åberg"]),
        (fleet.drivers[2].email.to_uppercase().as_str(), vec!["Bob Lee"]),
        ("user", vec!["Ann Lee", "Anna Berg", "Bob Lee", "Änne Åberg"]),
    ] {
        let rows = fleet.rows(&format!("&q={q}")).await;
        let mut names = names(&rows);
        names.sort_unstable();
        assert_eq!(names, found, "{q}");
    }
}

#[tokio::test]
async fn filters_hold_together_and_across_pages() {
    let fleet = Fleet::of(&["Ann", "Anton", "Bob", "Anke"]).await;
    for driver in 0..4 {
        fleet.enrol(driver, 0).await;
        fleet.enrol(driver, 1).await;
    }
    let course = text(&fleet.courses[1]["id"]);
    let path = fleet.path(&format!("/reports?limit=1&q=an&status=not_started&course={course}"));
    let rows = fleet.company.holder.list(&path).await;
    let mut names = names(&rows);
    names.sort_unstable();
    assert_eq!(names, ["Anke", "Ann", "Anton"]);
    assert!(rows.iter().all(|row| row["course"]["id"] == course));
}

#[tokio::test]
async fn a_filter_that_names_nothing_is_refused() {
    let fleet = Fleet::of(&[]).await;
    for (query, field, code) in [
        ("course=crs_00000000000000000000000000", "course", "not_found"),
        ("course=winter", "course", "not_found"),
        ("group=grp_00000000000000000000000000", "group", "not_found"),
        ("status=done", "status", "unknown_value"),
        ("q=", "q", "empty"),
        ("user=ann", "user", "unknown_field"),
        ("limit=1000", "limit", "out_of_range"),
        ("cursor=x", "cursor", "invalid_cursor"),
    ] {
        let answer = fleet.company.holder.get(&fleet.path(&format!("/reports?{query}"))).await;
        answer.expect_bad_field(field, code);
    }
}

const COLUMNS: [&str; 8] = [
    "name",
    "email",
    "course",
    "status",
    "progress_percent",
    "score",
    "due_at",
    "last_activity_at",
];

#[tokio::test]
async fn the_report_is_exported_as_csv_that_a_spreadsheet_does_not_run() {
    let fleet = Fleet::of(&["=HYPERLINK(\"x\")", "Lee, Ann"]).await;
    let enrolments = [fleet.enrol(0, 0).await, fleet.enrol(1, 1).await];
    fleet.complete(&fleet.sign_in(1).await, &enrolments[1], 1, &[90.0]).await;
    let holder = fleet.company.holder.with_header("accept", "text/csv");
    let answer = holder.get(&fleet.path("/reports")).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let file = "attachment; filename=\"reports.csv\"";
    assert_eq!(answer.header("content-disposition"), file);
    let rows = answer.rows();
    assert_eq!(rows[0], COLUMNS);
    let (first, second) = (fleet.drivers[0].email.as_str(), fleet.drivers[1].email.as_str());
    let harmless = "'=HYPERLINK(\"x\")";
    assert_eq!(rows[1], [harmless, first, "Winter driving", "not_started", "0", "", "", ""]);
    let done = ["Lee, Ann", second, "Eco driving", "in_progress", "33", "90", ""];
    assert_eq!(rows[2][..7], done);
    assert!(rows[2][7].ends_with('Z'));
    assert_eq!(rows.len(), 3);
}

#[tokio::test]
async fn a_csv_page_links_to_the_next() {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid"]).await;
    for driver in 0..3 {
        fleet.enrol(driver, 0).await;
    }
    let holder = fleet.company.holder.with_header("accept", "text/csv");
    let (mut path, mut rows) = (fleet.path("/reports?limit=2&status=not_started"), vec![]);
    loop {
        let page = holder.get(&path).await;
        rows.extend(page.rows().into_iter().skip(1));
        let Some(link) = page.header("link").strip_suffix("; rel=\"next\"") else { break };
        path = link.trim_matches(['<', '>']).to_owned();
    }
    let listed: Vec<_> = rows.iter().map(|row| row[1].clone()).collect();
    let rows = fleet.rows("").await;
    let emails = |row: &Value| text(&row["user"]["email"]).to_owned();
    assert_eq!(listed, rows.iter().map(emails).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_account_without_enrolments_has_an_empty_report() {
    let fleet = Fleet::of(&["Ann"]).await;
    let report = fleet.company.holder.get(&fleet.path("/reports")).await.expect(200);
    assert_eq!(report, json!({ "items": [], "next_cursor": null }));
    let csv = fleet.company.holder.with_header("accept", "text/csv");
    assert_eq!(csv.get(&fleet.path("/reports")).await.rows(), [COLUMNS]);
}
