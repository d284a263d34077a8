//! Mails to people who never agreed to them are limited, and whoever causes too many is told.

use futures::future::join_all;
use serde_json::{Value, json};
use shared::table::limit::MAILS_OF_NEW_ACCOUNTS;
use tests::{Answer, Service, service::Company, standing::text};

const DAY: i64 = 24 * 3_600;

/// A company that may cause so many mails to strangers a day.
async fn company(service: &Service, name: &str, mails: u32) -> Company {
    let company = service.company(name).await;
    let plan = json!({ "seat_limit": 1_000, "reseller": true, "mail_limit": mails });
    let path = format!("/v1/operator/accounts/{}", company.id);
    let set = service.operator().await.put(&path, plan).await.expect(200);
    assert_eq!(set["mail_limit"], mails);
    company
}

async fn invite(by: &Company, email: &str) -> Answer {
    by.holder.post(&format!("{}/users", by.path), json!({ "email": email })).await
}

/// Fails unless there is no room for a mail; in how many seconds there is again.
fn expect_no_room(answer: Answer) -> i64 {
    let after = answer.header("retry-after").parse().unwrap();
    answer.expect_problem(429, "mail_limit_reached");
    after
}

#[tokio::test]
async fn an_account_mails_so_many_strangers_a_day_whatever_it_mails_them_of() {
    let service = Service::start().await;
    let acme = company(&service, "Acme", 4).await;
    let managers = format!("{}/managers", acme.path);
    let manager = json!({ "email": "mia@example.com", "scope": { "kind": "company" } });
    let user = invite(&acme, "ann@example.com").await.expect(201);
    let again = format!("{}/users/{}/invitation", acme.path, text(&user["id"]));
    acme.holder.post(&again, json!({})).await.expect(202);
    let mia = acme.holder.post(&managers, manager).await.expect(201);
    let mia = format!("{managers}/{}/invitation", text(&mia["id"]));
    acme.holder.post(&mia, json!({})).await.expect(202);

    let other = json!({ "email": "max@example.com", "scope": { "kind": "company" } });
    let after = expect_no_room(acme.holder.post(&managers, other).await);
    expect_no_room(invite(&acme, "bob@example.com").await);
    expect_no_room(acme.holder.post(&again, json!({})).await);
    expect_no_room(acme.holder.post(&mia, json!({})).await);
    assert!((DAY - 60..=DAY).contains(&after), "{after}");
    service.settle().await;
    assert!(service.mails("bob@example.com").await.is_empty());
    // Nothing of what was refused was done.
    assert_eq!(acme.holder.get(&acme.path).await.expect(200)["seats"]["used"], 2);

    service.advance(after);
    invite(&acme, "bob@example.com").await.expect(201);
    service.balanced().await;
}

