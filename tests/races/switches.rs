//! What is mailed, chosen by several at once.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::config::SharedInterceptor;
use futures::future::BoxFuture;
use http::Method;
use serde_json::{Map, Value, json};
use shared::domain::event::Action;
use tests::{Answer, Caller, Service, crowd::at_once, pause::Pause};

use super::outcomes;

/// A call that will be made.
type Calling = BoxFuture<'static, Answer>;

const MAILS: &str = "/v1/me/mails";

fn put(who: &Caller, path: &str, body: Value) -> Calling {
    let (who, path) = (who.clone(), path.to_owned());
    Box::pin(async move { who.send_patiently(Method::PUT, &path, Some(body)).await })
}

/// Three switches, by a number's bits.
fn switches(names: [&str; 3], number: usize) -> Map<String, Value> {
    let bit = |place: usize| json!(number >> place & 1 == 1);
    names.into_iter().enumerate().map(|(place, name)| (name.to_owned(), bit(place))).collect()
}

fn settings(number: usize) -> Value {
    let mut settings = switches(["due", "overdue", "invitations"], number);
    settings.insert("digest".to_owned(), json!(["off", "weekly"][number / 8 % 2]));
    Value::Object(settings)
}

fn mails(number: usize) -> Value {
    Value::Object(switches(["reminders", "digest", "notices"], number))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_settings_that_are_chosen_at_once_the_trail_tells_each_change_from_where_it_began() {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let path = format!("{}/settings/reminders", company.path);
    let answers =
        at_once((0..16).map(|number| put(&company.holder, &path, settings(number)))).await;
    assert_eq!(outcomes(&answers), [((200, ""), 16)].into());
    let last = company.holder.get(&path).await.expect(200);
    let books = service.balanced().await;
    let mut left: Vec<_> =
        books.events_of(Action::RemindersChanged).map(|one| &one.changes).collect();
    let mut is = settings(7);
    // One way through all of them leads from what was at first to what is.
    while !left.is_empty() {
        let fits = |changes: &&Map<String, Value>| {
            changes.iter().all(|(field, change)| is[field] == change["from"])
        };
        let whole = |changes: &Map<String, Value>| {
            let mut next = is.clone();
            changes.iter().for_each(|(field, change)| next[field] = change["to"].clone());
            next
        };
        // Entries of one moment have no order: any that fits may be next, the last one last.
        let mut next = left.iter().enumerate().filter(|(_, changes)| fits(changes));
        let found = next
            .clone()
            .find(|(_, changes)| left.len() == 1 || whole(changes) != last)
            .or_else(|| next.next());
        let (place, changes) = found.unwrap_or_else(|| panic!("{is}: {left:#?}"));
        is = whole(changes);
        left.remove(place);
    }
    assert_eq!(is, last);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_are_chosen_as_their_account_is_closed_go_with_it() {
    let service = Service::start_busy().await;
    for round in 0..5 {
        let name = format!("Company {round}");
        let company = service.company(&name).await;
        let (holder, path) = (company.holder.clone(), company.path.clone());
        let close: Calling = Box::pin(async move {
            let body = Some(json!({ "name": name }));
            holder.send_patiently(Method::DELETE, &path, body).await
        });
        let path = format!("{}/settings/reminders", company.path);
        let mut calls: Vec<_> =
            (8..14).map(|number| put(&company.holder, &path, settings(number))).collect();
        calls.insert(3, close);
        let mut answers = at_once(calls).await;
        answers.remove(3).expect(204);
        assert!(answers.iter().all(|answer| [200, 404].contains(&answer.status)));
        service.balanced().await;
        let kept = service.items().await.into_iter();
        let kept = kept.filter(|item| item["entity"].as_s().unwrap() == "reminder_settings");
        assert_eq!(kept.count(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_choices_of_mails_that_are_made_at_once_one_holds_whole() {
    let service = Service::start_busy().await;
    for number in 0..6 {
        let ann = service.sign_in(&format!("ann{number}@example.com")).await;
        let chosen = [mails(1), mails(2), mails(4), mails(0)];
        let answers =
            at_once(chosen.clone().into_iter().map(|choice| put(&ann, MAILS, choice))).await;
        assert_eq!(outcomes(&answers), [((200, ""), 4)].into());
        let mut holds = ann.get(MAILS).await.expect(200);
        holds.as_object_mut().unwrap().remove("stopped_accounts");
        assert!(chosen.contains(&holds), "{holds}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_while_ones_address_changes_is_of_the_newer_one() {
    let pause = |config: &mut local::stack::StackConfig| {
        config.interceptors.push(SharedInterceptor::new(Pause));
    };
    let service = Service::start_with(pause).await;
    let ann = service.sign_in("ann@example.com").await;
    let newer = "ann.berg@example.com";
    let asked = ann.post("/v1/me/email", json!({ "email": newer })).await.expect(202);
    let proof = json!({
        "attempt": asked["attempt"], "code": service.mailed_code(newer).await,
    });
    let changed = async {
        ann.post("/v1/me/email/confirm", proof).await.expect(200);
        service.settle().await;
    };
    let chosen = Pause::before_write(put(&ann, MAILS, mails(2)), changed).await.expect(200);
    assert_eq!(ann.get(MAILS).await.expect(200), chosen);
    let places: BTreeSet<_> = service
        .items()
        .await
        .into_iter()
        .filter(|item| item["entity"].as_s().unwrap() == "mail_stop")
        .map(|item| item["pk"].as_s().unwrap().clone())
        .collect();
    assert_eq!(places, BTreeSet::from([format!("EMAIL#{newer}")]));
}
