//! What an account has its people reminded of.

use serde_json::{Value, json};
use shared::domain::{Role, Scope, event::Action};
use shared::table::keys;
use tests::{Caller, Service, service::Company};

use super::company;

fn path(company: &Company) -> String {
    format!("{}/settings/reminders", company.path)
}

fn settings(due: bool, overdue: bool, invitations: bool, digest: &str) -> Value {
    json!({ "due": due, "overdue": overdue, "invitations": invitations, "digest": digest })
}

fn first() -> Value {
    settings(true, true, true, "off")
}

async fn read(caller: &Caller, company: &Company) -> Value {
    caller.get(&path(company)).await.expect(200)
}

async fn set(company: &Company, settings: &Value) -> Value {
    company.holder.put(&path(company), settings.clone()).await.expect(200)
}

/// What the trail tells of changes, oldest first.
async fn told(service: &Service) -> Vec<Value> {
    let books = service.books().await;
    let events = books.events_of(Action::RemindersChanged);
    events.map(|event| Value::Object(event.changes.clone())).collect()
}

/// The accounts that a weekly run finds.
async fn with_digest(service: &Service) -> Vec<String> {
    let parts: Vec<_> = keys::digests().into_iter().map(|range| range.pk).collect();
    let items = service.items().await.into_iter();
    let text = |item: &shared::table::Item, name: &str| Some(item.get(name)?.as_s().ok()?.clone());
    let listed = items.filter(|item| text(item, "gsi1pk").is_some_and(|pk| parts.contains(&pk)));
    listed.map(|item| text(&item, "gsi1sk").expect("a place")).collect()
}

#[tokio::test]
async fn an_account_has_every_reminder_and_no_digest_until_it_says_otherwise() {
    let (service, acme) = company().await;
    let other = service.company("Other").await;
    assert_eq!(read(&acme.holder, &acme).await, first());
    for chosen in [
        settings(false, true, true, "off"),
        settings(true, false, false, "weekly"),
        settings(false, false, false, "off"),
        first(),
    ] {
        assert_eq!(set(&acme, &chosen).await, chosen);
        assert_eq!(read(&acme.holder, &acme).await, chosen);
    }
    assert_eq!(read(&other.holder, &other).await, first());
}

#[tokio::test]
async fn the_trail_tells_what_has_changed_and_nothing_where_nothing_has() {
    let (service, acme) = company().await;
    set(&acme, &first()).await;
    assert_eq!(told(&service).await, Vec::<Value>::new());
    let chosen = settings(true, false, true, "weekly");
    for _ in 0..3 {
        set(&acme, &chosen).await;
    }
    set(&acme, &settings(true, true, true, "weekly")).await;
    let one = json!({
        "digest": { "from": "off", "to": "weekly" }, "overdue": { "from": true, "to": false },
    });
    let two = json!({ "overdue": { "from": false, "to": true } });
    assert_eq!(told(&service).await, [one, two]);
    let query = format!("{}/events?action=reminders_changed", acme.path);
    let event = acme.holder.list(&query).await.remove(0);
    assert_eq!(event["subject"], json!({ "kind": "account", "id": acme.id }));
    assert_eq!(event["actor"]["email"], acme.holder.email.as_str());
}

#[tokio::test]
async fn a_weekly_run_finds_just_the_accounts_that_want_a_digest() {
    let (service, acme) = company().await;
    let other = service.company("Other").await;
    let weekly = settings(true, true, true, "weekly");
    set(&acme, &weekly).await;
    set(&other, &settings(false, true, true, "off")).await;
    assert_eq!(with_digest(&service).await, [acme.id.as_str()]);
    set(&other, &weekly).await;
    set(&acme, &first()).await;
    assert_eq!(with_digest(&service).await, [other.id]);
}

#[tokio::test]
async fn the_holder_and_admins_choose_and_nobody_else() {
    let (service, acme) = company().await;
    let admin = service.member(&acme, Role::Admin, None).await;
    let admin = service.sign_in(&admin.email).await;
    assert_eq!(read(&admin, &acme).await, first());
    let chosen = settings(false, false, true, "weekly");
    assert_eq!(admin.put(&path(&acme), chosen.clone()).await.expect(200), chosen);

    let driver = service.member(&acme, Role::Driver, None).await;
    let mut callers = vec![service.sign_in(&driver.email).await];
    for scope in [Scope::Company, Scope::Drivers { user_ids: [driver.user].into() }] {
        callers.push(service.manager(&acme, scope).await);
    }
    callers.push(service.program(&acme, &["redemptions", "codes", "users", "reports"]).await);
    for caller in &callers {
        caller.get(&path(&acme)).await.expect_problem(403, "forbidden");
        caller.put(&path(&acme), first()).await.expect_problem(403, "forbidden");
    }
    let stranger = service.company("Other").await.holder;
    stranger.get(&path(&acme)).await.expect_problem(404, "not_found");
    stranger.put(&path(&acme), first()).await.expect_problem(404, "not_found");
    assert_eq!(read(&acme.holder, &acme).await, chosen);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_done() {
    let (service, acme) = company().await;
    let right = settings(false, false, false, "weekly");
    for field in ["due", "overdue", "invitations", "digest"] {
        let mut missing = right.clone();
        missing.as_object_mut().unwrap().remove(field);
        acme.holder.put(&path(&acme), missing).await.expect_bad_field(field, "missing");
        let mut wrong = right.clone();
        wrong[field] = json!(1);
        acme.holder.put(&path(&acme), wrong).await.expect_bad_field(field, "wrong_type");
    }
    let daily = settings(true, true, true, "daily");
    acme.holder.put(&path(&acme), daily).await.expect_bad_field("digest", "unknown_value");
    assert_eq!(read(&acme.holder, &acme).await, first());
    assert_eq!(told(&service).await, Vec::<Value>::new());
}

#[tokio::test]
async fn an_account_that_is_closed_leaves_no_settings() {
    let (service, acme) = company().await;
    set(&acme, &settings(false, true, true, "weekly")).await;
    acme.holder.delete_with(&acme.path, json!({ "name": "Acme" })).await.expect(204);
    service.settle().await;
    acme.holder.get(&path(&acme)).await.expect_problem(404, "not_found");
    let left = service.items().await.into_iter();
    let left = left.filter(|item| item["entity"].as_s().unwrap() == "reminder_settings");
    assert_eq!(left.count(), 0);
    assert_eq!(with_digest(&service).await, Vec::<String>::new());
}
