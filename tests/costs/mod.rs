//! What every operation costs, kept as a snapshot so that a change which raises it shows; and that
//! each function may make just the calls that its operation makes.

mod driving;
mod examples;
mod firms;
mod learning;
mod limits;
mod people;
mod redemptions;
mod scale;
mod selling;
pub mod walk;

use std::collections::{BTreeMap, BTreeSet};

use shared::table::{counters::MENDS, meter::Cost};
use tests::{template, writes::never_added};

use self::{limits::within_limits, walk::Walk};

/// Calls of operations that are made side by side, and may or may not begin while others are under way:
/// how many round trips they take at least and at most.
const OVERLAPS: [(&str, &str, u32, u32); 10] = [
    ("redeem_code", "extends", 2, 3),
    ("redeem_code", "takes it again", 2, 3),
    ("list_overview", "for a firm", 4, 5),
    ("list_report", "PDF", 2, 3),
    ("open_report", "", 2, 5),
    ("open_report", "of a group", 2, 5),
    ("open_report", "of a user", 2, 5),
    ("open_report", "own", 2, 5),
    ("open_report", "PDF", 2, 5),
    ("open_report", "own as PDF", 2, 5),
];

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
        let overlaps = OVERLAPS.iter().find(|(name, of, ..)| (*name, *of) == (operation, case));
        let round_trips = match overlaps {
            Some((_, _, some, more)) => {
                assert!((*some..=*more).contains(round_trips), "{operation} {case}: {round_trips}");
                format!("{some} to {more}")
            }
            None => round_trips.to_string(),
        };
        table += &format!(
            "| {operation} | {case} | {round_trips} | {calls} | {items_written} | {read_units} | {write_units} |\n"
        );
    }
    if std::env::var("CODRIVER_TEST_DYNAMODB").is_err() {
        insta::assert_snapshot!(table);
    }
    // Only a recount mends a batch's count, and only what leaves much behind has a second round.
    let rounds = ["departure", "user", "readdressing", "forgetting"].map(|kind| (kind, "round"));
    let rare = [[("batch_count", MENDS)].as_slice(), &rounds].concat();
    let unseen: Vec<_> = never_added().into_iter().filter(|one| !rare.contains(one)).collect();
    assert_eq!(unseen, [], "counters.rs names what nobody adds to");
    for (operation, case, cost) in &walk.rows {
        within_limits(operation, case, cost);
    }
}

#[tokio::test]
async fn a_function_may_make_just_the_calls_that_it_makes() {
    let mut made: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for rare in [false, true] {
        let mut walk = Walk::start(rare).await;
        walk.everything().await;
        walk.unasked().await;
        for call in walk.service.recorder().calls() {
            made.entry(call.function).or_default().insert(call.action_and_index());
        }
    }
    for (function, call) in SELDOM {
        made.entry(function).or_default().insert((*call).to_owned());
    }
    let mut wrong = vec![];
    for block in template::functions().into_values() {
        let allowed: BTreeSet<_> = block.statements.iter().flat_map(allowed).collect();
        let mut made = made.remove(&*block.binary).unwrap_or_default();
        if has_pages(&block.binary) {
            made.insert("kms:GenerateMac".to_owned());
        }
        let (lacks, too_much) = (&made - &allowed, &allowed - &made);
        if made != allowed {
            wrong.push(format!("{} lacks {lacks:?} and needs no {too_much:?}", block.binary));
        }
    }
    assert!(wrong.is_empty(), "template.yaml: {wrong:#?}");
}

/// The functions that make or read codes and links: all others have the key of what passes, or none.
const CODES_AND_LINKS: [&str; 28] = [
    "accept_invitation",
    "activate_invitation",
    "confirm_address",
    "confirm_sign_in",
    "create_my_report_link",
    "create_report_link",
    "decline_invitation",
    "get_certificate",
    "get_invite_url",
    "get_my_certificate",
    "invite_manager",
    "list_codes",
    "list_managers",
    "list_my_report_links",
    "list_report_links",
    "make_invite_url",
    "open_report",
    "preview_invitation",
    "preview_invite_url",
    "redeem_code",
    "redeem_for_drivers",
    "request_sign_in",
    "resend_manager_invitation",
    "send_codes",
    "send_mail",
    "stop_mails",
    "update_manager",
    "void_codes",
];

#[test]
fn just_what_makes_or_reads_codes_and_links_may_use_their_key() {
    let blocks = template::functions().into_values();
    for block in blocks {
        let makes = CODES_AND_LINKS.contains(&block.binary.as_str());
        assert_eq!(block.has_seal_key, makes, "{}", block.binary);
        let key = if makes { "SealKey.Arn" } else { "PassingKey.Arn" };
        let sealing = block.statements.iter().filter(|one| one.actions == ["kms:GenerateMac"]);
        for statement in sealing {
            assert!(
                statement.resources.contains(&key.to_owned()),
                "{}: {statement:?}",
                block.binary
            );
        }
    }
}

/// Whether it answers with pages: where the next one begins is sealed, once there is one. A person's
/// sign-ins are one page.
fn has_pages(function: &str) -> bool {
    function.starts_with("list_") && function != "list_sign_ins"
        || ["search_accounts", "export_me"].contains(&function)
}

/// Calls that are made only when something changes at the same moment, or is missing. The whole suite
/// makes them: `.ci/run` sees to that.
const SELDOM: &[(&str, &str)] = &[
    ("assign_course", "dynamodb:DeleteItem"),
    // Once all drivers of more than one call are shared.
    ("share_drivers", "dynamodb:DeleteItem"),
    ("accept_invitation", "dynamodb:Query"),
    // Where the driver has not asked for it before.
    ("get_certificate", "dynamodb:PutItem"),
    // Where the scope is of groups.
    ("accept_my_invitation", "dynamodb:Query"),
    // On a device that is known.
    ("request_sign_in", "kms:GenerateMac"),
    // What is not as counted is mended.
    ("recount_sample", "dynamodb:UpdateItem"),
    // What SES does not take is put back.
    ("send_mail", "sqs:SendMessage"),
];

/// A statement's actions, with the index that they are allowed on.
fn allowed(statement: &template::Statement) -> Vec<String> {
    let index = statement.resources.iter().find_map(|resource| resource.split_once("/index/"));
    let index = index.map(|(_, name)| format!(" {}", name.trim_matches(['"', '}'])));
    let index = index.unwrap_or_default();
    statement.actions.iter().map(|action| format!("{action}{index}")).collect()
}
