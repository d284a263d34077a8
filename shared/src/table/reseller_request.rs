//! Requests of companies to become resellers: each account has one at most. What the operator answers is
//! noted on it, and the stream's consumer tells the holder of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, Condition, Entity, Key, keys};
use crate::domain::{AccountId, MailId, event::Actor, text::Note};

/// That a company asks to become a reseller, or has asked and was answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResellerRequest {
    /// Which.
    pub account_id: AccountId,
    /// What it says for itself.
    pub note: Option<Note>,
    /// Who asked, or has changed the note since.
    pub asked_by: Actor,
    /// When it was asked: asking again changes the note and keeps the place among those who wait.
    pub asked_at: Timestamp,
    /// What the operator said. Its absence is the condition for answering, so that each request is
    /// answered once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ResellerAnswer>,
}

/// What the operator said.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ResellerAnswer {
    /// Whether the company is a reseller now.
    pub granted: bool,
    /// When.
    pub at: Timestamp,
    /// The mail by which the holder is told.
    pub mail_id: MailId,
}

/// How long an answered request is kept: longer than the stream's records.
const KEPT_SECONDS: i64 = 7 * 24 * 3_600;

impl ResellerAnswer {
    fn kept_until(&self) -> i64 {
        self.at.as_second() + KEPT_SECONDS
    }
}

impl ResellerRequest {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.answer.is_none()
    }

    /// The condition that a request waits for an answer.
    pub fn open() -> Condition {
        Condition::All(vec![Condition::Present, Condition::Lacks("answer")])
    }

    /// The condition that none waits for an answer.
    pub fn none_open() -> Condition {
        Condition::Any(vec![Condition::Absent, Condition::Has("answer")])
    }

    /// The condition that it is the one that was read, and waits still if it did.
    pub fn unchanged(&self) -> Condition {
        let answer = match self.answer {
            None => Condition::Lacks("answer"),
            Some(_) => Condition::Has("answer"),
        };
        Condition::All(vec![Condition::is("asked_at", self.asked_at), answer])
    }

    /// The change that answers it: it waits no longer, so it leaves the operator's list.
    pub fn answered(&self, answer: ResellerAnswer) -> Change {
        let change = Change::of(self.key()).set("answer", answer);
        change.set(keys::TTL, answer.kept_until()).places(vec![])
    }
}

impl Entity for ResellerRequest {
    const KIND: &'static str = "reseller_request";

    fn key(&self) -> Key {
        keys::reseller_request(self.account_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        match self.answer {
            None => vec![keys::reseller_request_by_age(self.asked_at, self.account_id)],
            Some(_) => vec![],
        }
    }

    fn ttl(&self) -> Option<i64> {
        self.answer.as_ref().map(ResellerAnswer::kept_until)
    }
}
