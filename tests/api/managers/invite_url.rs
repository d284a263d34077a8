//! A manager's own invitation URL: made, shown, replaced, and used by clients.

use serde_json::{Value, json};
use shared::domain::{Role, Scope, event::Action};
use tests::{
    Answer, Caller, Service,
    service::Company,
    standing::{invitation_token, text, time},
};

use super::{accept, company, decline, invited, managers};

const OWN: &str = "/v1/me/invite-url";

/// An instructor with a name, signed in.
async fn instructor(service: &Service) -> Caller {
    let instructor = service.sign_in("ann@example.com").await;
    instructor.patch("/v1/me", json!({ "name": "Ann Steer" })).await.expect(200);
    instructor
}

async fn made(who: &Caller) -> Value {
    who.post(OWN, json!({})).await.expect(201)
}

async fn preview(who: &Caller, token: &str) -> Answer {
    who.post("/v1/invite-urls/preview", json!({ "token": token })).await
}

async fn invite_by(of: &Company, url: &Value, scope: Value) -> Answer {
    let body = json!({ "invite_url": invitation_token(url), "scope": scope });
    of.holder.post(&managers(of), body).await
}

#[track_caller]
fn is_dead(answer: Answer) {
    answer.expect_bad_field("invite_url", "not_found");
}

#[tokio::test]
async fn an_instructor_makes_an_invitation_url_and_sees_it_again() {
    let service = Service::start().await;
    let ann = instructor(&service).await;
    let none = ann.get(OWN).await.expect(200);
    assert_eq!(none, json!({ "url": null, "made_at": null }));
    let answer = ann.post(OWN, json!({})).await;
    assert_eq!(answer.header("location"), OWN);
    let url = answer.expect(201);
    assert!(text(&url["url"]).contains("/invite-me#"), "{url}");
    assert!(service.now().duration_since(time(&url["made_at"])).as_secs() < 60);
    assert_eq!(ann.get(OWN).await.expect(200), url);
    let again = service.sign_in("ann@example.com").await;
    assert_eq!(again.get(OWN).await.expect(200), url);
}

#[tokio::test]
async fn who_has_the_url_learns_name_and_address_and_nothing_else() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let ann = instructor(&service).await;
    let url = made(&ann).await;
    let token = invitation_token(&url);
    let seen = preview(&haulage.holder, token).await.expect(200);
    assert_eq!(seen, json!({ "name": "Ann Steer", "email": "ann@example.com" }));
    preview(&service.anonymous(), token).await.expect_problem(401, "unauthenticated");
    let bob = service.sign_in("bob@example.com").await;
    let nameless = made(&bob).await;
    let seen = preview(&haulage.holder, invitation_token(&nameless)).await.expect(200);
    assert_eq!(seen["name"], Value::Null);
    let manager = invite_by(&haulage, &url, company()).await.expect(201);
    assert_eq!((&manager["name"], &manager["email"]), (&Value::Null, &json!("ann@example.com")));
}

#[tokio::test]
async fn a_client_chooses_a_scope_and_the_instructor_is_invited_as_by_address() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let group = service.group(&haulage, "North").await.to_string();
    let scope = json!({ "kind": "groups", "group_ids": [group] });
    let ann = instructor(&service).await;
    let url = made(&ann).await;
    let manager = invite_by(&haulage, &url, scope.clone()).await.expect(201);
    assert_eq!((&manager["status"], &manager["scope"]), (&json!("invited"), &scope));
    let mail = service.mails("ann@example.com").await.remove(0);
    assert!(text(&mail["text"]).contains(text(&manager["url"])), "{mail}");
    assert!(ann.list("/v1/me/contexts").await.is_empty(), "nothing before it is accepted");
    accept(&ann, &manager).await.expect(200);
    assert_eq!(ann.list("/v1/me/contexts").await.len(), 1);
    let books = service.balanced().await;
    assert_eq!(books.events_of(Action::ManagerInvited).count(), 1);
}

