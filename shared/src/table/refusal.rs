//! Refusals: an account wants nothing more of another. That none lies there is a condition of every
//! share with it and of every invitation of its holder. The refusal is also the work of ending what
//! is shared already: round by round, of which the stream tells.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, Condition, Entity, Key, Start, keys};
use crate::domain::AccountId;

/// That an account refuses another.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Refusal {
    /// Who refuses.
    pub account_id: AccountId,
    /// Whom.
    pub refused_id: AccountId,
    /// Since when.
    pub refused_at: Timestamp,
    /// How many shares it has ended.
    #[serde(default)]
    pub ended: u32,
    /// How many rounds of ending shares are over.
    #[serde(default)]
    pub round: u64,
    /// Where the next round goes on among what is shared with the account.
    #[serde(default)]
    pub after: Option<Start>,
    /// Whether both accounts' people are told of the shares that have ended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

impl Refusal {
    /// A new one, of which no share was ended yet.
    pub fn new(account_id: AccountId, refused_id: AccountId, refused_at: Timestamp) -> Self {
        Self { account_id, refused_id, refused_at, ended: 0, round: 0, after: None, told: false }
    }

    /// The change that counts one more share that it has ended.
    pub fn one_more(&self) -> Change {
        Change::of(self.key()).add("ended", 1)
    }

    /// The change that asks for another round, which begins here.
    pub fn go_on(&self, after: &Start) -> Change {
        Change::of(self.key()).add("round", 1).set("after", after)
    }

    /// The change that notes that people are told.
    pub fn tell(&self) -> Change {
        Change::of(self.key()).set("told", true)
    }

    /// The condition that no other round is over since it was read.
    pub fn same_round(&self) -> Condition {
        Condition::is("round", self.round)
    }

    /// The condition that nobody was told, and no share has ended since it was read.
    pub fn untold(&self) -> Condition {
        Condition::All(vec![Condition::is("ended", self.ended), Condition::Lacks("told")])
    }
}

impl Entity for Refusal {
    const KIND: &'static str = "refusal";

    fn key(&self) -> Key {
        keys::refusal(self.account_id, self.refused_id)
    }
}
