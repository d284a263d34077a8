//! Changing one's address by proving the new one.

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Answer, Caller, Service,
    service::{Company, OPERATOR},
    standing::text,
};

const OLD: &str = "ann@example.com";
const NEW: &str = "ann.berg@example.com";
const EMAIL: &str = "/v1/me/email";
const CONFIRM: &str = "/v1/me/email/confirm";

async fn ask(who: &Caller, to: &str) -> Answer {
    who.post(EMAIL, json!({ "email": to })).await
}

/// Asks for another address; the proof that was mailed there.
async fn proof(service: &Service, who: &Caller, to: &str) -> Value {
    let attempt = ask(who, to).await.expect(202)["attempt"].clone();
    json!({ "attempt": attempt, "code": service.mailed_code(to).await })
}

async fn confirm(who: &Caller, proof: &Value) -> Answer {
    who.post(CONFIRM, proof.clone()).await
}

/// Changes somebody's address as people do.
async fn change(service: &Service, who: &Caller, to: &str) -> Value {
    let proof = proof(service, who, to).await;
    confirm(who, &proof).await.expect(200)
}

fn with(proof: &Value, code: &str) -> Value {
    json!({ "attempt": proof["attempt"], "code": code })
}

fn wrong(proof: &Value) -> Value {
    let code = text(&proof["code"]);
    let other = if code.starts_with('0') { '1' } else { '0' };
    with(proof, &format!("{other}{}", &code[1..]))
}

async fn users(of: &Company) -> Vec<String> {
    let listed = of.holder.list(&format!("{}/users", of.path)).await;
    listed.iter().map(|user| text(&user["email"]).to_owned()).collect()
}

async fn subjects(service: &Service, to: &str) -> Vec<String> {
    let mails = service.mails(to).await;
    mails.iter().map(|mail| text(&mail["subject"]).to_owned()).collect()
}

#[tokio::test]
async fn who_proves_another_address_has_it_and_everything_else_stays() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let (ann, _) = service.joined(&acme, OLD).await;
    ann.patch("/v1/me", json!({ "name": "Ann", "phone": "112" })).await.expect(200);
    let before = ann.get("/v1/me").await.expect(200);
    let attempt = ask(&ann, " Ann.Berg@Example.com").await.expect(202)["attempt"].clone();
    let proof = json!({ "attempt": attempt, "code": service.mailed_code(NEW).await });
    let person = confirm(&ann, &proof).await.expect(200);
    let after = ann.get("/v1/me").await.expect(200);
    assert_eq!(after["person"], person);
    let mut expected = before.clone();
    expected["person"]["email"] = json!(NEW);
    assert_eq!(after, expected);
    // The same person signs in with the new address, and somebody new with the older one.
    let again = service.sign_in_by_mail(NEW).await.get("/v1/me").await.expect(200);
    assert_eq!(again["person"]["id"], before["person"]["id"]);
    assert_eq!(again["contexts"].as_array().unwrap().len(), 1);
    let stranger = service.sign_in_by_mail(OLD).await.get("/v1/me").await.expect(200);
    assert_ne!(stranger["person"]["id"], before["person"]["id"]);
    assert_eq!(stranger["contexts"], json!([]));
    service.balanced().await;
}

#[tokio::test]
async fn nothing_changes_before_the_code_comes_back() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    let proof = proof(&service, &ann, NEW).await;
    assert_eq!(ann.get("/v1/me").await.expect(200)["person"]["email"], OLD);
    let other = service.sign_in_by_mail(OLD).await.get("/v1/me").await.expect(200);
    let spelled = text(&proof["code"]).to_lowercase().replace('-', " ");
    let person = confirm(&ann, &with(&proof, &spelled)).await.expect(200);
    assert_eq!(person["id"], other["person"]["id"]);
    service.balanced().await;
}

#[tokio::test]
async fn the_new_address_gets_the_code_and_the_older_one_is_told_without_it() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    let ann = ann.with_header("user-agent", firefox);
    let proof = proof(&service, &ann, NEW).await;
    assert_eq!(subjects(&service, NEW).await, ["Your code for a new address at Codriver"]);
    let asked = service.mails(OLD).await.remove(0);
    assert_eq!(asked["subject"], "A change of your address at Codriver was asked for");
    confirm(&ann, &proof).await.expect(200);
    let done = service.mails(OLD).await.remove(0);
    assert_eq!(done["subject"], "Your address at Codriver was changed");
    for mail in [&asked, &done] {
        for part in ["text", "html"] {
            let said = text(&mail[part]);
            assert!(said.contains("Firefox on Linux"), "{said}");
            assert!(!said.contains(text(&proof["code"])) && !said.contains(NEW), "{said}");
        }
        // It is about their own safety: nobody stops it.
        assert_eq!(mail["headers"].get("List-Unsubscribe"), None, "{mail}");
    }
    assert!(text(&asked["text"]).contains("/sign-ins"), "{asked}");
}

