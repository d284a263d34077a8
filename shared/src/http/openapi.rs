//! The API's document, OpenAPI 3.1, made from the routes and the operations' own types.

use http::Method;
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    access::Rule,
    problem::{Code, ProblemBody},
    route::Route,
};

/// The document of all these routes.
pub fn document<'a>(routes: impl IntoIterator<Item = &'a Route>) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<ProblemBody>();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_lowercase()] = operation(route, &mut generator);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Codriver",
            "version": "1",
            "description": "Driver training and driver management that many companies share.",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "responses": { "Problem": {
                "description": format!("A problem; its `code` is one of: {}.", codes()),
                "content": { "application/problem+json": { "schema": problem } },
            } },
        },
    })
}

fn codes() -> String {
    Code::ALL.iter().map(|code| format!("`{}`", code.as_str())).collect::<Vec<_>>().join(", ")
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let described = (route.describe)(generator);
    let mut answer = json!({ "description": "Done." });
    if let Some((media, schema)) = described.answer.body {
        answer["content"] = content(media, &schema);
    }
    let mut operation = json!({
        "operationId": route.name,
        "summary": route.summary,
        "description": format!("Who may call: {}.", access(route.rule)),
        "parameters": parameters(route, described.query, generator),
        "responses": {
            described.answer.status.to_string(): answer,
            "default": { "$ref": "#/components/responses/Problem" },
        },
    });
    if let Some((media, schema)) = described.body {
        operation["requestBody"] = json!({ "required": true, "content": content(media, &schema) });
    }
    if route.rule != Rule::Anyone {
        operation["security"] = json!([{ "bearer": [] }]);
    }
    operation
}

/// A body in each of its media types; one that is not JSON is a text.
fn content(media: &[&str], schema: &Schema) -> Value {
    let content = media.iter().map(|media| match *media {
        "text/csv" => (media.to_string(), json!({ "schema": { "type": "string" } })),
        media => (media.to_string(), json!({ "schema": schema })),
    });
    content.collect()
}

fn access(rule: Rule) -> String {
    match rule {
        Rule::Anyone => "anyone".into(),
        Rule::Person => "a person who is signed in".into(),
        Rule::SignedIn => "a person who is signed in, or an API key".into(),
        Rule::Operator => "the operator of the service".into(),
        Rule::Account(right) => format!("whoever has the right `{right:?}` in the account"),
    }
}

fn parameters(route: &Route, query: Option<Schema>, generator: &mut SchemaGenerator) -> Vec<Value> {
    let names = route.path.split(['{', '}']).skip(1).step_by(2);
    let mut all: Vec<_> = names
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    if route.method == Method::POST && route.rule != Rule::Anyone {
        all.push(json!({
            "name": "Idempotency-Key", "in": "header",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255 },
        }));
    }
    if route.versioned {
        all.push(json!({
            "name": "If-Match", "in": "header",
            "description": "The version that was seen, in quotes; a stale one is refused.",
            "schema": { "type": "string" },
        }));
    }
    let query = query.map(Schema::to_value).unwrap_or_default();
    if let Some(shared) = query["$defs"].as_object() {
        generator.definitions_mut().extend(shared.clone());
    }
    let required =
        |name: &str| query["required"].as_array().is_some_and(|all| all.iter().any(|n| n == name));
    for (name, schema) in query["properties"].as_object().into_iter().flatten() {
        let mut schema = schema.clone();
        point_to_components(&mut schema);
        all.push(
            json!({ "name": name, "in": "query", "required": required(name), "schema": schema }),
        );
    }
    all
}

/// A query's schema stands alone, so its references must be moved to the document's place.
fn point_to_components(schema: &mut Value) {
    match schema {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix("#/$defs/") {
                *text = format!("#/components/schemas/{name}");
            }
        }
        Value::Array(all) => all.iter_mut().for_each(point_to_components),
        Value::Object(all) => all.values_mut().for_each(point_to_components),
        _ => {}
    }
}
