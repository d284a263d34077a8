//! The examples of the API's document: what the walk over every operation sends and is answered.

use std::{env, fs};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use tests::Answer;

use super::walk::Walk;

/// A request and an answer of an operation, by media type.
#[derive(Default)]
pub struct Seen {
    request: Map<String, Value>,
    answer: Map<String, Value>,
}

impl Seen {
    pub fn note(&mut self, asked: Option<Value>, answer: &Answer) {
        if let Some(asked) = asked {
            self.request.entry("application/json").or_insert(asked);
        }
        if answer.body.is_object() {
            self.answer.entry("application/json").or_insert_with(|| answer.body.clone());
        } else if answer.header("content-type").starts_with("text/csv") {
            let begin: String = answer.text.split_inclusive("\r\n").take(3).collect();
            self.answer.entry("text/csv").or_insert(json!(begin));
        }
    }
}

#[tokio::test]
async fn the_examples_of_the_api_document_are_what_the_service_answers() {
    let mut walk = Walk::start(false).await;
    walk.everything().await;
    let now = Timestamp::now();
    let seen = walk.seen.into_iter().filter(|(operation, _)| operation != "get_openapi");
    let examples: Map<_, _> = seen
        .map(|(operation, Seen { request, answer })| {
            let mut example = json!({ "request": request, "answer": answer });
            settle(&mut example, now, 0);
            (operation, example)
        })
        .collect();
    let (file, made) =
        (concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/examples.json"), json!(examples));
    if env::var("UPDATE").is_ok_and(|update| update == "1") {
        fs::write(file, serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let kept: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    for (operation, example) in &examples {
        let kept = shape(&kept[operation]);
        assert_eq!(kept, shape(example), "{operation}: UPDATE=1 cargo test rewrites the examples");
    }
    assert_eq!(kept.as_object().unwrap().len(), examples.len());
}

/// What a value is made of, whatever it says this time.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(all) => {
            all.iter().map(|(name, value)| (name.clone(), shape(value))).collect()
        }
        Value::Array(all) => all.first().map(shape).into_iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => json!(""),
    }
}

/// The moment at which all of it seems to have happened.
const MOMENT: Timestamp = Timestamp::constant(1_795_340_000, 0);
/// How far from now a time is that was written as it is.
const FAR: SignedDuration = SignedDuration::from_hours(20 * 365 * 24);

/// Makes what differs from run to run the same, takes secrets out, and makes lists short. `place` is
/// that in the innermost list: identifiers of one list differ.
fn settle(value: &mut Value, now: Timestamp, place: usize) {
    match value {
        Value::Object(all) => all.values_mut().for_each(|value| settle(value, now, place)),
        Value::Array(all) => {
            all.truncate(2);
            all.iter_mut().enumerate().for_each(|(place, value)| settle(value, now, place));
        }
        Value::String(text) => {
            let settled = time(text, now).or_else(|| id(text, place)).or_else(|| secret(text));
            *text = settled.unwrap_or_else(|| std::mem::take(text));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn time(text: &str, now: Timestamp) -> Option<String> {
    let time: Timestamp = text.parse().ok()?;
    let days = (time.duration_since(now).as_secs_f64() / 86_400.0).round();
    let from = SignedDuration::from_secs_f64(days * 86_400.0);
    (from.abs() < FAR).then(|| (MOMENT + from).to_string())
}

fn id(text: &str, place: usize) -> Option<String> {
    let (prefix, ulid) = text.split_once('_')?;
    let is_id = prefix.len() == 3 && ulid.len() == 26 && !ulid.contains(|c: char| c.is_lowercase());
    is_id.then(|| format!("{prefix}_01JD8ZV3G4M5N6P7Q8R9S0T1V{place}"))
}

/// Tokens, cursors, links and codes.
fn secret(text: &str) -> Option<String> {
    if let Some((address, token)) = text.split_once('#').filter(|_| text.starts_with("http")) {
        return Some(format!("{address}#{}", secret(token)?));
    }
    let dashes: Vec<_> = text.match_indices('-').map(|(at, _)| at).collect();
    if text.len() == 23 && dashes == [5, 11, 17] {
        return Some("7MZ0K-3QWXC-9V2RT-H5B8N".into());
    }
    if text.len() == 9 && dashes == [4] {
        return Some("7MZ0-3QWX".into());
    }
    let long =
        text.len() >= 40 && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let kept = text.split_once('_').filter(|(prefix, _)| prefix.len() == 3);
    long.then(|| format!("{}…", kept.map_or_else(String::new, |(prefix, _)| format!("{prefix}_"))))
}
