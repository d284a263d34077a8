//! Departures: memberships that ended and have left more behind than is ended at once. The stream
//! tells of each round, and the consumer ends some more: so what is told after it waits for one
//! round only, and a round that failed goes on where it stopped.

use serde::{Deserialize, Serialize};

use super::{Change, Entity, Key, keys, user::User};
use crate::domain::{AccountId, PersonId, UserId};

/// What a membership that ended has left behind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Departure {
    /// Where.
    pub account_id: AccountId,
    /// The membership.
    pub user_id: UserId,
    /// Who.
    pub person_id: PersonId,
    /// Whether the user is gone; else they only drive for the account no longer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// How many rounds have begun.
    #[serde(default)]
    pub round: u64,
}

impl Departure {
    /// That of a user, before any round.
    pub fn of(user: &User, gone: bool) -> Self {
        let User { account_id, user_id, person_id, .. } = *user;
        Self { account_id, user_id, person_id, gone, round: 0 }
    }

    /// The change that asks for another round, made if there was none.
    pub fn another_round(&self) -> Change {
        let change = Change::of(self.key())
            .set("entity", Self::KIND)
            .set("v", 1)
            .set("account_id", self.account_id)
            .set("user_id", self.user_id)
            .set("person_id", self.person_id)
            .add("round", 1);
        // One who drove no longer may be gone meanwhile, and is not there again.
        if self.gone { change.set("gone", true) } else { change }
    }
}

impl Entity for Departure {
    const KIND: &'static str = "departure";

    fn key(&self) -> Key {
        keys::departure(self.user_id)
    }
}
