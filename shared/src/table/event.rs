//! The audit trail, written together with what it tells of, and never edited.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Entity, Key, keys};
use crate::domain::{
    AccountId, EventId, ManagerId, PersonId, UserId,
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

impl Event {
    /// Who is named: the one who did it, and the users, managers and persons to whom it was done.
    pub fn named(&self) -> BTreeSet<String> {
        let mut named = BTreeSet::new();
        named.extend(self.actor.id.clone());
        note(&self.subject.id, &mut named);
        self.changes.values().for_each(|value| look_into(value, &mut named));
        named
    }
}

fn look_into(value: &Value, named: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => note(text, named),
        Value::Array(values) => values.iter().for_each(|value| look_into(value, named)),
        Value::Object(fields) => fields.values().for_each(|value| look_into(value, named)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn note(text: &str, named: &mut BTreeSet<String>) {
    let is_somebody = text.parse::<UserId>().is_ok()
        || text.parse::<PersonId>().is_ok()
        || text.parse::<ManagerId>().is_ok();
    if is_somebody {
        named.insert(text.to_owned());
    }
}

impl Entity for Event {
    const KIND: &'static str = "event";

    fn key(&self) -> Key {
        keys::event(self.account_id, self.event_id)
    }
}
