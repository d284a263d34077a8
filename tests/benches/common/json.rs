//! Items as DynamoDB writes them in JSON.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};
use shared::table::Item;

/// An item.
pub fn item(item: &Item) -> Value {
    item.iter().map(|(name, value)| (name.clone(), attribute(value))).collect()
}

fn attribute(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(bool) => json!({ "BOOL": bool }),
        AttributeValue::L(list) => json!({ "L": list.iter().map(attribute).collect::<Vec<_>>() }),
        AttributeValue::M(map) => json!({ "M": item(map) }),
        AttributeValue::Null(_) => json!({ "NULL": true }),
        other => panic!("no item has {other:?}"),
    }
}
