//! Tables that people download tell times in their own zone, else in the account's; JSON in UTC.

use jiff::Zoned;
use serde_json::{Value, json};
use tests::{Caller, Service, service::Company, standing::text};

use super::{is_in, lives_in};

/// A reseller with a code that it has redeemed itself, the path of the codes, and when it did.
async fn reseller(service: &Service) -> (Company, String, Value) {
    let company = service.reseller("Codes Ltd").await;
    let (batch, codes) = service.batch(&company, 1).await;
    company.holder.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let path = format!("{}/code-batches/{batch}/codes", company.path);
    let listed = company.holder.get(&path).await.expect(200);
    let at = listed["items"][0]["redeemed_at"].clone();
    (company, path, at)
}

/// The cell of a column in the first row.
async fn cell(caller: &Caller, path: &str, column: &str) -> String {
    let csv = caller.with_header("accept", "text/csv").get(path).await;
    let rows = csv.rows();
    let place = rows[0].iter().position(|name| name == column).expect("the column");
    rows[1][place].clone()
}

#[tokio::test]
async fn a_table_tells_times_in_the_zone_of_who_downloads_it_else_in_the_accounts() {
    let service = Service::start().await;
    let (company, codes, at) = reseller(&service).await;
    let program = service.program(&company, &["codes"]).await;
    // UTC, at first.
    assert_eq!(json!(cell(&company.holder, &codes, "redeemed_at").await), at);
    is_in(&company, "Europe/Berlin").await;
    lives_in(&company.holder, "Asia/Kathmandu").await;
    for (caller, zone) in [(&company.holder, "Asia/Kathmandu"), (&program, "Europe/Berlin")] {
        let told = cell(caller, &codes, "redeemed_at").await;
        assert!(told.ends_with(&format!("[{zone}]")), "{told}");
        let read: Zoned = told.parse().expect("a time as RFC 9557 writes it");
        assert_eq!(json!(read.timestamp()), at);
        assert_eq!(caller.get(&codes).await.expect(200)["items"][0]["redeemed_at"], at);
    }
    company.holder.patch("/v1/me", json!({ "time_zone": null })).await.expect(200);
    let told = cell(&company.holder, &codes, "redeemed_at").await;
    assert!(told.ends_with("[Europe/Berlin]"), "{told}");
}

#[tokio::test]
async fn report_and_profile_are_told_in_the_readers_zone() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    company.buy(&course, 1).await;
    let ann = service.member(&company, shared::domain::Role::Driver, Some("Ann")).await;
    let rows = company
        .assign(json!({
            "course_id": course["id"], "user_ids": [ann.user], "due_at": "2126-07-01T22:00:00Z",
        }))
        .await;
    let results = format!("/v1/me/enrolments/{}/results", text(&rows[0]["enrolment"]["id"]));
    let result = json!({ "module_id": course["modules"][0]["id"], "completed": true });
    service.sign_in(&ann.email).await.post(&results, result).await.expect(200);
    service.settle().await;
    service.lists_caught_up().await;
    lives_in(&company.holder, "Europe/Berlin").await;
    let report = format!("{}/reports", company.path);
    let due = cell(&company.holder, &report, "due_at").await;
    assert_eq!(due, "2126-07-02T00:00:00+02:00[Europe/Berlin]");
    let last = cell(&company.holder, &report, "last_activity_at").await;
    assert!(last.ends_with("[Europe/Berlin]"), "{last}");
    let profile = format!("{}/users/{}/report", company.path, ann.user);
    let completed = cell(&company.holder, &profile, "completed_at").await;
    assert!(completed.ends_with("[Europe/Berlin]"), "{completed}");
    let json = company.holder.get(&report).await.expect(200);
    assert_eq!(json["items"][0]["due_at"], "2126-07-01T22:00:00Z");
    // What has no times is the same anywhere.
    let summary = format!("{report}/summary");
    assert_eq!(cell(&company.holder, &summary, "enrolments").await, "1");
}
