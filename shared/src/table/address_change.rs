//! Changes of a person's address: asked for, until the new one is proved; and, once it is, what of the
//! table still carries the older one, on which the stream's consumer works round by round.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Change, Condition, Entity, Key, keys,
    person::Person,
    sign_in::{CODE_TRIES, GOOD_FOR_SECONDS},
};
use crate::domain::{AttemptId, Email, PersonId};

/// An attempt to change an address: its code went to the new one. Wrong codes end it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddressChange {
    /// Which: the code is made from it and the new address.
    pub attempt: AttemptId,
    /// Who asked: nobody else can use it.
    pub person_id: PersonId,
    /// The address that was theirs.
    pub from: Email,
    /// The address that was mailed the code.
    pub to: Email,
    /// When it ends.
    pub expires_at: Timestamp,
    /// How many codes were tried. Less than [`CODE_TRIES`] is the condition for trying one.
    pub tries: u32,
}

impl AddressChange {
    /// What somebody asks for at this time.
    pub fn asked(attempt: AttemptId, person: &Person, to: Email, now: Timestamp) -> Self {
        let good_for = SignedDuration::from_secs(GOOD_FOR_SECONDS);
        let expires_at = now.saturating_add(good_for).unwrap_or(now);
        let (person_id, from) = (person.person_id, person.email.clone());
        Self { attempt, person_id, from, to, expires_at, tries: 0 }
    }

    /// The same, of which no code is right: it looks like any other to the one who asked.
    #[must_use]
    pub fn in_vain(self) -> Self {
        Self { tries: CODE_TRIES, ..self }
    }
}

impl Entity for AddressChange {
    const KIND: &'static str = "address_change";

    fn key(&self) -> Key {
        keys::address_change(self.attempt)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.expires_at.as_second())
    }
}

/// An older address of a person that others' items still carry. Each round looks at some of what lies
/// under the person, in its order; once a whole pass has found nothing, it is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Readdressing {
    /// The attempt that changed the address.
    pub attempt: AttemptId,
    /// Whose.
    pub person_id: PersonId,
    /// The older address. The newer one is the person's, who may have changed it again.
    pub from: Email,
    /// Up to where this pass has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<String>,
    /// Whether this pass has found something.
    #[serde(default)]
    pub found: bool,
    /// How many rounds are over.
    #[serde(default)]
    pub round: u64,
}

impl Readdressing {
    /// What is to be done after a change, before any round.
    pub fn after(change: &AddressChange) -> Self {
        let AddressChange { attempt, person_id, .. } = *change;
        let from = change.from.clone();
        Self { attempt, person_id, from, behind: None, found: false, round: 0 }
    }

    /// The change that asks for another round, from there on.
    pub fn another_round(&self, behind: Option<&str>, found: bool) -> Change {
        Change::of(self.key()).set_or_remove("behind", behind).set("found", found).add("round", 1)
    }

    /// The condition that no other round is over since it was read.
    pub fn same_round(&self) -> Condition {
        Condition::is("round", self.round)
    }
}

impl Entity for Readdressing {
    const KIND: &'static str = "readdressing";

    fn key(&self) -> Key {
        keys::readdressing(self.attempt)
    }
}
