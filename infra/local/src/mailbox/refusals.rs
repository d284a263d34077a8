//! How SES refuses mails when it is told to.

use std::collections::{HashSet, VecDeque};

use super::folded;

/// A way to refuse a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// For good.
    Rejected,
    /// There are too many mails just now.
    Throttled,
    /// There were too many within a day.
    QuotaUsedUp,
    /// SES has a fault of its own.
    OutOfOrder,
}

impl Refusal {
    /// What SES answers: the status, the error and its words.
    pub(super) const fn answer(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::Rejected => (400, "MessageRejected", "The mailbox was told to refuse this mail."),
            Self::Throttled => (429, "TooManyRequestsException", "Maximum sending rate exceeded."),
            Self::QuotaUsedUp => (400, "LimitExceededException", "Daily message quota exceeded."),
            Self::OutOfOrder => (500, "InternalServiceErrorException", "Something went wrong."),
        }
    }
}

/// What is refused.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// How the next mails are refused.
    pub next: VecDeque<Refusal>,
    /// How all are refused.
    pub all: Option<Refusal>,
    /// Each mail of so many is throttled.
    pub every: Option<u64>,
    /// Addresses that no mail is sent to, ever.
    pub addresses: HashSet<String>,
    asked: u64,
}

impl Refusals {
    /// How a mail to this address is refused, if it is.
    pub fn of(&mut self, to: &str) -> Option<Refusal> {
        self.asked += 1;
        let throttled = self.every.is_some_and(|every| self.asked.is_multiple_of(every));
        let rejected = self.addresses.contains(&folded(to));
        self.next
            .pop_front()
            .or(self.all)
            .or(throttled.then_some(Refusal::Throttled))
            .or(rejected.then_some(Refusal::Rejected))
    }
}
