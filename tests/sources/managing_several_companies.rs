//! [M] What instructors and coordinators who look after several clients are promised.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Service,
    standing::{DAY, text, time},
};

use super::redeem;

/// "If you become a reseller you can pre-buy invitation codes …"
#[tokio::test]
async fn who_becomes_a_reseller_can_pre_buy_codes() {
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
}

/// The same: it asks for it, and is told.
#[tokio::test]
async fn a_company_asks_to_become_a_reseller() {
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
}

/// "… which don't expire."
#[tokio::test]
async fn codes_do_not_expire_in_ten_years() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (batch, codes) = service.batch(&reseller, 2).await;
    service.advance(3_653 * DAY);
    let holder = service.sign_in(&reseller.holder.email).await;
    let path = format!("{}/code-batches/{batch}", reseller.path);
    assert_eq!(holder.get(&path).await.expect(200)["unused"], 2);
    let student = service.sign_in("student@example.com").await;
    let opened = redeem(&student, &codes[0]).await.expect(201);
    assert_eq!(opened["enrolment"]["status"], "not_started");
}

/// "Once they are used, they give the driver access to the course for the stated duration."
#[tokio::test]
async fn a_used_code_gives_access_for_the_stated_duration() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let student = service.sign_in("student@example.com").await;
    let opened = redeem(&student, &codes[0]).await.expect(201);
    let enrolment = &opened["enrolment"];
    let open = time(&enrolment["access_until"]).duration_since(time(&enrolment["starts_at"]));
    assert_eq!(open.as_secs(), 30 * DAY);
    let results = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
    let result = json!({ "module_id": enrolment["modules"][0]["id"], "completed": true });
    service.advance(30 * DAY - 60);
    let student = service.sign_in("student@example.com").await;
    student.post(&results, result.clone()).await.expect(200);
    service.advance(60);
    student.post(&results, result).await.expect_problem(409, "access_ended");
}

/// "Option 2: Give students their own account"
#[tokio::test]
async fn a_code_gives_a_student_an_account_of_their_own() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let student = service.sign_in("student@example.com").await;
    let account = redeem(&student, &codes[0]).await.expect(201)["account"].clone();
    assert_eq!((&account["kind"], &account["role"]), (&json!("individual"), &json!("holder")));
}

/// "… you will rely on them inviting you as a manager or supplying you with reports as to how
/// they are going."
#[tokio::test]
async fn the_results_of_a_student_with_an_own_account_are_theirs_to_supply() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let student = service.sign_in("student@example.com").await;
    let opened = redeem(&student, &codes[0]).await.expect(201);
    let report = format!("/v1/accounts/{}/reports", text(&opened["account"]["id"]));
    reseller.holder.get(&report).await.expect_problem(404, "not_found");
    assert!(reseller.holder.list(&format!("{}/reports", reseller.path)).await.is_empty());
    let supplied = student.with_header("accept", "text/csv").get(&report).await.rows();
    assert_eq!(supplied[1][1..4], ["student@example.com", "Winter driving", "not_started"]);
}

/// "Simply purchase course licences and assign them to your students."
#[tokio::test]
async fn course_licences_are_simply_purchased_and_assigned_to_students() {
    let service = Service::start().await;
    let company = service.company("Instructors").await;
    let course = service.course().await;
    let body = json!({ "kind": "licences", "course_id": course["id"], "quantity": 20 });
    company.holder.post(&format!("{}/orders", company.path), body).await.expect(201);
    assert_eq!(company.licences(&course).await, [20, 0, 20]);
    let student = service.member(&company, Role::Driver, Some("Ann")).await;
    let body = json!({ "course_id": course["id"], "user_ids": [student.user] });
    company.holder.post(&format!("{}/enrolments", company.path), body).await.expect(200);
    assert_eq!(company.licences(&course).await, [20, 1, 19]);
    let student = service.sign_in(&student.email).await;
    let enrolments = student.list("/v1/me/enrolments").await;
    assert_eq!((&enrolments[0]["course"]["id"], enrolments.len()), (&course["id"], 1));
}

/// "You will be able to see all students' results from your reports page and will be able to
/// click through to view each user profile."
#[tokio::test]
async fn all_students_results_are_on_the_reports_page_that_leads_to_each_profile() {
    let service = Service::start().await;
    let company = service.company("Instructors").await;
    let course = service.course().await;
    company.buy(&course, 20).await;
    for (name, score) in [("Ann", 70.0), ("Bob", 80.0), ("Cid", 90.0)] {
        let student = service.member(&company, Role::Driver, Some(name)).await;
        let body = json!({ "course_id": course["id"], "user_ids": [student.user] });
        let enrolment = company.assign(body).await[0]["enrolment"]["id"].clone();
        let path = format!("/v1/me/enrolments/{}/results", text(&enrolment));
        let module = &course["modules"][0]["id"];
        let result = json!({ "module_id": module, "completed": true, "score": score });
        service.sign_in(&student.email).await.post(&path, result).await.expect(200);
    }
    service.settle().await;
    let rows = company.holder.list(&format!("{}/reports", company.path)).await;
    assert_eq!(rows.len(), 3);
    for row in rows {
        let user = text(&row["user"]["id"]);
        let profile = company.holder.get(&format!("{}/users/{user}/report", company.path)).await;
        let profile = profile.expect(200);
        assert_eq!(profile["user"]["name"], row["user"]["name"]);
        assert_eq!(profile["enrolments"][0]["modules"][0]["score"], row["score"]);
    }
}

