//! Clients: a firm's side of its right to look after another account. The account's side is its
//! manager ([`super::manager`]): both are made, accepted and ended in one write, so the scope, which
//! only the account changes, stands there alone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, Condition, Entity, Key, keys, person::Membership};
use crate::domain::{AccountId, ManagerId, ManagerStatus, PersonId, text::Label};

/// How many of a firm's people are sent to one client at most: all of them are exchanged in one write.
pub const MOST_PEOPLE: usize = 15;

/// An account that a firm looks after, or is invited to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Client {
    /// The firm.
    pub firm_id: AccountId,
    /// The account that it looks after.
    pub account_id: AccountId,
    /// The right to do so.
    pub manager_id: ManagerId,
    /// The labels that the firm's people share: never shown to the client.
    #[serde(default)]
    pub labels: Vec<Label>,
    /// Who of the firm was sent there. Each has a context there, made and ended in the same write.
    #[serde(default)]
    pub people: Vec<Sent>,
    /// When the firm was invited.
    pub invited_at: Timestamp,
    /// When it accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// Counts its changes.
    pub version: u64,
}

/// One of a firm's people who was sent to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Who.
    pub person_id: PersonId,
    /// By what they are of the firm: it ends with that.
    pub membership: Membership,
}

impl Client {
    /// Whether the firm has accepted.
    pub fn status(&self) -> ManagerStatus {
        match self.accepted_at {
            Some(_) => ManagerStatus::Active,
            None => ManagerStatus::Invited,
        }
    }

    /// Whether this person was sent there.
    pub fn has(&self, person: PersonId) -> bool {
        self.people.iter().any(|sent| sent.person_id == person)
    }

    /// Where the account's side lies.
    pub fn grant_key(&self) -> Key {
        keys::manager(self.account_id, self.manager_id)
    }

    /// The condition that it is as it was read.
    pub fn unchanged(&self) -> Condition {
        Condition::is("version", self.version)
    }

    /// A change that makes it the next version.
    pub fn next(&self) -> Change {
        Change::of(self.key()).set("version", self.version + 1)
    }

    /// The change that calls some people back.
    pub fn without(&self, gone: impl Fn(&Sent) -> bool) -> Change {
        let rest: Vec<_> = self.people.iter().filter(|sent| !gone(sent)).collect();
        self.next().set("people", rest)
    }
}

impl Entity for Client {
    const KIND: &'static str = "client";

    fn key(&self) -> Key {
        keys::client(self.firm_id, self.account_id)
    }
}