#[tokio::test]
async fn one_url_serves_any_number_of_clients_and_never_expires() {
    let service = Service::start().await;
    let ann = instructor(&service).await;
    let url = made(&ann).await;
    service.advance(3_653 * 24 * 3_600);
    let ann = service.sign_in("ann@example.com").await;
    for number in 0..3 {
        let client = service.company(&format!("Client {number}")).await;
        let manager = invite_by(&client, &url, company()).await.expect(201);
        accept(&ann, &manager).await.expect(200);
    }
    assert_eq!(ann.get(OWN).await.expect(200), url);
    assert_eq!(ann.list("/v1/me/contexts").await.len(), 3);
}

#[tokio::test]
async fn a_new_url_ends_the_older_one_at_once_and_no_invitation() {
    let service = Service::start().await;
    let (first, second) = (service.company("First").await, service.company("Second").await);
    let ann = instructor(&service).await;
    let old = made(&ann).await;
    let manager = invite_by(&first, &old, company()).await.expect(201);
    let new = made(&ann).await;
    assert_ne!(old["url"], new["url"]);
    preview(&second.holder, invitation_token(&old)).await.expect_problem(404, "not_found");
    is_dead(invite_by(&second, &old, company()).await);
    invite_by(&second, &new, company()).await.expect(201);
    accept(&ann, &manager).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn what_is_no_invitation_url_is_dead() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let ann = instructor(&service).await;
    let url = made(&ann).await;
    let invitation = invited(&haulage, "bob@example.com").await;
    let token = invitation_token(&url);
    let other = if token.ends_with('A') { "B" } else { "A" };
    let tampered = format!("{}{other}", &token[..token.len() - 1]);
    for token in ["", "x", &tampered, text(&url["url"]), invitation_token(&invitation)] {
        preview(&haulage.holder, token).await.expect_problem(404, "not_found");
        let body = json!({ "invite_url": token, "scope": company() });
        is_dead(haulage.holder.post(&managers(&haulage), body).await);
    }
}

#[tokio::test]
async fn the_url_opens_nothing_of_the_instructors() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let ann = instructor(&service).await;
    let url = made(&ann).await;
    let token = invitation_token(&url);
    for path in ["/v1/invitations/accept", "/v1/invitations/decline", "/v1/invitations/preview"] {
        let used = haulage.holder.post(path, json!({ "token": token })).await;
        used.expect_problem(404, "not_found");
    }
    let anonymous = service.anonymous();
    let used = anonymous.post("/v1/sign-in/confirm", json!({ "token": token })).await;
    used.expect_problem(401, "sign_in_failed");
    for path in ["/v1/activations", "/v1/mails/stop"] {
        let used = anonymous.post(path, json!({ "token": token })).await;
        used.expect_problem(404, "not_found");
    }
    let dressed_up = anonymous.with_token(token).get("/v1/me").await;
    dressed_up.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn whom_to_invite_is_said_in_one_way() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let ann = instructor(&service).await;
    let url = made(&ann).await;
    let token = invitation_token(&url);
    for (body, field, code) in [
        (json!({ "scope": company() }), "email", "missing"),
        (json!({ "email": null, "invite_url": null, "scope": company() }), "email", "missing"),
        (
            json!({ "email": "bob@example.com", "invite_url": token, "scope": company() }),
            "invite_url",
            "conflicting",
        ),
        (json!({ "invite_url": token }), "scope", "missing"),
        (json!({ "invite_url": 1, "scope": company() }), "invite_url", "wrong_type"),
    ] {
        haulage.holder.post(&managers(&haulage), body).await.expect_bad_field(field, code);
    }
    assert!(haulage.holder.list(&managers(&haulage)).await.is_empty());
}

#[tokio::test]
async fn who_holds_an_account_makes_no_invitation_url() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let refused = haulage.holder.post(OWN, json!({})).await;
    refused.expect_problem(409, "account_holder_cannot_manage");
    let none = haulage.holder.get(OWN).await.expect(200);
    assert_eq!(none, json!({ "url": null, "made_at": null }));
    let admin = service.member(&haulage, Role::Admin, None).await;
    made(&service.sign_in(&admin.email).await).await;
}