#[tokio::test]
async fn a_code_works_once_and_for_fifteen_minutes() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    let late = proof(&service, &ann, NEW).await;
    service.advance(15 * 60);
    confirm(&ann, &late).await.expect_problem(401, "sign_in_failed");
    let in_time = proof(&service, &ann, NEW).await;
    service.advance(14 * 60);
    confirm(&ann, &in_time).await.expect(200);
    confirm(&ann, &in_time).await.expect_problem(401, "sign_in_failed");
    confirm(&ann, &late).await.expect_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn five_wrong_codes_end_an_attempt_and_no_other() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    let proof_one = proof(&service, &ann, NEW).await;
    let proof_two = proof(&service, &ann, NEW).await;
    for _ in 0..5 {
        confirm(&ann, &wrong(&proof_one)).await.expect_problem(401, "sign_in_failed");
    }
    confirm(&ann, &proof_one).await.expect_problem(401, "sign_in_failed");
    for _ in 0..4 {
        confirm(&ann, &wrong(&proof_two)).await.expect_problem(401, "sign_in_failed");
    }
    confirm(&ann, &proof_two).await.expect(200);
}

#[tokio::test]
async fn an_attempt_is_of_the_one_who_asked_and_somebody_elses_tries_end_nothing() {
    let service = Service::start().await;
    let (ann, ben) =
        (service.sign_in_by_mail(OLD).await, service.sign_in_by_mail("ben@example.com").await);
    let proof = proof(&service, &ann, NEW).await;
    for _ in 0..6 {
        confirm(&ben, &wrong(&proof)).await.expect_problem(401, "sign_in_failed");
    }
    confirm(&ben, &proof).await.expect_problem(401, "sign_in_failed");
    // Nor does the code sign in.
    let anonymous = service.anonymous();
    let signed_in = anonymous.post("/v1/sign-in/confirm", proof.clone()).await;
    signed_in.expect_problem(401, "sign_in_failed");
    confirm(&ann, &proof).await.expect(200);
    assert_eq!(ben.get("/v1/me").await.expect(200)["person"]["email"], "ben@example.com");
}

#[tokio::test]
async fn an_attempt_that_was_made_at_an_older_address_is_over() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    let first = proof(&service, &ann, "first@example.com").await;
    change(&service, &ann, NEW).await;
    confirm(&ann, &first).await.expect_problem(401, "sign_in_failed");
    assert_eq!(ann.get("/v1/me").await.expect(200)["person"]["email"], NEW);
    change(&service, &ann, OLD).await;
    service.balanced().await;
}

#[tokio::test]
async fn an_address_that_is_somebodys_is_answered_alike_and_cannot_be_confirmed() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let ann = service.sign_in_by_mail(OLD).await;
    service.sign_in_by_mail("known@example.com").await;
    service.invite(&acme, "invited@example.com").await;
    let free = ask(&ann, NEW).await;
    for taken in ["known@example.com", "invited@example.com"] {
        let answer = ask(&ann, taken).await;
        assert_eq!(answer.status, free.status);
        let keys = |answer: &Answer| answer.body.as_object().unwrap().keys().cloned().collect();
        let (told, expected): (Vec<String>, Vec<String>) = (keys(&answer), keys(&free));
        assert_eq!(told, expected);
        let mail = service.mails(taken).await.remove(0);
        assert_eq!(mail["subject"], "This address is known to Codriver already");
        assert!(!text(&mail["text"]).contains("Code:"), "{mail}");
        let guess = json!({ "attempt": answer.body["attempt"], "code": "ABCD-EFGH" });
        confirm(&ann, &guess).await.expect_problem(401, "sign_in_failed");
    }
    // As many mails went out, and as much was written.
    assert_eq!(service.mails(OLD).await.len(), 1 + 3);
    assert_eq!(ann.get("/v1/me").await.expect(200)["person"]["email"], OLD);
    service.balanced().await;
}

#[tokio::test]
async fn an_address_that_somebody_takes_before_the_code_comes_back_is_theirs() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    let proof = proof(&service, &ann, NEW).await;
    let other = service.sign_in_by_mail(NEW).await;
    confirm(&ann, &proof).await.expect_problem(401, "sign_in_failed");
    assert_eq!(ann.get("/v1/me").await.expect(200)["person"]["email"], OLD);
    assert_eq!(other.get("/v1/me").await.expect(200)["person"]["email"], NEW);
    service.balanced().await;
}

