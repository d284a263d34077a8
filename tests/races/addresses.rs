//! Addresses that are changed at the same moment, by several, or while somebody else comes to have them.

use aws_sdk_dynamodb::config::SharedInterceptor;
use futures::future::BoxFuture;
use serde_json::{Value, json};
use tests::{Answer, Caller, Service, crowd::at_once, pause::Pause, service::Company};

use super::outcomes;

type Calling = BoxFuture<'static, Answer>;

fn post(who: &Caller, path: impl Into<String>, body: Value) -> Calling {
    let (who, path) = (who.clone(), path.into());
    Box::pin(async move { who.post_patiently(&path, body).await })
}

fn confirm(who: &Caller, proof: &Value) -> Calling {
    post(who, "/v1/me/email/confirm", proof.clone())
}

async fn proof(service: &Service, who: &Caller, to: &str) -> Value {
    let asked = who.post_patiently("/v1/me/email", json!({ "email": to })).await.expect(202);
    json!({ "attempt": asked["attempt"], "code": service.mailed_code(to).await })
}

/// The person at an address, as somebody sees themselves who signs in with it.
async fn person_at(service: &Service, email: &str) -> Value {
    service.sign_in_by_mail(email).await.get("/v1/me").await.expect(200)["person"]["id"].clone()
}

