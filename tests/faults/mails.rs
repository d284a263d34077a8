//! Mails that SES does not take, the sender down, and a crowd of mails in the way.

use std::time::{Duration, Instant};

use local::mailbox::Refusal;
use serde_json::json;
use shared::{email::SENDERS, table::mail::MailStatus};
use tests::{
    Service,
    mail_crowd::{CROWD, FIRST, MAILS_PER_SECOND, crowd, invitee, time_until_mailed},
    service::Company,
    standing::{DAY, text},
};

/// How often the SDK calls when SES says that there are too many mails, or that the fault is its own.
const CALLS: usize = 4;
/// The longest that a mail is held back before it is tried again.
const LONGEST_WAIT: i64 = 900;

async fn start() -> (Service, Company, String, Vec<String>) {
    let service = Service::start_with(|config| config.settle = false).await;
    let reseller = service.reseller("Codes for All").await;
    let (batch, codes) = service.codes(&reseller, 5).await;
    service.settle().await;
    let batch = format!("{}/code-batches/{batch}", reseller.path);
    (service, reseller, batch, codes)
}

fn driver(number: usize) -> String {
    format!("driver{number}@example.com")
}

/// Redeems codes for drivers, each of whom is owed a mail.
async fn redeem(reseller: &Company, codes: &[String]) {
    let rows = codes.iter().enumerate();
    let rows: Vec<_> =
        rows.map(|(at, code)| json!({ "code": code, "email": driver(at) })).collect();
    let (path, body) = (format!("{}/redemptions", reseller.path), json!({ "redemptions": rows }));
    let answer = reseller.holder.post(&path, body).await.expect(200);
    for row in answer["results"].as_array().expect("rows") {
        assert_eq!(row["status"], "redeemed");
    }
}