#[tokio::test]
async fn the_address_that_one_has_is_no_new_one() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    ask(&ann, " ANN@example.com ").await.expect_bad_field("email", "unchanged");
    assert_eq!(service.mails(OLD).await.len(), 1);
}

#[tokio::test]
async fn all_other_sign_ins_end_and_attempts_at_the_older_address_are_dead() {
    let service = Service::start().await;
    let (ann, other) = (service.sign_in_by_mail(OLD).await, service.sign_in_by_mail(OLD).await);
    let pending = service.proof(OLD).await;
    let link = service.mailed_token(OLD).await;
    change(&service, &ann, NEW).await;
    other.get("/v1/me").await.expect_problem(401, "unauthenticated");
    let anonymous = service.anonymous();
    let by_code = anonymous.post("/v1/sign-in/confirm", pending).await;
    by_code.expect_problem(401, "sign_in_failed");
    let by_link = anonymous.post("/v1/sign-in/confirm", json!({ "token": link })).await;
    by_link.expect_problem(401, "sign_in_failed");
    let sign_ins = ann.list("/v1/me/sign-ins").await;
    assert_eq!(sign_ins.len(), 1);
    assert_eq!(sign_ins[0]["current"], true);
}

#[tokio::test]
async fn nobody_becomes_or_stays_the_operator_by_a_change_of_address() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    // Even while the operator has never signed in.
    let attempt = ask(&ann, OPERATOR).await.expect(202)["attempt"].clone();
    let mail = service.mails(OPERATOR).await.remove(0);
    assert!(!text(&mail["text"]).contains("Code:"), "{mail}");
    let guess = json!({ "attempt": attempt, "code": "ABCD-EFGH" });
    confirm(&ann, &guess).await.expect_problem(401, "sign_in_failed");
    let operator = service.operator().await;
    operator.get("/v1/operator/orders").await.expect(200);
    change(&service, &operator, NEW).await;
    operator.get("/v1/operator/orders").await.expect_problem(403, "forbidden");
    assert_eq!(operator.get("/v1/me").await.expect(200)["operator"], false);
    let again = service.operator().await;
    again.get("/v1/operator/orders").await.expect(200);
}

#[tokio::test]
async fn a_person_asks_five_times_an_hour() {
    let service = Service::start().await;
    let ann = service.sign_in_by_mail(OLD).await;
    for number in 0..5 {
        ask(&ann, &format!("ann{number}@example.com")).await.expect(202);
    }
    ask(&ann, NEW).await.expect_problem(429, "too_many_requests");
    assert!(service.mails(NEW).await.is_empty());
    assert_eq!(service.mails(OLD).await.len(), 1 + 5);
    service.advance(3_600);
    change(&service, &ann, NEW).await;
}

#[tokio::test]
async fn a_mailbox_gets_five_such_mails_an_hour_from_whomever_and_can_sign_in_all_the_same() {
    let service = Service::start().await;
    for number in 0..7 {
        let who = service.sign_in_by_mail(&format!("asker{number}@example.com")).await;
        // What stands behind the plus is the same mailbox.
        ask(&who, &format!("ann+{number}@example.com")).await.expect(202);
    }
    let mut got = 0;
    for number in 0..7 {
        got += service.mails(&format!("ann%2B{number}@example.com")).await.len();
    }
    assert_eq!(got, 5);
    service.sign_in_by_mail(OLD).await;
}

#[tokio::test]
async fn what_accounts_have_of_a_person_follows_and_what_is_past_stays() {
    let service = Service::start().await;
    let [acme, client, partner] = [
        service.company("Acme").await,
        service.company("Client").await,
        service.company("Partner").await,
    ];
    let ann = service.member(&acme, Role::Driver, None).await;
    let body = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [ann.user],
        "starts_at": service.in_hours(10), "ends_at": service.in_hours(11),
    });
    let sessions = format!("{}/sessions", acme.path);
    let session = acme.holder.post(&sessions, body).await.expect(201);
    service.share(&acme, &partner, &[&ann]).await;
    let route = service.route(&partner, 20, 1).await;
    partner.put_on(&route, &ann).await.expect(200);
    let caller = service.sign_in_by_mail(&ann.email).await;
    service.manage(&caller, &client, Scope::Company).await;
    let told = service.mails(&ann.email).await.len();
    change(&service, &caller, NEW).await;
    service.settle().await;
    service.lists_caught_up().await;

    assert!(users(&acme).await.contains(&NEW.to_owned()));
    let found = acme.holder.list(&format!("{}/users?q=ann.berg@", acme.path)).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"], ann.user.to_string());
    let managers = client.holder.list(&format!("{}/managers", client.path)).await;
    assert_eq!(managers[0]["email"], NEW);
    let session = format!("{sessions}/{}", text(&session["id"]));
    let session = acme.holder.get(&session).await.expect(200);
    assert_eq!(session["attendees"][0]["email"], NEW);
    // Of their route they are told at the new address from now on; the older one gets nothing more.
    let moved = json!({ "starts_at": service.in_hours(21), "ends_at": service.in_hours(22) });
    partner.holder.patch(&partner.route(&route), moved).await.expect(200);
    assert_eq!(subjects(&service, NEW).await.len(), 2);
    assert_eq!(service.mails(&ann.email).await.len(), told + 2, "asked for, and changed");
    // The trails tell of it once, and what they told before stays.
    for (of, action) in [(&acme, "user_changed"), (&client, "manager_changed")] {
        let events = of.holder.list(&format!("{}/events", of.path)).await;
        let changed: Vec<_> = events.iter().filter(|one| one["action"] == action).collect();
        assert_eq!(changed.len(), 1, "{events:?}");
        assert_eq!(changed[0]["changes"]["email"], json!({ "from": ann.email, "to": NEW }));
    }
    let events = client.holder.list(&format!("{}/events", client.path)).await;
    let accepted = events.iter().find(|one| one["action"] == "manager_accepted").unwrap();
    assert_eq!(accepted["actor"]["email"], ann.email.as_str());
    service.balanced().await;
}

