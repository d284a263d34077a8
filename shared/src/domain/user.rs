//! Users: what a membership of an account is at one moment.

use std::fmt;

use deserr::Deserr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far a user has come into the account. All take a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Deserr, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[deserr(rename_all = lowercase)]
pub enum UserStatus {
    /// They were added, and are not invited yet.
    Added,
    /// The activation link was not used yet.
    Invited,
    /// The person has joined.
    Active,
}

impl UserStatus {
    /// All.
    pub const ALL: [Self; 3] = [Self::Added, Self::Invited, Self::Active];
}

impl fmt::Display for UserStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Added => "added",
            Self::Invited => "invited",
            Self::Active => "active",
        })
    }
}

/// How far a manager has come into the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ManagerStatus {
    /// The invitation was not accepted yet.
    Invited,
    /// The person has accepted.
    Active,
}

/// How many groups a user is in at most: what removes a user leaves them all in one write.
pub const MOST_GROUPS: usize = 20;
