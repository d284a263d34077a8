//! What a person is to an account.

use std::{collections::BTreeSet, fmt};

use deserr::Deserr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{GroupId, UserId};

/// A person's role in one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Deserr, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[deserr(rename_all = lowercase)]
pub enum Role {
    /// The one who holds the account.
    Holder,
    /// Acts for the holder.
    Admin,
    /// Takes courses.
    Driver,
    /// Looks after the account from outside, within a scope.
    Manager,
}

impl Role {
    /// Those that a user may have: managers are no users.
    pub const OF_USERS: [Self; 3] = [Self::Holder, Self::Admin, Self::Driver];
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Holder => "holder",
            Self::Admin => "admin",
            Self::Driver => "driver",
            Self::Manager => "manager",
        })
    }
}

/// How far a manager's right reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scope {
    /// The whole company.
    Company,
    /// Drivers of some groups, whoever is in them now.
    Groups {
        /// The groups.
        group_ids: BTreeSet<GroupId>,
    },
    /// Some drivers.
    Drivers {
        /// The drivers.
        user_ids: BTreeSet<UserId>,
    },
}