#[tokio::test]
async fn an_open_invitation_goes_to_the_new_address_and_its_older_link_is_dead() {
    let service = Service::start().await;
    let (acme, other) = (service.company("Acme").await, service.company("Other").await);
    let ann = service.sign_in_by_mail(OLD).await;
    service.invite(&acme, OLD).await;
    let old_link = json!({ "token": service.mailed_token(OLD).await });
    service.invite_manager(&other, OLD, Scope::Company).await;
    change(&service, &ann, NEW).await;
    service.settle().await;
    let anonymous = service.anonymous();
    let dead = anonymous.post("/v1/activations", old_link).await;
    dead.expect_problem(404, "not_found");
    assert_eq!(ann.list("/v1/me/invitations").await.len(), 2);
    let new_link = json!({ "token": service.mailed_token(NEW).await });
    let joined = anonymous.post("/v1/activations", new_link).await.expect(200);
    assert_eq!(joined["signed_in"], false);
    let path = format!("/v1/me/invitations/{}/accept", other.id);
    ann.post(&path, json!({})).await.expect(200);
    service.lists_caught_up().await;
    assert!(users(&acme).await.contains(&NEW.to_owned()));
    service.balanced().await;
}

#[tokio::test]
async fn a_drivers_own_account_that_was_called_by_the_older_address_is_called_by_the_new_one() {
    let service = Service::start().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let ann = service.sign_in_by_mail(OLD).await;
    ann.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    change(&service, &ann, NEW).await;
    service.settle().await;
    let contexts = ann.list("/v1/me/contexts").await;
    assert_eq!(contexts[0]["account"]["name"], NEW);
    service.balanced().await;
}

#[tokio::test]
async fn who_wanted_no_more_mails_of_an_account_gets_none_at_the_new_address_either() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    service.invite(&acme, OLD).await;
    let stop = json!({ "token": service.stop_token(OLD).await });
    let ann = service.sign_in_by_mail(OLD).await;
    service.anonymous().post("/v1/mails/stop", stop).await.expect(204);
    change(&service, &ann, NEW).await;
    service.settle().await;
    assert_eq!(subjects(&service, NEW).await, ["Your code for a new address at Codriver"]);
}

#[tokio::test]
async fn who_invited_is_told_at_the_address_that_they_have_now() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    service.invite(&acme, "ben@example.com").await;
    let before = service.mails(&acme.holder.email).await.len();
    change(&service, &acme.holder, NEW).await;
    service.activate("ben@example.com").await;
    assert_eq!(service.mails(&acme.holder.email).await.len(), before + 2, "asked, and changed");
    assert_eq!(subjects(&service, NEW).await.len(), 2, "the code, and who joined");
}

#[tokio::test]
async fn everything_follows_of_somebody_who_is_in_more_accounts_than_one_round_looks_at() {
    let service = Service::start().await;
    let first = service.company("First").await;
    let ann = service.driver_of(&first, "Ann").await;
    let mut companies = vec![first];
    for number in 0..30 {
        let company = service.company(&format!("Company {number}")).await;
        service.member_too(&company, &ann).await;
        companies.push(company);
    }
    let caller = service.signed_in(&ann).await;
    change(&service, &caller, NEW).await;
    service.settle().await;
    service.lists_caught_up().await;
    for company in &companies {
        assert!(users(company).await.contains(&NEW.to_owned()), "{}", company.path);
    }
    service.balanced().await;
}
