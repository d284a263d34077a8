//! The API's document, OpenAPI 3.1, made from the routes and the operations' own types.

pub mod either;
mod headers;
mod names;
mod parameters;
mod refusals;
mod schemas;
mod shapes;
mod standing;

use serde_json::{Map, Value, json};

use self::{parameters::is_keyed, refusals::Refusals, schemas::Schemas};
use super::{operation::Operation, route::Route};

pub use self::schemas::Clash;

/// What the document is made of.
pub struct Api<'a> {
    /// The operations, with what each takes and answers.
    pub operations: Vec<(Route, Operation)>,
    /// What the operations are about, each with a sentence, in the document's order.
    pub subjects: &'a [(&'static str, &'static str)],
    /// By operation: a `request` and an `answer` that were seen, by media type.
    pub examples: &'a Value,
}

/// The document. It fails where two types have one name.
pub fn document(api: Api<'_>) -> Result<Value, Clash> {
    let mut schemas = Schemas::new()?;
    let mut refusals = Refusals::default();
    let mut paths: Map<String, Value> = Map::new();
    for (route, described) in api.operations {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        let examples = &api.examples[route.name];
        let operation = operation(&route, described, examples, &mut schemas, &mut refusals)?;
        path[route.method.as_str().to_lowercase()] = operation;
    }
    let tags = api.subjects.iter();
    let tags = tags.map(|(name, says)| json!({ "name": name, "description": says }));
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Codriver",
            "version": "1",
            "summary": "Driver training and driver management that many companies share.",
            "description": include_str!("openapi/introduction.md"),
            "contact": { "name": "Whoever runs this service" },
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "Where this document came from." }],
        "tags": tags.collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas.all(),
            "responses": refusals.all(),
            "headers": headers::all(),
            "securitySchemes": standing::schemes(),
        },
    });
    schemas::prune(&mut document);
    Ok(document)
}

fn operation(
    route: &Route,
    mut described: Operation,
    examples: &Value,
    schemas: &mut Schemas,
    refusals: &mut Refusals,
) -> Result<Value, Clash> {
    let versioned = described.shows_version();
    schemas.add(route.name, &mut described)?;
    let mut operation = json!({
        "operationId": route.name,
        "tags": [route.subject],
        "summary": route.summary,
        "description": standing::who_may_call(route.rule),
        "security": standing::security(route.rule),
        "parameters": parameters::of(route, &described),
        "responses": answers(route, &described, versioned, examples),
    });
    if let Some((media, schema)) = &described.body {
        let content = content(media, schema.as_value(), &examples["request"]);
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    if let Some(answers) = operation["responses"].as_object_mut() {
        answers.extend(refusals.of(route, &described, schemas)?);
        answers.sort_keys();
    }
    Ok(operation)
}

/// What is answered when it is done.
fn answers(
    route: &Route,
    described: &Operation,
    versioned: bool,
    examples: &Value,
) -> Map<String, Value> {
    let answer = &described.answer;
    let answers = answer.statuses.iter().map(|status| {
        let mut names = answer.headers.to_vec();
        names.extend((*status == 201).then_some("Location"));
        names.extend(versioned.then_some("ETag"));
        names.extend(is_keyed(route).then_some("Idempotency-Replayed"));
        if answer.body.as_ref().is_some_and(|(media, _)| media.len() > 1) {
            names.extend(["Content-Disposition", "Vary"]);
        }
        let mut said = json!({ "description": says(*status), "headers": headers::with(&names) });
        if let Some((media, schema)) = &answer.body {
            said["content"] = content(media, schema.as_value(), &examples["answer"]);
        }
        (status.to_string(), said)
    });
    let unchanged = json!({
        "description": "It is as `If-None-Match` names it.",
        "headers": headers::with(&["ETag"]),
    });
    let unchanged = (versioned && route.method.is_safe()).then(|| ("304".into(), unchanged));
    answers.chain(unchanged).collect()
}

fn says(status: u16) -> &'static str {
    match status {
        201 => "It is made.",
        202 => "It will be done.",
        204 => "It is done; there is nothing to tell.",
        _ => "It is done, or was before.",
    }
}

/// A body in each of its media types; one that is neither JSON nor a form is a text, and never an
/// empty one.
fn content(media: &[&str], schema: &Value, examples: &Value) -> Value {
    let content = media.iter().map(|media| {
        let mut said = match *media {
            "application/json" => json!({ "schema": schema }),
            // The one form that is taken is that of mail programs (RFC 8058, 3.1). It is described as a
            // map: openapi-generator leaves the models of forms out, and what it makes names them.
            "application/x-www-form-urlencoded" | "multipart/form-data" => json!({ "schema": {
                "type": "object",
                "propertyNames": { "enum": ["List-Unsubscribe"] },
                "additionalProperties": { "type": "string", "enum": ["One-Click"] },
                "minProperties": 1,
            } }),
            "application/pdf" => json!({ "schema": { "type": "string", "format": "binary" } }),
            _ => json!({ "schema": { "type": "string", "minLength": 1 } }),
        };
        if let Some(example) = examples.get(*media) {
            said["example"] = example.clone();
        }
        (media.to_string(), said)
    });
    content.collect()
}
