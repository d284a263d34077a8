//! The parameters of an operation: in its path, its query and its headers.

use http::Method;
use serde_json::{Value, json};

use super::shapes::without_null;
use crate::http::{access::Rule, operation::Operation, route::Route};

/// All of them.
pub fn of(route: &Route, described: &Operation) -> Vec<Value> {
    let path = described.path.iter().map(|(name, schema)| {
        let description = format!("The identifier of the {name}.");
        json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema })
    });
    path.chain(of_query(described)).chain(of_head(route)).collect()
}

fn of_query(described: &Operation) -> Vec<Value> {
    let query = described.query.as_ref().map(|query| query.as_value().clone()).unwrap_or_default();
    let required =
        |name: &str| query["required"].as_array().is_some_and(|all| all.iter().any(|n| n == name));
    let properties = query["properties"].as_object().into_iter().flatten();
    let parameters = properties.map(|(name, schema)| {
        let mut schema = schema.clone();
        let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
        without_null(&mut schema);
        let description = description.unwrap_or_else(|| json!(""));
        json!({
            "name": name, "in": "query", "required": required(name),
            "description": description, "schema": schema,
        })
    });
    parameters.collect()
}

fn of_head(route: &Route) -> Vec<Value> {
    let mut all = vec![];
    if is_keyed(route) {
        all.push(json!({
            "name": "Idempotency-Key", "in": "header",
            "description": "The same key with the same body is answered as the first time, for 24 hours.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
        }));
    }
    if route.versioned {
        all.push(json!({
            "name": "If-Match", "in": "header",
            "description": "The version that was seen, in quotes, or several; a stale one is refused.",
            "schema": { "type": "string" },
            "example": "\"3\"",
        }));
    }
    all
}

/// Whether it heeds `Idempotency-Key`.
pub fn is_keyed(route: &Route) -> bool {
    route.method == Method::POST && route.rule != Rule::Anyone
}
