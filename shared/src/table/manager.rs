//! Managers: the account's side of a right to look after it, a person's or a firm's.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Entity, Key, keys};
use crate::domain::{
    AccountId, Email, MailId, ManagerId, ManagerStatus, PersonId, PersonName, Scope, event::Actor,
};

/// Somebody who looks after an account, or is invited to. The invitation never expires: it is
/// good for as long as this item is there and was not accepted. Once it was, a person has a context
/// with the same scope; a firm's people have contexts that count for as long as this item is there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manager {
    /// The account.
    pub account_id: AccountId,
    /// The right to look after it.
    pub manager_id: ManagerId,
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// How far the right reaches.
    pub scope: Scope,
    /// When they were invited.
    pub invited_at: Timestamp,
    /// Who invited.
    pub invited_by: Actor,
    /// The newest mail that carries the invitation.
    #[serde(default)]
    pub mail_id: Option<MailId>,
    /// When they accepted.
    pub accepted_at: Option<Timestamp>,
    /// When the invitation was mailed again lately, oldest first.
    #[serde(default)]
    pub resent_at: Vec<Timestamp>,
    /// Counts its changes.
    pub version: u64,
}

/// Who looks after an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Who {
    /// A person, by themselves.
    Person(ManagingPerson),
    /// A firm, whose people act for it.
    Firm(ManagingFirm),
}

/// A person who looks after an account by themselves.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ManagingPerson {
    /// Who: a person is made with the invitation if the address is nobody's.
    pub person_id: PersonId,
    /// Their address: the invitation is for it only.
    pub email: Email,
    /// Their own name for themselves when they accepted.
    pub name: Option<PersonName>,
}

/// A firm that looks after an account.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ManagingFirm {
    /// Which.
    pub firm_id: AccountId,
}

impl Manager {
    /// The person, unless it is a firm.
    pub fn person(&self) -> Option<&ManagingPerson> {
        match &self.who {
            Who::Person(person) => Some(person),
            Who::Firm(_) => None,
        }
    }

    /// The firm, unless it is a person.
    pub fn firm(&self) -> Option<AccountId> {
        match self.who {
            Who::Firm(ManagingFirm { firm_id }) => Some(firm_id),
            Who::Person(_) => None,
        }
    }

    /// Whether it is this person, by themselves.
    pub fn is_person(&self, person: PersonId) -> bool {
        self.person().is_some_and(|one| one.person_id == person)
    }

    /// How the trail names who it is.
    pub fn named(&self) -> Value {
        match &self.who {
            Who::Person(person) => json!({ "email": person.email }),
            Who::Firm(firm) => json!({ "firm_id": firm.firm_id }),
        }
    }

    /// Whether they have accepted.
    pub fn status(&self) -> ManagerStatus {
        match self.accepted_at {
            Some(_) => ManagerStatus::Active,
            None => ManagerStatus::Invited,
        }
    }
}

impl Entity for Manager {
    const KIND: &'static str = "manager";

    fn key(&self) -> Key {
        keys::manager(self.account_id, self.manager_id)
    }
}
