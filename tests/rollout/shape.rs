//! What items of one kind have in common.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};
use shared::table::Item;

/// The attributes whose values are words of the product, of which a release knows those that it has.
const WORDS: [&str; 8] = ["action", "entity", "kind", "lane", "phase", "role", "state", "status"];

/// What the attributes of some items are, by the path to them: `invitation.status`. What lies in a
/// list is `[]`, and what an identifier leads to `*`.
#[derive(Default)]
pub struct Shape(BTreeMap<String, Attribute>);

#[derive(Default)]
struct Attribute {
    seen: usize,
    types: BTreeSet<&'static str>,
    words: BTreeSet<String>,
}

impl Shape {
    /// Adds an item.
    pub fn add(&mut self, item: &Item) {
        self.add_map("", item);
    }

    fn add_map(&mut self, path: &str, map: &Item) {
        self.0.entry(path.to_owned()).or_default().seen += 1;
        for (name, value) in map {
            let is_name = name
                .chars()
                .all(|sign| sign.is_ascii_lowercase() || sign == '_' || sign == '2' || sign == '1');
            self.add_value(&format!("{path}.{}", if is_name { name } else { "*" }), name, value);
        }
    }

    fn add_value(&mut self, path: &str, name: &str, value: &AttributeValue) {
        let attribute = self.0.entry(path.to_owned()).or_default();
        attribute.types.insert(type_of(value));
        match value {
            AttributeValue::M(map) => self.add_map(path, map),
            AttributeValue::L(list) => {
                attribute.seen += 1;
                for value in list {
                    self.add_value(&format!("{path}[]"), name, value);
                }
            }
            AttributeValue::S(text) => {
                attribute.seen += 1;
                if WORDS.contains(&name) {
                    attribute.words.insert(text.clone());
                }
            }
            _ => attribute.seen += 1,
        }
    }

    /// The shape as it is kept: the types, the words, and whether it is always there.
    pub fn written(&self) -> BTreeMap<String, Value> {
        let all = self.0.iter().filter(|(path, _)| !path.is_empty());
        let all = all.map(|(path, attribute)| {
            let Attribute { types, words, .. } = attribute;
            (
                path.clone(),
                json!({ "types": types, "words": words, "always": self.is_always(path) }),
            )
        });
        all.collect()
    }

    /// Whether everything that may have this attribute has it.
    fn is_always(&self, path: &str) -> bool {
        let Some((parent, name)) = path.rsplit_once('.') else { return false };
        let named = !name.contains('*') && !name.ends_with(']');
        named && self.0.get(parent).is_some_and(|whole| whole.seen == self.0[path].seen)
    }

    /// What of this a release does not read that knows items of the shape that is kept.
    pub fn unknown_to(&self, kept: &BTreeMap<String, Value>) -> Vec<String> {
        let mut unknown = vec![];
        for (path, attribute) in kept {
            let (parent, _) = path.rsplit_once('.').unwrap_or_default();
            let has_parent = self.0.contains_key(parent);
            match self.0.get(path) {
                Some(_) if attribute["always"] == true && !self.is_always(path) => {
                    unknown.push(format!("{path} is not always there"));
                }
                None if attribute["always"] == true && has_parent => {
                    unknown.push(format!("{path} is gone"));
                }
                _ => {}
            }
        }
        for (path, attribute) in &self.0 {
            let Some(kept) = kept.get(path) else { continue };
            let knows = |list: &str, one: &str| {
                kept[list].as_array().is_some_and(|all| all.iter().any(|known| known == one))
            };
            let types = attribute.types.iter().filter(|one| !knows("types", one));
            unknown.extend(types.map(|one| format!("{path} is a {one}")));
            let words = attribute.words.iter().filter(|one| !knows("words", one));
            unknown.extend(words.map(|one| format!("{path} may be \"{one}\"")));
        }
        unknown
    }
}

fn type_of(value: &AttributeValue) -> &'static str {
    match value {
        AttributeValue::S(_) => "S",
        AttributeValue::N(_) => "N",
        AttributeValue::Bool(_) => "BOOL",
        AttributeValue::M(_) => "M",
        AttributeValue::L(_) => "L",
        AttributeValue::Ss(_) => "SS",
        AttributeValue::B(_) => "B",
        _ => "other",
    }
}
