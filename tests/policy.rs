//! The permission table as the API's users meet it: each operation of an account by each role and
//! scope. It is kept as a snapshot, so that a change of who may do what shows.

use shared::{
    domain::{Role, Scope},
    http::access::Rule,
    policy::{Answer, Right, answer, key_opens},
    table::api_key::KeyScope,
};

/// The keys' scopes that open a right.
fn keys(right: Right) -> String {
    let scopes = [
        (KeyScope::Redemptions, "redemptions"),
        (KeyScope::Codes, "codes"),
        (KeyScope::Users, "users"),
        (KeyScope::Reports, "reports"),
    ];
    let open: Vec<_> =
        scopes.iter().filter(|(scope, _)| key_opens(right, &[*scope])).map(|one| one.1).collect();
    match open.len() {
        0 => "no".into(),
        4 => "any".into(),
        _ => open.join(", "),
    }
}

fn cell(right: Right, role: Role, scope: Option<&Scope>) -> &'static str {
    match answer(right, role, scope) {
        Answer::Yes => "yes",
        Answer::InScope => "in scope",
        Answer::No => "no",
    }
}

#[test]
fn who_may_do_what_reads_as_before() {
    let groups = Scope::Groups { group_ids: Default::default() };
    let drivers = Scope::Drivers { user_ids: Default::default() };
    let columns = [
        ("holder", Role::Holder, None),
        ("admin", Role::Admin, None),
        ("manager: company", Role::Manager, Some(&Scope::Company)),
        ("manager: groups", Role::Manager, Some(&groups)),
        ("manager: drivers", Role::Manager, Some(&drivers)),
        ("driver", Role::Driver, None),
    ];
    let names = columns.map(|(name, ..)| name).join(" | ");
    let mut table = format!("| operation | {names} | API key |\n|{}\n", "---|".repeat(8));
    for route in functions::routes::all() {
        if let Rule::Account(right) = route.rule {
            let cells = columns.map(|(_, role, scope)| cell(right, role, scope)).join(" | ");
            table += &format!("| {} | {cells} | {} |\n", route.name, keys(right));
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_manager_without_a_scope_is_nobody() {
    for right in [Right::ReadAccount, Right::Reports, Right::ManageAccount] {
        assert_eq!(answer(right, Role::Manager, None), Answer::No);
    }
}
