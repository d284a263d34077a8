//! Nobody sees or changes what is another's: every route, by every kind of outsider. The rows are
//! made from the list of routes; one without an expectation fails.

mod expected;
mod world;

use http::Method;
use serde_json::{Value, json};
use shared::http::{Route, access::Rule};
use tests::{Answer, Caller};

use expected::{ALL, FAIL, IN_PART, MAY, NO, Row, row};
use world::World;

/// The routes of an account, each with a row.
fn account_routes() -> impl Iterator<Item = Route> {
    let all = functions::routes::all().into_iter();
    all.filter(|route| matches!(route.rule, Rule::Account(_)))
}

async fn call(caller: &Caller, route: &Route, path: &str, body: &Value) -> Answer {
    let body = (route.method != Method::GET).then(|| body.clone());
    caller.send(route.method.clone(), path, body).await
}

/// What is answered, in words of the table.
fn said(answer: &Answer) -> String {
    match answer.status {
        200 if answer.body["results"].is_array() => {
            let results = answer.body["results"].as_array().unwrap();
            let failed = results.iter().all(|row| row["status"] == "failed");
            if failed { FAIL.into() } else { ALL.into() }
        }
        200 => IN_PART.into(),
        status => format!("{status} {}", answer.code()),
    }
}

#[test]
fn every_route_has_a_row_of_its_kind() {
    for route in functions::routes::all() {
        let fits = match row(route.name) {
            Row::InAccount(_) => matches!(route.rule, Rule::Account(_)),
            Row::Own(_) => route.rule == Rule::Person,
            Row::Operators => route.rule == Rule::Operator,
            Row::OfAllSignedIn => route.rule == Rule::SignedIn,
            Row::Public => route.rule == Rule::Anyone,
        };
        assert!(fits, "{}", route.name);
    }
}

#[tokio::test]
async fn to_an_outsider_an_account_is_as_if_it_did_not_exist() {
    let world = World::start().await;
    let outsiders = world.strangers().await;
    for route in account_routes() {
        let (there, absent) = (world.path(&route), world.path_of_nothing(&route));
        let body = world.body(route.name);
        for (who, outsider) in &outsiders {
            let case = format!("{} by {who}", route.name);
            let answer = call(outsider, &route, &there, &body).await;
            let nowhere = call(outsider, &route, &absent, &body).await;
            assert_eq!((answer.status, answer.code()), (404, "not_found"), "{case}");
            assert_eq!(answer.text, nowhere.text, "{case}");
        }
    }
}

#[tokio::test]
async fn who_shows_nothing_or_a_dead_token_is_unauthenticated() {
    let world = World::start().await;
    let nobodies = [("nobody", world.service.anonymous()), ("the signed out", world.dead().await)];
    for route in functions::routes::all().iter().filter(|route| route.rule != Rule::Anyone) {
        for (who, caller) in &nobodies {
            let answer = call(caller, route, &world.path(route), &world.body(route.name)).await;
            let case = format!("{} by {who}: {}", route.name, answer.text);
            assert_eq!((answer.status, answer.code()), (401, "unauthenticated"), "{case}");
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{case}");
            world.gives_nothing_away(&case, &answer, world::EVERYTHING);
        }
    }
}

#[tokio::test]
async fn who_belongs_to_an_account_gets_there_what_their_role_and_scope_allow() {
    let world = World::start().await;
    let insiders = world.insiders().await;
    for route in account_routes() {
        let Row::InAccount(expected) = row(route.name) else { unreachable!("a row of its kind") };
        for ((who, insider), expected) in insiders.iter().zip(expected) {
            if expected == MAY {
                continue;
            }
            let answer = call(insider, &route, &world.path(&route), &world.body(route.name)).await;
            let case = format!("{} by {who}: {}", route.name, answer.text);
            assert_eq!(said(&answer), expected, "{case}");
            world.gives_nothing_away(&case, &answer, world::OUTSIDE_THE_SCOPE);
        }
    }
    world.is_untouched().await;
}

#[tokio::test]
async fn a_program_gets_what_its_keys_scopes_open_and_nothing_else() {
    let world = World::start().await;
    for route in account_routes() {
        let Row::InAccount([.., expected]) = row(route.name) else { unreachable!("a row") };
        let Rule::Account(right) = route.rule else { unreachable!("a route of an account") };
        let Some(program) = world.program_without(right).await else {
            assert_eq!(expected, MAY, "{}: every key opens it", route.name);
            continue;
        };
        let answer = call(&program, &route, &world.path(&route), &world.body(route.name)).await;
        let case = format!("{}: {}", route.name, answer.text);
        assert_eq!((said(&answer).as_str(), expected), (NO, NO), "{case}");
        world.gives_nothing_away(&case, &answer, world::EVERYTHING);
    }
    world.is_untouched().await;
}

#[tokio::test]
async fn a_persons_own_things_are_theirs_alone() {
    let world = World::start().await;
    let (other, program) = (world.other.holder.clone(), world.other_program().await);
    for route in functions::routes::all().iter().filter(|route| route.rule == Rule::Person) {
        let Row::Own(expected) = row(route.name) else { unreachable!("a row of its kind") };
        let (path, body) = (world.path(route), world.body(route.name));
        let answer = call(&program, route, &path, &body).await;
        assert_eq!((answer.status, answer.code()), (403, "forbidden"), "{}", route.name);
        if expected != MAY {
            let answer = call(&other, route, &path, &body).await;
            let case = format!("{}: {}", route.name, answer.text);
            assert_eq!(said(&answer), expected, "{case}");
            world.gives_nothing_away(&case, &answer, world::EVERYTHING);
        }
    }
    world.is_untouched().await;
}

#[tokio::test]
async fn only_the_operator_does_what_is_the_operators() {
    let world = World::start().await;
    let callers = [world.company.holder.clone(), world.other_program().await];
    for route in functions::routes::all().iter().filter(|route| route.rule == Rule::Operator) {
        for caller in &callers {
            let answer = call(caller, route, &world.path(route), &json!({})).await;
            assert_eq!((answer.status, answer.code()), (403, "forbidden"), "{}", route.name);
            world.gives_nothing_away(route.name, &answer, world::EVERYTHING);
        }
    }
}
