//! The rows of an import: as they were sent, and as they are read. A wrong value is its row's failure
//! only.

use std::collections::BTreeSet;

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{Email, FieldErrors, GroupName, Invalid, PersonName, Phone, user::MOST_GROUPS},
    http::Problem,
};

/// Somebody to invite, as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "UserRow")]
pub struct RawRow {
    /// Where the activation link goes.
    pub email: String,
    /// The account's own record of the name.
    #[deserr(default)]
    pub name: Option<String>,
    /// The account's own record of the phone number.
    #[deserr(default)]
    pub phone: Option<String>,
    /// Groups by name; those that are missing are made.
    #[deserr(default)]
    pub groups: Option<Vec<String>>,
}

/// A row whose values are right.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where the activation link goes.
    pub email: Email,
    /// The name.
    pub name: Option<PersonName>,
    /// The phone number.
    pub phone: Option<Phone>,
    /// The groups, each once.
    pub groups: Vec<GroupName>,
}

impl RawRow {
    /// Reads the values; every bad one is named.
    pub fn parse(&self, index: usize) -> Result<Row, Problem> {
        let mut errors = FieldErrors::default();
        let mut note = |field: String, bad: Invalid| {
            let all = std::mem::take(&mut errors);
            errors = all.and(bad.at(format!("users[{index}].{field}")));
        };
        let email = Email::parse(&self.email).map_err(|bad| note("email".into(), bad)).ok();
        let name = self.name.as_deref().map(PersonName::parse).transpose();
        let name = name.map_err(|bad| note("name".into(), bad)).ok().flatten();
        let phone = self.phone.as_deref().map(Phone::parse).transpose();
        let phone = phone.map_err(|bad| note("phone".into(), bad)).ok().flatten();
        let (mut groups, mut names, mut bad_groups) = (vec![], BTreeSet::new(), 0);
        for (place, text) in self.groups.iter().flatten().enumerate() {
            match GroupName::parse(text) {
                Ok(group) if names.insert(group.unique()) => groups.push(group),
                Ok(_) => {}
                Err(bad) => {
                    note(format!("groups[{place}]"), bad);
                    bad_groups += 1;
                }
            }
            if groups.len() + bad_groups > MOST_GROUPS {
                let detail = format!("Must be at most {MOST_GROUPS} groups.");
                note("groups".into(), Invalid::new("wrong_size", detail));
                break;
            }
        }
        match email {
            Some(email) if errors.0.is_empty() => Ok(Row { email, name, phone, groups }),
            _ => Err(errors.into()),
        }
    }
}
