//! Mentions: by whom entries of an audit trail are found, whoever they are of. Nothing but the trail's
//! own entry tells what happened.

use serde::{Deserialize, Serialize};

use super::{Entity, Key, event::Event, keys};
use crate::domain::{AccountId, EventId};

/// That an entry of an account's trail names a person, a user or an API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Whose trail.
    pub account_id: AccountId,
    /// Who is named: their identifier.
    pub named: String,
    /// Which entry.
    pub event_id: EventId,
}

impl Mention {
    /// Those of an entry.
    pub fn all_of(event: &Event) -> impl Iterator<Item = Self> {
        let (account_id, event_id) = (event.account_id, event.event_id);
        event.named().into_iter().map(move |named| Self { account_id, named, event_id })
    }
}

impl Entity for Mention {
    const KIND: &'static str = "mention";

    fn key(&self) -> Key {
        keys::mention(self.account_id, &self.named, self.event_id)
    }
}
