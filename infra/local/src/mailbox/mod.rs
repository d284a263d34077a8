//! The mailbox: keeps what SES was asked to send, instead of sending it.

pub mod bounce;
mod refusals;
pub mod sink;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use serde::Serialize;
use shared::clock::Clock;

pub use self::refusals::Refusal;
use self::refusals::Refusals;

/// How many mails are kept; the oldest go first.
const CAPACITY: usize = 10_000;

/// A mail as it was handed to SES.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// SES's id of it.
    pub id: String,
    /// Whom it is for.
    pub to: String,
    /// Whom it is from.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// What mail programs are told beside, by name.
    pub headers: BTreeMap<String, String>,
    /// What is attached.
    pub attachments: Vec<Attachment>,
    /// When, by the service's clock.
    pub sent_at: Timestamp,
    /// The tags, as name and value, by which SES's events name the mail.
    #[serde(skip)]
    pub tags: Vec<(String, String)>,
    /// Where SES would report what became of it.
    #[serde(skip)]
    pub configuration_set: Option<String>,
}

/// A file that comes with a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// What it is.
    pub content_type: String,
    /// The file itself, in base64.
    pub content: String,
}

/// The mails of one running stack; clones share them.
#[derive(Debug, Clone)]
pub struct Mailbox {
    clock: Clock,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Newest first.
    mails: VecDeque<Mail>,
    refusals: Refusals,
}

impl Mailbox {
    /// An empty mailbox that dates its mails by this clock.
    pub fn new(clock: Clock) -> Self {
        Self { clock, state: Arc::default() }
    }

    /// The mails to an address, or all of them, newest first.
    pub fn mails(&self, to: Option<&str>) -> Vec<Mail> {
        let to = to.map(folded);
        let wanted = |mail: &&Mail| to.as_ref().is_none_or(|to| folded(&mail.to) == *to);
        self.state().mails.iter().filter(wanted).cloned().collect()
    }

    /// The last mail to an address.
    pub fn last(&self, to: &str) -> Option<Mail> {
        let to = folded(to);
        self.state().mails.iter().find(|mail| folded(&mail.to) == to).cloned()
    }

    /// Makes SES refuse the next `count` mails so.
    pub fn refuse_next(&self, count: usize, how: Refusal) {
        self.state().refusals.next.extend(std::iter::repeat_n(how, count));
    }

    /// Makes SES refuse all mails so, or none any more.
    pub fn refuse_all(&self, how: Option<Refusal>) {
        self.state().refusals.all = how;
    }

    /// Makes SES throttle each mail of so many.
    pub fn throttle_every(&self, mails: u64) {
        self.state().refusals.every = Some(mails);
    }

    /// Makes SES refuse every mail to this address for good.
    pub fn reject(&self, address: &str) {
        self.state().refusals.addresses.insert(folded(address));
    }

    pub(crate) fn keep(&self, mail: Mail) {
        let mut state = self.state();
        state.mails.push_front(mail);
        state.mails.truncate(CAPACITY);
    }

    fn refusal(&self, to: &str) -> Option<Refusal> {
        self.state().refusals.of(to)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Addresses are compared after trimming and lower-casing.
fn folded(address: &str) -> String {
    address.trim().to_lowercase()
}
