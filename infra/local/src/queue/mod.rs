//! The queues of owed mails on this machine, as SQS keeps them: the SDK's client puts mails in at
//! [`endpoint`], [`senders`] take them out as Lambda's event source mapping does.

pub mod endpoint;
mod messages;
pub mod senders;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::{clock::Clock, email::Lane};
use tokio::sync::watch;

use self::messages::Queue;
pub use self::messages::{Message, Receipt};

/// Both queues of one running stack; clones share them. Times are those of the service's clock, so
/// that what is held back comes when that is moved.
#[derive(Debug, Clone)]
pub struct MailQueues {
    clock: Clock,
    state: Arc<Mutex<State>>,
    /// Counts what happens.
    happened: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    sign_ins: Queue,
    others: Queue,
    stopped: bool,
}

impl State {
    fn of(&mut self, lane: Lane) -> &mut Queue {
        match lane {
            Lane::SignIns => &mut self.sign_ins,
            Lane::Others => &mut self.others,
        }
    }
}

impl MailQueues {
    /// Empty queues.
    pub fn new(clock: Clock) -> Self {
        Self { clock, state: Arc::default(), happened: watch::Sender::default() }
    }

    /// Puts a message in: it is handed out when so many seconds have passed.
    pub fn put(&self, lane: Lane, body: String, group: String, delay_seconds: u32) {
        let now = self.clock.precise();
        self.state().of(lane).put(Message::new(body, group), delay_seconds, now);
        self.tell();
    }

    /// Hands a message out, unless there is none to be had now.
    pub fn receive(&self, lane: Lane) -> Option<(Receipt, Message)> {
        let mut state = self.state();
        if state.stopped {
            return None;
        }
        state.of(lane).receive(self.clock.precise())
    }

    /// A message is done with.
    pub fn done(&self, lane: Lane, receipt: Receipt) {
        self.state().of(lane).done(receipt);
        self.tell();
    }

    /// A message could not be done with: it is handed out again when its time is up.
    pub fn failed(&self, lane: Lane, receipt: Receipt) {
        self.state().of(lane).failed(receipt);
        self.tell();
    }

    /// Nothing is handed out any more, as when the sender is down.
    pub fn stop(&self) {
        self.state().stopped = true;
        self.tell();
    }

    /// Messages are handed out again.
    pub fn go_on(&self) {
        self.state().stopped = false;
        self.tell();
    }

    /// How many messages are ready to be handed out.
    pub fn ready(&self, lane: Lane) -> usize {
        self.look_at_the_clock();
        self.state().of(lane).ready()
    }

    /// How many messages there are, those that are held back or at work too.
    pub fn len(&self) -> usize {
        let mut state = self.state();
        Lane::ALL.into_iter().map(|lane| state.of(lane).len()).sum()
    }

    /// Whether there is no message.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was handed out too often.
    pub fn dead_letters(&self) -> Vec<Message> {
        let mut state = self.state();
        Lane::ALL.into_iter().flat_map(|lane| state.of(lane).dead_letters().to_vec()).collect()
    }

    /// A number that is another when something has happened.
    pub fn happened(&self) -> u64 {
        *self.happened.borrow()
    }

    /// Waits until nothing is at work, and nothing is ready that anybody would take.
    pub async fn rest(&self) {
        let mut happened = self.happened.subscribe();
        while !self.is_at_rest() {
            // The other end is here too.
            let _ = happened.changed().await;
        }
    }

    fn is_at_rest(&self) -> bool {
        self.look_at_the_clock();
        let mut state = self.state();
        let stopped = state.stopped;
        Lane::ALL.into_iter().all(|lane| {
            let queue = state.of(lane);
            queue.at_work() == 0 && (stopped || queue.ready() == 0)
        })
    }

    /// What was held back until now is ready: the clock may have been moved.
    fn look_at_the_clock(&self) {
        let (now, mut state) = (self.clock.precise(), self.state());
        let moved = Lane::ALL.map(|lane| state.of(lane).look_at_the_clock(now));
        drop(state);
        if moved.contains(&true) {
            self.tell();
        }
    }

    fn tell(&self) {
        self.happened.send_modify(|number| *number += 1);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
