//! The stream's consumer and the sender of mails, killed between any two steps, down, or told the
//! same again.

use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodbstreams::types::Record;
use functions::recount::recount;
use futures::future::{join, join_all};
use local::{
    stream::{Consumer, Failed},
    worker::Worker,
};
use serde_json::{Value, json};
use shared::{
    domain::event::Actor,
    email::Lane,
    table::{limit, mail::MailStatus},
};
use tests::{
    faults::{Fault, Kind, Plan, Reach},
    service::Company,
    standing::{Member, text},
};

use super::rig::Rig;

/// How many mails one round of changes owes.
const OWED: usize = 3;
/// After how many seconds a queue hands out again what was not done with.
const HANDED_OUT_AGAIN: i64 = 360;
/// After how many seconds a mail that is put back for the first time comes back.
const FIRST_WAIT: i64 = 5;

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_is_killed_at_any_step_loses_nothing_and_doubles_nothing() {
    let rig = Rig::start().await;
    rig.change().await;
    let (records, smooth) = (rig.deliveries().await, Plan::smooth());
    smooth.run(rig.consume(&records)).await.expect("nothing in the way");
    rig.send().await.expect("nothing in the way");
    let steps = smooth.calls();
    assert!(steps.contains(&Kind::HandOver) && !steps.contains(&Kind::Mail));
    let mut before = rig.sent();
    assert_eq!(before.len(), OWED);
    for (step, kind) in steps.iter().enumerate() {
        for fault in [Fault::KilledBefore, Fault::KilledAfter] {
            rig.change().await;
            let (records, plan) = (rig.deliveries().await, Plan::at(step, fault, Reach::Rest));
            let killed = plan.run(rig.consume(&records)).await;
            let at = format!("{step} {kind:?} {fault:?}");
            rig.consume(&records).await.expect("it is told again");
            rig.send().await.expect("nothing in the way");
            let books = rig.check().await;
            assert!(books.mails.iter().all(|mail| mail.status == MailStatus::Sent), "{at}");
            let sent = rig.sent();
            assert_eq!(sent.len(), before.len() + OWED, "{at}");
            // However often it was handed over.
            assert!(sent.values().all(|times| *times == 1), "{at}: {killed:?}");
            before = sent;
        }
    }
}

/// Makes changes that owe mails, and hands those over to the queues.
async fn owe(rig: &Rig) {
    rig.change().await;
    rig.consume(&rig.deliveries().await).await.expect("nothing in the way");
}

