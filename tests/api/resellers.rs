//! Becoming a reseller: asked for, granted or refused, and told.

use serde_json::{Value, json};
use shared::domain::{Role, Scope, event::Action};
use tests::{Answer, Caller, Service, service::Company, standing::text};

const REQUESTS: &str = "/v1/operator/requests";

async fn ask(who: &Caller, path: &str, body: Value) -> Answer {
    who.post(&format!("{path}/reseller-request"), body).await
}

async fn asks(company: &Company, note: &str) {
    let asked = ask(&company.holder, &company.path, json!({ "note": note })).await;
    assert_eq!((asked.status, asked.text.as_str()), (202, ""));
}

/// What waits, as the operator sees it.
async fn waiting(service: &Service) -> Vec<Value> {
    service.lists_caught_up().await;
    service.operator().await.list(REQUESTS).await
}

async fn refuse(operator: &Caller, company: &Company) -> Answer {
    operator.delete(&format!("{REQUESTS}/{}", company.id)).await
}

async fn grant(operator: &Caller, company: &Company) -> Value {
    let plan = format!("/v1/operator/accounts/{}", company.id);
    operator.put(&plan, json!({ "reseller": true })).await.expect(200)
}

/// The subjects of the mails that tell somebody of an answer.
async fn told(service: &Service, to: &str) -> Vec<String> {
    let mails = service.mails(to).await;
    let subjects = mails.iter().map(|mail| text(&mail["subject"]).to_owned());
    subjects.filter(|subject| subject.contains("reseller")).collect()
}

/// Somebody who holds an individual account, and its path.
async fn individual(service: &Service) -> (Caller, String) {
    let reseller = service.reseller("Seller").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let driver = service.sign_in("driver@example.com").await;
    let opened = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    (driver, format!("/v1/accounts/{}", text(&opened["account"]["id"])))
}

#[tokio::test]
async fn a_company_asks_and_the_operator_sees_who_and_why() {
    let service = Service::start().await;
    let company = service.company("Roadcraft").await;
    let asked_at = service.now().to_string();
    asks(&company, "We teach in nine towns.\nAsk anybody.").await;
    let request = &waiting(&service).await[0];
    assert_eq!(request["account"], json!({ "id": company.id, "name": "Roadcraft" }));
    assert_eq!(request["note"], "We teach in nine towns.\nAsk anybody.");
    assert_eq!(request["asked_by"]["kind"], "person");
    assert_eq!(request["asked_by"]["email"], company.holder.email.as_str());
    assert!(text(&request["asked_at"]) >= asked_at.as_str(), "{request}");
    let account = company.holder.get(&company.path).await.expect(200);
    assert_eq!(account["reseller"], false);
}

#[tokio::test]
async fn asking_twice_is_one_request_that_keeps_its_place_and_says_the_newest() {
    let service = Service::start().await;
    let (first, second) = (service.company("First").await, service.company("Second").await);
    asks(&first, "Old").await;
    let old = waiting(&service).await;
    service.advance(60);
    asks(&second, "Second").await;
    service.advance(60);
    let admin = service.member(&first, Role::Admin, None).await;
    let admin = service.sign_in(&admin.email).await;
    ask(&admin, &first.path, json!({ "note": "New" })).await.expect(202);
    let now = waiting(&service).await;
    let said: Vec<_> = now.iter().map(|request| text(&request["note"])).collect();
    assert_eq!(said, ["New", "Second"]);
    assert_eq!(now[0]["asked_at"], old[0]["asked_at"]);
    assert_eq!(now[0]["asked_by"]["email"], admin.email.as_str());
    ask(&admin, &first.path, json!({ "note": "New" })).await.expect(202);
    ask(&admin, &first.path, json!({})).await.expect(202);
    assert_eq!(waiting(&service).await[0]["note"], Value::Null);
    ask(&admin, &first.path, json!({ "note": null })).await.expect(202);
    let asked = service.balanced().await.events_of(Action::ResellerRequested).count();
    assert_eq!(asked, 4, "saying the same again changes nothing");
}

