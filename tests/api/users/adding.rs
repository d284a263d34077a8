//! Users who are added now and invited later.

use serde_json::{Value, json};
use tests::{Answer, Service, service::Company, standing::text};

use super::{company, seats_used, users};

async fn add(to: &Company, email: &str) -> Value {
    let body = json!({ "email": email, "invite": false });
    to.holder.post(&users(to), body).await.expect(201)
}

async fn import(to: &Company, options: &str, emails: &[&str]) -> Answer {
    let rows: Vec<_> = emails.iter().map(|email| json!({ "email": email })).collect();
    to.holder.post(&format!("{}/import{options}", users(to)), json!({ "users": rows })).await
}

fn statuses(done: Answer) -> Vec<String> {
    let done = done.expect(200);
    let rows = done["results"].as_array().unwrap().iter();
    rows.map(|row| text(&row["status"]).to_owned()).collect()
}

async fn status_of(to: &Company, user: &Value) -> Value {
    to.holder.get(&format!("{}/{}", users(to), text(&user["id"]))).await.expect(200)
}

#[tokio::test]
async fn who_is_only_added_takes_a_seat_and_is_mailed_nothing() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = add(&company, "ann@example.com").await;
    for (field, value) in [
        ("status", json!("added")),
        ("invitation", Value::Null),
        ("invited_at", Value::Null),
        ("activated_at", Value::Null),
        ("actions", json!(["resend", "edit", "remove"])),
        ("version", json!(1)),
    ] {
        assert_eq!(user[field], value, "{field}");
    }
    assert_eq!(seats_used(&company).await, 2);
    service.lists_caught_up().await;
    let added = company.holder.list(&format!("{}?status=added", users(&company))).await;
    assert_eq!(added.iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&user["id"]]);
    assert!(company.holder.list(&format!("{}?status=invited", users(&company))).await.is_empty());
    let found = company.holder.list(&format!("{}?q=ann", users(&company))).await;
    assert_eq!(found.len(), 1);
    assert!(service.mails("ann@example.com").await.is_empty());
    // It opens nothing to them.
    let ann = service.sign_in("ann@example.com").await;
    assert!(ann.list("/v1/me/contexts").await.is_empty());
    ann.get(&company.path).await.expect_problem(404, "not_found");
    let again = json!({ "email": "ann@example.com" });
    company.holder.post(&users(&company), again).await.expect_problem(409, "already_a_user");
    service.balanced().await;
}

#[tokio::test]
async fn who_was_added_is_invited_later_and_then_again_as_anybody() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = add(&company, "ann@example.com").await;
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let before = company.holder.get(&path).await;
    let tag = before.header("etag").to_owned();
    service.advance(10 * 24 * 3_600);
    company.holder.post(&format!("{path}/invitation"), json!({})).await.expect(202);
    let invited = status_of(&company, &user).await;
    assert_eq!((&invited["status"], &invited["version"]), (&json!("invited"), &json!(2)));
    assert_eq!(invited["invitation"]["status"], "sent");
    assert!(invited["invited_at"].is_string());
    let stale = company.holder.with_header("if-match", &tag);
    stale.patch(&path, json!({ "name": "Ann" })).await.expect_problem(412, "stale_version");
    assert_eq!(service.mails("ann@example.com").await.len(), 1);
    let first = json!({ "token": service.mailed_token("ann@example.com").await });
    company.holder.post(&format!("{path}/invitation"), json!({})).await.expect(202);
    let dead = service.anonymous().post("/v1/activations", first).await;
    dead.expect_problem(404, "not_found");
    service.activate("ann@example.com").await;
    let again = company.holder.post(&format!("{path}/invitation"), json!({})).await;
    again.expect_problem(409, "already_active");
    let trail = company.holder.list(&format!("{}/events", company.path)).await;
    let told = trail.iter().filter(|event| event["subject"]["id"] == user["id"]);
    let told: Vec<_> = told.map(|event| text(&event["action"])).collect();
    assert_eq!(told, ["user_activated", "invitation_resent", "user_invited", "user_added"]);
    assert_eq!(seats_used(&company).await, 2);
    service.balanced().await;
}

#[tokio::test]
async fn a_whole_import_is_added_first_and_invited_at_once_by_the_same_again() {
    let service = Service::start().await;
    let company = company(&service).await;
    let emails = ["a@example.com", "b@example.com", "c@example.com", "A@example.com"];
    let checked = statuses(import(&company, "?invite=false&dry_run=true", &emails).await);
    assert_eq!(checked, ["added", "added", "added", "already_a_user"]);
    assert_eq!(seats_used(&company).await, 1);
    let added = statuses(import(&company, "?invite=false", &emails).await);
    assert_eq!(added, checked);
    let again = statuses(import(&company, "?invite=false", &emails).await);
    assert!(again.iter().all(|status| status == "already_a_user"), "{again:?}");
    assert_eq!(seats_used(&company).await, 4);
    service.settle().await;
    assert!(service.mails("a@example.com").await.is_empty());

    let more =
        ["a@example.com", "b@example.com", "c@example.com", "d@example.com", "a@example.com"];
    let checked = statuses(import(&company, "?dry_run=true", &more).await);
    let all = ["invited", "invited", "invited", "invited", "already_a_user"];
    assert_eq!(checked, all);
    assert_eq!(statuses(import(&company, "", &more).await), all);
    let again = statuses(import(&company, "", &more).await);
    assert!(again.iter().all(|status| status == "already_a_user"), "{again:?}");
    assert_eq!(seats_used(&company).await, 5);
    for email in &more[..4] {
        assert_eq!(service.mails(email).await.len(), 1, "{email}");
        service.activate(email).await;
    }
    let answer = import(&company, "?invite=perhaps", &more).await;
    answer.expect_bad_field("invite", "unknown_value");
    service.balanced().await;
}

