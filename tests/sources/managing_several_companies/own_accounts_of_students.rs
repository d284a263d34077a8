//! Option 2: students with an account of their own, by a reseller's codes.

use serde_json::json;
use shared::domain::Scope;
use tests::{
    Service,
    standing::{DAY, text, time},
};

use super::{super::redeem, student};

#[tokio::test]
async fn give_students_their_own_account() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 2).await;
    let student = service.sign_in_by_mail("ann@example.com").await;
    let account = redeem(&student, &codes[0]).await.expect(201)["account"].clone();
    assert_eq!((&account["kind"], &account["role"]), (&json!("individual"), &json!("holder")));
    // Or by the reseller, who is no part of it either.
    let body = json!({ "redemptions": [{ "code": codes[1], "email": "bob@example.com" }] });
    let path = format!("{}/redemptions", reseller.path);
    reseller.holder.post(&path, body).await.expect(200);
    let bob = service.sign_in_by_mail("bob@example.com").await;
    let contexts = bob.list("/v1/me/contexts").await;
    assert_eq!(contexts[0]["account"]["kind"], "individual");
    for id in [&account["id"], &contexts[0]["account"]["id"]] {
        let path = format!("/v1/accounts/{}", text(id));
        reseller.holder.get(&path).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn you_become_a_reseller() {
    let service = Service::start().await;
    let company = service.company("Instructors").await;
    let ask = format!("{}/reseller-request", company.path);
    company.holder.post(&ask, json!({ "note": "We teach in nine towns." })).await.expect(202);
    let operator = service.operator().await;
    let waiting = operator.list("/v1/operator/requests").await;
    assert_eq!(waiting[0]["account"]["name"], "Instructors");
    let plan = format!("/v1/operator/accounts/{}", company.id);
    operator.put(&plan, json!({ "reseller": true })).await.expect(200);
    let mail = service.mails(&company.holder.email).await.remove(0);
    assert_eq!(mail["subject"], "Instructors is a reseller now");
    assert_eq!(company.holder.get(&company.path).await.expect(200)["reseller"], true);
}

#[tokio::test]
async fn if_you_become_a_reseller_you_can_pre_buy_invitation_codes() {
    let service = Service::start().await;
    let company = service.company("Instructors").await;
    let course = service.course().await;
    let body = json!({
        "kind": "codes", "course_id": course["id"], "quantity": 50, "duration_days": 30,
    });
    let orders = format!("{}/orders", company.path);
    let before = company.holder.post(&orders, body.clone()).await;
    before.expect_problem(403, "not_a_reseller");
    let plan = format!("/v1/operator/accounts/{}", company.id);
    service.operator().await.put(&plan, json!({ "reseller": true })).await.expect(200);
    let order = company.holder.post(&orders, body).await.expect(201);
    assert_eq!((&order["status"], &order["quantity"]), (&json!("fulfilled"), &json!(50)));
    let codes = format!("{}/code-batches/{}/codes", company.path, text(&order["batch_id"]));
    let codes = company.holder.list(&codes).await;
    assert_eq!(codes.len(), 50);
    assert!(codes.iter().all(|code| code["status"] == "unused"), "{codes:?}");
}

#[tokio::test]
async fn codes_that_you_pre_buy_do_not_expire() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (batch, codes) = service.batch(&reseller, 2).await;
    service.advance(3_653 * DAY);
    let holder = service.sign_in_by_mail(&reseller.holder.email).await;
    let path = format!("{}/code-batches/{batch}", reseller.path);
    assert_eq!(holder.get(&path).await.expect(200)["unused"], 2);
    let student = service.sign_in_by_mail("student@example.com").await;
    let opened = redeem(&student, &codes[0]).await.expect(201);
    assert_eq!(opened["enrolment"]["status"], "not_started");
}

#[tokio::test]
async fn once_they_are_used_codes_give_the_driver_access_for_the_stated_duration() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let student = service.sign_in_by_mail("student@example.com").await;
    let opened = redeem(&student, &codes[0]).await.expect(201);
    let enrolment = &opened["enrolment"];
    let open = time(&enrolment["access_until"]).duration_since(time(&enrolment["starts_at"]));
    assert_eq!(open.as_secs(), 30 * DAY);
    let results = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
    let result = json!({ "module_id": enrolment["modules"][0]["id"], "completed": true });
    service.advance(30 * DAY - 60);
    let student = service.sign_in_by_mail("student@example.com").await;
    student.post(&results, result.clone()).await.expect(200);
    service.advance(60);
    student.post(&results, result).await.expect_problem(409, "access_ended");
}

#[tokio::test]
async fn you_rely_on_students_with_their_own_account_inviting_you_as_a_manager() {
    let service = Service::start().await;
    let ann = student(&service, "ann@example.com").await;
    let instructor = service.sign_in_by_mail("instructor@example.com").await;
    let reports = format!("{}/reports", ann.path);
    instructor.get(&reports).await.expect_problem(404, "not_found");
    service.manage(&instructor, &ann, Scope::Company).await;
    let rows = instructor.list(&reports).await;
    assert_eq!((rows.len(), &rows[0]["user"]["email"]), (1, &json!("ann@example.com")));
}
