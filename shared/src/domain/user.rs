//! Users: what a membership of an account is at one moment.

use std::fmt;

use deserr::Deserr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far a user has come into the account. Both take a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Deserr, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[deserr(rename_all = lowercase)]
pub enum UserStatus {
    /// The activation link was not used yet.
    Invited,
    /// The person has joined.
    Active,
}

impl UserStatus {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Invited, Self::Active];
}

impl fmt::Display for UserStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invited => "invited",
            Self::Active => "active",
        })
    }
}

/// How many groups a user is in at most: what removes a user leaves them all in one write.
pub const MOST_GROUPS: usize = 20;
