//! The API's document holds for every answer that a test sees: its status is declared for its
//! operation, and so is a problem's code.

use std::{collections::BTreeSet, fs, sync::LazyLock};

use http::Method;
use serde_json::Value;

use crate::Answer;

/// The API's document, as it is kept.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/openapi.json");
    let text = fs::read_to_string(file).expect("the API's document");
    serde_json::from_str(&text).expect("JSON")
});

/// Fails the test if the document does not know of such an answer.
pub fn check(method: &Method, path: &str, answer: &Answer) {
    let method = method.as_str().to_lowercase();
    let Some(operation) = operation(&method, path) else { return };
    let name = operation["operationId"].as_str().expect("a name");
    let declared = &operation["responses"][answer.status.to_string()];
    assert!(declared.is_object(), "{name} may answer {}: {}", answer.status, answer.text);
    if answer.status >= 400 {
        let codes = codes(declared);
        assert!(codes.contains(answer.code()), "{name} may answer {}: {codes:?}", answer.text);
    }
}

/// The operation at a path: where several fit, the one with the fewest placeholders.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let paths = DOCUMENT["paths"].as_object().expect("paths").iter();
    let fitting = paths.filter(|(pattern, of)| of.get(method).is_some() && fits(pattern, path));
    let (_, of) = fitting.min_by_key(|(pattern, _)| pattern.matches('{').count())?;
    Some(&of[method])
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.split('/'), path.split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern.zip(path).all(|(pattern, part)| pattern.starts_with('{') || pattern == part)
}

fn codes(answer: &Value) -> BTreeSet<&'static str> {
    let schema = &behind(answer)["content"]["application/problem+json"]["schema"];
    let words = behind(schema)["properties"]["code"]["enum"].as_array().expect("codes");
    words.iter().filter_map(Value::as_str).collect()
}

fn behind(reference: &Value) -> &'static Value {
    let pointer = reference["$ref"].as_str().and_then(|text| text.strip_prefix('#'));
    DOCUMENT.pointer(pointer.expect("a reference")).expect("something behind it")
}