#[tokio::test]
async fn a_row_for_which_there_is_no_mail_fails_by_itself_and_says_when_there_is() {
    let service = Service::start().await;
    let acme = company(&service, "Acme", 3).await;
    let emails = ["a@example.com", "b@example.com", "c@example.com", "d@example.com"];
    let rows: Vec<_> = emails.iter().map(|email| json!({ "email": email })).collect();
    let import = format!("{}/users/import", acme.path);
    let done = acme.holder.post(&import, json!({ "users": rows })).await.expect(200);
    let statuses = |done: &Value| {
        let rows = done["results"].as_array().cloned().unwrap();
        rows.iter().map(|row| text(&row["status"]).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(statuses(&done), ["invited", "invited", "invited", "failed"]);
    let error = &done["results"][3]["error"];
    assert_eq!((&error["code"], &error["status"]), (&json!("mail_limit_reached"), &json!(429)));
    assert!(error["retry_after"].as_i64().is_some_and(|after| after > DAY - 60), "{error}");

    let (batch, _) = service.batch(&acme, 5).await;
    let send = format!("{}/code-batches/{batch}/send", acme.path);
    service.advance(DAY);
    let done = acme.holder.post(&send, json!({ "recipients": rows })).await.expect(200);
    assert_eq!(statuses(&done), ["sent", "sent", "sent", "failed"]);
    assert_eq!(done["results"][3]["error"]["code"], "mail_limit_reached");
    // The code that was not sent is sent on the next day.
    service.advance(DAY);
    let rest = json!({ "recipients": [{ "email": emails[3] }] });
    let done = acme.holder.post(&send, rest).await.expect(200);
    assert_eq!(statuses(&done), ["sent"]);
    service.balanced().await;
}

#[tokio::test]
async fn inviting_and_removing_in_a_loop_mails_a_stranger_ten_times_whoever_does_it() {
    let service = Service::start().await;
    let [acme, other] =
        [company(&service, "Acme", 1_000).await, company(&service, "Other", 1_000).await];
    for round in 0..10 {
        // What stands behind the + leads to the same mailbox.
        let email = ["ann@example.com", "ann+1@example.com"][round % 2];
        let user = invite(&acme, email).await.expect(201);
        let user = format!("{}/users/{}", acme.path, text(&user["id"]));
        acme.holder.delete(&user).await.expect(204);
    }
    expect_no_room(invite(&acme, "ann@example.com").await);
    expect_no_room(invite(&other, "ann+2@example.com").await);
    let manager = json!({ "email": "ann@example.com", "scope": { "kind": "company" } });
    expect_no_room(other.holder.post(&format!("{}/managers", other.path), manager).await);
    let rows =
        json!({ "users": [{ "email": "ann+3@example.com" }, { "email": "bob@example.com" }] });
    let done = other.holder.post(&format!("{}/users/import", other.path), rows).await.expect(200);
    assert_eq!(done["results"][0]["error"]["code"], "mail_limit_reached");
    assert_eq!(done["results"][1]["status"], "invited");
    service.advance(DAY);
    invite(&other, "ann@example.com").await.expect(201);
    service.balanced().await;
}

#[tokio::test]
async fn of_forty_invitations_at_once_as_many_are_mailed_as_there_is_room_for() {
    let service = Service::start().await;
    let acme = company(&service, "Acme", 7).await;
    let emails: Vec<_> = (0..40).map(|number| format!("driver{number}@example.com")).collect();
    let answers = join_all(emails.iter().map(|email| invite(&acme, email))).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(made, 7);
    answers.into_iter().filter(|answer| answer.status != 201).for_each(|answer| {
        expect_no_room(answer);
    });
    service.balanced().await;
}

#[tokio::test]
async fn the_operator_raises_and_resets_what_an_account_may_mail() {
    let service = Service::start().await;
    let acme = company(&service, "Acme", 1).await;
    invite(&acme, "a@example.com").await.expect(201);
    expect_no_room(invite(&acme, "b@example.com").await);
    let (operator, plan) = (service.operator().await, format!("/v1/operator/accounts/{}", acme.id));
    operator.put(&plan, json!({ "mail_limit": 2 })).await.expect(200);
    invite(&acme, "b@example.com").await.expect(201);
    expect_no_room(invite(&acme, "c@example.com").await);
    let set = operator.put(&plan, json!({ "mail_limit": null })).await.expect(200);
    assert_eq!(set["mail_limit"], Value::Null);
    invite(&acme, "c@example.com").await.expect(201);
    operator
        .put(&plan, json!({ "mail_limit": -1 }))
        .await
        .expect_bad_field("mail_limit", "out_of_range");
}

#[tokio::test]
async fn sharing_and_unsharing_in_a_loop_is_stopped_and_told_in_one_digest() {
    let service = Service::start().await;
    let [acme, fleet] = [service.company("Acme").await, service.company("Fleet").await];
    let ann = service.driver_of(&acme, "Ann").await;
    let mut shared = 0;
    let refused = loop {
        let answer = acme.share(&fleet, json!({ "driver_ids": [ann.user] })).await;
        if answer.status != 200 {
            break answer;
        }
        shared += 1;
        acme.unshare(&fleet, &ann).await.expect(204);
    };
    expect_no_room(refused);
    assert_eq!(shared, 20);
    // Taking a driver back is never refused; what would be mailed of it once too often is said once.
    let mails = service.mails(&fleet.holder.email).await;
    let of_acme = |mail: &&Value| text(&mail["text"]).contains("Acme");
    let subjects: Vec<_> =
        mails.iter().filter(of_acme).map(|mail| text(&mail["subject"]).to_owned()).collect();
    // As many as a stranger gets of all accounts together, and the digest.
    assert_eq!(subjects.len(), 11, "{subjects:?}");
    assert_eq!(subjects.iter().filter(|subject| *subject == "More from Acme").count(), 1);
}

#[tokio::test]
async fn moving_a_session_in_a_loop_is_stopped() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let ann = service.driver_of(&acme, "Ann").await;
    let body = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [ann.user],
        "starts_at": service.in_hours(10), "ends_at": service.in_hours(12),
    });
    let made = acme.holder.post(&format!("{}/sessions", acme.path), body).await.expect(201);
    let path = format!("{}/sessions/{}", acme.path, text(&made["id"]));
    for number in 0..50 {
        let moved = json!({ "place": format!("Hall {number}") });
        acme.holder.patch(&path, moved).await.expect(200);
    }
    expect_no_room(acme.holder.patch(&path, json!({ "place": "Yard" })).await);
    // It can be cancelled all the same.
    acme.holder.delete(&path).await.expect(204);
    service.settle().await;
}

