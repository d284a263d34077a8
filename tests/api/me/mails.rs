//! Which mails somebody gets, and whose.

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Answer, Caller, Service,
    service::Company,
    standing::{Member, text},
};

use super::UNKNOWN_ACCOUNT;

const MAILS: &str = "/v1/me/mails";
const ANN: &str = "ann@example.com";

/// What somebody gets, in the order of the API's page.
async fn gets(who: &Caller) -> Value {
    who.get(MAILS).await.expect(200)
}

fn wants(reminders: bool, digest: bool, notices: bool) -> Value {
    json!({ "reminders": reminders, "digest": digest, "notices": notices })
}

/// A choice, with the accounts that are stopped.
fn shown(mut choice: Value, stopped: &[&Company], names: &[&str]) -> Value {
    let named = stopped.iter().zip(names);
    let named = named.map(|(company, name)| json!({ "id": company.id, "name": name }));
    choice["stopped_accounts"] = named.collect();
    choice
}

async fn choose(who: &Caller, choice: &Value) -> Value {
    who.put(MAILS, choice.clone()).await.expect(200)
}

/// A choice, with the accounts that are to be stopped.
fn stopping(mut choice: Value, accounts: &[&str]) -> Value {
    choice["stopped_accounts"] = json!(accounts);
    choice
}

async fn one_click(service: &Service, to: &str, all: bool) -> Answer {
    let body = json!({ "token": service.stop_token(to).await, "all": all });
    service.anonymous().post("/v1/mails/stop", body).await
}

/// How many mails to somebody have this in their subject.
async fn mailed(service: &Service, to: &str, subject: &str) -> usize {
    let mails = service.mails(to).await;
    mails.iter().filter(|mail| text(&mail["subject"]).contains(subject)).count()
}

/// Puts a driver on another route; how many mails about routes they have then.
async fn routed(service: &Service, of: &Company, who: &Member, starts_in: i64) -> usize {
    let route = service.route(of, starts_in, 1).await;
    of.put_on(&route, who).await.expect(200);
    mailed(service, &who.email, "route").await
}

/// How often nothing was mailed since its reader had stopped it.
async fn left_unsent(service: &Service) -> usize {
    let is_stopped = |item: &&shared::table::Item| {
        let says = |name: &str, value: &str| {
            item.get(name).and_then(|one| one.as_s().ok()).is_some_and(|one| one == value)
        };
        says("entity", "mail") && says("status", "stopped")
    };
    service.items().await.iter().filter(is_stopped).count()
}

#[tokio::test]
async fn somebody_gets_everything_until_they_choose_and_then_what_they_chose() {
    let service = Service::start().await;
    let ann = service.sign_in(ANN).await;
    assert_eq!(gets(&ann).await, shown(wants(true, true, true), &[], &[]));
    for (reminders, digest, notices) in
        [(false, true, true), (true, false, false), (false, false, false), (true, true, true)]
    {
        let choice = wants(reminders, digest, notices);
        for _ in 0..2 {
            assert_eq!(choose(&ann, &choice).await, shown(choice.clone(), &[], &[]));
            assert_eq!(gets(&ann).await, shown(choice.clone(), &[], &[]));
        }
    }
    // Who gets everything has left nothing behind.
    let stops = service.items().await.into_iter();
    assert_eq!(stops.filter(|item| item["entity"].as_s().unwrap() == "mail_stop").count(), 0);
}

#[tokio::test]
async fn what_is_chosen_again_is_written_no_second_time() {
    let service = Service::start().await;
    let ann = service.sign_in(ANN).await;
    let choice = wants(false, true, false);
    let first = ann.put(MAILS, choice.clone()).await;
    assert_eq!(first.cost.items_written, 5, "{:?}", first.cost);
    service.advance(60);
    let again = ann.put(MAILS, choice).await;
    assert_eq!(again.cost.items_written, 0, "{:?}", again.cost);
    assert_eq!(first.expect(200), again.expect(200));
}

#[tokio::test]
async fn who_wants_no_notices_is_mailed_none_and_gets_what_everybody_must_have() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let driver = service.driver_of(&acme, "Ann").await;
    let ann = service.sign_in(&driver.email).await;
    assert_eq!(routed(&service, &acme, &driver, 20).await, 1);

    choose(&ann, &wants(true, true, false)).await;
    assert_eq!(routed(&service, &acme, &driver, 30).await, 1);
    assert_eq!(left_unsent(&service).await, 1);
    let other = service.company("Other").await;
    let user = service.invite(&other, &driver.email).await;
    assert_eq!(user["invitation"]["status"], "queued");
    let path = format!("{}/users/{}", other.path, text(&user["id"]));
    let user = other.holder.get(&path).await.expect(200);
    assert_eq!(user["invitation"]["status"], "stopped");
    let client = service.company("Client").await;
    service.invite_manager(&client, &driver.email, Scope::Company).await;
    assert_eq!(left_unsent(&service).await, 2);

    // Signing in, proving an address and what concerns their safety come whatever they chose.
    choose(&ann, &wants(false, false, false)).await;
    service.sign_in(&driver.email).await;
    let email = json!({ "email": "newer@example.com" });
    ann.post("/v1/me/email", email).await.expect(202);
    assert_eq!(mailed(&service, "newer@example.com", "Your code for a new address").await, 1);
    assert_eq!(mailed(&service, &driver.email, "was asked for").await, 1);

    choose(&ann, &wants(false, false, true)).await;
    assert_eq!(routed(&service, &acme, &driver, 40).await, 2);
}

