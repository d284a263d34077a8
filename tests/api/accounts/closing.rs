//! Closing an account.

use http::Method;
use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Answer, Caller, Service,
    service::Company,
    standing::{DAY, invitation_token, text},
};

use super::{driver_of_their_own, find, make};

async fn close(caller: &Caller, path: &str, name: &str) -> Answer {
    caller.send(Method::DELETE, path, Some(json!({ "name": name }))).await
}

/// Somebody for whom a reseller redeemed a code before a company invited them to manage.
async fn unwilling(service: &Service) -> (Caller, Value) {
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 2).await;
    let rows = json!({ "redemptions": [{ "code": codes[0], "email": "ann@example.com" }] });
    let path = format!("{}/redemptions", reseller.path);
    let answer = reseller.holder.post(&path, rows).await.expect(200);
    assert_eq!(answer["results"][0]["status"], "redeemed");
    let ann = service.sign_in("ann@example.com").await;
    let context = ann.list("/v1/me/contexts").await.remove(0);
    (ann, context["account"].clone())
}

#[tokio::test]
async fn who_got_an_account_by_a_redemption_closes_it_and_becomes_a_manager() {
    let service = Service::start().await;
    let (ann, account) = unwilling(&service).await;
    let client = service.company("Client").await;
    let invited = service.invite_manager(&client, &ann.email, Scope::Company).await;
    let token = json!({ "token": invitation_token(&invited) });
    let refused = ann.post("/v1/invitations/accept", token.clone()).await;
    let problem = refused.expect_problem(409, "account_holder_cannot_manage");
    assert!(text(&problem["detail"]).contains("close your own account"), "{problem}");
    let path = format!("/v1/accounts/{}", text(&account["id"]));
    close(&ann, &path, text(&account["name"])).await.expect(204);
    let me = ann.get("/v1/me").await.expect(200);
    assert_eq!((&me["contexts"], &me["current_account_id"]), (&json!([]), &Value::Null));
    ann.post("/v1/invitations/accept", token).await.expect(200);
    assert!(ann.list("/v1/me/enrolments").await.is_empty());
    let books = service.balanced().await;
    assert_eq!(books.closed.len(), 1);
}

#[tokio::test]
async fn making_and_closing_companies_in_a_loop_is_stopped() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    for number in 0..3 {
        let name = format!("Company {number}");
        let made = ann.post("/v1/accounts", json!({ "name": name })).await.expect(201);
        close(&ann, &format!("/v1/accounts/{}", text(&made["id"])), &name).await.expect(204);
    }
    let fourth = json!({ "name": "Company 4" });
    let refused = ann.post("/v1/accounts", fourth.clone()).await;
    let after: i64 = refused.header("retry-after").parse().unwrap();
    refused.expect_problem(429, "too_many_requests");
    service.advance(after);
    ann.post("/v1/accounts", fourth).await.expect(201);
}

#[tokio::test]
async fn another_name_closes_nothing_and_case_and_spaces_do_not_matter() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    close(&company.holder, &company.path, "Haulage").await.expect_bad_field("name", "another_name");
    let none = company.holder.send(Method::DELETE, &company.path, Some(json!({}))).await;
    none.expect_bad_field("name", "missing");
    let stale = company.holder.with_header("if-match", "\"7\"");
    close(&stale, &company.path, "Haulage Ltd").await.expect_problem(412, "stale_version");
    company.holder.get(&company.path).await.expect(200);
    close(&company.holder, &company.path, " haulage  LTD").await.expect(204);
    service.balanced().await;
}

#[tokio::test]
async fn the_holder_alone_closes_an_account() {
    let service = Service::start().await;
    let company = service.company("Haulage").await;
    let admin = service.member(&company, Role::Admin, None).await;
    let admin = service.sign_in(&admin.email).await;
    let manager = service.manager(&company, Scope::Company).await;
    for caller in [&admin, &manager] {
        close(caller, &company.path, "Haulage").await.expect_problem(403, "forbidden");
    }
    let stranger = service.sign_in("stranger@example.com").await;
    close(&stranger, &company.path, "Haulage").await.expect_problem(404, "not_found");
    service.balanced().await;
}

