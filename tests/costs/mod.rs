//! What every operation costs, kept as a snapshot so that a change which raises it shows; and that
//! each function may make just the calls that its operation makes.

mod driving;
mod examples;
mod learning;
mod limits;
mod people;
mod redemptions;
mod scale;
mod selling;
pub mod walk;

use std::collections::{BTreeMap, BTreeSet};

use http::Method;
use shared::{
    http::access::Rule,
    table::{counters::MENDS, meter::Cost},
};
use tests::{template, writes::never_added};

use self::{limits::within_limits, walk::Walk};

#[tokio::test]
async fn every_operation_costs_what_it_cost() {
    let mut walk = Walk::start(false).await;
    walk.everything().await;
    walk.rows.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    walk.rows.dedup();
    let measured: BTreeSet<_> =
        walk.rows.iter().map(|(operation, _, _)| operation.as_str()).collect();
    let all: BTreeSet<_> = functions::routes::all().into_iter().map(|route| route.name).collect();
    assert_eq!(measured, all);
    let mut table = String::from(
        "| operation | case | round trips | calls | items written | read units | write units |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for (operation, case, cost) in &walk.rows {
        let Cost { round_trips, calls, items_written, read_units, write_units } = cost;
        // The second write may or may not begin while the course is read beside the first.
        let overlaps = (operation.as_str(), case.as_str()) == ("redeem_code", "extends");
        let round_trips = if overlaps { "2 or 3".to_owned() } else { round_trips.to_string() };
        table += &format!(
            "| {operation} | {case} | {round_trips} | {calls} | {items_written} | {read_units} | {write_units} |\n"
        );
    }
    if std::env::var("CODRIVER_TEST_DYNAMODB").is_err() {
        insta::assert_snapshot!(table);
    }
    // Only a recount mends a batch's count, and only what leaves much behind has a second round.
    let rare = [("batch_count", MENDS), ("departure", "round")];
    let unseen: Vec<_> = never_added().into_iter().filter(|one| !rare.contains(one)).collect();
    assert_eq!(unseen, [], "counters.rs names what nobody adds to");
    for (operation, case, cost) in &walk.rows {
        within_limits(operation, case, cost);
    }
}

#[tokio::test]
async fn a_function_may_make_just_the_calls_that_its_operation_makes() {
    let mut actions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for rare in [false, true] {
        let mut walk = Walk::start(rare).await;
        walk.everything().await;
        for (operation, made) in walk.actions {
            actions.entry(operation).or_default().extend(made);
        }
    }
    let mut wrong = BTreeMap::new();
    let blocks = template::functions().into_values();
    for block in blocks.filter(|block| !block.paths.is_empty()) {
        let allowed: BTreeSet<_> = block
            .statements
            .iter()
            .flat_map(allowed)
            .filter(|action| action.starts_with("dynamodb:"))
            .collect();
        let mut made = actions.remove(&block.binary).unwrap();
        made.extend(
            SELDOM.iter().filter(|(of, _)| *of == block.binary).map(|(_, call)| call.to_string()),
        );
        if allowed != made {
            wrong.insert(block.binary, made);
        }
    }
    assert!(wrong.is_empty(), "template.yaml should allow: {wrong:#?}");
}

/// The functions that make or read codes and links: all others have the key of what passes, or none.
const CODES_AND_LINKS: [&str; 12] = [
    "accept_invitation",
    "activate_invitation",
    "confirm_sign_in",
    "decline_invitation",
    "list_codes",
    "preview_invitation",
    "redeem_code",
    "redeem_for_drivers",
    "send_codes",
    "send_mail",
    "stop_mails",
    "void_codes",
];

#[test]
fn a_function_has_the_key_just_of_what_it_makes_or_reads_that_is_sealed() {
    let routes = functions::routes::all();
    for block in template::functions().into_values() {
        let route = routes.iter().find(|route| route.name == block.binary);
        let keyed =
            route.is_some_and(|route| route.method == Method::POST && route.rule != Rule::Anyone);
        // A person's sign-ins are one page.
        let listed = block.binary.starts_with("list_") && block.binary != "list_sign_ins";
        let passing = keyed || listed || block.binary == "search_accounts";
        let key = match CODES_AND_LINKS.contains(&block.binary.as_str()) {
            true => Some("SealKey.Arn"),
            false => passing.then_some("PassingKey.Arn"),
        };
        let sealing = block.statements.iter().filter(|one| one.actions == ["kms:GenerateMac"]);
        let of = sealing.map(|one| one.resources.iter().find(|name| name.ends_with("Key.Arn")));
        let of: Vec<_> = of.map(|name| name.map(String::as_str)).collect();
        assert_eq!(of, Vec::from_iter(key.map(Some)), "{}", block.binary);
        assert_eq!(block.has_seal_key, key == Some("SealKey.Arn"), "{}", block.binary);
    }
}

/// Calls that are made only when something changes at the same moment, or is missing; for a holder,
/// whose progress is added up; by a manager of groups, whose drivers are counted.
const SELDOM: &[(&str, &str)] = &[
    ("assign_course", "dynamodb:DeleteItem"),
    // Once all drivers of more than one call are shared.
    ("share_drivers", "dynamodb:DeleteItem"),
    ("get_user", "dynamodb:Query"),
    ("update_user", "dynamodb:Query"),
    ("accept_invitation", "dynamodb:Query"),
    ("label_context", "dynamodb:Query"),
    ("set_current_context", "dynamodb:Query"),
];

/// A statement's actions, with the index that they are allowed on.
fn allowed(statement: &template::Statement) -> Vec<String> {
    let index = statement.resources.iter().find_map(|resource| resource.split_once("/index/"));
    let index = index.map(|(_, name)| format!(" {}", name.trim_matches(['"', '}'])));
    let index = index.unwrap_or_default();
    statement.actions.iter().map(|action| format!("{action}{index}")).collect()
}
