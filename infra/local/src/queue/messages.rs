//! One queue: what is handed out and not done with in time is handed out again; what was handed out
//! too often is a dead letter; of two groups the one with less at work goes first.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use jiff::{SignedDuration, Timestamp};

/// How long a message is for whom it was handed out to alone, as in template.yaml.
pub const VISIBLE_AGAIN_SECONDS: i64 = 360;
/// How often a message is handed out before it is a dead letter, as in template.yaml.
pub const MOST_RECEIVES: u32 = 5;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it says.
    pub body: String,
    /// Whose it is.
    pub group: String,
    /// How often it was handed out.
    pub received: u32,
}

impl Message {
    pub(super) fn new(body: String, group: String) -> Self {
        Self { body, group, received: 0 }
    }
}

/// Stands for a message that was handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Receipt(u64);

/// A queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    groups: HashMap<String, Group>,
    /// Messages that are held back, by when they are ready.
    held_back: BTreeMap<(Timestamp, u64), Message>,
    in_flight: HashMap<Receipt, (Timestamp, Message)>,
    at_work: HashSet<Receipt>,
    dead: Vec<Message>,
    number: u64,
}

#[derive(Debug, Default)]
struct Group {
    ready: VecDeque<Message>,
    in_flight: usize,
    /// When it had its last turn.
    last: u64,
}

impl Queue {
    pub(super) fn put(&mut self, message: Message, delay_seconds: u32, now: Timestamp) {
        if delay_seconds == 0 {
            self.make_ready(message);
        } else {
            let number = self.next();
            self.held_back.insert((later(now, delay_seconds.into()), number), message);
        }
    }

    pub(super) fn receive(&mut self, now: Timestamp) -> Option<(Receipt, Message)> {
        self.look_at_the_clock(now);
        let number = self.next();
        let waiting = self.groups.values_mut().filter(|group| !group.ready.is_empty());
        let group = waiting.min_by_key(|group| (group.in_flight, group.last))?;
        let mut message = group.ready.pop_front()?;
        message.received += 1;
        (group.in_flight, group.last) = (group.in_flight + 1, number);
        let receipt = Receipt(number);
        self.in_flight.insert(receipt, (later(now, VISIBLE_AGAIN_SECONDS), message.clone()));
        self.at_work.insert(receipt);
        Some((receipt, message))
    }

    pub(super) fn done(&mut self, receipt: Receipt) {
        self.land(receipt);
    }

    pub(super) fn failed(&mut self, receipt: Receipt) {
        self.at_work.remove(&receipt);
    }

    pub(super) fn ready(&self) -> usize {
        self.groups.values().map(|group| group.ready.len()).sum()
    }

    pub(super) fn at_work(&self) -> usize {
        self.at_work.len()
    }

    pub(super) fn len(&self) -> usize {
        self.ready() + self.held_back.len() + self.in_flight.len()
    }

    pub(super) fn dead_letters(&self) -> &[Message] {
        &self.dead
    }

    /// What was held back until now is ready, and so is what was not done with in time. Answers
    /// whether there was any.
    pub(super) fn look_at_the_clock(&mut self, now: Timestamp) -> bool {
        let mut moved = false;
        while let Some(first) = self.held_back.first_entry().filter(|first| first.key().0 <= now) {
            let message = first.remove();
            self.make_ready(message);
            moved = true;
        }
        let late = self.in_flight.iter().filter(|(_, (until, _))| *until <= now);
        let mut late: Vec<_> = late.map(|(receipt, _)| *receipt).collect();
        late.sort();
        moved |= !late.is_empty();
        for receipt in late {
            match self.land(receipt) {
                Some(message) if message.received >= MOST_RECEIVES => self.dead.push(message),
                Some(message) => self.make_ready(message),
                None => {}
            }
        }
        moved
    }

    fn make_ready(&mut self, message: Message) {
        self.groups.entry(message.group.clone()).or_default().ready.push_back(message);
    }

    /// A message is in flight no longer.
    fn land(&mut self, receipt: Receipt) -> Option<Message> {
        self.at_work.remove(&receipt);
        let (_, message) = self.in_flight.remove(&receipt)?;
        let group = self.groups.get_mut(&message.group)?;
        group.in_flight -= 1;
        if group.in_flight == 0 && group.ready.is_empty() {
            self.groups.remove(&message.group);
        }
        Some(message)
    }

    fn next(&mut self) -> u64 {
        self.number += 1;
        self.number
    }
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    now.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}
