//! Training sessions that several change at once.

use std::collections::BTreeMap;

use functions::training::attendee_removal::take_off_future_sessions;
use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Service,
    calendar::Entry,
    crowd::at_once,
    service::Company,
    standing::{DAY, Member, text},
};

use super::outcomes;

async fn start() -> (Service, Company, Member) {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    (service, company, ann)
}

fn body(service: &Service, who: &Member) -> Value {
    json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [who.user],
        "starts_at": service.in_days(7), "ends_at": service.in_days(8),
    })
}

async fn schedule(service: &Service, company: &Company, who: &Member) -> (String, Value) {
    let sessions = format!("{}/sessions", company.path);
    let made = company.holder.post(&sessions, body(service, who)).await.expect(201);
    (format!("{sessions}/{}", text(&made["id"])), made)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_at_once_each_is_made_in_its_turn_and_told() {
    let (service, company, ann) = start().await;
    let (path, _) = schedule(&service, &company, &ann).await;
    let changes = [
        json!({ "title": "Night" }),
        json!({ "place": "Yard" }),
        json!({ "ends_at": service.in_days(9) }),
        json!({ "starts_at": service.in_days(6) }),
    ];
    let calls = changes.into_iter().map(|change| {
        let (holder, path) = (company.holder.clone(), path.clone());
        async move { holder.patch(&path, change).await }
    });
    let answers = at_once(calls).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), 4)]));
    let now = company.holder.get(&path).await.expect(200);
    assert_eq!((text(&now["title"]), text(&now["place"])), ("Night", "Yard"));
    assert_eq!(now["version"], 5);
    service.balanced().await;
    let told: Vec<_> = service.mails(&ann.email).await.iter().map(Entry::of).collect();
    let mut sequences: Vec<_> = told.iter().map(|entry| entry.sequence).collect();
    sequences.sort_unstable();
    assert_eq!(sequences, [0, 1, 2, 3, 4]);
    let last = told.iter().max_by_key(|entry| entry.sequence).unwrap();
    assert_eq!((last.title.as_str(), last.place.as_str()), ("Night", "Yard"));
    assert_eq!(json!(last.starts_at), now["starts_at"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_of_one_version_at_once_one_is_made() {
    let (service, company, ann) = start().await;
    let (path, _) = schedule(&service, &company, &ann).await;
    let calls = (0..8).map(|number| {
        let (holder, path) = (company.holder.with_header("if-match", "\"1\""), path.clone());
        async move { holder.patch(&path, json!({ "place": format!("Hall {number}!") })).await }
    });
    let answers = at_once(calls).await;
    let expected = [((200, ""), 1), ((412, "stale_version"), 7)];
    assert_eq!(outcomes(&answers), BTreeMap::from(expected));
    service.balanced().await;
    assert_eq!(service.mails(&ann.email).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_cancelled_while_it_changes_is_gone_and_the_last_that_is_told() {
    let (service, company, ann) = start().await;
    let (path, _) = schedule(&service, &company, &ann).await;
    let calls = (0..4).map(|number| {
        let (holder, path) = (company.holder.clone(), path.clone());
        async move {
            match number {
                0 => holder.delete(&path).await,
                _ => holder.patch(&path, json!({ "place": format!("Yard {number}") })).await,
            }
        }
    });
    let answers = at_once(calls).await;
    assert_eq!(answers[0].status, 204);
    assert!(answers[1..].iter().all(|answer| [200, 404].contains(&answer.status)));
    company.holder.get(&path).await.expect_problem(404, "not_found");
    service.balanced().await;
    let told: Vec<_> = service.mails(&ann.email).await.iter().map(Entry::of).collect();
    let last = told.iter().max_by_key(|entry| entry.sequence).unwrap();
    assert_eq!(last.method, "CANCEL");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_removed_while_a_past_session_is_moved_ends_on_no_session_to_come() {
    for round in 0..10 {
        let (service, company, ann) = start().await;
        let service = std::sync::Arc::new(service);
        let path = format!("{}/sessions", company.path);
        let made = company.holder.post(&path, body(&service, &ann)).await.expect(201);
        service.settle().await;
        service.advance(40 * DAY);
        let holder = service.sign_in(&company.holder.email).await;
        let session = format!("{path}/{}", text(&made["id"]));
        let times = json!({ "starts_at": service.in_days(2), "ends_at": service.in_days(3) });
        let moving = {
            let (holder, session) = (holder.clone(), session.clone());
            async move {
                tokio::time::sleep(std::time::Duration::from_micros(300 * round)).await;
                holder.patch(&session, times).await
            }
        };
        let removing = {
            let (holder, service, ann) =
                (holder.clone(), std::sync::Arc::clone(&service), ann.clone());
            let user = format!("{}/users/{}", company.path, ann.user);
            let account = company.id.parse().unwrap();
            async move {
                holder.delete(&user).await.expect(204);
                let app = service.stack().app();
                take_off_future_sessions(app, account, ann.person, ann.user).await.unwrap();
            }
        };
        let (moved, ()) = tokio::join!(moving, removing);
        moved.expect(200);
        let now = holder.get(&session).await.expect(200);
        assert_eq!(now["attendees"], json!([]), "{round}");
        service.balanced().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_removed_at_this_moment_ends_on_no_session() {
    for _ in 0..10 {
        let (service, company, ann) = start().await;
        let service = std::sync::Arc::new(service);
        let calls = (0..6).map(|number| {
            let (holder, path) = (company.holder.clone(), format!("{}/sessions", company.path));
            let (service, ann) = (std::sync::Arc::clone(&service), ann.clone());
            let user = format!("{}/users/{}", company.path, ann.user);
            let account = company.id.parse().unwrap();
            async move {
                if number > 0 {
                    return Some(holder.post(&path, body(&service, &ann)).await);
                }
                holder.delete(&user).await.expect(204);
                let app = service.stack().app();
                take_off_future_sessions(app, account, ann.person, ann.user).await.unwrap();
                None
            }
        });
        for answer in at_once(calls).await.into_iter().flatten() {
            assert!([201, 422].contains(&answer.status), "{}", answer.text);
        }
        service.lists_caught_up().await;
        let sessions = company.holder.list(&format!("{}/sessions", company.path)).await;
        assert!(sessions.iter().all(|session| session["attendees"] == json!([])), "{sessions:?}");
        service.balanced().await;
    }
}