#[tokio::test]
async fn a_stranger_who_is_put_on_session_after_session_has_as_few_mails_as_of_invitations() {
    let service = Service::start().await;
    let acme = service.company("Acme").await;
    let ann = service.invite(&acme, "ann@example.com").await;
    for number in 0..12 {
        let body = json!({
            "title": format!("Lesson {number}"), "place": "Hall 3", "user_ids": [ann["id"]],
            "starts_at": service.in_hours(10), "ends_at": service.in_hours(12),
        });
        acme.holder.post(&format!("{}/sessions", acme.path), body).await.expect(201);
    }
    let mails = service.mails("ann@example.com").await;
    let digests = mails.iter().filter(|mail| mail["subject"] == "More from Acme").count();
    assert_eq!((mails.len(), digests), (11, 1));
    let other = service.company("Other").await;
    expect_no_room(invite(&other, "ann@example.com").await);
}

#[tokio::test]
async fn a_driver_who_is_put_on_a_route_in_a_loop_has_a_digest_in_the_end() {
    let service = Service::start().await;
    let [home, other] = [service.company("Home").await, service.company("Other").await];
    let ann = service.driver_of(&home, "Ann").await;
    service.share(&home, &other, &[&ann]).await;
    let route = service.route(&other, 20, 5).await;
    let path = format!("{}/routes/{}/drivers/{}", other.path, text(&route["id"]), ann.user);
    for _ in 0..51 {
        other.holder.put(&path, json!({})).await.expect(200);
        other.holder.delete(&path).await.expect(204);
    }
    let mails = service.mails(&ann.email).await;
    let of_other = mails.iter().filter(|mail| text(&mail["text"]).contains("because of Other."));
    let subjects: Vec<_> = of_other.map(|mail| text(&mail["subject"])).collect();
    assert_eq!(subjects.len(), 101, "{subjects:?}");
    assert_eq!(subjects.iter().filter(|subject| **subject == "More from Other").count(), 1);
}

#[tokio::test]
async fn all_new_accounts_together_mail_so_much_an_hour_and_the_rest_waits() {
    let service = Service::start().await;
    let [first, second] = [service.company("First").await, service.company("Second").await];
    let paying = company(&service, "Paying", 100).await;
    service.settle().await;
    let app = service.stack().app();
    for _ in 1..MAILS_OF_NEW_ACCOUNTS.most {
        let counted = MAILS_OF_NEW_ACCOUNTS.count(&app.table, "all", app.clock.now()).await;
        counted.unwrap().unwrap();
    }
    invite(&first, "one@example.com").await.expect(201);
    assert_eq!(service.mails("one@example.com").await.len(), 1);
    invite(&second, "two@example.com").await.expect(201);
    invite(&paying, "three@example.com").await.expect(201);
    assert!(service.mails("two@example.com").await.is_empty());
    assert_eq!(service.mails("three@example.com").await.len(), 1);
    service.advance(MAILS_OF_NEW_ACCOUNTS.seconds + 900);
    assert_eq!(service.mails("two@example.com").await.len(), 1);
}
