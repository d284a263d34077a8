//! Schemas as clients understand them best, and as what is sent really is.

use serde_json::{Map, Value, json};

use super::names::pascal;

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// To the service, which refuses fields that it does not know.
    Taken,
    /// From the service, which leaves a field out rather than send `null`, where it may.
    Given,
}

/// Brings a schema, and what lies within it, into shape.
pub fn shape(schema: &mut Value, side: Side) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(|schema| shape(schema, side)),
        Value::Object(all) => {
            all.values_mut().for_each(|schema| shape(schema, side));
            words(all);
            sizes(all);
            fields(all, side);
        }
        _ => {}
    }
}

/// A choice of words is an `enum`: of `oneOf` and `const` many clients make something else.
fn words(schema: &mut Map<String, Value>) {
    if let Some(word) = schema.get("const").filter(|word| word.is_string()).cloned() {
        schema.remove("const");
        schema.insert("enum".into(), json!([word]));
    }
    let Some(choice) = schema.get("oneOf").and_then(Value::as_array) else { return };
    let word = |one: &Value| one["enum"].as_array().and_then(|all| all.first().cloned());
    let Some(words) = choice.iter().map(word).collect::<Option<Vec<_>>>() else { return };
    let meanings = choice.iter().zip(&words).filter_map(|(one, word)| {
        Some(format!("`{}`: {}", word.as_str()?, one["description"].as_str()?))
    });
    let says = schema.get("description").and_then(Value::as_str).map(str::to_owned);
    let says: Vec<_> = says.into_iter().chain(meanings).collect();
    schema.remove("oneOf");
    schema.insert("type".into(), json!("string"));
    schema.insert("enum".into(), json!(words));
    schema.insert("description".into(), json!(says.join(" ")));
}

/// Only the formats that OpenAPI knows.
fn sizes(schema: &mut Map<String, Value>) {
    let format = match schema.get("format").and_then(Value::as_str) {
        Some("uint8" | "uint16" | "int8" | "int16") => "int32",
        Some("uint32" | "uint64" | "uint") => "int64",
        _ => return,
    };
    schema.insert("format".into(), json!(format));
}

fn fields(schema: &mut Map<String, Value>, side: Side) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    match side {
        Side::Taken => {
            // Of an empty text as a default, generators of Java make what does not compile.
            for field in fields.values_mut().filter_map(Value::as_object_mut) {
                field.retain(|name, value| name != "default" || value != "");
            }
            schema.insert("additionalProperties".into(), json!(false));
        }
        Side::Given => {
            let optional = fields.iter_mut().filter(|(name, _)| !required.contains(&json!(name)));
            optional.for_each(|(_, schema)| without_null(schema));
        }
    }
}

/// The same schema without `null`.
pub fn without_null(schema: &mut Value) {
    let Some(all) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = all.get_mut("type") {
        types.retain(|one| one != "null");
        if let [one] = &types[..] {
            let one = one.clone();
            all.insert("type".into(), one);
        }
    }
    if let Some(Value::Array(words)) = all.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    if let Some(Value::Array(any)) = all.get_mut("anyOf") {
        any.retain(|one| one["type"] != "null");
        if let [Value::Object(one)] = &any[..] {
            let one = one.clone();
            all.remove("anyOf");
            // What is said of the field comes first.
            for (name, value) in one {
                all.entry(name).or_insert(value);
            }
        }
    }
}

/// Takes the ways of an either/or out of it, each under a name of its own: the whole's, and the
/// word that tells this way, or else the fields that it needs.
pub fn apart(name: &str, place: &str, schema: &mut Value) -> Vec<(String, Value)> {
    let Some(ways) = schema.get_mut("oneOf").and_then(Value::as_array_mut) else { return vec![] };
    if !ways.iter().all(|way| way["properties"].is_object()) {
        return vec![];
    }
    let tells = tells(ways);
    let common = common(ways);
    let mut apart = vec![];
    for way in &mut *ways {
        let word = tells.as_deref().and_then(|field| word(way, field));
        let suffix = word.unwrap_or_else(|| needs(way, &common));
        let name = format!("{name}{}", pascal(&suffix));
        let reference = json!({ "$ref": format!("{place}{name}") });
        apart.push((name, std::mem::replace(way, reference)));
    }
    if let Some(field) = tells {
        let mapping = apart
            .iter()
            .filter_map(|(name, way)| Some((word(way, &field)?, json!(format!("{place}{name}")))));
        let mapping: Map<_, _> = mapping.collect();
        schema["discriminator"] = json!({ "propertyName": field, "mapping": mapping });
    }
    apart
}

/// The field that has another single word in each of the ways, if there is one.
fn tells(ways: &[Value]) -> Option<String> {
    let fields = ways.first()?["properties"].as_object()?;
    let telling = |field: &&String| ways.iter().all(|way| word(way, field).is_some());
    fields.keys().find(telling).cloned()
}

fn word(way: &Value, field: &str) -> Option<String> {
    match way["properties"][field]["enum"].as_array()?.as_slice() {
        [Value::String(word)] => Some(word.clone()),
        _ => None,
    }
}

/// The fields that a way needs, but for these.
fn needs(way: &Value, but: &[String]) -> String {
    let names: Vec<_> = required(way).filter(|name| !but.iter().any(|one| one == name)).collect();
    names.join("_")
}

/// The fields that all ways need: they tell none from the others.
fn common(ways: &[Value]) -> Vec<String> {
    let Some((first, others)) = ways.split_first() else { return vec![] };
    let everywhere = |name: &&str| others.iter().all(|way| required(way).any(|one| one == *name));
    required(first).filter(everywhere).map(str::to_owned).collect()
}

fn required(way: &Value) -> impl Iterator<Item = &str> {
    way["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}