#[tokio::test]
async fn the_operator_grants_and_the_holder_is_told() {
    let service = Service::start().await;
    let company = service.company("Roadcraft").await;
    let admin = service.member(&company, Role::Admin, None).await;
    let admin = service.sign_in(&admin.email).await;
    ask(&admin, &company.path, json!({})).await.expect(202);
    assert_eq!(grant(&service.operator().await, &company).await["reseller"], true);
    assert!(waiting(&service).await.is_empty());
    assert_eq!(told(&service, &company.holder.email).await, ["Roadcraft is a reseller now"]);
    assert!(told(&service, &admin.email).await.is_empty());
    service.batch(&company, 1).await;
    service.balanced().await;
}

#[tokio::test]
async fn the_operator_refuses_the_holder_is_told_and_the_company_can_ask_again() {
    let service = Service::start().await;
    let (company, operator) = (service.company("Roadcraft").await, service.operator().await);
    let no = "Roadcraft was not made a reseller";
    asks(&company, "Please").await;
    refuse(&operator, &company).await.expect(204);
    assert!(waiting(&service).await.is_empty());
    assert_eq!(told(&service, &company.holder.email).await, [no]);
    service.advance(60);
    asks(&company, "Please").await;
    assert_eq!(waiting(&service).await.len(), 1);
    refuse(&operator, &company).await.expect(204);
    assert_eq!(told(&service, &company.holder.email).await, [no, no]);
    asks(&company, "Pretty please").await;
    grant(&operator, &company).await;
    assert_eq!(told(&service, &company.holder.email).await.len(), 3);
    service.balanced().await;
}

#[tokio::test]
async fn who_holds_the_company_when_it_is_answered_is_told() {
    let service = Service::start().await;
    let company = service.company("Roadcraft").await;
    let admin = service.member(&company, Role::Admin, None).await;
    asks(&company, "Please").await;
    let over = json!({ "user_id": admin.user.to_string() });
    company.holder.post(&format!("{}/holder", company.path), over).await.expect(200);
    refuse(&service.operator().await, &company).await.expect(204);
    assert_eq!(told(&service, &admin.email).await.len(), 1);
    assert!(told(&service, &company.holder.email).await.is_empty());
}

#[tokio::test]
async fn a_request_that_does_not_wait_cannot_be_refused() {
    let service = Service::start().await;
    let (company, operator) = (service.company("Roadcraft").await, service.operator().await);
    refuse(&operator, &company).await.expect_problem(404, "not_found");
    asks(&company, "Please").await;
    refuse(&operator, &company).await.expect(204);
    refuse(&operator, &company).await.expect_problem(404, "not_found");
    asks(&company, "Please").await;
    grant(&operator, &company).await;
    refuse(&operator, &company).await.expect_problem(404, "not_found");
    let unknown = operator.delete(&format!("{REQUESTS}/acc_00000000000000000000000000")).await;
    unknown.expect_problem(404, "not_found");
}

#[tokio::test]
async fn another_plan_answers_no_request_and_who_did_not_ask_is_not_mailed() {
    let service = Service::start().await;
    let (company, operator) = (service.company("Roadcraft").await, service.operator().await);
    asks(&company, "Please").await;
    let plan = format!("/v1/operator/accounts/{}", company.id);
    for other in [json!({ "seat_limit": 50 }), json!({ "reseller": false }), json!({})] {
        operator.put(&plan, other).await.expect(200);
    }
    assert_eq!(waiting(&service).await.len(), 1);
    let reseller = service.reseller("Unasked").await;
    for to in [&company.holder.email, &reseller.holder.email] {
        assert!(told(&service, to).await.is_empty());
    }
}