#[tokio::test]
async fn who_was_added_needs_no_further_seat_to_be_invited() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let emails =
        ["a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com"];
    let added = statuses(import(&company, "?invite=false", &emails).await);
    assert_eq!(added, ["added", "added", "added", "added", "failed"]);
    let one_more = json!({ "email": "f@example.com", "invite": false });
    let full = company.holder.post(&users(&company), one_more).await;
    full.expect_problem(409, "seat_limit_reached");
    let backwards: Vec<_> = emails.iter().rev().copied().collect();
    let checked = statuses(import(&company, "?dry_run=true", &backwards).await);
    assert_eq!(checked, ["failed", "invited", "invited", "invited", "invited"]);
    assert_eq!(statuses(import(&company, "", &backwards).await), checked);
    assert_eq!(seats_used(&company).await, 5);
    service.balanced().await;
}

#[tokio::test]
async fn adding_takes_no_room_for_mails_and_inviting_later_does() {
    let service = Service::start().await;
    let company = company(&service).await;
    let plan = json!({ "seat_limit": 1_000, "mail_limit": 2 });
    let path = format!("/v1/operator/accounts/{}", company.id);
    service.operator().await.put(&path, plan).await.expect(200);
    let emails = ["a@example.com", "b@example.com", "c@example.com"];
    let added = statuses(import(&company, "?invite=false", &emails).await);
    assert_eq!(added, ["added", "added", "added"]);
    let last = add(&company, "d@example.com").await;
    let done = import(&company, "", &emails).await;
    assert_eq!(done.body["results"][2]["error"]["code"], "mail_limit_reached");
    assert_eq!(statuses(done), ["invited", "invited", "failed"]);
    let invite = format!("{}/{}/invitation", users(&company), text(&last["id"]));
    let full = company.holder.post(&invite, json!({})).await;
    full.expect_problem(429, "mail_limit_reached");
    assert_eq!(status_of(&company, &last).await["status"], "added");
    service.advance(24 * 3_600);
    company.holder.post(&invite, json!({})).await.expect(202);
    assert_eq!(statuses(import(&company, "", &emails).await)[2], "invited");
    service.balanced().await;
}

#[tokio::test]
async fn who_was_added_is_edited_made_admin_and_removed_as_anybody() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = add(&company, "ann@example.com").await;
    let path = format!("{}/{}", users(&company), text(&user["id"]));
    let named = company.holder.patch(&path, json!({ "name": "Ann" })).await.expect(200);
    assert_eq!((&named["name"], &named["status"]), (&json!("Ann"), &json!("added")));
    let admin = format!("{}/admins/{}", company.path, text(&user["id"]));
    let admin = company.holder.put(&admin, json!({})).await.expect(200);
    assert_eq!((&admin["role"], &admin["status"]), (&json!("admin"), &json!("added")));
    service.balanced().await;
    // A manager does not invite who is to run the account.
    let manager = service.manager(&company, shared::domain::Scope::Company).await;
    let invite = format!("{path}/invitation");
    manager.post(&invite, json!({})).await.expect_problem(403, "forbidden");
    let row = json!({ "users": [{ "email": "ann@example.com" }] });
    let done = manager.post(&format!("{}/import", users(&company)), row).await;
    assert_eq!(statuses(done), ["already_a_user"]);
    company.holder.delete(&path).await.expect(204);
    assert_eq!(seats_used(&company).await, 1);
    company.holder.post(&invite, json!({})).await.expect_problem(404, "not_found");
    service.invite(&company, "ann@example.com").await;
    service.balanced().await;
}

#[tokio::test]
async fn a_manager_of_groups_invites_whom_they_see_and_nobody_else() {
    let service = Service::start().await;
    let company = company(&service).await;
    let group = json!({ "name": "North" });
    let group = company.holder.post(&format!("{}/groups", company.path), group).await.expect(201);
    let body = json!({ "email": "ann@example.com", "group_ids": [group["id"]], "invite": false });
    company.holder.post(&users(&company), body).await.expect(201);
    add(&company, "bob@example.com").await;
    let group_ids = [text(&group["id"]).parse().unwrap()].into();
    let manager = service.manager(&company, shared::domain::Scope::Groups { group_ids }).await;
    let rows = json!({ "users": [{ "email": "ann@example.com" }, { "email": "bob@example.com" }] });
    let done = manager.post(&format!("{}/import", users(&company)), rows).await;
    assert_eq!(statuses(done), ["invited", "already_a_user"]);
    service.settle().await;
    assert!(service.mails("bob@example.com").await.is_empty());
    service.balanced().await;
}

#[tokio::test]
async fn what_an_invitation_is_refused_for_refuses_it_later_too() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = add(&company, "boss@example.com").await;
    let other = service.sign_in("boss@example.com").await;
    let other = other.post("/v1/accounts", json!({ "name": "Other" })).await.expect(201);
    let boss = service.sign_in("boss@example.com").await;
    let refuse = format!("/v1/accounts/{}/refused/{}", text(&other["id"]), company.id);
    boss.put(&refuse, json!({})).await.expect(204);
    let invite = format!("{}/{}/invitation", users(&company), text(&user["id"]));
    company.holder.post(&invite, json!({})).await.expect_problem(403, "refused");
    let done = import(&company, "", &["boss@example.com"]).await;
    assert_eq!(done.body["results"][0]["error"]["code"], "refused");
    service.balanced().await;
}
