//! Being forgotten.

use serde_json::{Value, json};
use shared::{
    domain::{Role, Scope},
    table::{
        Item,
        personal::{self, Forgotten},
    },
};
use tests::{Caller, Service, completing::complete, standing::text};

use super::export::rich;

const ME: &str = "/v1/me";

async fn forget(who: &Caller) {
    who.delete_with(ME, json!({ "email": who.email })).await.expect(204);
}

fn kind(item: &Item) -> &str {
    item["entity"].as_s().expect("a kind")
}

/// What of the table names one of these, though by the table of personal data it should not.
async fn named(service: &Service, names: &[&str]) -> Vec<String> {
    let items = service.items().await;
    let names_them = |item: &Item| {
        let value: Value = serde_dynamo::from_item(item.clone()).expect("an item");
        let shown = value.to_string();
        names.iter().any(|name| shown.contains(name)).then_some(shown)
    };
    let may = |item: &&Item| matches!(personal::forgotten(kind(item)), Some(Forgotten::Kept(_)));
    items.iter().filter(|item| !may(item)).filter_map(names_them).collect()
}

/// Forgets somebody, and looks for these names of theirs.
async fn forget_all(service: &Service, who: &Caller, names: &[&str]) {
    service.settle().await;
    forget(who).await;
    service.settle().await;
    assert_eq!(named(service, names).await, Vec::<String>::new());
    service.balanced().await;
}

#[tokio::test]
async fn nothing_names_who_is_forgotten_but_what_the_table_says_is_kept() {
    let service = Service::start().await;
    let (ann, company) = rich(&service).await;
    let inviting = service.company("Couriers").await;
    service.invite(&inviting, &ann.email).await;
    let looked_after = service.company("Vans").await;
    service.invite_manager(&looked_after, &ann.email, Scope::Company).await;
    service.settle().await;
    // Their route is over then, and their session too.
    service.advance(24 * 3_600);
    let ann = service.sign_in(&ann.email).await;
    forget(&ann).await;
    service.settle().await;

    assert_eq!(named(&service, &[&ann.email, "Ann Lee"]).await, Vec::<String>::new());
    ann.get(ME).await.expect_problem(401, "unauthenticated");
    let mails = service.mails(&ann.email).await;
    let told = mails.iter().filter(|mail| mail["subject"] == "Codriver has forgotten you");
    assert_eq!(told.count(), 1);
    // The employer keeps the record, and its trail tells what one person did, and not who that was.
    let records = company.holder.list(&format!("{}/records", company.path)).await;
    assert_eq!(records[0]["person"], json!({ "name": "Ann Lee", "email": ann.email }));
    let events =
        company.holder.list(&format!("{}/events?action=course_completed", company.path)).await;
    let pseudonym = text(&events[0]["actor"]["email"]);
    assert!(pseudonym.ends_with("@forgotten.invalid"), "{pseudonym}");
    service.balanced().await;
}

#[tokio::test]
async fn who_comes_again_is_somebody_else() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let (ann, _) = service.joined(&company, "ann@example.com").await;
    let was = ann.get(ME).await.expect(200)["person"]["id"].clone();
    forget(&ann).await;
    service.settle().await;
    let again = service.sign_in("ann@example.com").await;
    let me = again.get(ME).await.expect(200);
    assert_ne!(me["person"]["id"], was);
    assert!(again.list("/v1/me/contexts").await.is_empty());
    assert!(again.list("/v1/me/enrolments").await.is_empty());
    service.balanced().await;
}

#[tokio::test]
async fn whoever_they_invited_and_what_they_made_is_by_somebody_without_a_name() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let admin = service.member(&company, Role::Admin, Some("Ann Lee")).await;
    let ann = service.sign_in(&admin.email).await;
    let users = format!("{}/users", company.path);
    ann.post(&users, json!({ "email": "bob@example.com" })).await.expect(201);
    let scope = json!({ "kind": "company" });
    let managers = format!("{}/managers", company.path);
    let manager = json!({ "email": "coach@example.com", "scope": scope });
    ann.post(&managers, manager).await.expect(201);
    let key = json!({ "name": "Sync", "permissions": ["users"] });
    ann.post(&format!("{}/api-keys", company.path), key).await;
    forget_all(&service, &ann, &[&ann.email, "Ann Lee"]).await;
}

#[tokio::test]
async fn who_has_left_before_is_forgotten_there_too() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let client = service.company("Client").await;
    let (ann, _) = service.joined(&company, "ann@example.com").await;
    service.manage(&ann, &client, Scope::Company).await;
    for account in [&company, &client] {
        ann.delete(&format!("/v1/me/contexts/{}", account.id)).await.expect(204);
    }
    forget_all(&service, &ann, &[&ann.email]).await;
}

#[tokio::test]
async fn a_driver_with_codes_is_forgotten_with_their_own_account() {
    let service = Service::start().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.codes(&reseller, 2).await;
    let rows = json!({ "redemptions": [{ "code": codes[0], "email": "ann@example.com" }] });
    reseller.holder.post(&format!("{}/redemptions", reseller.path), rows).await.expect(200);
    let ann = service.sign_in("ann@example.com").await;
    let opened = ann.post("/v1/redemptions", json!({ "code": codes[1] })).await.expect(201);
    let (enrolment, account) = (&opened["enrolment"], text(&opened["account"]["id"]));
    complete(&ann, text(&enrolment["id"]), enrolment).await.expect(200);
    assert_eq!(ann.list(&format!("/v1/accounts/{account}/records")).await.len(), 1);
    forget_all(&service, &ann, &[&ann.email]).await;
    // No employer keeps a record of it.
    let records = service.items().await.into_iter().filter(|item| kind(item) == "record");
    assert_eq!(records.count(), 0);
}

#[tokio::test]
async fn a_firms_person_is_forgotten_by_its_clients() {
    let service = Service::start().await;
    let (firm, client) = (service.company("Steer").await, service.company("Leeds").await);
    service.becomes_client(&client, &firm).await;
    let ann = service.manager(&firm, Scope::Company).await;
    firm.send(&client, &[&ann]).await.expect(200);
    let users = format!("{}/users", client.path);
    ann.post(&users, json!({ "email": "bob@example.com" })).await.expect(201);
    forget_all(&service, &ann, &[&ann.email]).await;
}

#[tokio::test]
async fn an_older_address_is_forgotten_with_the_newer() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let (ann, _) = service.joined(&company, "ann@example.com").await;
    let asked = ann.post("/v1/me/email", json!({ "email": "berg@example.com" })).await.expect(202);
    let code = service.mailed_code("berg@example.com").await;
    let proof = json!({ "attempt": asked["attempt"], "code": code });
    ann.post("/v1/me/email/confirm", proof).await.expect(200);
    service.settle().await;
    let body = json!({ "email": "ann@example.com" });
    ann.delete_with(ME, body).await.expect_problem(422, "invalid_input");
    ann.delete_with(ME, json!({ "email": "berg@example.com" })).await.expect(204);
    service.settle().await;
    let names = ["ann@example.com", "berg@example.com"];
    assert_eq!(named(&service, &names).await, Vec::<String>::new());
    service.balanced().await;
}

#[tokio::test]
async fn who_holds_a_company_hands_it_over_first() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let holder = &company.holder;
    let body = json!({ "email": holder.email });
    holder.delete_with(ME, body).await.expect_problem(409, "holder_cannot_leave");
    holder.get(ME).await.expect(200);
    let other = holder.delete_with(ME, json!({ "email": "other@example.com" })).await;
    let problem = other.expect_problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["field"], "email");
}