/// No mail waits any more, and none was given up.
fn nothing_is_left(service: &Service) {
    assert!(service.stack().stream().dead_letters().is_empty());
    let queues = service.stack().mail_queues();
    assert!(queues.is_empty() && queues.dead_letters().is_empty(), "{queues:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_ses_does_not_take_at_first_is_sent_again() {
    for (how, refusals) in [(Refusal::Throttled, CALLS), (Refusal::OutOfOrder, 2 * CALLS)] {
        let (service, reseller, _, codes) = start().await;
        service.stack().mailbox().refuse_next(refusals, how);
        redeem(&reseller, &codes[..1]).await;
        for wait in [5, 10] {
            service.settle().await;
            service.advance(wait);
        }
        service.balanced().await;
        nothing_is_left(&service);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_mail_that_ses_does_not_take_at_first_is_sent_again() {
    let (service, email) = (Service::start().await, "ann@example.com");
    // The mails of those who have signed in before have a queue of their own.
    service.sign_in_by_mail(email).await;
    service.stack().mailbox().refuse_next(CALLS, Refusal::Throttled);
    service.anonymous().post("/v1/sign-in", json!({ "email": email })).await.expect(202);
    assert_eq!(service.mails(email).await.len(), 1);
    service.advance(5);
    assert_eq!(service.mails(email).await.len(), 2);
    nothing_is_left(&service);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_ses_refuses_for_good_is_rejected_and_stops_no_other() {
    let (service, reseller, _, codes) = start().await;
    service.stack().mailbox().reject(&driver(2));
    redeem(&reseller, &codes).await;
    service.settle().await;
    nothing_is_left(&service);
    // Everything was counted, and every other mail was sent.
    let books = service.books().await;
    books.check();
    books.check_counts();
    assert_eq!(books.codes.len(), codes.len());
    for mail in &books.mails {
        let refused = mail.to.as_str() == driver(2);
        let expected = if refused { MailStatus::Rejected } else { MailStatus::Sent };
        assert_eq!(mail.status, expected, "{mail:?}");
        assert_eq!(service.stack().mailbox().last(mail.to.as_str()).is_some(), !refused);
    }
    // It is not tried again.
    service.advance(DAY);
    service.settle().await;
    nothing_is_left(&service);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daily_quota_that_is_used_up_loses_nothing_and_makes_no_dead_letter() {
    let (service, reseller, _, codes) = start().await;
    let operator = service.operator().await;
    service.stack().mailbox().refuse_all(Some(Refusal::QuotaUsedUp));
    redeem(&reseller, &codes).await;
    service.settle().await;
    let health = operator.get("/v1/operator/health").await.expect(200);
    assert_eq!(health["mails"]["others"]["held_because"], "quota_used_up");
    // More often than a message may be handed out.
    for _ in 0..8 {
        assert_eq!(service.stack().mail_queues().len(), codes.len());
        service.advance(LONGEST_WAIT);
        service.settle().await;
    }
    service.advance(DAY);
    service.settle().await;
    service.stack().mailbox().refuse_all(None);
    service.advance(LONGEST_WAIT);
    service.balanced().await;
    nothing_is_left(&service);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_day_without_the_sender_everything_goes_out_once() {
    let (service, reseller, batch, codes) = start().await;
    service.seats(&reseller, 1_000).await;
    service.stack().mail_queues().stop();
    redeem(&reseller, &codes[1..]).await;
    let send = json!({ "recipients": [{ "email": "ann@example.com" }] });
    reseller.holder.post(&format!("{batch}/send"), send).await.expect(200);
    let users: Vec<_> = (0..300).map(|number| json!({ "email": invitee(number) })).collect();
    let import = format!("{}/users/import", reseller.path);
    reseller.holder.post(&import, json!({ "users": users })).await.expect(200);
    service.settle().await;
    assert_eq!(service.stack().mail_queues().len(), codes.len() + 300);
    service.advance(DAY);
    service.stack().mail_queues().go_on();
    let books = service.balanced().await;
    assert_eq!(books.users.iter().filter(|user| user.invitation.is_some()).count(), 300);
    nothing_is_left(&service);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_good_when_its_turn_comes_is_not_sent() {
    let (service, reseller, batch, _) = start().await;
    let before = service.stack().mailbox().mails(None).len();
    service.stack().mail_queues().stop();
    let (holder, path) = (&reseller.holder, &reseller.path);
    let email = |email: &str| json!({ "email": email });
    service.anonymous().post("/v1/sign-in", email("ann@example.com")).await.expect(202);
    let send = json!({ "recipients": [email("bob@example.com")] });
    let sent = holder.post(&format!("{batch}/send"), send).await.expect(200);
    let void = json!({ "codes": [sent["results"][0]["code"]] });
    holder.post(&format!("{batch}/void"), void).await.expect(200);
    let scope = json!({ "email": "mia@example.com", "scope": { "kind": "company" } });
    let manager = holder.post(&format!("{path}/managers"), scope).await.expect(201);
    let manager = format!("{path}/managers/{}", text(&manager["id"]));
    holder.delete(&manager).await.expect(204);
    let removed = service.invite(&reseller, "dan@example.com").await;
    holder.delete(&format!("{path}/users/{}", text(&removed["id"]))).await.expect(204);
    let late = service.invite(&reseller, "eve@example.com").await;
    let resent = service.invite(&reseller, "flo@example.com").await;
    let again = format!("{path}/users/{}/invitation", text(&resent["id"]));
    service.settle().await;
    service.advance(DAY);
    holder.post(&again, json!({})).await.expect(202);
    service.settle().await;
    // Links are good for 30 days, and one of them is a day younger.
    service.advance(29 * DAY);
    service.stack().mail_queues().go_on();
    service.settle().await;
    let mails = service.stack().mailbox().mails(None);
    let to: Vec<_> = mails.iter().rev().skip(before).map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["flo@example.com"], "the newest link alone");
    let books = service.books().await;
    let dropped = ["ann@example.com", "bob@example.com", "mia@example.com"];
    for mail in books.mails.iter().filter(|mail| dropped.contains(&mail.to.as_str())) {
        assert_eq!(mail.status, MailStatus::Dropped, "{mail:?}");
    }
    let eve = books.users.iter().find(|user| user.user_id.to_string() == text(&late["id"]));
    let eve = eve.and_then(|user| user.invitation.as_ref()).expect("an invitation");
    assert_eq!(eve.status, MailStatus::Dropped);
    nothing_is_left(&service);
}

const SOON: Duration = Duration::from_secs(2);

/// Asks for a mail up to three times, since the machine may be busy: a crowd in the way would hold
/// up each. Gives the shortest time that one took.
async fn shortest(mut mailed: impl AsyncFnMut(usize) -> Duration) -> Duration {
    let mut shortest = Duration::MAX;
    for time in 0..3 {
        shortest = shortest.min(mailed(time).await);
        if shortest < SOON {
            break;
        }
    }
    shortest
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_behind_the_ten_thousand_invitations_of_another() {
    let service = Service::start_at_real_pace().await;
    let (crowded, other) = (service.company("Crowded").await, service.company("Other").await);
    let known: Vec<_> = (0..12).map(|number| format!("cid{number}@example.com")).collect();
    for email in &known {
        service.sign_in_by_mail(email).await;
    }
    let (queues, mailbox) = (service.stack().mail_queues(), service.stack().mailbox());
    let (began, before) = (Instant::now(), mailbox.mails(None).len());
    crowd(&service, &crowded).await;
    let mailed = async |way: &str, known: &[String]| {
        // Mails to those who have signed in before have a queue of their own.
        let known = shortest(async |time| service.time_until_sign_in_mail(&known[time]).await);
        let known = known.await;
        let first = shortest(async |time| {
            service.time_until_sign_in_mail(&format!("ann.{way}.{time}@example.com")).await
        });
        let first = first.await;
        let invited = shortest(async |time| {
            let bob = format!("bob.{way}.{time}@example.com");
            let ask = async { drop(service.invite(&other, &bob).await) };
            time_until_mailed(&service, &bob, ask).await
        });
        let invited = invited.await;
        println!(
            "{way}: a sign-in after {known:?}, a first one after {first:?}, an invitation after {invited:?}"
        );
        let longest = known.max(first).max(invited);
        assert!(longest < SOON, "{way}: {known:?} {first:?} {invited:?}");
    };
    mailed("plain", &known[..3]).await;
    (0..FIRST).step_by(10).for_each(|number| mailbox.reject(&invitee(number)));
    let rejected = async || {
        let users = service.books().await.users;
        let invitations = users.into_iter().filter_map(|user| user.invitation);
        invitations.filter(|invitation| invitation.status == MailStatus::Rejected).count()
    };
    mailed("rejecting", &known[3..6]).await;
    // At ten mails a second it may take a second or two until one of them has its turn.
    while rejected().await == 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "none of the crowd is rejected");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    mailed("rejecting-still", &known[6..9]).await;
    mailbox.throttle_every(3);
    mailed("throttling", &known[9..]).await;
    println!("{} of the crowd were rejected", rejected().await);
    // All senders together kept to the pace; the first mail of each starts at once.
    let sent = mailbox.mails(None).len() - before;
    let most = began.elapsed().as_secs_f64() * f64::from(MAILS_PER_SECOND) + f64::from(SENDERS);
    assert!(sent as f64 <= most, "{sent} in {:?}", began.elapsed());
    assert!(queues.len() > CROWD / 2);
}
