//! The summary: the report's counts.

use serde_json::{Value, json};

use super::{DAY, Fleet};

fn by_status(counts: [u32; 6]) -> Value {
    let words = ["scheduled", "not_started", "in_progress", "completed", "overdue", "expired"];
    Value::Object(
        words.iter().map(|word| (*word).to_owned()).zip(counts.map(Value::from)).collect(),
    )
}

#[tokio::test]
async fn a_summary_counts_by_status_and_by_course() {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid"]).await;
    let done = fleet.enrol(0, 1).await;
    fleet.complete(&fleet.sign_in(0).await, &done, 1, &[80.0, 90.0, 91.0]).await;
    let begun = fleet.enrol(1, 1).await;
    fleet.complete(&fleet.sign_in(1).await, &begun, 1, &[60.0]).await;
    fleet.enrol(2, 1).await;
    fleet.enrol(2, 0).await;
    let summary = fleet.summary().await;
    assert_eq!((&summary["drivers"], &summary["enrolments"]), (&json!(3), &json!(4)));
    assert_eq!(summary["by_status"], by_status([0, 2, 1, 1, 0, 0]));
    let [winter, eco] = &summary["by_course"].as_array().unwrap()[..] else { panic!("{summary}") };
    assert_eq!(winter["course"]["title"], "Winter driving");
    assert_eq!((&winter["enrolments"], &winter["completed"]), (&json!(1), &json!(0)));
    assert_eq!(winter["average_score"], Value::Null);
    assert_eq!((&eco["enrolments"], &eco["completed"]), (&json!(3), &json!(1)));
    assert_eq!(eco["average_score"], 73.5);
}

#[tokio::test]
async fn an_account_without_enrolments_has_a_summary_of_zeroes() {
    let fleet = Fleet::of(&[]).await;
    let summary = fleet.summary().await;
    let zeroes = by_status([0; 6]);
    assert_eq!(
        summary,
        json!({
            "drivers": 0, "enrolments": 0, "by_status": zeroes,
            "valid": 0, "expiring": 0, "expired": 0, "by_course": [],
        })
    );
}

#[tokio::test]
async fn time_alone_moves_the_counts() {
    let fleet = Fleet::of(&["Ann"]).await;
    let service = &fleet.service;
    let mut window = service.open_window();
    window.starts_at = service.in_days(1);
    (window.due_at, window.access_until) = (Some(service.in_days(2)), Some(service.in_days(3)));
    service.enrol(&fleet.company, &fleet.drivers[0], &fleet.courses[0], window).await;
    for counts in [[1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 1]] {
        assert_eq!(fleet.summary().await["by_status"], by_status(counts));
        service.advance(DAY);
    }
}

#[tokio::test]
async fn a_summary_is_exported_as_csv_course_by_course() {
    let fleet = Fleet::of(&["Ann"]).await;
    let done = fleet.enrol(0, 1).await;
    fleet.complete(&fleet.sign_in(0).await, &done, 1, &[80.0, 90.0, 91.0]).await;
    fleet.summary().await;
    let holder = fleet.company.holder.with_header("accept", "text/csv");
    let csv = holder.get(&fleet.path("/reports/summary")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let header = "course enrolments scheduled not_started in_progress completed overdue expired \
        average_score valid_records expiring_records expired_records";
    let rows = csv.rows();
    assert_eq!(rows[0].join(" "), header);
    assert_eq!(
        rows[1..],
        [["Eco driving", "1", "0", "0", "0", "1", "0", "0", "87", "1", "0", "0"]]
    );
}
