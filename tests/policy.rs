//! The permission table as the API's users meet it: each operation of an account by each role and
//! scope. It is kept as a snapshot, so that a change of who may do what shows.

use std::collections::BTreeMap;

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

/// Those whom the table tells apart: their name, role and scope.
fn columns() -> [(&'static str, Role, Option<Scope>); 6] {
    let (group_ids, user_ids) = Default::default();
    [
        ("holder", Role::Holder, None),
        ("admin", Role::Admin, None),
        ("manager: company", Role::Manager, Some(Scope::Company)),
        ("manager: groups", Role::Manager, Some(Scope::Groups { group_ids })),
        ("manager: drivers", Role::Manager, Some(Scope::Drivers { user_ids })),
        ("driver", Role::Driver, None),
    ]
}

#[test]
fn who_may_do_what_reads_as_before() {
    let columns = columns();
    let names = columns.each_ref().map(|(name, ..)| *name).join(" | ");
    let mut table = format!("| operation | {names} | API key |\n|{}\n", "---|".repeat(8));
    for route in functions::routes::all() {
        if let Rule::Account(right) = route.rule {
            let cells = columns.each_ref();
            let cells =
                cells.map(|(_, role, scope)| cell(right, *role, scope.as_ref())).join(" | ");
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

/// What the console shows by: the rights of the table, each by a role, a manager's by the kind of their scope.
#[test]
fn the_console_knows_who_may_do_what() {
    let rights = functions::routes::all().into_iter().filter_map(|route| match route.rule {
        Rule::Account(right) => Some((format!("{right:?}"), right)),
        _ => None,
    });
    let rights: BTreeMap<_, _> = rights.collect();
    let rows = rights.iter().map(|(name, right)| {
        let cells = columns().map(|(column, role, scope)| {
            let who = column.trim_start_matches("manager: ");
            let may = cell(*right, role, scope.as_ref()).trim_start_matches("in ");
            format!(r#""{who}": "{may}""#)
        });
        format!("\t\"{name}\": {{ {} }}", cells.join(", "))
    });
    let table = format!("{{\n{}\n}}\n", rows.collect::<Vec<_>>().join(",\n"));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/src/lib/access.json");
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        std::fs::write(file, &table).expect("it can be written");
    }
    let known = std::fs::read_to_string(file).expect("the console's table");
    assert!(
        known == table,
        "web/src/lib/access.json is not the table of rights: UPDATE=1 writes it"
    );
}