#[tokio::test]
async fn a_holder_who_wants_nothing_is_told_what_they_answer_for() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    choose(&acme.holder, &wants(false, false, false)).await;
    let before = service.mails(&acme.holder.email).await.len();
    service.joined(&acme, ANN).await;
    assert_eq!(service.mails(&acme.holder.email).await.len(), before + 1);
}

#[tokio::test]
async fn who_wants_neither_reminders_nor_digests_is_told_of_routes() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let driver = service.driver_of(&acme, "Ann").await;
    choose(&service.sign_in(&driver.email).await, &wants(false, false, true)).await;
    assert_eq!(routed(&service, &acme, &driver, 20).await, 1);
    assert_eq!(left_unsent(&service).await, 0);
}

#[tokio::test]
async fn what_one_click_stopped_is_shown_and_can_be_allowed_again() {
    let service = Service::start().await;
    let [acme, other] = [service.company("Acme").await, service.company("Other").await];
    let driver = service.driver_of(&acme, "Ann").await;
    let ann = service.sign_in(&driver.email).await;
    let all = wants(true, true, true);
    for (company, starts_in) in [(&acme, 20), (&other, 30)] {
        if company.id == other.id {
            service.member_too(&other, &driver).await;
        }
        let route = service.route(company, starts_in, 1).await;
        let users = company.holder.list(&format!("{}/drivers", company.path)).await;
        let user = users.iter().find(|user| user["email"] == driver.email.as_str());
        let user = text(&user.expect("a driver")["id"]).to_owned();
        let path = format!("{}/drivers/{user}", company.route(&route));
        company.holder.put(&path, json!({})).await.expect(200);
        one_click(&service, &driver.email, false).await.expect(204);
    }
    assert_eq!(gets(&ann).await, shown(all.clone(), &[&acme, &other], &["Acme", "Other"]));
    assert_eq!(routed(&service, &acme, &driver, 40).await, 2);

    // Without a word on the accounts they stay as they are.
    let some = wants(true, false, true);
    let both = shown(some.clone(), &[&acme, &other], &["Acme", "Other"]);
    assert_eq!(choose(&ann, &some).await, both);
    let one = stopping(all.clone(), &[&other.id]);
    for _ in 0..2 {
        assert_eq!(choose(&ann, &one).await, shown(all.clone(), &[&other], &["Other"]));
    }
    assert_eq!(gets(&ann).await, shown(all.clone(), &[&other], &["Other"]));
    assert_eq!(routed(&service, &acme, &driver, 50).await, 3);
    assert_eq!(choose(&ann, &stopping(all.clone(), &[])).await, shown(all, &[], &[]));
}

#[tokio::test]
async fn of_mails_that_were_all_stopped_at_once_some_can_be_wanted_again() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let driver = service.driver_of(&acme, "Ann").await;
    let ann = service.sign_in(&driver.email).await;
    assert_eq!(routed(&service, &acme, &driver, 20).await, 1);
    one_click(&service, &driver.email, true).await.expect(204);
    let none = wants(false, false, false);
    assert_eq!(gets(&ann).await, shown(none.clone(), &[], &[]));
    assert_eq!(choose(&ann, &none).await, shown(none, &[], &[]));
    let digest = wants(false, true, false);
    assert_eq!(choose(&ann, &digest).await, shown(digest.clone(), &[], &[]));
    assert_eq!(gets(&ann).await, shown(digest, &[], &[]));
    assert_eq!(routed(&service, &acme, &driver, 30).await, 1);
    choose(&ann, &wants(false, true, true)).await;
    assert_eq!(routed(&service, &acme, &driver, 40).await, 2);
}