/// The calls by which such mails are sent when nothing goes wrong.
async fn steps_of_sending(rig: &Rig) -> Vec<Kind> {
    owe(rig).await;
    let smooth = Plan::smooth();
    smooth.run(rig.send()).await.expect("nothing in the way");
    smooth.calls()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_is_killed_at_any_step_loses_nothing_and_notes_what_it_sent() {
    let rig = Rig::start().await;
    let steps = steps_of_sending(&rig).await;
    let mut before = rig.sent();
    for (step, kind) in steps.iter().enumerate() {
        for fault in [Fault::KilledBefore, Fault::KilledAfter] {
            owe(&rig).await;
            let plan = Plan::at(step, fault, Reach::Rest);
            let killed = plan.run(rig.send()).await;
            let at = format!("{step} {kind:?} {fault:?} {killed:?}");
            // What it was killed over is handed out again when its time is up.
            rig.service.advance(HANDED_OUT_AGAIN);
            rig.send().await.expect("nothing in the way");
            assert!(rig.queues.is_empty() && rig.queues.dead_letters().is_empty(), "{at}");
            let books = rig.check().await;
            assert!(books.mails.iter().all(|mail| mail.status == MailStatus::Sent), "{at}");
            let sent = rig.sent();
            assert_eq!(sent.len(), before.len() + OWED, "{at}");
            // A mail is sent twice only if its having been sent could not be noted.
            let unnoted = match fault {
                Fault::KilledAfter => *kind == Kind::Mail,
                _ => step > 0 && steps[step - 1] == Kind::Mail,
            };
            let twice = sent.iter().filter(|(id, _)| !before.contains_key(*id));
            let times: usize = twice.map(|(_, times)| times).sum();
            assert_eq!(times, OWED + usize::from(unnoted), "{at}");
            before = sent;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_sending_cannot_be_noted_is_noted_later_and_sent_once() {
    let rig = Rig::start().await;
    let steps = steps_of_sending(&rig).await;
    let notes = (1..steps.len()).filter(|step| steps[*step - 1] == Kind::Mail);
    for (step, fault) in notes.zip([Fault::Throttled, Fault::Lost]) {
        let before = rig.sent().len();
        owe(&rig).await;
        let plan = Plan::at(step, fault, Reach::Call);
        plan.run(rig.send()).await.expect("it is put back");
        assert!(plan.calls().contains(&Kind::HandOver), "{step} {fault:?}");
        rig.service.advance(FIRST_WAIT);
        rig.send().await.expect("nothing in the way");
        assert!(rig.queues.is_empty() && rig.queues.dead_letters().is_empty(), "{step} {fault:?}");
        let books = rig.check().await;
        assert!(books.mails.iter().all(|mail| mail.status == MailStatus::Sent), "{step} {fault:?}");
        assert_eq!(rig.sent().len(), before + OWED, "{step} {fault:?}");
        assert!(rig.sent().values().all(|times| *times == 1), "{step} {fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_handed_to_many_senders_at_once_is_sent_once() {
    let rig = Rig::start().await;
    owe(&rig).await;
    let before = rig.sent().len();
    let mut messages = vec![];
    for lane in Lane::ALL {
        while let Some((receipt, message)) = rig.queues.receive(lane) {
            messages.extend(vec![message.body; 8]);
            rig.queues.done(lane, receipt);
        }
    }
    let sender = rig.sender();
    let sent = join_all(messages.iter().map(|message| sender.send(message))).await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!(rig.sent().len(), before + OWED);
    rig.service.advance(limit::MAIL_TURNS.seconds);
    rig.send().await.expect("nothing in the way");
    assert!(rig.queues.is_empty() && rig.queues.dead_letters().is_empty());
    assert!(rig.sent().values().all(|times| *times == 1));
    rig.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_consumer_is_behind_its_counts_are_not_judged() {
    let rig = Rig::start().await;
    rig.change().await;
    let app = rig.service.stack().app();
    let accounts: Vec<_> = rig.service.books().await.accounts;
    let behind = accounts.iter().map(|one| recount(app, one.account_id, &Actor::SYSTEM));
    let behind: Result<Vec<_>, _> = join_all(behind).await.into_iter().collect();
    let behind = behind.unwrap();
    assert!(behind.iter().any(|outcome| outcome.unsettled.is_some()), "{behind:?}");
    assert!(behind.iter().all(|outcome| outcome.mended.is_empty()), "{behind:?}");
    rig.drain().await;
    rig.check().await;
    for account in accounts {
        let outcome = recount(app, account.account_id, &Actor::SYSTEM).await.unwrap();
        assert!(outcome.unsettled.is_none() && outcome.mended.is_empty(), "{outcome:?}");
    }
}

/// A company whose holder is known without a mail.
pub async fn company(rig: &Rig, name: &str) -> Company {
    let holder = rig.service.driver().await;
    let account = holder.post("/v1/accounts", json!({ "name": name })).await.expect(201);
    let id = text(&account["id"]).to_owned();
    Company { holder, path: format!("/v1/accounts/{id}"), id }
}

/// What leads up to a removal: a driver whom a partner has on two coming routes.
async fn lent(rig: &Rig, home: &Company, partner: &Company) -> (Member, [Value; 2]) {
    let service = &rig.service;
    let ann = service.driver_of(home, "Ann").await;
    service.share(home, partner, &[&ann]).await;
    let routes = [service.route(partner, 2, 1).await, service.route(partner, 4, 1).await];
    for route in &routes {
        partner.put_on(route, &ann).await.expect(200);
    }
    rig.drain().await;
    (ann, routes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_drivers_share_and_routes_end_once_wherever_the_consumer_is_killed() {
    let rig = Rig::start().await;
    let (home, partner) = (company(&rig, "Home").await, company(&rig, "Partner").await);
    let smooth = Plan::smooth();
    let (ann, _) = lent(&rig, &home, &partner).await;
    home.remove(&ann).await;
    let records = rig.deliveries().await;
    smooth.run(rig.consume(&records)).await.expect("nothing in the way");
    rig.drain().await;
    let steps = smooth.calls();
    for (step, kind) in steps.iter().enumerate() {
        for fault in [Fault::KilledBefore, Fault::KilledAfter] {
            // Two companies are told of shares so often in a day and no more.
            let name = |of: &str| format!("{of} {step} {fault:?}");
            let (home, partner) =
                (company(&rig, &name("Home")).await, company(&rig, &name("Partner")).await);
            let (ann, routes) = lent(&rig, &home, &partner).await;
            let before = rig.sent();
            home.remove(&ann).await;
            let (records, plan) = (rig.deliveries().await, Plan::at(step, fault, Reach::Rest));
            let killed = plan.run(rig.consume(&records)).await;
            let at = format!("{step} {kind:?} {fault:?} {killed:?}");
            rig.consume(&records).await.expect("it is told again");
            rig.drain().await;
            let books = rig.check().await;
            assert!(books.sharing.shared.is_empty(), "{at}");
            for route in &routes {
                assert!(partner.on(route).await.is_empty(), "{at}");
            }
            assert!(books.mails.iter().all(|mail| mail.status == MailStatus::Sent), "{at}");
            // The driver is told of the routes, each company's holder of the share.
            let sent = rig.sent();
            let new = sent.iter().filter(|(id, _)| !before.contains_key(*id));
            assert_eq!(new.map(|(_, times)| times).collect::<Vec<_>>(), [&1; 3], "{at}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_the_consumer_is_down_is_made_up_for() {
    let rig = Rig::start().await;
    for _ in 0..8 {
        rig.change().await;
    }
    assert!(rig.sent().is_empty());
    let reading = rig.go_on();
    assert!(reading.settled().await);
    rig.check().await;
    assert!(rig.sent().is_empty());
    rig.send().await.expect("nothing in the way");
    let sent = rig.sent();
    assert_eq!((sent.len(), sent.values().sum()), (8 * OWED, 8 * OWED));
    assert!(reading.dead_letters().is_empty());
}

/// The worker, but for one kind of record, which fails it.
struct Poisoned(Worker, &'static str);

impl Consumer for Poisoned {
    async fn position(&self, shard: &str) -> Result<Option<String>, BoxError> {
        self.0.position(shard).await
    }

    async fn consume(&self, shard: &str, records: &[Record]) -> Result<(), Failed> {
        let is_poison = |record: &Record| {
            let image = record.dynamodb().and_then(|change| change.new_image());
            image.is_some_and(|image| {
                image.get("entity").and_then(|kind| kind.as_s().ok()).is_some_and(|k| k == self.1)
            })
        };
        let sound = records.iter().position(is_poison).unwrap_or(records.len());
        self.0.consume(shard, &records[..sound]).await?;
        let reason = "poisoned".to_owned();
        if sound < records.len() { Err(Failed { at: Some(sound), reason }) } else { Ok(()) }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_with_its_neighbours_is_done_when_it_is_handed_over_again() {
    let rig = Rig::start().await;
    for _ in 0..3 {
        rig.change().await;
    }
    let reading = rig.read_with(Poisoned(rig.worker.clone(), "account"));
    assert!(reading.settled().await);
    reading.stop().await;
    let dead = reading.dead_letters();
    // Given up with the poison: mails that are owed, and counts.
    assert!(!dead.is_empty() && rig.sent().len() < 3 * OWED, "{dead:?} {:?}", rig.sent());
    // As far as the stream is concerned, they are done with.
    rig.deliveries().await;
    for letter in &dead {
        rig.hand_over_again(letter).await;
        rig.hand_over_again(letter).await;
    }
    rig.drain().await;
    rig.check().await;
    let sent = rig.sent();
    assert_eq!((sent.len(), sent.values().sum()), (3 * OWED, 3 * OWED));
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_are_told_again_change_nothing() {
    let rig = Rig::start().await;
    for _ in 0..3 {
        rig.change().await;
    }
    let records = rig.deliveries().await;
    rig.consume(&records).await.expect("the first time");
    rig.send().await.expect("nothing in the way");
    let before = rig.service.books().await;
    rig.consume(&records).await.expect("the same again");
    for (shard, records) in &records {
        for some in records.chunks(7).rev() {
            rig.consume(&[(shard.clone(), some.to_vec())]).await.expect("parts of it again");
        }
    }
    rig.send().await.expect("nothing in the way");
    let after = rig.check().await;
    assert_eq!((before.events.len(), before.mails.len()), (after.events.len(), after.mails.len()));
    assert!(rig.sent().values().all(|times| *times == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_consumers_of_the_same_records_count_once() {
    let rig = Rig::start().await;
    for _ in 0..5 {
        rig.change().await;
        let records = rig.deliveries().await;
        let (one, other) = join(rig.consume(&records), rig.consume(&records)).await;
        assert!(one.is_ok() || other.is_ok(), "{one:?} {other:?}");
        rig.consume(&records).await.expect("it is told again");
        rig.send().await.expect("nothing in the way");
        rig.check().await;
    }
    let sent = rig.sent();
    assert_eq!(sent.len(), 5 * OWED);
    assert!(sent.values().all(|times| *times == 1), "{sent:?}");
}
