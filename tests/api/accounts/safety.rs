//! What concerns an account's safety is told to its holder by mail.

use serde_json::{Value, json};
use tests::{Service, service::Company, standing::text};

use super::make_key;

const DAY: i64 = 24 * 3_600;
const MIA: &str = "mia@example.com";

/// Somebody who became an admin of a company, with the path of the user.
async fn admin(service: &Service, of: &Company, email: &str) -> (tests::Caller, String) {
    let (caller, user) = service.joined(of, email).await;
    let id = user.rsplit('/').next().expect("an id");
    of.holder.put(&format!("{}/admins/{id}", of.path), json!({})).await.expect(200);
    (caller, user)
}

/// The subjects of somebody's mails about an account, oldest first.
async fn subjects(service: &Service, of: &str) -> Vec<String> {
    let mails = service.mails(of).await;
    let subjects = mails.iter().rev().map(|mail| text(&mail["subject"]).to_owned());
    subjects.filter(|subject| subject.contains("of Acme") || subject.contains("hold")).collect()
}

#[tokio::test]
async fn the_holder_is_told_of_a_new_key_admin_and_manager() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let (mia, _) = admin(&service, &acme, MIA).await;
    assert_eq!(subjects(&service, &acme.holder.email).await, ["A new admin of Acme"]);

    let body = json!({ "name": "Shop", "scopes": ["users"] });
    let made = mia.post(&format!("{}/api-keys", acme.path), body).await.expect(201);
    assert_eq!(made["created_by"]["email"], MIA);
    let mail = service.mails(&acme.holder.email).await[0].clone();
    assert_eq!(mail["subject"], "A new API key of Acme");
    assert!(text(&mail["text"]).contains(r#"mia@example.com made the API key "Shop""#), "{mail}");
    assert_eq!(mail["headers"], json!({}), "what concerns their safety nobody stops by one click");

    let manager = json!({ "email": "max@example.com", "scope": { "kind": "company" } });
    acme.holder.post(&format!("{}/managers", acme.path), manager).await.expect(201);
    let token = json!({ "token": service.mailed_token("max@example.com").await });
    let max = service.sign_in("max@example.com").await;
    for _ in 0..2 {
        max.post("/v1/invitations/accept", token.clone()).await.expect(200);
    }
    let told = subjects(&service, &acme.holder.email).await;
    assert_eq!(told, ["A new admin of Acme", "A new API key of Acme", "A new manager of Acme"]);
    service.balanced().await;
}

#[tokio::test]
async fn both_are_told_of_an_account_that_is_handed_over() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let (_, user) = admin(&service, &acme, MIA).await;
    let id = user.rsplit('/').next().expect("an id");
    let body = json!({ "user_id": id });
    acme.holder.post(&format!("{}/holder", acme.path), body).await.expect(200);
    let told = subjects(&service, &acme.holder.email).await;
    assert_eq!(told, ["A new admin of Acme", "You hold Acme no longer"]);
    assert_eq!(subjects(&service, MIA).await, ["You hold Acme now"]);
}

#[tokio::test]
async fn the_holder_is_told_which_keys_somebody_leaves_behind() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let (mia, user) = admin(&service, &acme, MIA).await;
    let keys = format!("{}/api-keys", acme.path);
    make_key(&acme, json!({ "name": "Holder's", "scopes": ["users"] })).await.expect(201);
    let ended = json!({ "name": "Ended", "scopes": ["users"], "expires_at": service.in_days(1) });
    mia.post(&keys, ended).await.expect(201);
    for name in ["Shop", "Planner"] {
        mia.post(&keys, json!({ "name": name, "scopes": ["users"] })).await.expect(201);
    }
    service.advance(2 * DAY);
    acme.holder.delete(&user).await.expect(204);
    let mail = service.mails(&acme.holder.email).await[0].clone();
    assert_eq!(mail["subject"], "API keys of Acme whose maker has gone");
    let says = text(&mail["text"]);
    assert!(says.contains(r#"still work: "Shop", "Planner". Remove"#), "{says}");
    // Who was in charge of nothing leaves nothing behind.
    let (_, driver) = service.joined(&acme, "dan@example.com").await;
    acme.holder.delete(&driver).await.expect(204);
    let mails = service.mails(&acme.holder.email).await;
    assert_eq!(mails.iter().filter(|other| other["subject"] == mail["subject"]).count(), 1);
}

#[tokio::test]
async fn a_key_that_takes_anothers_place_leaves_it_a_day() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let users = format!("{}/users", acme.path);
    let body = json!({ "name": "Shop", "scopes": ["users"] });
    let old = make_key(&acme, body.clone()).await.expect(201);
    let mut next = body;
    next["replaces"] = old["id"].clone();
    let new = make_key(&acme, next.clone()).await.expect(201);
    let works = async |key: &Value| {
        let program = service.anonymous().with_token(text(&key["token"]));
        program.get(&users).await.status
    };
    assert_eq!((works(&old).await, works(&new).await), (200, 200));
    service.advance(DAY + 1);
    assert_eq!((works(&old).await, works(&new).await), (401, 200));

    // None of the account's: none to replace.
    let other = service.company("Other").await;
    let foreign = make_key(&other, json!({ "name": "x", "scopes": ["users"] })).await.expect(201);
    next["replaces"] = foreign["id"].clone();
    make_key(&acme, next.clone()).await.expect_bad_field("replaces", "not_found");
    next["replaces"] = json!("key_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    make_key(&acme, next).await.expect_bad_field("replaces", "not_found");
}
