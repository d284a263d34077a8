//! Invitations that are answered signed in while others answer, withdraw or close: each ends one way,
//! whole.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use http::Method;
use serde_json::{Value, json};
use shared::domain::{Scope, event::Action};
use tests::{
    Answer, Caller, Service,
    crowd::at_once,
    service::Company,
    standing::{invitation_token, text},
};

use super::outcomes;

/// A call that will be made.
type Calling = BoxFuture<'static, Answer>;

fn post(who: &Caller, path: String, body: Value) -> Calling {
    let who = who.clone();
    Box::pin(async move { who.post_patiently(&path, body).await })
}

fn accept(who: &Caller, to: &Company) -> Calling {
    post(who, format!("/v1/me/invitations/{}/accept", to.id), json!({}))
}

fn decline(who: &Caller, to: &Company) -> Calling {
    post(who, format!("/v1/me/invitations/{}/decline", to.id), json!({}))
}

fn delete(who: &Caller, path: String, body: Option<Value>) -> Calling {
    let who = who.clone();
    Box::pin(async move { who.send_patiently(Method::DELETE, &path, body).await })
}

/// Invites somebody, as a user or as a manager; the path of what was made, and how its mail's link
/// accepts it.
async fn invite(service: &Service, to: &Company, who: &Caller, as_user: bool) -> (String, Calling) {
    if as_user {
        let user = service.invite(to, &who.email).await;
        let token = json!({ "token": service.mailed_token(&who.email).await });
        let path = format!("{}/users/{}", to.path, text(&user["id"]));
        (path, post(&service.anonymous(), "/v1/activations".into(), token))
    } else {
        let manager = service.invite_manager(to, &who.email, Scope::Company).await;
        let token = json!({ "token": invitation_token(&manager) });
        let path = format!("{}/managers/{}", to.path, text(&manager["id"]));
        (path, post(who, "/v1/invitations/accept".into(), token))
    }
}

/// What the trail tells of who has joined.
fn joined(as_user: bool) -> Action {
    if as_user { Action::UserActivated } else { Action::ManagerAccepted }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_accepted_twenty_times_at_once_is_one_membership() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    for as_user in [true, false] {
        let driver = service.driver().await;
        drop(invite(&service, &haulage, &driver, as_user).await);
        let answers = at_once((0..20).map(|_| accept(&driver, &haulage))).await;
        assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), 20)]));
        assert!(answers.iter().all(|answer| answer.body["account"]["id"] == haulage.id));
        let books = service.balanced().await;
        assert_eq!(books.events_of(joined(as_user)).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_accepted_here_and_by_its_mail_at_once_is_accepted_once() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    service.seats(&haulage, 100).await;
    for as_user in [true, false] {
        for round in 1..=8 {
            let driver = service.driver().await;
            let (_, by_mail) = invite(&service, &haulage, &driver, as_user).await;
            let answers = at_once([accept(&driver, &haulage), by_mail]).await;
            assert_eq!(answers[0].status, 200, "{}", answers[0].text);
            // The link of a user's invitation works once.
            let fine = answers[1].status == 200 || as_user && answers[1].code() == "already_active";
            assert!(fine, "{}", answers[1].text);
            let books = service.balanced().await;
            assert_eq!(books.events_of(joined(as_user)).count(), round);
            assert_eq!(driver.list("/v1/me/contexts").await.len(), 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_accepted_while_it_is_withdrawn_leaves_nothing() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    for round in 0..16 {
        let driver = service.driver().await;
        let (path, _) = invite(&service, &haulage, &driver, round % 2 == 0).await;
        let calls = [accept(&driver, &haulage), delete(&haulage.holder, path, None)];
        let answers = at_once(calls).await;
        assert!([200, 404].contains(&answers[0].status), "{}", answers[0].text);
        assert_eq!(answers[1].status, 204, "{}", answers[1].text);
        assert!(driver.list("/v1/me/contexts").await.is_empty());
        assert!(driver.list("/v1/me/invitations").await.is_empty());
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_accepted_and_declined_at_once_is_one_of_both() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    service.seats(&haulage, 100).await;
    for round in 0..16 {
        let driver = service.driver().await;
        drop(invite(&service, &haulage, &driver, round % 2 == 0).await);
        let calls =
            [accept(&driver, &haulage), decline(&driver, &haulage), decline(&driver, &haulage)];
        let answers = at_once(calls).await;
        let told: Vec<_> = answers.iter().map(|answer| (answer.status, answer.code())).collect();
        let contexts = driver.list("/v1/me/contexts").await.len();
        match told[0] {
            (200, _) => {
                assert_eq!(
                    (told[1], told[2], contexts),
                    ((409, "already_active"), (409, "already_active"), 1)
                );
            }
            (404, _) => {
                let mut declined = [told[1].0, told[2].0];
                declined.sort_unstable();
                assert_eq!((declined, contexts), ([204, 404], 0), "{told:?}");
            }
            _ => panic!("{told:?}"),
        }
        assert!(driver.list("/v1/me/invitations").await.is_empty());
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_accepted_while_its_account_is_closed_leaves_nobody_behind() {
    let service = Service::start_busy().await;
    for round in 0..10 {
        let name = format!("Company {round}");
        let company = service.company(&name).await;
        let (user, manager) = (service.driver().await, service.driver().await);
        drop(invite(&service, &company, &user, true).await);
        drop(invite(&service, &company, &manager, false).await);
        let close = delete(&company.holder, company.path.clone(), Some(json!({ "name": name })));
        let calls = [accept(&user, &company), accept(&manager, &company), close];
        let answers = at_once(calls).await;
        for answer in &answers[..2] {
            assert!([200, 404].contains(&answer.status), "{}", answer.text);
        }
        assert_eq!(answers[2].status, 204, "{}", answers[2].text);
        // The books say that nobody belongs to an account that is closed.
        assert_eq!(service.balanced().await.closed.len(), round + 1);
        for person in [&user, &manager] {
            assert!(person.list("/v1/me/invitations").await.is_empty());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_to_manage_and_makes_a_company_at_once_does_one_of_both() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    for round in 0..8 {
        let driver = service.driver().await;
        drop(invite(&service, &haulage, &driver, false).await);
        let name = json!({ "name": format!("Company {round}") });
        let calls = [accept(&driver, &haulage), post(&driver, "/v1/accounts".into(), name)];
        let answers = at_once(calls).await;
        let told = (answers[0].status, answers[0].code(), answers[1].status, answers[1].code());
        let fine = [
            (200, "", 409, "manager_cannot_hold_account"),
            (409, "account_holder_cannot_manage", 201, ""),
        ];
        assert!(fine.contains(&told), "{told:?}");
        service.balanced().await;
    }
}
