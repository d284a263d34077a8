//! A user's profile: every module's result of each course.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::standing::text;

use super::Fleet;

#[tokio::test]
async fn a_row_of_the_report_leads_to_the_drivers_profile() {
    let fleet = Fleet::of(&["Ann Lee", "Bob"]).await;
    let enrolment = fleet.enrol(0, 1).await;
    fleet.enrol(1, 1).await;
    let ann = fleet.sign_in(0).await;
    fleet.complete(&ann, &enrolment, 1, &[80.0, 91.0]).await;
    let rows = fleet.rows("&q=ann").await;
    let user = text(&rows[0]["user"]["id"]);
    let path = fleet.path(&format!("/users/{user}/report"));
    let profile = fleet.company.holder.get(&path).await.expect(200);
    assert_eq!(profile["user"]["id"], json!(user));
    assert_eq!(profile["user"]["name"], "Ann Lee");
    assert_eq!(profile["user"]["email"], json!(fleet.drivers[0].email));
    assert_eq!(
        (&profile["user"]["role"], &profile["user"]["phone"]),
        (&json!("driver"), &Value::Null)
    );
    let enrolments = profile["enrolments"].as_array().unwrap();
    assert_eq!(*enrolments, ann.list("/v1/me/enrolments").await);
    let results = enrolments[0]["modules"].as_array().unwrap().iter();
    let results = results.map(|module| (module["completed"].clone(), module["score"].clone()));
    let expected =
        [(json!(true), json!(80.0)), (json!(true), json!(91.0)), (json!(false), Value::Null)];
    assert_eq!(results.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_profile_shows_nothing_of_the_drivers_other_accounts() {
    let fleet = Fleet::of(&["Ann"]).await;
    let service = &fleet.service;
    fleet.enrol(0, 1).await;
    let reseller = service.reseller("Shop").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let ann = fleet.sign_in(0).await;
    ann.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    let path = fleet.path(&format!("/users/{}/report", fleet.drivers[0].user));
    let profile = fleet.company.holder.get(&path).await.expect(200);
    let enrolments = profile["enrolments"].as_array().unwrap();
    assert_eq!(enrolments.len(), 1);
    assert_eq!(enrolments[0]["account"]["name"], "Acme");
    assert_eq!(fleet.rows("").await.len(), 1);
    let path = format!("{}/users/{}/report", reseller.path, fleet.drivers[0].user);
    let none = fleet.company.holder.get(&path).await;
    none.expect_problem(404, "not_found");
}

#[tokio::test]
async fn who_is_no_user_of_the_account_has_no_profile_in_it() {
    let fleet = Fleet::of(&["Ann"]).await;
    let other = fleet.service.company("Other").await;
    let foreign = fleet.service.member(&other, Role::Driver, None).await;
    let foreign = foreign.user.to_string();
    for id in [foreign.as_str(), "usr_00000000000000000000000000", "usr_1", "per_1"] {
        let path = fleet.path(&format!("/users/{id}/report"));
        fleet.company.holder.get(&path).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_user_without_a_course_has_a_profile_too() {
    let fleet = Fleet::of(&["Ann"]).await;
    let path = fleet.path(&format!("/users/{}/report", fleet.drivers[0].user));
    let profile = fleet.company.holder.get(&path).await.expect(200);
    assert_eq!(profile["enrolments"], json!([]));
    assert_eq!(profile["user"]["last_sign_in_at"], Value::Null);
}

#[tokio::test]
async fn a_profile_is_exported_as_csv_module_by_module() {
    let fleet = Fleet::of(&["Ann"]).await;
    let enrolment = fleet.enrol(0, 1).await;
    fleet.complete(&fleet.sign_in(0).await, &enrolment, 1, &[80.0]).await;
    let path = fleet.path(&format!("/users/{}/report", fleet.drivers[0].user));
    let csv = fleet.company.holder.with_header("accept", "text/csv").get(&path).await;
    let rows = csv.rows();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], ["course", "status", "module", "completed", "score", "completed_at"]);
    let done = ["Eco driving", "in_progress", "Reading the road ahead", "true", "80"];
    assert_eq!(rows[1][..5], done);
    assert_eq!(rows[2], ["Eco driving", "in_progress", "Smooth speed", "false", "", ""]);
}
