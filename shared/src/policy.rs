//! Who may do what: the table of the API's page, as code that reads like it.

use crate::{
    domain::{Role, Scope},
    table::api_key::KeyScope,
};

/// A group of operations that the same callers may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Read the account.
    ReadAccount,
    /// Read the licences.
    ReadLicences,
    /// Change the account, its settings, API keys, shares, managers, report links; read its audit
    /// trail.
    ManageAccount,
    /// What a firm has of its clients: accept, label, send people to them, end.
    Clients,
    /// Hand the account over, appoint admins.
    HandOver,
    /// Order licences and codes, read orders.
    Orders,
    /// Batches of codes: read, void, send.
    Batches,
    /// Redeem codes for drivers.
    RedeemForDrivers,
    /// List and read users.
    ReadUsers,
    /// Add, import, edit and remove users, send invitations again.
    ManageUsers,
    /// List groups.
    ReadGroups,
    /// Make, rename and remove groups.
    ManageGroups,
    /// Put users into groups and take them out.
    GroupMembers,
    /// Assign, schedule and revoke courses; training sessions.
    Enrolments,
    /// Drivers, routes.
    Routes,
    /// Reports, summaries and profiles.
    Reports,
}

/// How a role stands to a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Everything of the account.
    Yes,
    /// What lies within the manager's scope.
    InScope,
    /// Never.
    No,
}

/// What API key scope opens a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByKey {
    Any,
    Only(KeyScope),
    Never,
}

/// Whoever asks, in the order of the table's columns.
const COLUMNS: usize = 6;

type Row = (Right, [Answer; COLUMNS], ByKey);

/// Right, then: holder, admin, manager of the company, of groups, of drivers, driver; API key.
#[rustfmt::skip]
const TABLE: [Row; 16] = {
    use Answer::{InScope as Scope, No as No_, Yes};
    use ByKey::{Any, Never, Only};
    [
        //                        holder  admin company groups drivers driver
        (Right::ReadAccount,      [Yes,   Yes,  Yes,    Yes,   Yes,    Yes], Any),
        (Right::ReadLicences,     [Yes,   Yes,  Yes,    Yes,   Yes,    No_], Any),
        (Right::ManageAccount,    [Yes,   Yes,  No_,    No_,   No_,    No_], Never),
        (Right::Clients,          [Yes,   Yes,  No_,    No_,   No_,    No_], Never),
        (Right::HandOver,         [Yes,   No_,  No_,    No_,   No_,    No_], Never),
        (Right::Orders,           [Yes,   Yes,  No_,    No_,   No_,    No_], Only(KeyScope::Codes)),
        (Right::Batches,          [Yes,   Yes,  No_,    No_,   No_,    No_], Only(KeyScope::Codes)),
        (Right::RedeemForDrivers, [Yes,   Yes,  No_,    No_,   No_,    No_], Only(KeyScope::Redemptions)),
        (Right::ReadUsers,        [Yes,   Yes,  Yes,    Scope, Scope,  No_], Only(KeyScope::Users)),
        (Right::ManageUsers,      [Yes,   Yes,  Yes,    Scope, No_,    No_], Only(KeyScope::Users)),
        (Right::ReadGroups,       [Yes,   Yes,  Yes,    Scope, No_,    No_], Only(KeyScope::Users)),
        (Right::ManageGroups,     [Yes,   Yes,  Yes,    No_,   No_,    No_], Only(KeyScope::Users)),
        (Right::GroupMembers,     [Yes,   Yes,  Yes,    Scope, No_,    No_], Only(KeyScope::Users)),
        (Right::Enrolments,       [Yes,   Yes,  Yes,    Scope, Scope,  No_], Never),
        (Right::Routes,           [Yes,   Yes,  Yes,    No_,   No_,    No_], Never),
        (Right::Reports,          [Yes,   Yes,  Yes,    Scope, Scope,  No_], Only(KeyScope::Reports)),
    ]
};

/// How somebody of this role, and scope if a manager, stands to a right.
pub fn answer(right: Right, role: Role, scope: Option<&Scope>) -> Answer {
    let column = match (role, scope) {
        (Role::Holder, _) => 0,
        (Role::Admin, _) => 1,
        (Role::Manager, Some(Scope::Company)) => 2,
        (Role::Manager, Some(Scope::Groups { .. })) => 3,
        (Role::Manager, Some(Scope::Drivers { .. })) => 4,
        (Role::Driver, _) => 5,
        // A manager without a scope is nobody.
        (Role::Manager, None) => return Answer::No,
    };
    row(right).map_or(Answer::No, |(_, answers, _)| answers[column])
}

/// Whether an API key with these scopes opens a right.
pub fn key_opens(right: Right, scopes: &[KeyScope]) -> bool {
    match row(right).map(|(_, _, by_key)| by_key) {
        Some(ByKey::Any) => true,
        Some(ByKey::Only(scope)) => scopes.contains(scope),
        Some(ByKey::Never) | None => false,
    }
}

fn row(right: Right) -> Option<&'static Row> {
    TABLE.iter().find(|(of, _, _)| *of == right)
}
