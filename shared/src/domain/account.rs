//! Accounts: a company, or the own account of one driver.

use std::fmt;

use deserr::Deserr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Invalid,
    text::{fold, one_line},
};

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Deserr, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[deserr(rename_all = lowercase)]
pub enum AccountKind {
    /// A company, with a name that is unique in the service.
    Company,
    /// The own account of one driver.
    Individual,
}

impl AccountKind {
    /// The seats that a new account of this kind has (the starter plan).
    pub const fn first_seats(self) -> u32 {
        match self {
            Self::Company => 5,
            Self::Individual => 1,
        }
    }
}

/// An account's name, with single spaces between its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountName(String);

impl AccountName {
    /// Trims and folds runs of white space; at most 200 characters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let words: Vec<_> = text.split_whitespace().collect();
        one_line(&words.join(" "), 200).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one name have in common: they are compared ignoring letter case.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::written_as_text!(AccountName, { "type": "string", "minLength": 1, "maxLength": 200 });
