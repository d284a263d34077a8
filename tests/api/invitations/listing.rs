//! Which invitations somebody sees: those that are open for their address.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{
    Caller, Service,
    standing::{DAY, text, time},
};

use super::{LIST, accept, decline};

/// The answer to somebody's next sign-in.
async fn signed_in(service: &Service, email: &str) -> Value {
    let proof = service.proof(email).await;
    service.anonymous().post("/v1/sign-in/confirm", proof).await.expect(200)
}

/// How many invitations wait, as all say who say it.
async fn waiting(who: &Caller) -> usize {
    let listed = who.list(LIST).await.len();
    assert_eq!(who.get("/v1/me").await.expect(200)["invitations"], listed);
    listed
}

#[tokio::test]
async fn who_signs_in_is_told_how_many_invitations_wait_and_reads_what_each_is_to() {
    let service = Service::start().await;
    let (haulage, parcels) =
        (service.company("Haulage Ltd").await, service.company("Parcels").await);
    let ann = service.sign_in("ann@example.com").await;
    assert_eq!(signed_in(&service, &ann.email).await["invitations"], 0);
    service.invite(&haulage, "ann@example.com").await;
    service.advance(60);
    let group = service.group(&parcels, "North").await;
    let scope = Scope::Groups { group_ids: BTreeSet::from([group]) };
    service.invite_manager(&parcels, "ann@example.com", scope).await;
    assert_eq!(signed_in(&service, &ann.email).await["invitations"], 2);
    assert_eq!(waiting(&ann).await, 2);
    let listed = ann.list(LIST).await;
    let [manager, user] = listed.as_slice() else { panic!("{listed:?}") };
    let account = json!({ "id": parcels.id, "name": "Parcels", "kind": "company" });
    assert_eq!((&manager["account"], &manager["kind"]), (&account, &json!("manager")));
    assert_eq!(manager["scope"], json!({ "kind": "groups", "group_ids": [group.to_string()] }));
    assert_eq!(manager["invited_by"]["kind"], "person");
    assert_eq!(manager["invited_by"]["email"], parcels.holder.email);
    let later = time(&manager["invited_at"]).duration_since(time(&user["invited_at"]));
    assert!(later.as_secs() >= 60, "the newest comes first: {listed:?}");
    assert!(manager.get("expires_at").is_none(), "it never ends: {manager}");
    assert_eq!((&user["account"]["id"], &user["kind"]), (&json!(haulage.id), &json!("user")));
    assert_eq!(user["invited_by"]["email"], haulage.holder.email);
    let lasts = time(&user["expires_at"]).duration_since(time(&user["invited_at"]));
    assert_eq!(lasts.as_secs(), 30 * DAY);
    assert!(user.get("scope").is_none(), "{user}");
}

#[tokio::test]
async fn somebody_new_signs_in_without_the_mail_and_finds_their_invitation() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    service.invite(&haulage, "ann@example.com").await;
    let answer = signed_in(&service, "ann@example.com").await;
    assert_eq!((&answer["invitations"], &answer["contexts"]), (&json!(1), &json!([])));
    let ann = service.anonymous().with_token(text(&answer["token"]));
    let invitation = ann.list(LIST).await.remove(0);
    assert_eq!(invitation["account"]["id"], haulage.id);
    let context = accept(&ann, &haulage).await.expect(200);
    assert_eq!(signed_in(&service, "ann@example.com").await["contexts"], json!([context]));
}

#[tokio::test]
async fn who_joins_by_one_link_is_told_of_the_other_invitations() {
    let service = Service::start().await;
    let (haulage, parcels) =
        (service.company("Haulage Ltd").await, service.company("Parcels").await);
    service.invite_manager(&parcels, "ann@example.com", Scope::Company).await;
    service.invite(&haulage, "ann@example.com").await;
    let body = json!({ "token": service.mailed_token("ann@example.com").await });
    let joined = service.anonymous().post("/v1/activations", body).await.expect(200);
    assert_eq!((&joined["signed_in"], &joined["invitations"]), (&json!(true), &json!(1)));
    assert_eq!(joined["contexts"][0]["account"]["id"], haulage.id);
}

#[tokio::test]
async fn what_was_accepted_declined_or_withdrawn_waits_no_longer() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let mut companies = vec![];
    for number in 0..6 {
        let company = service.company(&format!("Company {number}")).await;
        let invited = match number % 2 {
            0 => service.invite(&company, &ann.email).await,
            _ => service.invite_manager(&company, &ann.email, Scope::Company).await,
        };
        companies.push((company, invited));
    }
    for (number, (company, invited)) in companies.iter().enumerate() {
        assert_eq!(waiting(&ann).await, companies.len() - number);
        let kind = ["users", "managers"][number % 2];
        let path = format!("{}/{kind}/{}", company.path, text(&invited["id"]));
        match number / 2 {
            0 => drop(accept(&ann, company).await.expect(200)),
            1 => drop(decline(&ann, company).await.expect(204)),
            _ => drop(company.holder.delete(&path).await.expect(204)),
        }
    }
    assert_eq!(waiting(&ann).await, 0);
    service.balanced().await;
}

