//! The headers of answers, as the document tells them.

use serde_json::{Map, Value, json};

/// Each header, with what it says.
const HEADERS: [(&str, &str); 10] = [
    ("x-request-id", "The request's name: its line in the service's log has the same."),
    ("Location", "The path of what was made."),
    ("ETag", "The version in quotes: for `If-Match` of a change, and `If-None-Match` of a read."),
    ("Idempotency-Replayed", "`true` where it is the first answer to a request sent again."),
    ("Content-Disposition", "A name for the file, where it is one."),
    ("Vary", "`accept`: the kind of answer depends on it."),
    ("Retry-After", "In how many seconds to try again."),
    ("WWW-Authenticate", "`Bearer`: a token is asked for."),
    ("Link", "With `rel=\"next\"`: the next page, of CSV that has more rows."),
    ("Set-Cookie", "The console's cookie, or that it is taken away."),
];

/// All of them, for answers to refer to.
pub fn all() -> Map<String, Value> {
    let all = HEADERS.iter().map(|(name, says)| {
        (name.to_string(), json!({ "description": says, "schema": { "type": "string" } }))
    });
    all.collect()
}

/// The headers of an answer: these, and those that all have.
pub fn with(names: &[&str]) -> Map<String, Value> {
    let reference = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    let all = ["x-request-id"].iter().chain(names);
    all.map(|name| (name.to_string(), reference(name))).collect()
}
