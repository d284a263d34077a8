//! Takes messages out and has their mails sent: as many at a time from each queue, and each a
//! process of its own to the pace, as Lambda's event source mapping does on AWS.

use std::time::Duration;

use functions::workers::Sender;
use shared::email::Lane;
use tokio::{task::JoinHandle, time::timeout};

use super::MailQueues;
use crate::acting::acting_as;

/// How long it takes at most to see that the clock was moved, or that something is held back no
/// longer.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Senders at work, until dropped.
#[derive(Debug)]
pub struct Senders(Vec<JoinHandle<()>>);

impl Senders {
    /// Starts them.
    pub fn start(queues: &MailQueues, sender: impl Fn() -> Sender) -> Self {
        let lanes = Lane::ALL.into_iter();
        let lanes = lanes.flat_map(|lane| (0..lane.senders()).map(move |_| lane));
        Self(lanes.map(|lane| tokio::spawn(run(queues.clone(), lane, sender()))).collect())
    }
}

impl Drop for Senders {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

async fn run(queues: MailQueues, lane: Lane, sender: Sender) {
    let mut happened = queues.happened.subscribe();
    loop {
        happened.mark_unchanged();
        while let Some((receipt, message)) = queues.receive(lane) {
            match acting_as("send_mail", sender.send(&message.body)).await {
                Ok(_) => queues.done(lane, receipt),
                Err(problem) => {
                    tracing::warn!(cause = problem.cause, "a mail was neither sent nor put back");
                    queues.failed(lane, receipt);
                }
            }
        }
        if queues.is_empty() {
            // The other end is here too.
            let _ = happened.changed().await;
        } else {
            let _ = timeout(LOOK_AGAIN, happened.changed()).await;
        }
    }
}
