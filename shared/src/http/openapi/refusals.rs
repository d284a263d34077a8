//! The problems that an operation may answer, by status, with their codes.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::{
    headers,
    names::{pascal, reason},
    parameters::is_keyed,
    schemas::{Clash, Schemas},
};
use crate::{
    domain::Invalid,
    http::{Code, Problem, access::Rule, operation::Operation, route::Route},
};

impl JsonSchema for Code {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ProblemCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        json_schema!({
            "type": "string",
            "enum": codes,
            "description": format!("Which problem it is. {}", meanings(Code::ALL)),
        })
    }
}

/// Answers that are problems, each told once.
#[derive(Default)]
pub struct Refusals(BTreeMap<String, Value>);

impl Refusals {
    /// All that operations refer to.
    pub fn all(self) -> BTreeMap<String, Value> {
        self.0
    }

    /// The problems of an operation, by status.
    pub fn of(
        &mut self,
        route: &Route,
        described: &Operation,
        schemas: &mut Schemas,
    ) -> Result<Map<String, Value>, Clash> {
        let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
        let own = route.refusals.iter().copied();
        for code in general(route, described).into_iter().chain(own) {
            let codes = by_status.entry(code.status()).or_default();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let mut answers = Map::new();
        for (status, codes) in by_status {
            let name = name(route, status, &codes);
            if !self.0.contains_key(&name) {
                let schema = schemas.problem(&format!("{name}Problem"), &codes)?;
                self.0.insert(name.clone(), answer(&codes, &schema));
            }
            let reference = json!({ "$ref": format!("#/components/responses/{name}") });
            answers.insert(status.to_string(), reference);
        }
        Ok(answers)
    }
}

/// The codes that follow from what a route takes and asks of its caller.
fn general(route: &Route, described: &Operation) -> Vec<Code> {
    use Code::{
        Forbidden, IdempotencyKeyReused, InternalError, InvalidInput, MalformedRequest,
        NotAcceptable, NotFound, PayloadTooLarge, RequestInProgress, StaleVersion, Unauthenticated,
        Unavailable, UnsupportedMediaType,
    };
    let named = route.rule != Rule::Anyone;
    // Reading the catalogue is open to whoever is somebody.
    let may_lack_right = named && !(route.rule == Rule::SignedIn && route.method.is_safe());
    let conditions: [(bool, &[Code]); 8] = [
        (true, &[MalformedRequest, PayloadTooLarge, InvalidInput, InternalError, Unavailable]),
        (true, &[UnsupportedMediaType]),
        (described.answer.body.is_some(), &[NotAcceptable]),
        (named, &[Unauthenticated]),
        (may_lack_right, &[Forbidden]),
        (!described.path.is_empty(), &[NotFound]),
        (route.versioned, &[StaleVersion]),
        (is_keyed(route), &[RequestInProgress, IdempotencyKeyReused]),
    ];
    conditions
        .into_iter()
        .filter(|(holds, _)| *holds)
        .flat_map(|(_, codes)| codes)
        .copied()
        .collect()
}

/// What an answer is called: by its codes where they are few, so that operations share it, else by
/// its operation.
fn name(route: &Route, status: u16, codes: &[Code]) -> String {
    if codes.len() > 2 {
        return format!("{}{}", pascal(route.name), reason(status));
    }
    let mut names: Vec<_> = codes.iter().map(|code| pascal(code.as_str())).collect();
    names.sort();
    names.join("Or")
}

fn answer(codes: &[Code], schema: &Value) -> Value {
    use Code::{RequestInProgress, TooManyRequests, Unauthenticated, Unavailable};
    let any = |of: &[Code]| codes.iter().any(|code| of.contains(code));
    let mut names = vec![];
    if any(&[RequestInProgress, TooManyRequests, Unavailable]) {
        names.push("Retry-After");
    }
    if any(&[Unauthenticated]) {
        names.push("WWW-Authenticate");
    }
    let examples: Map<_, _> = codes
        .iter()
        .map(|code| (code.as_str().to_owned(), json!({ "value": example(*code) })))
        .collect();
    json!({
        "description": meanings(codes),
        "headers": headers::with(&names),
        "content": { "application/problem+json": { "schema": schema, "examples": examples } },
    })
}

fn example(code: Code) -> Value {
    let problem = match code {
        Code::InvalidInput => Problem::field("users[2].id", Invalid::not_found()),
        code => Problem::new(code),
    };
    json!(problem.body())
}

fn meanings(codes: &[Code]) -> String {
    let all = codes.iter().map(|code| format!("`{}`: {}", code.as_str(), code.title()));
    all.collect::<Vec<_>>().join(" ")
}
