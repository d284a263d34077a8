//! Managers: the account's side of a right to look after it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{
    AccountId, Email, MailId, ManagerId, ManagerStatus, PersonId, PersonName, Scope, event::Actor,
};

/// Somebody who looks after an account, or is invited to. The invitation never expires: it is
/// good for as long as this item is there and was not accepted. Once it was, the person has a
/// context with the same scope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manager {
    /// The account.
    pub account_id: AccountId,
    /// The right to look after it.
    pub manager_id: ManagerId,
    /// Who: a person is made with the invitation if the address is nobody's.
    pub person_id: PersonId,
    /// Their address: the invitation is for it only.
    pub email: Email,
    /// Their own name for themselves when they accepted.
    pub name: Option<PersonName>,
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

impl Manager {
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
