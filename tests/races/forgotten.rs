//! People who are forgotten while others, or they themselves, have something to do with them.

use futures::future::BoxFuture;
use serde_json::{Value, json};
use shared::{
    domain::{Role, Scope},
    table::user::User,
};
use tests::{
    Answer, Caller, Service, completing::finish, crowd::at_once, service::Company, standing::text,
};

type Calling = BoxFuture<'static, Answer>;

fn post(who: &Caller, path: impl Into<String>, body: Value) -> Calling {
    let (who, path) = (who.clone(), path.into());
    Box::pin(async move { who.post_patiently(&path, body).await })
}

fn forget(who: &Caller) -> Calling {
    let who = who.clone();
    Box::pin(async move {
        let mut answer = who.delete_with("/v1/me", json!({ "email": who.email })).await;
        while answer.status == 503 {
            answer = who.delete_with("/v1/me", json!({ "email": who.email })).await;
        }
        answer
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn results_that_come_in_meanwhile_leave_nothing_of_who_is_forgotten() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    company.buy(&course, 20).await;
    for _ in 0..8 {
        let ann = service.driver_of(&company, "Ann").await;
        let body = json!({ "course_id": course["id"], "user_ids": [ann.user] });
        company.assign(body).await;
        let caller = service.signed_in(&ann).await;
        let enrolment = caller.list("/v1/me/enrolments").await.remove(0);
        let (own, id) = (caller.clone(), text(&enrolment["id"]).to_owned());
        let module = course["modules"][0].clone();
        let learning: Calling = Box::pin(async move { finish(&own, &id, &module).await });
        let answers = at_once([learning, forget(&caller)]).await;
        assert_eq!(answers[1].status, 204, "{}", answers[1].text);
        assert!([200, 401, 404].contains(&answers[0].status), "{}", answers[0].text);
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_or_given_a_course_as_they_are_forgotten_is_somebody_else_or_has_left() {
    let service = Service::start_busy().await;
    let (company, other) = (service.company("Acme").await, service.company("Other").await);
    service.lists_caught_up().await;
    let course = service.course().await;
    company.buy(&course, 20).await;
    for _ in 0..8 {
        let ann = service.driver_of(&company, "Ann").await;
        let caller = service.signed_in(&ann).await;
        let assign = json!({ "course_id": course["id"], "user_ids": [ann.user] });
        let invite = json!({ "email": ann.email });
        let manage = json!({ "email": ann.email, "scope": { "kind": "company" } });
        let calls = [
            post(&company.holder, format!("{}/enrolments", company.path), assign),
            post(&other.holder, format!("{}/users", other.path), invite),
            post(&other.holder, format!("{}/managers", other.path), manage),
            forget(&caller),
        ];
        let answers = at_once(calls).await;
        assert_eq!(answers[3].status, 204, "{}", answers[3].text);
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_accepted_as_its_reader_is_forgotten_makes_nobody_a_member() {
    let service = Service::start_busy().await;
    let (company, client) = (service.company("Acme").await, service.company("Client").await);
    service.lists_caught_up().await;
    for round in 0..8 {
        let email = format!("ann{round}@example.com");
        service.invite(&company, &email).await;
        let ann = service.sign_in(&email).await;
        service.invite_manager(&client, &email, Scope::Company).await;
        let accept =
            |of: &Company| post(&ann, format!("/v1/me/invitations/{}/accept", of.id), json!({}));
        let answers = at_once([accept(&company), accept(&client), forget(&ann)]).await;
        assert_eq!(answers[2].status, 204, "{}", answers[2].text);
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_handed_over_to_somebody_who_is_there_or_they_are_forgotten() {
    let service = Service::start_busy().await;
    for round in 0..10 {
        let company = service.company(&format!("Acme {round}")).await;
        let admin = service.member(&company, Role::Admin, Some("Ann")).await;
        let ann = service.signed_in(&admin).await;
        let body = json!({ "user_id": admin.user });
        let calls = [post(&company.holder, format!("{}/holder", company.path), body), forget(&ann)];
        let answers = at_once(calls).await;
        match answers[1].status {
            204 => assert!(!answers[0].is_success(), "{}", answers[0].text),
            _ => {
                assert_eq!(answers[1].code(), "holder_cannot_leave", "{}", answers[1].text);
                assert!(answers[0].is_success(), "{}", answers[0].text);
            }
        }
        // Somebody who can sign in holds it, always.
        let books = service.balanced().await;
        let holds =
            |user: &&User| user.account_id.to_string() == company.id && user.role == Role::Holder;
        let holder = books.users.iter().find(holds).expect("a holder");
        assert!(!holder.email.is_forgotten(), "{holder:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_redeemed_as_its_driver_is_forgotten_leaves_no_account() {
    let service = Service::start_busy().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 8).await;
    for (round, code) in codes.iter().enumerate() {
        let ann = service.sign_in(&format!("ann{round}@example.com")).await;
        let redeem = post(&ann, "/v1/redemptions", json!({ "code": code }));
        let found = post(&ann, "/v1/accounts", json!({ "name": format!("Acme {round}") }));
        let answers = at_once([redeem, found, forget(&ann)]).await;
        let known = [204, 409];
        assert!(known.contains(&answers[2].status), "{}", answers[2].text);
        service.balanced().await;
    }
}
