//! Forgetting a person (rule 48): what is left to be done of it, on which a job works round by round; and
//! traces, by which what names somebody is found when they have nothing to do with it any more.

use serde::{Deserialize, Serialize};

use super::{Change, Condition, Entity, Key, keys, person::Person};
use crate::domain::{
    AccountId, Email, EventId, PersonId,
    code::{BatchNumber, CodeIndex},
};

/// That a person is to be forgotten. Each round sees to some of what lies under them, in its order; once
/// a whole pass has found nothing, it is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Forgetting {
    /// Who.
    pub person_id: PersonId,
    /// The address that was theirs, until it is over: by it is found what names it.
    pub from: Email,
    /// Up to where this pass has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<String>,
    /// How far the trail was looked at of what lies behind that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trail: Option<InTrail>,
    /// Whether this pass has found something.
    #[serde(default)]
    pub found: bool,
    /// How many rounds are over.
    #[serde(default)]
    pub round: u64,
}

/// A place in what a trail tells of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InTrail {
    /// By the how many-th of their identifiers it is found.
    pub by: usize,
    /// The last entry that was looked at.
    pub event_id: EventId,
}

impl Forgetting {
    /// What is to be done of forgetting a person, before any round.
    pub fn of(person: &Person) -> Self {
        let (person_id, from) = (person.person_id, person.email.clone());
        Self { person_id, from, behind: None, trail: None, found: false, round: 0 }
    }

    /// The change that asks for another round, from there on.
    pub fn another_round(
        &self,
        behind: Option<&str>,
        trail: Option<InTrail>,
        found: bool,
    ) -> Change {
        let change = Change::of(self.key()).set_or_remove("behind", behind);
        change.set_or_remove("trail", trail).set("found", found).add("round", 1)
    }

    /// The condition that no other round is over since it was read.
    pub fn same_round(&self) -> Condition {
        Condition::is("round", self.round)
    }
}

impl Entity for Forgetting {
    const KIND: &'static str = "forgetting";

    fn key(&self) -> Key {
        keys::forgetting(self.person_id)
    }
}

/// What names a person though they have nothing to do with it any more. It follows from the change by
/// which that ended, so that none is without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Who.
    pub person_id: PersonId,
    /// What names them.
    pub of: Traced,
}

/// What names a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Traced {
    /// An account that they belonged to or looked after, or were to.
    Account {
        /// Which.
        account_id: AccountId,
        /// As which of its users or managers.
        was: String,
    },
    /// A code that was redeemed for them.
    Code {
        /// The batch.
        batch: BatchNumber,
        /// The code's place in it.
        index: CodeIndex,
    },
}

impl Entity for Trace {
    const KIND: &'static str = "trace";

    fn key(&self) -> Key {
        let of = match &self.of {
            Traced::Account { account_id, was } => format!("{account_id}#{was}"),
            Traced::Code { batch, index } => format!("CODE#{batch}#{}", index.get()),
        };
        keys::trace(self.person_id, &of)
    }
}
