//! The document's schemas: how they are named. A name must not change when an operation is added,
//! so it comes from the type or from the operation, never from a count.

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use thiserror::Error;

use super::{
    names::pascal,
    shapes::{Side, apart, shape},
};
use crate::http::{
    Code,
    operation::{Operation, generator},
    problem::ProblemBody,
};

/// Where schemas lie.
const PLACE: &str = "#/components/schemas/";

/// Two types have one name.
#[derive(Debug, Error)]
#[error("{name} is the name of two types, the second one in {operation}")]
pub struct Clash {
    name: String,
    operation: String,
}

/// The schemas that were named so far.
pub struct Schemas(Map<String, Value>);

impl Schemas {
    /// Those that every operation may need.
    pub fn new() -> Result<Self, Clash> {
        let mut generator = generator(true);
        generator.subschema_for::<ProblemBody>();
        let mut schemas = Self(Map::new());
        schemas.keep("problems", generator.take_definitions(true), Side::Given)?;
        Ok(schemas)
    }

    /// All of them, by name.
    pub fn all(mut self) -> Map<String, Value> {
        self.0.sort_keys();
        self.0
    }

    /// Adds those of an operation. Its body is called after it, whatever the body's type is called.
    pub fn add(&mut self, operation: &str, described: &mut Operation) -> Result<(), Clash> {
        if let Some((_, body)) = &mut described.body {
            let old = body.get("$ref").and_then(Value::as_str).unwrap_or_default();
            let old = old.strip_prefix(PLACE).unwrap_or_default().to_owned();
            let new = format!("{}Input", pascal(operation));
            if let Some(schema) = described.taken.remove(&old) {
                described.taken.insert(new.clone(), schema);
                body.insert("$ref".into(), json!(format!("{PLACE}{new}")));
            }
        }
        self.keep(operation, std::mem::take(&mut described.taken), Side::Taken)?;
        self.keep(operation, std::mem::take(&mut described.given), Side::Given)
    }

    fn keep(&mut self, operation: &str, all: Map<String, Value>, side: Side) -> Result<(), Clash> {
        for (name, mut schema) in all {
            shape(&mut schema, side);
            let ways = apart(&name, PLACE, &mut schema);
            for (name, schema) in ways.into_iter().chain([(name, schema)]) {
                self.insert(operation, name, schema)?;
            }
        }
        Ok(())
    }

    fn insert(&mut self, operation: &str, name: String, schema: Value) -> Result<(), Clash> {
        if self.0.get(&name).is_some_and(|old| *old != schema) {
            return Err(Clash { name, operation: operation.to_owned() });
        }
        self.0.insert(name, schema);
        Ok(())
    }

    /// A problem with one of these codes; gives what refers to it.
    pub fn problem(&mut self, name: &str, codes: &[Code]) -> Result<Value, Clash> {
        let mut problem = self.0["Problem"].clone();
        let codes: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
        problem["description"] = json!(format!("A problem: {}.", codes.join(", ")));
        problem["properties"]["code"] =
            json!({ "type": "string", "enum": codes, "description": "The stable word for it." });
        self.insert(name, name.to_owned(), problem)?;
        Ok(json!({ "$ref": format!("{PLACE}{name}") }))
    }
}

/// Takes away what nothing refers to.
pub fn prune(document: &mut Value) {
    loop {
        let mut used = HashSet::new();
        references(document, &mut used);
        let Some(all) = document["components"]["schemas"].as_object_mut() else { return };
        let before = all.len();
        all.retain(|name, _| used.contains(&format!("{PLACE}{name}")));
        if all.len() == before {
            return;
        }
    }
}

fn references(value: &Value, found: &mut HashSet<String>) {
    match value {
        Value::Object(all) => {
            found.extend(all.get("$ref").and_then(Value::as_str).map(str::to_owned));
            all.values().for_each(|value| references(value, found));
        }
        Value::Array(all) => all.iter().for_each(|value| references(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