/// "If you are the account holder and you also want to be a manager with this ability you will
/// have to set up a separate email account."
#[tokio::test]
async fn who_manages_needs_a_separate_address_to_hold_an_account() {
    let service = Service::start().await;
    let reseller = service.reseller("Instructors").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let manager = service.manager(&reseller, Scope::Company).await;
    for refused in [
        redeem(&manager, &codes[0]).await,
        manager.post("/v1/accounts", json!({ "name": "My own" })).await,
    ] {
        let problem = refused.expect_problem(409, "manager_cannot_hold_account");
        assert!(text(&problem["detail"]).contains("separate e-mail address"), "{problem}");
    }
    let separate = service.sign_in("separate@example.com").await;
    redeem(&separate, &codes[0]).await.expect(201);
}

/// "If you have multiple companies that you are managing, you will get a pop-up window when you
/// log in so that you can choose which company you want to manage."
#[tokio::test]
async fn who_manages_several_companies_gets_them_all_to_choose_from_at_sign_in() {
    let service = Service::start().await;
    let (first, second) = (service.company("First").await, service.company("Second").await);
    let manager = service.manager(&first, Scope::Company).await;
    service.manage(&manager, &second, Scope::Company).await;
    let body = service.proof(&manager.email).await;
    let signed_in = service.anonymous().post("/v1/sign-in/confirm", body).await.expect(200);
    let contexts = signed_in["contexts"].as_array().unwrap();
    let names: BTreeSet<_> = contexts.iter().map(|one| text(&one["account"]["name"])).collect();
    assert_eq!(names, BTreeSet::from(["First", "Second"]));
    assert!(contexts.iter().all(|context| context["role"] == "manager"));
}

/// "To change the company, go to the Reports page and choose to change the company you are
/// managing."
#[tokio::test]
async fn the_company_can_be_changed_at_any_time_and_the_choice_is_offered_first() {
    let service = Service::start().await;
    let (first, second) = (service.company("First").await, service.company("Second").await);
    let manager = service.manager(&first, Scope::Company).await;
    service.manage(&manager, &second, Scope::Company).await;
    for company in [&second, &first, &second] {
        let body = json!({ "account_id": company.id });
        let chosen = manager.put("/v1/me/current-context", body).await.expect(200);
        assert_eq!(chosen["account"]["id"], json!(company.id));
        let contexts = manager.list("/v1/me/contexts").await;
        assert_eq!(contexts[0]["account"]["id"], json!(company.id));
        let me = service.sign_in(&manager.email).await.get("/v1/me").await.expect(200);
        assert_eq!(me["current_account_id"], json!(company.id));
        service.advance(900);
    }
}

/// "If you've been invited by other organisation to manage either a group of drivers or an
/// individual driver, you will see this when you log into your Manager account …"
#[tokio::test]
async fn who_is_invited_to_manage_sees_that_after_signing_in_and_accepts_there() {
    let service = Service::start().await;
    let (client, other) = (service.company("Client").await, service.company("Other").await);
    let manager = service.manager(&other, Scope::Company).await;
    let driver = service.member(&client, Role::Driver, Some("Ann")).await;
    let scope = Scope::Drivers { user_ids: BTreeSet::from([driver.user]) };
    service.invite_manager(&client, &manager.email, scope).await;
    let proof = service.proof(&manager.email).await;
    let seen = service.anonymous().post("/v1/sign-in/confirm", proof).await.expect(200);
    assert_eq!(seen["invitations"], 1);
    let waiting = manager.list("/v1/me/invitations").await.remove(0);
    assert_eq!(waiting["account"]["name"], "Client");
    assert_eq!(waiting["scope"]["user_ids"], json!([driver.user.to_string()]));
    let accept = format!("/v1/me/invitations/{}/accept", client.id);
    manager.post(&accept, json!({})).await.expect(200);
    assert_eq!(manager.list("/v1/me/contexts").await.len(), 2);
}

/// "If you've been invited by other organisation to manage either a group of drivers or an
/// individual driver, you will see this when you log into your Manager account …"
#[tokio::test]
async fn who_manages_an_individual_driver_sees_that_and_nothing_more() {
    let service = Service::start().await;
    let company = service.company("Client").await;
    let course = service.course().await;
    let mut users = vec![];
    for name in ["Ann", "Bob"] {
        let driver = service.member(&company, Role::Driver, Some(name)).await;
        service.enrol(&company, &driver, &course, service.open_window()).await;
        users.push(driver.user);
    }
    let scope = Scope::Drivers { user_ids: BTreeSet::from([users[1]]) };
    let manager = service.manager(&company, scope).await;
    let context = &manager.list("/v1/me/contexts").await[0];
    assert_eq!(context["scope"], json!({ "kind": "drivers", "user_ids": [users[1].to_string()] }));
    assert_eq!(context["driver_count"], 1);
    let rows = manager.list(&format!("{}/reports", company.path)).await;
    let names: Vec<&Value> = rows.iter().map(|row| &row["user"]["name"]).collect();
    assert_eq!(names, ["Bob"]);
}
