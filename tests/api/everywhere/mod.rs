//! What holds for every operation.

mod deadline;
mod heads;
mod idempotency;
mod lagging;
mod lists;
mod problems;
mod requests;
mod versions;

use serde_json::{Value, json};
use tests::{Answer, Caller};

/// Well-formed, and of nothing.
const ULID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// Makes an API key: a POST that can be done any number of times.
async fn make_key(caller: &Caller, account: &str, name: &str) -> Answer {
    caller.post(&format!("{account}/api-keys"), new_key(name)).await
}

fn new_key(name: &str) -> Value {
    json!({ "name": name, "scopes": ["codes"] })
}
