//! Accounts: a company, or the own account of one driver.

use std::fmt;

use deserr::Deserr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Email, Invalid, PersonName, folding::fold, text::one_line, unique_name};

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

/// How many characters a name has at most.
const LONGEST: usize = 200;

impl AccountName {
    /// Folds runs of white space; at most 200 characters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let name = one_line(&single_spaces(text), LONGEST)?;
        Ok(Self(single_spaces(&name)))
    }

    /// The name of somebody's individual account: theirs, else their address.
    pub fn of_holder(name: Option<&PersonName>, email: &Email) -> Self {
        let called = name.map_or(email.as_str(), PersonName::as_str);
        Self(single_spaces(called).chars().take(LONGEST).collect())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What spellings of one name have in common: names are sorted and searched by it.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }

    /// What names of companies have in common that count as the same.
    pub fn unique(&self) -> String {
        unique_name::of_company(&self.0)
    }
}

fn single_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::kept_as_text!(AccountName, { "type": "string", "minLength": 1, "maxLength": 200 });
