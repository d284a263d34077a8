//! An account's records: filtered, paged, as CSV.

use std::collections::BTreeSet;

use serde_json::json;
use tests::standing::text;

use super::{School, names};

/// A school from which five have graduated, a minute after each other, in two courses by turns.
async fn five() -> (School, serde_json::Value) {
    let school = School::new().await;
    let other = school.service.course_of(1, None).await;
    for (number, name) in ["Ann Berg", "Bob", "Cid", "Dan", "Eve"].into_iter().enumerate() {
        school.service.advance(60);
        let member = school.service.driver_of(&school.company, name).await;
        let course = if number % 2 == 0 { &school.course } else { &other };
        school.service.completes(&school.company, &member, course).await;
    }
    (school, other)
}

#[tokio::test]
async fn the_newest_is_first_and_every_page_goes_on_where_the_last_ended() {
    let (school, other) = five().await;
    let all = school.records("").await;
    assert_eq!(names(&all), ["Eve", "Dan", "Cid", "Bob", "Ann Berg"]);
    let course = format!("course={}&", text(&other["id"]));
    for filter in ["", course.as_str(), "status=valid&", "q=b&", "status=valid&q=d&"] {
        let path = school.path(&format!("/records?{filter}limit=100"));
        let whole = school.company.holder.list(&path).await;
        assert!(!whole.is_empty(), "{filter}");
        for limit in [1, 2, 5] {
            let path = school.path(&format!("/records?{filter}limit={limit}"));
            assert_eq!(school.company.holder.list(&path).await, whole, "{filter} {limit}");
        }
    }
}

#[tokio::test]
async fn they_are_filtered_by_course_user_status_and_text() {
    let (school, other) = five().await;
    let other = format!("&course={}", text(&other["id"]));
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    for (filter, found) in [
        (other.clone(), set(&["Bob", "Dan"])),
        (format!("{other}&status=valid"), set(&["Bob", "Dan"])),
        (format!("{other}&status=expired"), set(&[])),
        (format!("{other}&q=DA"), set(&["Dan"])),
        ("&status=valid".into(), set(&["Ann Berg", "Bob", "Cid", "Dan", "Eve"])),
        ("&status=expiring".into(), set(&[])),
        ("&q=berg".into(), set(&["Ann Berg"])),
        ("&q=user".into(), set(&["Ann Berg", "Bob", "Cid", "Dan", "Eve"])),
        ("&q=nobody".into(), set(&[])),
    ] {
        let records = school.records(&filter).await;
        let names: BTreeSet<_> = names(&records).into_iter().map(str::to_owned).collect();
        assert_eq!(names, found, "{filter}");
    }
    let all = school.records("").await;
    for record in &all {
        let user = text(&record["user_id"]);
        assert_eq!(school.records(&format!("&user={user}")).await, std::slice::from_ref(record));
        assert!(school.records(&format!("&user={user}&status=expired")).await.is_empty());
    }
}

#[tokio::test]
async fn what_is_no_filter_is_refused_by_its_name() {
    let school = School::new().await;
    let unknown = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for (filter, field, code) in [
        (format!("course=crs_{unknown}"), "course", "not_found"),
        ("course=x".into(), "course", "not_found"),
        (format!("user=usr_{unknown}"), "user", "not_found"),
        ("user=".into(), "user", "not_found"),
        ("status=completed".into(), "status", "unknown_value"),
        ("q=".into(), "q", "empty"),
        ("cursor=x".into(), "cursor", "invalid_cursor"),
        ("group=x".into(), "group", "unknown_field"),
    ] {
        let answer = school.company.holder.get(&school.path(&format!("/records?{filter}"))).await;
        answer.expect_bad_field(field, code);
    }
    let other = school.service.company("Other").await;
    let bob = school.service.driver_of(&other, "Bob").await;
    let foreign = school.path(&format!("/records?user={}", bob.user));
    school.company.holder.get(&foreign).await.expect_bad_field("user", "not_found");
}

#[tokio::test]
async fn a_cursor_is_of_its_list_and_its_filters() {
    let (school, _) = five().await;
    let page = school.company.holder.get(&school.path("/records?limit=1")).await.expect(200);
    let cursor = text(&page["next_cursor"]).to_owned();
    for list in ["/records?status=valid&", "/reports?", "/records?q=a&"] {
        let path = school.path(&format!("{list}cursor={cursor}"));
        school.company.holder.get(&path).await.expect_bad_field("cursor", "invalid_cursor");
    }
}

#[tokio::test]
async fn as_csv_it_is_a_row_each() {
    let (school, _) = five().await;
    let csv = school.company.holder.with_header("accept", "text/csv");
    let answer = csv.get(&school.path("/records?limit=2")).await;
    assert!(answer.header("link").contains("rel=\"next\""), "{}", answer.header("link"));
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"records.csv\"");
    let rows = answer.rows();
    let columns = [
        "name",
        "email",
        "course",
        "round",
        "completed_at",
        "score",
        "by",
        "valid_until",
        "status",
    ];
    assert_eq!(rows[0], columns);
    assert_eq!(rows.len(), 3);
    let all = school.records("").await;
    let (eve, row) = (&all[0], &rows[1]);
    assert_eq!(row[..4], ["Eve", text(&eve["person"]["email"]), "Defensive driving", "1"]);
    assert_eq!(json!(row[4]), eve["completed_at"]);
    assert_eq!(row[5..7], ["80", "licence"]);
    assert_eq!((json!(row[7]), row[8].as_str()), (eve["valid_until"].clone(), "valid"));
    assert_eq!(rows[2][7], "", "it counts for ever");
    let whole = csv.get(&school.path("/records?q=ann")).await.rows();
    assert_eq!(whole.len(), 2);
}