#[tokio::test]
async fn an_account_that_one_is_of_can_be_stopped_and_any_other_is_unknown() {
    let service = Service::start().await;
    let [acme, other] = [service.company("Acme").await, service.company("Other").await];
    let driver = service.driver_of(&acme, "Ann").await;
    let ann = service.sign_in(&driver.email).await;
    let all = wants(true, true, true);
    for unknown in [other.id.as_str(), UNKNOWN_ACCOUNT] {
        let choice = stopping(wants(false, false, false), &[&acme.id, unknown]);
        let answer = ann.put(MAILS, choice).await;
        assert!(!answer.text.contains("Other"), "{}", answer.text);
        answer.expect_bad_field("stopped_accounts[1]", "not_found");
    }
    assert_eq!(gets(&ann).await, shown(all.clone(), &[], &[]));
    let twice = stopping(all.clone(), &[&acme.id, &acme.id]);
    assert_eq!(choose(&ann, &twice).await, shown(all.clone(), &[&acme], &["Acme"]));
    assert_eq!(routed(&service, &acme, &driver, 20).await, 0);
    // It stays so when they have left.
    ann.delete(&format!("/v1/me/contexts/{}", acme.id)).await.expect(204);
    let kept = stopping(all.clone(), &[&acme.id]);
    assert_eq!(choose(&ann, &kept).await, shown(all.clone(), &[&acme], &["Acme"]));
    choose(&ann, &stopping(all, &[])).await;
    ann.put(MAILS, kept).await.expect_bad_field("stopped_accounts[0]", "not_found");
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let service = Service::start().await;
    let ann = service.sign_in(ANN).await;
    let right = wants(true, true, true);
    for field in ["reminders", "digest", "notices"] {
        let mut missing = right.clone();
        missing.as_object_mut().unwrap().remove(field);
        ann.put(MAILS, missing).await.expect_bad_field(field, "missing");
        let mut wrong = right.clone();
        wrong[field] = json!("off");
        ann.put(MAILS, wrong).await.expect_bad_field(field, "wrong_type");
    }
    let mut wrong = right.clone();
    wrong["stopped_accounts"] = json!(["acc_x"]);
    ann.put(MAILS, wrong).await.expect_bad_field("stopped_accounts[0]", "not_found");
    let many = stopping(right, &vec![UNKNOWN_ACCOUNT; 1_001]);
    ann.put(MAILS, many).await.expect_bad_field("stopped_accounts", "wrong_size");
}

#[tokio::test]
async fn an_account_that_is_closed_is_shown_no_more() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    service.invite(&acme, ANN).await;
    one_click(&service, ANN, false).await.expect(204);
    let ann = service.sign_in(ANN).await;
    let all = wants(true, true, true);
    assert_eq!(gets(&ann).await, shown(all.clone(), &[&acme], &["Acme"]));
    acme.holder.delete_with(&acme.path, json!({ "name": "Acme" })).await.expect(204);
    assert_eq!(gets(&ann).await, shown(all, &[], &[]));
}

#[tokio::test]
async fn who_changes_their_address_has_chosen_the_same_and_may_choose_anew() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let driver = service.driver_of(&acme, "Ann").await;
    let ann = service.sign_in(&driver.email).await;
    let choice = wants(false, true, false);
    let stopped = shown(choice.clone(), &[&acme], &["Acme"]);
    assert_eq!(choose(&ann, &stopping(choice.clone(), &[&acme.id])).await, stopped);
    let newer = "ann.berg@example.com";
    let asked = ann.post("/v1/me/email", json!({ "email": newer })).await.expect(202);
    let code = service.mailed_code(newer).await;
    let proof = json!({ "attempt": asked["attempt"], "code": code });
    ann.post("/v1/me/email/confirm", proof).await.expect(200);
    service.settle().await;
    assert_eq!(gets(&ann).await, stopped);
    let all = wants(true, true, true);
    assert_eq!(choose(&ann, &stopping(all.clone(), &[])).await, shown(all.clone(), &[], &[]));
    service.settle().await;
    assert_eq!(gets(&ann).await, shown(all, &[], &[]));
    // Whoever reads the older address wanted no more: that stays so.
    let stranger = service.sign_in(&driver.email).await;
    assert_eq!(gets(&stranger).await, stopped);
}

#[tokio::test]
async fn whoever_reads_a_mailbox_chooses_for_all_its_addresses() {
    let service = Service::start().await;
    let [plain, tagged] =
        [service.sign_in(ANN).await, service.sign_in("ann+work@example.com").await];
    choose(&tagged, &wants(true, false, true)).await;
    assert_eq!(gets(&plain).await, shown(wants(true, false, true), &[], &[]));
    assert_eq!(gets(&service.sign_in("ben@example.com").await).await["digest"], true);
}

#[tokio::test]
async fn a_choice_is_in_the_file_of_everything_and_outlives_who_made_it() {
    let service = Service::start().await;
    let ann = service.sign_in(ANN).await;
    choose(&ann, &wants(false, true, true)).await;
    let file = ann.get("/v1/me/export").await.expect(200);
    let stops = &file["sections"]["mail_stops"];
    assert_eq!(stops[0]["class"], "reminders", "{stops}");
    assert_eq!(stops.as_array().unwrap().len(), 1, "{stops}");
    ann.delete_with("/v1/me", json!({ "email": ANN })).await.expect(204);
    service.settle().await;
    assert_eq!(gets(&service.sign_in(ANN).await).await["reminders"], false);
}

#[tokio::test]
async fn a_program_has_no_mails_of_its_own() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let admin = service.member(&acme, Role::Admin, None).await;
    let program = service.program(&acme, &["users", "reports"]).await;
    program.get(MAILS).await.expect_problem(403, "forbidden");
    program.put(MAILS, wants(false, false, false)).await.expect_problem(403, "forbidden");
    let admin = service.sign_in(&admin.email).await;
    assert_eq!(gets(&admin).await, shown(wants(true, true, true), &[], &[]));
}
