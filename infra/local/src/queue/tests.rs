//! The queues as those who take messages out see them, and as SQS's own SDK does.

use jiff::SignedDuration;
use shared::{
    domain::{AccountId, MailId, MailTag},
    email::{LONGEST_WAIT, Owed, Queues},
};

use super::{
    endpoint::Endpoint,
    messages::{MOST_RECEIVES, VISIBLE_AGAIN_SECONDS},
    *,
};

fn queues() -> (MailQueues, Clock) {
    let clock = Clock::default();
    (MailQueues::new(clock.clone()), clock)
}

impl MailQueues {
    fn add(&self, group: &str, count: usize) {
        for number in 0..count {
            self.put(Lane::Others, format!("{group}{number}"), group.to_owned(), 0);
        }
    }

    fn next(&self) -> Option<String> {
        self.receive(Lane::Others).map(|(_, message)| message.body)
    }
}

#[test]
fn a_message_that_is_not_done_with_is_handed_out_again_and_in_the_end_is_a_dead_letter() {
    let (queues, clock) = queues();
    queues.add("a", 1);
    for time in 1..=MOST_RECEIVES {
        let (receipt, message) = queues.receive(Lane::Others).unwrap();
        assert_eq!(message.received, time);
        assert_eq!(queues.next(), None, "it is for one alone");
        if time.is_multiple_of(2) {
            queues.failed(Lane::Others, receipt);
            assert_eq!(queues.next(), None, "not before its time is up");
        }
        clock.advance(SignedDuration::from_secs(VISIBLE_AGAIN_SECONDS));
    }
    assert_eq!(queues.next(), None);
    assert_eq!(queues.dead_letters().len(), 1);
    assert!(queues.is_empty());
}

#[test]
fn a_message_that_is_done_with_never_comes_again() {
    let (queues, clock) = queues();
    queues.add("a", 1);
    let (receipt, _) = queues.receive(Lane::Others).unwrap();
    queues.done(Lane::Others, receipt);
    clock.advance(SignedDuration::from_hours(24));
    assert_eq!(queues.next(), None);
    assert!(queues.is_empty() && queues.dead_letters().is_empty());
}

#[test]
fn of_two_groups_the_one_with_less_at_work_goes_first() {
    let (queues, _) = queues();
    queues.add("a", 1_000);
    for _ in 0..5 {
        queues.next().unwrap();
    }
    queues.add("b", 2);
    let next: Vec<_> = (0..4).map(|_| queues.next().unwrap()).collect();
    assert_eq!(next, ["b0", "b1", "a5", "a6"]);
}

#[tokio::test]
async fn mails_come_through_the_sdk_on_their_way_and_no_sooner_than_they_may() {
    let (queues, clock) = queues();
    let endpoint = Endpoint::open(queues.clone()).await.unwrap();
    let calls = crate::sdk::calls(endpoint.url(), "local", &[]);
    let [sign_ins, others] = Lane::ALL.map(|lane| endpoint.queue(lane));
    let sdk = Queues::new(calls, sign_ins, others);
    let account = AccountId::new(clock.precise());
    let owed = |lane, account| {
        let mail = MailTag::Mail(MailId::new(clock.precise()));
        Owed::new(mail, lane, account)
    };
    let mut mails: Vec<_> = (0..25).map(|_| owed(Lane::Others, Some(account))).collect();
    mails.push(owed(Lane::SignIns, None));
    sdk.hand_over(&mails).await.unwrap();
    assert_eq!((queues.ready(Lane::SignIns), queues.ready(Lane::Others)), (1, 25));
    let (_, message) = queues.receive(Lane::Others).unwrap();
    assert_eq!(message.group, account.to_string());
    let read: Owed = serde_json::from_str(&message.body).unwrap();
    assert!(mails.contains(&read));
    sdk.put_back(owed(Lane::SignIns, None), LONGEST_WAIT * 2).await.unwrap();
    assert_eq!(queues.ready(Lane::SignIns), 1);
    clock.advance(SignedDuration::from_secs(900));
    assert_eq!(queues.ready(Lane::SignIns), 2);
}