async fn id_of(who: &Caller) -> Value {
    who.get("/v1/me").await.expect(200)["person"]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_who_prove_one_address_at_once_one_has_it() {
    let service = Service::start_busy().await;
    for round in 0..6 {
        let wanted = format!("wanted{round}@example.com");
        let mut calls = vec![];
        let mut people = vec![];
        for number in 0..4 {
            let who = service.sign_in_by_mail(&format!("asker{round}.{number}@example.com")).await;
            let proof = proof(&service, &who, &wanted).await;
            calls.push(confirm(&who, &proof));
            people.push(who);
        }
        let answers = at_once(calls).await;
        let told = outcomes(&answers);
        assert_eq!(told[&(200, "")], 1, "{told:?}");
        assert_eq!(told[&(401, "sign_in_failed")], 3, "{told:?}");
        let winner = answers.iter().position(Answer::is_success).unwrap();
        let id = id_of(&people[winner]).await;
        assert_eq!(person_at(&service, &wanted).await, id);
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_is_confirmed_many_times_at_once_works_once() {
    let service = Service::start_busy().await;
    for round in 0..6 {
        let ann = service.sign_in_by_mail(&format!("ann{round}@example.com")).await;
        let wanted = format!("wanted{round}@example.com");
        let proof = proof(&service, &ann, &wanted).await;
        let answers = at_once((0..5).map(|_| confirm(&ann, &proof))).await;
        let told = outcomes(&answers);
        assert_eq!(told[&(200, "")], 1, "{told:?}");
        assert_eq!(told[&(401, "sign_in_failed")], 4, "{told:?}");
        let old = service.mails(&ann.email).await;
        let changed = |mail: &&Value| mail["subject"] == "Your address at Codriver was changed";
        assert_eq!(old.iter().filter(changed).count(), 1);
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_addresses_that_somebody_proves_at_once_they_have_one() {
    let service = Service::start_busy().await;
    for round in 0..6 {
        let ann = service.sign_in_by_mail(&format!("ann{round}@example.com")).await;
        let mut calls = vec![];
        for number in 0..2 {
            let to = format!("wanted{round}.{number}@example.com");
            calls.push(confirm(&ann, &proof(&service, &ann, &to).await));
        }
        let told = at_once(calls).await;
        let told = outcomes(&told);
        assert_eq!(told[&(200, "")], 1, "{told:?}");
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_somebody_signs_in_with_for_the_first_time_at_that_moment_is_ones_own() {
    let service = Service::start_busy().await;
    let mut changed = 0;
    for round in 0..12 {
        let ann = service.sign_in_by_mail(&format!("ann{round}@example.com")).await;
        let wanted = format!("wanted{round}@example.com");
        let proof = proof(&service, &ann, &wanted).await;
        let other = service.proof(&wanted).await;
        let calls =
            [confirm(&ann, &proof), post(&service.anonymous(), "/v1/sign-in/confirm", other)];
        let answers = at_once(calls).await;
        assert_eq!(answers[1].status, 200, "{}", answers[1].text);
        let (own, there) = (id_of(&ann).await, person_at(&service, &wanted).await);
        match answers[0].status {
            // Whoever reads the mailbox signs in as the one who has it.
            200 => {
                assert_eq!(there, own);
                changed += 1;
            }
            _ => {
                assert_eq!(answers[0].code(), "sign_in_failed");
                assert_ne!(there, own);
                assert_eq!(person_at(&service, &ann.email).await, own);
            }
        }
        service.balanced().await;
    }
    assert!(changed < 12, "some were slower");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_invited_at_either_address_at_that_moment_is_one_user_of_the_one_who_has_it()
 {
    let service = Service::start_busy().await;
    let (acme, other) = (service.company("Acme").await, service.company("Other").await);
    service.seats(&acme, 1_000).await;
    for round in 0..12 {
        let ann = service.sign_in_by_mail(&format!("ann{round}@example.com")).await;
        let wanted = format!("wanted{round}@example.com");
        let proof = proof(&service, &ann, &wanted).await;
        let own = id_of(&ann).await;
        let user = |of: &Company, email: &str| {
            post(&of.holder, format!("{}/users", of.path), json!({ "email": email }))
        };
        let manager = json!({ "email": ann.email, "scope": { "kind": "company" } });
        let calls = [
            user(&acme, &wanted),
            confirm(&ann, &proof),
            user(&acme, &ann.email),
            post(&other.holder, format!("{}/managers", other.path), manager),
        ];
        let answers = at_once(calls).await;
        for answer in &answers {
            let known = ["sign_in_failed", "already_a_user", "already_a_manager"];
            let told = answer.is_success() || known.contains(&answer.code());
            assert!(told, "{} {}", answer.status, answer.text);
        }
        // The books compare everybody's address with that of what accounts have of them.
        service.balanced().await;
        if answers[1].is_success() {
            assert_eq!(person_at(&service, &wanted).await, own);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_at_the_moment_of_a_change_acts_under_the_new_address_or_not_at_all() {
    let service = Service::start_busy().await;
    for round in 0..12 {
        let ann = service.sign_in_by_mail(&format!("ann{round}@example.com")).await;
        let proof = proof(&service, &ann, &format!("wanted{round}@example.com")).await;
        let other = service.proof(&ann.email).await;
        let calls =
            [confirm(&ann, &proof), post(&service.anonymous(), "/v1/sign-in/confirm", other)];
        let answers = at_once(calls).await;
        assert_eq!(answers[0].status, 200, "{}", answers[0].text);
        if let Some(token) = answers[1].body["token"].as_str() {
            let other = service.anonymous().with_token(token);
            other.get("/v1/me").await.expect_problem(401, "unauthenticated");
        } else {
            assert_eq!(answers[1].code(), "sign_in_failed");
        }
        assert_eq!(ann.list("/v1/me/sign-ins").await.len(), 1);
        service.balanced().await;
    }
}

/// A service that can hold requests before they write.
async fn start_pausing() -> Service {
    Service::start_with(|config| config.interceptors.push(SharedInterceptor::new(Pause))).await
}

/// Changes somebody's address, and lets everything follow, while a request of another is held that has
/// read the older one.
async fn held_while_moving(service: &Service, who: &Caller, request: Calling) -> Answer {
    let proof = proof(service, who, NEW).await;
    let moving = async {
        confirm(who, &proof).await.expect(200);
        service.settle().await;
    };
    Pause::before_write(request, moving).await
}

const OLD: &str = "ann@example.com";
const NEW: &str = "ann.berg@example.com";

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_at_an_address_that_was_given_up_meanwhile_is_somebody_else() {
    for list in ["users", "managers"] {
        let service = start_pausing().await;
        let acme = service.company("Acme").await;
        let ann = service.sign_in_by_mail(OLD).await;
        let mut body = json!({ "email": OLD });
        if list == "managers" {
            body["scope"] = json!({ "kind": "company" });
        }
        let inviting = post(&acme.holder, format!("{}/{list}", acme.path), body);
        held_while_moving(&service, &ann, inviting).await.expect(201);
        assert!(ann.list("/v1/me/invitations").await.is_empty(), "{list}");
        service.balanced().await;
        let other = service.sign_in_by_mail(OLD).await;
        assert_eq!(other.list("/v1/me/invitations").await.len(), 1, "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_whose_address_is_corrected_to_one_that_was_given_up_meanwhile_is_somebody_else() {
    let service = start_pausing().await;
    let acme = service.company("Acme").await;
    let ann = service.sign_in_by_mail(OLD).await;
    let user = service.invite(&acme, "wrong@example.com").await;
    let path = format!("{}/users/{}", acme.path, user["id"].as_str().unwrap());
    let (holder, body) = (acme.holder.clone(), json!({ "email": OLD }));
    let correcting: Calling = Box::pin(async move { holder.patch(&path, body).await });
    held_while_moving(&service, &ann, correcting).await.expect(200);
    assert!(ann.list("/v1/me/invitations").await.is_empty());
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_somebody_comes_to_hold_knows_them_by_the_address_that_they_have() {
    let service = start_pausing().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 2).await;
    let ann = service.sign_in_by_mail(OLD).await;
    let redeeming = post(&ann, "/v1/redemptions", json!({ "code": codes[0] }));
    held_while_moving(&service, &ann, redeeming).await.expect(201);
    assert_eq!(ann.list("/v1/me/contexts").await[0]["account"]["name"], NEW);
    service.balanced().await;

    let service = start_pausing().await;
    let ann = service.sign_in_by_mail(OLD).await;
    let founding = post(&ann, "/v1/accounts", json!({ "name": "Acme" }));
    held_while_moving(&service, &ann, founding).await.expect(201);
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reseller_redeems_for_an_address_that_was_given_up_meanwhile_is_somebody_elses() {
    let service = start_pausing().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 1).await;
    let ann = service.sign_in_by_mail(OLD).await;
    let rows = json!({ "redemptions": [{ "code": codes[0], "email": OLD }] });
    let redeeming = post(&reseller.holder, format!("{}/redemptions", reseller.path), rows);
    held_while_moving(&service, &ann, redeeming).await.expect(200);
    assert!(ann.list("/v1/me/enrolments").await.is_empty());
    assert_eq!(service.sign_in_by_mail(OLD).await.list("/v1/me/enrolments").await.len(), 1);
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_put_on_a_session_meanwhile_is_told_at_the_address_that_they_have() {
    let service = start_pausing().await;
    let acme = service.company("Acme").await;
    let (ann, path) = service.joined(&acme, OLD).await;
    let body = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [path.rsplit('/').next().unwrap()],
        "starts_at": service.in_hours(10), "ends_at": service.in_hours(11),
    });
    let inviting = post(&acme.holder, format!("{}/sessions", acme.path), body);
    let session = held_while_moving(&service, &ann, inviting).await.expect(201);
    assert_eq!(session["attendees"][0]["email"], NEW);
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_put_on_a_route_meanwhile_is_told_at_the_address_that_they_have() {
    let service = start_pausing().await;
    let (home, partner) = (service.company("Home").await, service.company("Partner").await);
    let (ann, path) = service.joined(&home, OLD).await;
    let user = path.rsplit('/').next().unwrap();
    home.share(&partner, json!({ "driver_ids": [user] })).await.expect(200);
    for (company, to, hour) in [(&home, NEW, 10), (&partner, "a.berg@example.com", 20)] {
        let route = service.route(company, hour, 1).await;
        let place = format!("{}/drivers/{user}", company.route(&route));
        let proof = proof(&service, &ann, to).await;
        let holder = company.holder.clone();
        let assigning: Calling = Box::pin(async move { holder.put(&place, json!({})).await });
        let moving = async {
            confirm(&ann, &proof).await.expect(200);
            service.settle().await;
        };
        Pause::before_write(assigning, moving).await.expect(200);
        assert_eq!(company.on(&route).await, [user]);
        // The books compare everybody's address with those on routes.
        service.balanced().await;
    }
}
