//! Bodies that are filled in one way or another, as their schemas tell it.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::shapes::without_null;

/// A way to fill in a body.
#[derive(Debug, Clone, Copy, Default)]
pub struct Way {
    /// The field and the word in it that tell this way, if any do.
    pub word: Option<(&'static str, &'static str)>,
    /// The fields that only this way needs; a choice among them must be `true`.
    pub needs: &'static [&'static str],
    /// The fields that only this way may have.
    pub may_have: &'static [&'static str],
}

/// Makes a body's schema an either/or of these ways; what none of them names is in all of them.
pub fn either(schema: &mut Schema, ways: &[Way]) {
    let whole = schema.clone().to_value();
    let told: Vec<_> = ways.iter().map(|way| one(&whole, way, ways)).collect();
    let all = schema.ensure_object();
    for gone in ["type", "properties", "required", "additionalProperties"] {
        all.remove(gone);
    }
    all.insert("oneOf".into(), Value::Array(told));
}

fn one(whole: &Value, way: &Way, ways: &[Way]) -> Value {
    let named = |name: &str| {
        ways.iter().any(|way| way.needs.contains(&name) || way.may_have.contains(&name))
    };
    let fields = whole["properties"].as_object().into_iter().flatten();
    let mut fields: Map<String, Value> = fields
        .filter(|(name, _)| {
            let name = name.as_str();
            !named(name) || way.needs.contains(&name) || way.may_have.contains(&name)
        })
        .map(|(name, field)| (name.clone(), field.clone()))
        .collect();
    let mut required: Vec<_> =
        whole["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    required.extend(way.needs);
    for name in way.needs {
        let Some(field) = fields.get_mut(*name) else { continue };
        without_null(field);
        if field["type"] == "boolean" {
            field["const"] = json!(true);
        }
    }
    if let Some((field, word)) = way.word {
        fields.insert(field.into(), json!({ "type": "string", "enum": [word] }));
    }
    json!({ "type": "object", "properties": fields, "required": required })
}