#[tokio::test]
async fn an_invitation_that_has_ended_waits_again_once_it_is_resent() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let user = service.invite(&haulage, "ann@example.com").await;
    service.advance(30 * DAY - 60);
    let ann = service.sign_in("ann@example.com").await;
    assert_eq!(waiting(&ann).await, 1);
    service.advance(60);
    assert_eq!(waiting(&ann).await, 0);
    assert_eq!(signed_in(&service, &ann.email).await["invitations"], 0);
    accept(&ann, &haulage).await.expect_problem(404, "not_found");
    decline(&ann, &haulage).await.expect_problem(404, "not_found");
    let holder = service.sign_in(&haulage.holder.email).await;
    let resend = format!("{}/users/{}/invitation", haulage.path, text(&user["id"]));
    holder.post(&resend, json!({})).await.expect(202);
    assert_eq!(waiting(&ann).await, 1);
    accept(&ann, &haulage).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn an_account_that_was_closed_invites_nobody_any_more() {
    // Before what ends with it has ended.
    let service = Service::start_unsettled().await;
    let ann = service.sign_in("ann@example.com").await;
    for as_user in [true, false] {
        let name = format!("Closing {as_user}");
        let haulage = service.company(&name).await;
        match as_user {
            true => service.invite(&haulage, &ann.email).await,
            false => service.invite_manager(&haulage, &ann.email, Scope::Company).await,
        };
        let name = Some(json!({ "name": name }));
        haulage.holder.send(http::Method::DELETE, &haulage.path, name).await.expect(204);
        assert!(ann.list(LIST).await.is_empty());
        assert_eq!(ann.get("/v1/me").await.expect(200)["invitations"], 0);
        accept(&ann, &haulage).await.expect_problem(404, "not_found");
        decline(&ann, &haulage).await.expect_problem(404, "not_found");
    }
    service.balanced().await;
}

#[tokio::test]
async fn a_scope_is_shown_without_what_is_no_longer_there() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let (north, south) =
        (service.group(&haulage, "North").await, service.group(&haulage, "South").await);
    let scope = Scope::Groups { group_ids: BTreeSet::from([north, south]) };
    service.invite_manager(&haulage, "ann@example.com", scope).await;
    haulage.holder.delete(&format!("{}/groups/{north}", haulage.path)).await.expect(204);
    let ann = service.sign_in("ann@example.com").await;
    let scope = json!({ "kind": "groups", "group_ids": [south.to_string()] });
    assert_eq!(ann.list(LIST).await[0]["scope"], scope);
    assert_eq!(accept(&ann, &haulage).await.expect(200)["scope"], scope);
}

#[tokio::test]
async fn the_list_goes_on_page_by_page() {
    let service = Service::start().await;
    let (ann, bob) = (service.sign_in("ann@example.com").await, service.driver().await);
    for number in 0..5 {
        let company = service.company(&format!("Company {number}")).await;
        service.invite(&company, &ann.email).await;
    }
    let all = ann.list(&format!("{LIST}?limit=2")).await;
    let accounts = all.iter().map(|one| text(&one["account"]["id"]));
    assert_eq!(accounts.collect::<BTreeSet<_>>().len(), 5);
    let page = ann.get(&format!("{LIST}?limit=2")).await.expect(200);
    let cursor = text(&page["next_cursor"]);
    let foreign = bob.get(&format!("{LIST}?limit=2&cursor={cursor}")).await;
    foreign.expect_bad_field("cursor", "invalid_cursor");
    ann.get(&format!("{LIST}?limit=0")).await.expect_bad_field("limit", "out_of_range");
    ann.get(&format!("{LIST}?kind=user")).await.expect_bad_field("kind", "unknown_field");
}

#[tokio::test]
async fn everybody_sees_their_own_invitations_and_a_program_none() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    service.invite(&haulage, "ann@example.com").await;
    let bob = service.sign_in("bob@example.com").await;
    for other in [&bob, &haulage.holder] {
        assert!(other.list(LIST).await.is_empty());
        assert_eq!(other.get("/v1/me").await.expect(200)["invitations"], 0);
    }
    let program = service.program(&haulage, &["users"]).await;
    program.get(LIST).await.expect_problem(403, "forbidden");
    service.anonymous().get(LIST).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn signing_in_makes_no_round_trip_more_for_the_invitations_that_wait() {
    let service = Service::start().await;
    let parcels = service.company("Parcels").await;
    let (ann, _) = service.joined(&parcels, "ann@example.com").await;
    let trips = async || {
        let proof = service.proof(&ann.email).await;
        let answer = service.anonymous().post("/v1/sign-in/confirm", proof).await;
        let me = ann.get("/v1/me").await;
        (answer.cost.round_trips, me.cost.round_trips, answer.expect(200)["invitations"].clone())
    };
    // The attempt, the address, the person; the sign-in beside what it shows; and what that names.
    assert_eq!(trips().await, (5, 3, json!(0)));
    for number in 0..3 {
        let company = service.company(&format!("Company {number}")).await;
        service.invite(&company, &ann.email).await;
    }
    assert_eq!(trips().await, (5, 3, json!(3)));
}