#[tokio::test]
async fn a_code_that_is_redeemed_later_gives_a_new_account() {
    let service = Service::start().await;
    let (driver, account) = driver_of_their_own(&service, "driver@example.com").await;
    let path = format!("/v1/accounts/{}", text(&account["id"]));
    close(&driver, &path, text(&account["name"])).await.expect(204);
    driver.get(&path).await.expect_problem(404, "not_found");
    close(&driver, &path, text(&account["name"])).await.expect_problem(404, "not_found");
    let reseller = service.reseller("Other Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let redeemed = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    assert_ne!(redeemed["account"]["id"], account["id"]);
    service.balanced().await;
}

/// A company with somebody and something of every kind.
struct World {
    service: Service,
    company: Company,
    callers: Vec<Caller>,
    partner: Company,
}

impl World {
    async fn start() -> Self {
        let service = Service::start().await;
        let company = service.reseller("Haulage").await;
        service.seats(&company, 100).await;
        let partner = service.company("Partner").await;
        let course = service.course().await;
        let admin = service.member(&company, Role::Admin, None).await;
        let ann = service.driver_of(&company, "Ann").await;
        let theirs = service.driver_of(&partner, "Theo").await;
        service.group_of(&company, "Night", &[&ann]).await;
        service.invite(&company, "invited@example.com").await;
        service.invite_manager(&company, "instructor@example.com", Scope::Company).await;
        company.buy(&course, 5).await;
        company.assign(json!({ "course_id": course["id"], "user_ids": [ann.user] })).await;
        service.share(&company, &partner, &[&ann]).await;
        service.share(&partner, &company, &[&theirs]).await;
        for of in [&company, &partner] {
            let route = service.route(of, if of.id == company.id { 2 } else { 5 }, 1).await;
            of.put_on(&route, &ann).await.expect(200);
        }
        let session = json!({
            "title": "Skid pan", "place": "Hall 3", "user_ids": [ann.user],
            "starts_at": service.in_hours(20), "ends_at": service.in_hours(21),
        });
        company.holder.post(&format!("{}/sessions", company.path), session).await.expect(201);
        let callers = vec![
            company.holder.clone(),
            service.sign_in(&admin.email).await,
            service.sign_in(&ann.email).await,
            service.manager(&company, Scope::Company).await,
        ];
        Self { service, company, callers, partner }
    }
}

#[tokio::test]
async fn a_closed_company_is_there_for_nobody_and_everything_of_it_ends() {
    let World { service, company, callers, partner } = World::start().await;
    let program = service.program(&company, &["users", "codes"]).await;
    let (_, codes) = service.batch(&company, 2).await;
    let users = format!("{}/users", company.path);
    program.get(&users).await.expect(200);
    close(&company.holder, &company.path, "Haulage").await.expect(204);
    for caller in &callers {
        for path in [&company.path, &users] {
            caller.get(path).await.expect_problem(404, "not_found");
        }
        assert_eq!(caller.get("/v1/me").await.expect(200)["contexts"], json!([]));
        assert!(caller.list("/v1/me/enrolments").await.is_empty());
        assert!(caller.list("/v1/me/sessions").await.is_empty());
        assert!(caller.my_routes().await.is_empty());
    }
    program.get(&users).await.expect_problem(401, "unauthenticated");
    let drivers = partner.holder.list(&format!("{}/drivers", partner.path)).await;
    assert_eq!(drivers.len(), 1, "{drivers:?}");
    let path = format!("{}/shares/{}", partner.path, company.id);
    partner.holder.get(&path).await.expect_problem(404, "not_found");
    let books = service.balanced().await;
    assert!(books.sharing.shared.is_empty());
    assert!(books.attendances.is_empty());
    // What it sold stays good.
    let driver = service.sign_in("driver@example.com").await;
    driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    service.balanced().await;
}

#[tokio::test]
async fn the_holder_is_told_that_the_account_is_closed() {
    let service = Service::start().await;
    let company = service.company("Haulage").await;
    close(&company.holder, &company.path, "Haulage").await.expect(204);
    let mail = service.mails(&company.holder.email).await[0].clone();
    assert_eq!(mail["subject"], "Haulage is closed");
    assert_eq!(mail["headers"], json!({}), "what concerns their safety nobody stops by one click");
}

#[tokio::test]
async fn those_who_belonged_to_a_closed_company_are_free_for_others() {
    let World { service, company, callers, .. } = World::start().await;
    close(&company.holder, &company.path, "Haulage").await.expect(204);
    service.settle().await;
    make(&company.holder, "A new beginning").await.expect(201);
    // The manager manages nobody any more, and nobody waits for the instructor's answer.
    make(&callers[3], "An instructor's company").await.expect(201);
    service.balanced().await;
}

#[tokio::test]
async fn the_name_of_a_closed_company_is_free_after_thirty_days() {
    let service = Service::start().await;
    let company = service.company("Haulage").await;
    let other = service.sign_in("other@example.com").await;
    close(&company.holder, &company.path, "Haulage").await.expect(204);
    assert_eq!(find(&other, "Haulage").await.expect(200)["items"], json!([]));
    make(&other, "haulage").await.expect_problem(409, "account_name_taken");
    service.advance(29 * DAY);
    let other = service.sign_in("other@example.com").await;
    make(&other, "haulage").await.expect_problem(409, "account_name_taken");
    service.advance(DAY + 1);
    let other = service.sign_in("other@example.com").await;
    make(&other, "haulage").await.expect(201);
    assert_eq!(find(&other, "Haulage").await.expect(200)["items"][0]["name"], "haulage");
    service.balanced().await;
}

#[tokio::test]
async fn a_large_company_is_closed_round_by_round() {
    let service = Service::start().await;
    let company = service.company("Haulage").await;
    service.members(&company, 120).await;
    close(&company.holder, &company.path, "Haulage").await.expect(204);
    let books = service.balanced().await;
    assert!(books.users.is_empty());
}
