//! Invitations that are made, accepted, changed and removed at once, and the separate-address rule.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use serde_json::{Value, json};
use shared::domain::{Role, Scope, event::Action};
use tests::{
    Answer, Caller, Service,
    crowd::at_once,
    standing::{invitation_token, text},
};

use super::outcomes;

/// A call that will be made.
type Calling = BoxFuture<'static, Answer>;

async fn accept(who: Caller, invited: Value) -> Answer {
    let body = json!({ "token": invitation_token(&invited) });
    who.post_patiently("/v1/invitations/accept", body).await
}

/// How a person is left who accepted and came to hold an account at the same moment.
async fn one_of_both(service: &Service, accepted: &Answer, held: &Answer) {
    let told = (accepted.status, accepted.code(), held.is_success(), held.code());
    let fine = [
        (200, "", false, "manager_cannot_hold_account"),
        (409, "account_holder_cannot_manage", true, ""),
    ];
    assert!(fine.contains(&told), "{told:?}");
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_and_makes_a_company_at_once_does_one_of_both() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    for round in 0..10 {
        let driver = service.driver().await;
        let invited = service.invite_manager(&haulage, &driver.email, Scope::Company).await;
        let maker = driver.clone();
        let name = json!({ "name": format!("Company {round}") });
        let calls: [Calling; 2] = [
            Box::pin(accept(driver, invited)),
            Box::pin(async move { maker.post_patiently("/v1/accounts", name).await }),
        ];
        let answers = at_once(calls).await;
        one_of_both(&service, &answers[0], &answers[1]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_and_redeems_a_code_at_once_does_one_of_both() {
    let service = Service::start_busy().await;
    let haulage = service.reseller("Haulage Ltd").await;
    let (_, codes) = service.codes(&haulage, 10).await;
    for code in codes {
        let driver = service.driver().await;
        let invited = service.invite_manager(&haulage, &driver.email, Scope::Company).await;
        let redeemer = driver.clone();
        let calls: [Calling; 2] = [
            Box::pin(accept(driver, invited)),
            Box::pin(async move {
                redeemer.post_patiently("/v1/redemptions", json!({ "code": code })).await
            }),
        ];
        let answers = at_once(calls).await;
        one_of_both(&service, &answers[0], &answers[1]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_and_is_handed_an_account_at_once_does_one_of_both() {
    let service = Service::start_busy().await;
    let client = service.company("Client").await;
    for round in 0..10 {
        let haulage = service.company(&format!("Haulage {round}")).await;
        let admin = service.member(&haulage, Role::Admin, None).await;
        let (person, user) = (service.sign_in(&admin.email).await, admin.user);
        let invited = service.invite_manager(&client, &person.email, Scope::Company).await;
        let (holder, path) = (haulage.holder.clone(), format!("{}/holder", haulage.path));
        let body = json!({ "user_id": user.to_string() });
        let calls: [Calling; 2] = [
            Box::pin(accept(person, invited)),
            Box::pin(async move { holder.post_patiently(&path, body).await }),
        ];
        let answers = at_once(calls).await;
        one_of_both(&service, &answers[0], &answers[1]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_accepted_twenty_times_at_once_is_one_membership() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    let driver = service.driver().await;
    let invited = service.invite_manager(&haulage, &driver.email, Scope::Company).await;
    let answers = at_once((0..20).map(|_| accept(driver.clone(), invited.clone()))).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), 20)]));
    assert!(answers.iter().all(|answer| answer.body["account"]["id"] == haulage.id));
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::ManagerAccepted).count(), 1);
    let person = books.people.iter().find(|one| one.email.as_str() == driver.email).unwrap();
    assert_eq!(person.manages, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_ten_clients_at_once_manages_ten() {
    let service = Service::start_busy().await;
    let driver = service.driver().await;
    let mut invitations = vec![];
    for number in 0..10 {
        let company = service.company(&format!("Client {number}")).await;
        invitations.push(service.invite_manager(&company, &driver.email, Scope::Company).await);
    }
    let calls = invitations.into_iter().map(|invited| accept(driver.clone(), invited));
    assert_eq!(outcomes(&at_once(calls).await), BTreeMap::from([((200, ""), 10)]));
    assert_eq!(driver.list("/v1/me/contexts").await.len(), 10);
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_invited_twenty_times_at_once_is_invited_once() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    let known = service.driver().await.email;
    for email in [known.as_str(), "nobody.yet@example.com"] {
        let calls = (0..20).map(|_| {
            let (holder, path) = (haulage.holder.clone(), format!("{}/managers", haulage.path));
            let body = json!({ "email": email, "scope": { "kind": "company" } });
            async move { holder.post_patiently(&path, body).await }
        });
        let expected = [((201, ""), 1), ((409, "already_a_manager"), 19)];
        assert_eq!(outcomes(&at_once(calls).await), BTreeMap::from(expected));
        assert_eq!(service.mails(email).await.len(), 1);
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_that_two_companies_invite_at_once_is_one_person() {
    let service = Service::start_busy().await;
    let (first, second) = (service.company("First").await, service.company("Second").await);
    for round in 0..10 {
        let body = json!({
            "email": format!("nobody{round}@example.com"), "scope": { "kind": "company" },
        });
        let calls = [&first, &second].map(|company| {
            let (holder, path) = (company.holder.clone(), format!("{}/managers", company.path));
            let body = body.clone();
            async move { holder.post_patiently(&path, body).await }
        });
        assert_eq!(outcomes(&at_once(calls).await), BTreeMap::from([((201, ""), 2)]));
    }
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_is_changed_while_it_is_accepted_is_the_same_on_both_sides() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    let driver = service.member(&haulage, Role::Driver, None).await.user.to_string();
    for _ in 0..10 {
        let person = service.driver().await;
        let invited = service.invite_manager(&haulage, &person.email, Scope::Company).await;
        let path = format!("{}/managers/{}", haulage.path, text(&invited["id"]));
        let scope = json!({ "kind": "drivers", "user_ids": [driver] });
        let holder = haulage.holder.clone();
        let calls: [Calling; 2] = [
            Box::pin(accept(person, invited)),
            Box::pin(async move { holder.patch(&path, json!({ "scope": scope })).await }),
        ];
        let answers = at_once(calls).await;
        assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), 2)]));
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_accepted_declined_and_removed_at_once_ends_one_way() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    for _ in 0..10 {
        let person = service.driver().await;
        let invited = service.invite_manager(&haulage, &person.email, Scope::Company).await;
        let body = json!({ "token": invitation_token(&invited) });
        let path = format!("{}/managers/{}", haulage.path, text(&invited["id"]));
        let (decliner, holder) = (person.clone(), haulage.holder.clone());
        let calls: [Calling; 3] = [
            Box::pin(accept(person.clone(), invited)),
            Box::pin(async move { decliner.post_patiently("/v1/invitations/decline", body).await }),
            Box::pin(async move { holder.delete(&path).await }),
        ];
        let answers = at_once(calls).await;
        assert!([200, 404].contains(&answers[0].status), "{}", answers[0].text);
        assert!([204, 404, 409].contains(&answers[1].status), "{}", answers[1].text);
        // However the others end, the holder has the last word unless it was declined.
        let gone = if answers[1].status == 204 { 404 } else { 204 };
        assert_eq!(answers[2].status, gone, "{}", answers[2].text);
        assert!(person.list("/v1/me/contexts").await.is_empty());
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_mails_that_are_asked_for_at_once_five_are_sent() {
    let service = Service::start_busy().await;
    let haulage = service.company("Haulage Ltd").await;
    let invited = service.invite_manager(&haulage, "ann@example.com", Scope::Company).await;
    let path = format!("{}/managers/{}/invitation", haulage.path, text(&invited["id"]));
    let calls = (0..20).map(|_| {
        let (holder, path) = (haulage.holder.clone(), path.clone());
        async move { holder.post_patiently(&path, json!({})).await }
    });
    let expected = [((202, ""), 5), ((429, "too_many_requests"), 15)];
    assert_eq!(outcomes(&at_once(calls).await), BTreeMap::from(expected));
    assert_eq!(service.mails("ann@example.com").await.len(), 6);
    service.balanced().await;
}
