//! A scope as a body writes it.

use std::collections::BTreeSet;

use deserr::Deserr;
use schemars::{JsonSchema, Schema};
use shared::{
    domain::{AccountId, FieldErrors, GroupId, Invalid, Scope, UserId},
    http::{
        Problem,
        input::Few,
        openapi::either::{Way, either},
    },
    table::{Items, Key, keys},
};

/// How many groups or drivers a scope names at most.
pub const MOST: usize = 100;

/// How far a manager's right reaches: the whole company, some groups, or some drivers.
#[derive(Debug, Clone, Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "NewScope", transform = ways)]
pub struct ScopeInput {
    /// What it names.
    kind: ScopeKind,
    /// Groups of the account: a scope of groups has them.
    #[deserr(default)]
    group_ids: Option<Few<GroupId, 1, MOST>>,
    /// Users of the account: a scope of drivers has them.
    #[deserr(default)]
    user_ids: Option<Few<UserId, 1, MOST>>,
}

/// The whole company, groups, or drivers.
fn ways(schema: &mut Schema) {
    let of = |kind, needs| Way { word: Some(("kind", kind)), needs, may_have: &[] };
    let groups = of("groups", &["group_ids"]);
    either(schema, &[of("company", &[]), groups, of("drivers", &["user_ids"])]);
}

/// What a scope names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserr, JsonSchema)]
#[deserr(rename_all = lowercase)]
#[schemars(rename_all = "snake_case")]
enum ScopeKind {
    /// The whole company.
    Company,
    /// Drivers of some groups, whoever is in them.
    Groups,
    /// Some drivers.
    Drivers,
}

impl ScopeInput {
    /// The scope, whose groups and drivers must be among what was read of the account. One that
    /// goes away later does not count in it from then on.
    pub fn of_account(&self, account: AccountId, read: &Items) -> Result<Scope, Problem> {
        self.check_fields()?;
        let groups = self.group_ids.as_ref().map_or(&[][..], |groups| &groups.0);
        let users = self.user_ids.as_ref().map_or(&[][..], |users| &users.0);
        Ok(match self.kind {
            ScopeKind::Company => Scope::Company,
            ScopeKind::Groups => Scope::Groups {
                group_ids: there(read, "group_ids", groups, |group| keys::group(account, group))?,
            },
            ScopeKind::Drivers => Scope::Drivers {
                user_ids: there(read, "user_ids", users, |user| keys::user(account, user))?,
            },
        })
    }

    fn check_fields(&self) -> Result<(), FieldErrors> {
        let lists = [
            ("group_ids", ScopeKind::Groups, self.group_ids.is_some()),
            ("user_ids", ScopeKind::Drivers, self.user_ids.is_some()),
        ];
        let errors = lists.into_iter().filter_map(|(field, of, given)| {
            let bad = match (self.kind == of, given) {
                (true, false) => Invalid::new("missing", "A scope of this kind needs it."),
                (false, true) => Invalid::new("conflicting", "A scope of this kind has none."),
                _ => return None,
            };
            Some(bad.at(format!("scope.{field}")))
        });
        errors.reduce(FieldErrors::and).map_or(Ok(()), Err)
    }
}

/// These identifiers as a set, if all of them are of the account.
fn there<T: Copy + Ord>(
    read: &Items,
    field: &str,
    ids: &[T],
    key: impl Fn(T) -> Key,
) -> Result<BTreeSet<T>, FieldErrors> {
    let foreign = ids.iter().enumerate().filter(|(_, id)| !read.has(&key(**id)));
    let errors =
        foreign.map(|(index, _)| Invalid::not_found().at(format!("scope.{field}[{index}]")));
    errors.reduce(FieldErrors::and).map_or_else(|| Ok(ids.iter().copied().collect()), Err)
}