#[tokio::test]
async fn only_a_company_that_is_no_reseller_can_ask() {
    let service = Service::start().await;
    let (driver, path) = individual(&service).await;
    let refused = ask(&driver, &path, json!({})).await;
    let refused = refused.expect_problem(403, "forbidden");
    assert!(text(&refused["detail"]).contains("Only a company"), "{refused}");
    let reseller = service.reseller("Reseller").await;
    let refused = ask(&reseller.holder, &reseller.path, json!({})).await;
    refused.expect_problem(409, "already_a_reseller");
    let plan = format!("/v1/operator/accounts/{}", reseller.id);
    service.operator().await.put(&plan, json!({ "reseller": false })).await.expect(200);
    asks(&reseller, "Once more").await;
    assert_eq!(waiting(&service).await.len(), 1);
}

#[tokio::test]
async fn holder_and_admins_ask_and_nobody_else() {
    let service = Service::start().await;
    let company = service.company("Roadcraft").await;
    let driver = service.member(&company, Role::Driver, None).await;
    let driver = service.sign_in(&driver.email).await;
    let manager = service.manager(&company, Scope::Company).await;
    let program = service.program(&company, &["codes", "redemptions", "users", "reports"]).await;
    for caller in [driver, manager, program] {
        let refused = ask(&caller, &company.path, json!({})).await;
        refused.expect_problem(403, "forbidden");
    }
    let stranger = service.sign_in("stranger@example.com").await;
    ask(&stranger, &company.path, json!({})).await.expect_problem(404, "not_found");
    assert!(waiting(&service).await.is_empty());
}

#[tokio::test]
async fn a_closed_accounts_request_is_gone() {
    let service = Service::start().await;
    let (company, operator) = (service.company("Roadcraft").await, service.operator().await);
    asks(&company, "Please").await;
    let name = Some(json!({ "name": "Roadcraft" }));
    company.holder.send(http::Method::DELETE, &company.path, name).await.expect(204);
    assert!(waiting(&service).await.is_empty());
    refuse(&operator, &company).await.expect_problem(404, "not_found");
    assert!(told(&service, &company.holder.email).await.is_empty());
}

#[tokio::test]
async fn a_bad_note_is_refused_by_its_field() {
    let service = Service::start().await;
    let company = service.company("Roadcraft").await;
    for (body, field, code) in [
        (json!({ "note": "" }), "note", "empty"),
        (json!({ "note": "x".repeat(2_001) }), "note", "too_long"),
        (json!({ "note": 5 }), "note", "wrong_type"),
        (json!({ "reseller": true }), "reseller", "unknown_field"),
    ] {
        ask(&company.holder, &company.path, body).await.expect_bad_field(field, code);
    }
    assert!(waiting(&service).await.is_empty());
}

#[tokio::test]
async fn who_waits_longest_leads_however_many_ask() {
    let service = Service::start().await;
    let mut names = vec![];
    for number in 0..7 {
        let company = service.company(&format!("Company {}", 9 - number)).await;
        asks(&company, "Please").await;
        names.push(format!("Company {}", 9 - number));
        service.advance(1);
    }
    service.lists_caught_up().await;
    let operator = service.operator().await;
    for limit in [2, 100] {
        let listed = operator.list(&format!("{REQUESTS}?limit={limit}")).await;
        let listed: Vec<_> = listed.iter().map(|one| text(&one["account"]["name"])).collect();
        assert_eq!(listed, names, "{limit}");
    }
}

#[tokio::test]
async fn the_trail_tells_who_asked_and_what_the_operator_said() {
    let service = Service::start().await;
    let (company, operator) = (service.company("Roadcraft").await, service.operator().await);
    asks(&company, "Please").await;
    refuse(&operator, &company).await.expect(204);
    asks(&company, "Please").await;
    grant(&operator, &company).await;
    let events = company.holder.list(&format!("{}/events", company.path)).await;
    let told: Vec<_> =
        events.iter().map(|one| (text(&one["action"]), text(&one["actor"]["kind"]))).collect();
    let expected = [
        ("plan_changed", "operator"),
        ("reseller_requested", "person"),
        ("reseller_refused", "operator"),
        ("reseller_requested", "person"),
    ];
    assert_eq!(told[..4], expected);
    assert_eq!(events[3]["changes"], json!({ "note": "Please" }));
    assert_eq!(events[3]["subject"], json!({ "kind": "account", "id": company.id }));
}
