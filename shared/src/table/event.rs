//! The audit trail, written together with what it tells of, and never edited.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{
    AccountId, EventId,
    event::{Actor, Changes, Subject, Told},
};

/// An entry of an account's audit trail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Event {
    /// Whose trail.
    pub account_id: AccountId,
    /// Which entry.
    pub event_id: EventId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Did what.
    pub action: Told,
    /// To what.
    pub subject: Subject,
    /// The values that changed.
    #[serde(default)]
    pub changes: Changes,
}

impl Entity for Event {
    const KIND: &'static str = "event";

    fn key(&self) -> Key {
        keys::event(self.account_id, self.event_id)
    }
}
