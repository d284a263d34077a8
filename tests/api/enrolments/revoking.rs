//! Taking a user's access to a course away.

use serde_json::{Value, json};
use tests::standing::DAY;

use super::{Client, statuses};

#[tokio::test]
async fn the_licence_of_an_enrolment_that_was_not_started_returns() {
    let client = Client::of(&["Ann", "Bob"], 1).await;
    let enrolment = client.enrol(0).await;
    client.revoke(&enrolment).await.expect(204);
    assert_eq!(client.licences().await, [1, 0, 1]);
    assert_eq!(client.sign_in(0).await.list("/v1/me/enrolments").await, [Value::Null; 0]);
    assert!(client.report().await.is_empty());
    client.enrol(1).await;
    client.service.balanced().await;
}

#[tokio::test]
async fn the_licence_of_an_enrolment_that_was_started_or_completed_is_used_up() {
    let client = Client::of(&["Ann", "Bob", "Cid"], 3).await;
    for (driver, modules) in [(0, 1), (1, 4)] {
        let enrolment = client.enrol(driver).await;
        client.complete(driver, &enrolment, modules).await;
        client.revoke(&enrolment).await.expect(204);
        assert_eq!(client.sign_in(driver).await.list("/v1/me/enrolments").await, [Value::Null; 0]);
    }
    assert_eq!(client.licences().await, [3, 2, 1]);
    let rows = client.company.assign(client.to(&[0, 2])).await;
    assert_eq!(statuses(&rows), ["enrolled", "no_licence"]);
    client.service.balanced().await;
}

#[tokio::test]
async fn a_scheduled_and_an_overdue_enrolment_that_were_not_started_give_their_licences_back() {
    let client = Client::of(&["Ann", "Bob"], 2).await;
    let mut body = client.to(&[0]);
    body["starts_at"] = json!(client.service.in_days(9).to_string());
    let scheduled = client.company.assign(body).await[0]["enrolment"].clone();
    let mut body = client.to(&[1]);
    body["due_at"] = json!(client.service.in_days(1).to_string());
    let overdue = client.company.assign(body).await[0]["enrolment"].clone();
    client.service.advance(2 * DAY);
    let holder = client.service.sign_in(&client.company.holder.email).await;
    for enrolment in [scheduled, overdue] {
        holder.delete(&client.company.enrolment(&enrolment)).await.expect(204);
    }
    assert_eq!(client.service.balanced().await.enrolments.len(), 0);
}

#[tokio::test]
async fn what_was_revoked_takes_no_more_results() {
    let client = Client::of(&["Ann"], 1).await;
    let enrolment = client.enrol(0).await;
    client.revoke(&enrolment).await.expect(204);
    let driver = client.sign_in(0).await;
    client.record(&driver, &enrolment, 0).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_course_that_was_revoked_can_be_assigned_anew_and_begins_anew() {
    let client = Client::of(&["Ann"], 2).await;
    let old = client.enrol(0).await;
    client.complete(0, &old, 2).await;
    client.revoke(&old).await.expect(204);
    let new = client.enrol(0).await;
    assert_ne!(old["id"], new["id"]);
    assert_eq!((&new["status"], &new["progress_percent"]), (&json!("not_started"), &json!(0)));
    client.revoke(&old).await.expect_problem(404, "not_found");
    assert_eq!(client.licences().await, [2, 2, 0]);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let client = Client::of(&["Ann"], 1).await;
    let enrolment = client.enrol(0).await;
    let other = client.service.company("Other").await;
    let foreign = other.holder.delete(&other.enrolment(&enrolment)).await;
    foreign.expect_problem(404, "not_found");
    client.revoke(&enrolment).await.expect(204);
    client.revoke(&enrolment).await.expect_problem(404, "not_found");
    let absent = json!({ "id": "enr_01ARZ3NDEKTSV4RRFFQ69G5FAV" });
    client.revoke(&absent).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn what_a_code_opened_is_not_revoked() {
    let client = Client::of(&[], 1).await;
    let reseller = client.service.reseller("Shop").await;
    let (_, codes) = client.service.batch(&reseller, 1).await;
    let code = json!({ "code": codes[0] });
    let opened = client.company.holder.post("/v1/redemptions", code).await.expect(201);
    client.revoke(&opened["enrolment"]).await.expect_problem(404, "not_found");
    assert_eq!(client.company.holder.list("/v1/me/enrolments").await.len(), 1);
}

#[tokio::test]
async fn the_trail_tells_what_was_revoked_and_whether_the_licence_returned() {
    let client = Client::of(&["Ann", "Bob"], 2).await;
    for (driver, modules) in [(0, 0), (1, 1)] {
        let enrolment = client.enrol(driver).await;
        client.complete(driver, &enrolment, modules).await;
        client.revoke(&enrolment).await.expect(204);
        let event = client
            .company
            .holder
            .list(&client.path("/events?action=course_revoked"))
            .await
            .remove(0);
        assert_eq!(event["action"], "course_revoked");
        assert_eq!(event["actor"]["email"], client.company.holder.email);
        assert_eq!(event["subject"], json!({ "kind": "enrolment", "id": enrolment["id"] }));
        let user = client.drivers[driver].user.to_string();
        let course = &client.course["id"];
        let changes =
            json!({ "user_id": user, "course_id": course, "licence_returned": modules == 0 });
        assert_eq!(event["changes"], changes);
    }
}