#[tokio::test]
async fn an_account_has_a_person_once_also_by_their_url() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let driver = service.member(&haulage, Role::Driver, None).await;
    let manager = service.manager(&haulage, Scope::Company).await;
    for (who, code) in
        [(service.sign_in(&driver.email).await, "already_a_user"), (manager, "already_a_manager")]
    {
        let url = made(&who).await;
        invite_by(&haulage, &url, company()).await.expect_problem(409, code);
    }
    let ann = instructor(&service).await;
    let url = made(&ann).await;
    invite_by(&haulage, &url, company()).await.expect(201);
    let again = invite_by(&haulage, &url, company()).await;
    again.expect_problem(409, "already_a_manager");
    assert_eq!(service.mails("ann@example.com").await.len(), 1, "an invitation");
}

#[tokio::test]
async fn who_came_to_hold_an_account_is_invited_as_by_address_and_cannot_accept() {
    let service = Service::start().await;
    let (haulage, ann) = (service.company("Haulage Ltd").await, instructor(&service).await);
    let url = made(&ann).await;
    let own = ann.post("/v1/accounts", json!({ "name": "Steer Ltd" })).await.expect(201);
    let path = format!("/v1/accounts/{}", text(&own["id"]));
    let steer = Company { holder: ann.clone(), id: text(&own["id"]).to_owned(), path };
    let mine = invite_by(&steer, &url, company()).await;
    mine.expect_problem(409, "account_holder_cannot_manage");
    let manager = invite_by(&haulage, &url, company()).await.expect(201);
    accept(&ann, &manager).await.expect_problem(409, "account_holder_cannot_manage");
    decline(&ann, &manager).await.expect(204);
    let refusal = format!("{}/refused/{}", steer.path, haulage.id);
    ann.put(&refusal, json!({})).await.expect(204);
    invite_by(&haulage, &url, company()).await.expect_problem(403, "refused");
    service.balanced().await;
}

#[tokio::test]
async fn mails_by_a_url_are_limited_as_mails_by_address_are() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let plan = format!("/v1/operator/accounts/{}", haulage.id);
    service.operator().await.put(&plan, json!({ "mail_limit": 1 })).await.expect(200);
    let (ann, bob) = (instructor(&service).await, service.sign_in("bob@example.com").await);
    let (first, second) = (made(&ann).await, made(&bob).await);
    invite_by(&haulage, &first, company()).await.expect(201);
    let refused = invite_by(&haulage, &second, company()).await;
    assert!(!refused.header("retry-after").is_empty());
    refused.expect_problem(429, "mail_limit_reached");
    assert_eq!(haulage.holder.list(&managers(&haulage)).await.len(), 1);
}

#[tokio::test]
async fn only_who_manages_the_account_invites_by_a_url() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let url = made(&instructor(&service).await).await;
    let body = json!({ "invite_url": invitation_token(&url), "scope": company() });
    let driver = service.member(&haulage, Role::Driver, None).await;
    let driver = service.sign_in(&driver.email).await;
    let manager = service.manager(&haulage, Scope::Company).await;
    for caller in [driver, manager] {
        let refused = caller.post(&managers(&haulage), body.clone()).await;
        refused.expect_problem(403, "forbidden");
    }
    let program = service.program(&haulage, &["users"]).await;
    program.post(OWN, json!({})).await.expect_problem(403, "forbidden");
    preview(&program, invitation_token(&url)).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn one_request_makes_one_url_and_invites_once() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let ann = instructor(&service).await.with_key("one");
    let url = made(&ann).await;
    assert_eq!(made(&ann).await, url);
    let holder = haulage.holder.with_key("one");
    let body = json!({ "invite_url": invitation_token(&url), "scope": company() });
    let first = holder.post(&managers(&haulage), body.clone()).await.expect(201);
    let again = holder.post(&managers(&haulage), body).await.expect(201);
    assert_eq!(first, again);
}
