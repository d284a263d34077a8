//! A driver's own courses and own report.

use serde_json::json;
use tests::standing::text;

use super::Fleet;

#[tokio::test]
async fn a_driver_sees_their_own_courses_in_every_account() {
    let fleet = Fleet::of(&["Ann", "Bob"]).await;
    let service = &fleet.service;
    fleet.enrol(0, 0).await;
    fleet.enrol(0, 1).await;
    fleet.enrol(1, 0).await;
    let reseller = service.reseller("Shop").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let ann = fleet.sign_in(0).await;
    let opened = ann.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let enrolments = ann.list("/v1/me/enrolments?limit=2").await;
    assert_eq!(enrolments.len(), 3);
    let of =
        |account: &str| enrolments.iter().filter(|one| one["account"]["name"] == account).count();
    assert_eq!((of("Acme"), of("Ann")), (2, 1));
    assert!(enrolments.contains(&opened["enrolment"]));
    assert_eq!(fleet.sign_in(1).await.list("/v1/me/enrolments").await.len(), 1);
}

#[tokio::test]
async fn who_has_no_course_has_an_empty_list() {
    let fleet = Fleet::of(&["Ann"]).await;
    let answer = fleet.sign_in(0).await.get("/v1/me/enrolments").await.expect(200);
    assert_eq!(answer, json!({ "items": [], "next_cursor": null }));
    let program = fleet.service.program(&fleet.company, &["reports"]).await;
    program.get("/v1/me/enrolments").await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn the_holder_of_an_individual_account_reads_its_report_as_its_only_driver() {
    let fleet = Fleet::of(&[]).await;
    let service = &fleet.service;
    let reseller = service.reseller("Shop").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let ann = service.sign_in("ann@example.com").await;
    let opened = ann.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let id = text(&opened["enrolment"]["id"]);
    fleet.complete(&ann, id, 0, &[70.0, 80.0]).await;
    service.settle().await;
    let path = format!("/v1/accounts/{}", text(&opened["account"]["id"]));
    let rows = ann.list(&format!("{path}/reports")).await;
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["progress_percent"], &rows[0]["score"]), (&json!(50), &json!(75.0)));
    let summary = ann.get(&format!("{path}/reports/summary")).await.expect(200);
    assert_eq!((&summary["drivers"], &summary["enrolments"]), (&json!(1), &json!(1)));
    let user = text(&rows[0]["user"]["id"]);
    let profile = ann.get(&format!("{path}/users/{user}/report")).await.expect(200);
    assert_eq!(profile["enrolments"], json!(ann.list("/v1/me/enrolments").await));
    // To the reseller the driver's results are as a stranger's.
    let foreign = reseller.holder.get(&format!("{path}/reports")).await;
    foreign.expect_problem(404, "not_found");
    assert!(reseller.holder.list(&format!("{}/reports", reseller.path)).await.is_empty());
}
