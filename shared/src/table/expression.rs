//! What writes say: conditions on items and changes of their attributes, as DynamoDB's expressions.

use std::{collections::HashMap, fmt::Display};

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;

use super::{Key, counters::MOVES, keys};

/// A condition on the item under a change's key.
#[derive(Debug, Clone)]
pub enum Condition {
    /// Nothing lies there.
    Absent,
    /// Something lies there.
    Present,
    /// The attribute has this value.
    Is(&'static str, AttributeValue),
    /// The attribute is less than this value.
    Less(&'static str, AttributeValue),
    /// The attribute is greater than this value.
    Greater(&'static str, AttributeValue),
    /// The attribute is absent.
    Lacks(&'static str),
    /// The attribute is a set of fewer than so many, or absent: sets are never empty.
    Smaller(&'static str, usize),
    /// The attribute is there.
    Has(&'static str),
    /// All hold.
    All(Vec<Condition>),
    /// Some holds.
    Any(Vec<Condition>),
}

impl Condition {
    /// The attribute has this value.
    pub fn is(name: &'static str, value: impl Serialize) -> Self {
        Self::Is(name, attribute(value))
    }

    /// The attribute is less than this value.
    pub fn less(name: &'static str, value: impl Serialize) -> Self {
        Self::Less(name, attribute(value))
    }

    /// The attribute is greater than this value. Times are stored as RFC 3339 in whole seconds of
    /// UTC, so they sort as text.
    pub fn greater(name: &'static str, value: impl Serialize) -> Self {
        Self::Greater(name, attribute(value))
    }
}

/// A value as an attribute.
fn attribute(value: impl Serialize) -> AttributeValue {
    serde_dynamo::to_attribute_value(value).unwrap_or(AttributeValue::Null(true))
}

/// A set of strings as an attribute.
fn set(members: impl IntoIterator<Item = impl Display>) -> AttributeValue {
    AttributeValue::Ss(members.into_iter().map(|member| member.to_string()).collect())
}

/// An expression with its names and values.
#[derive(Debug, Clone, Default)]
pub(super) struct Expression {
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl Expression {
    /// The alias of an attribute, or of a place within one: `invitation.status`.
    fn name(&mut self, path: &str) -> String {
        let parts = path.split('.').map(|name| {
            let alias = format!("#{name}");
            self.names.insert(alias.clone(), name.to_owned());
            alias
        });
        parts.collect::<Vec<_>>().join(".")
    }

    fn value(&mut self, value: AttributeValue) -> String {
        let alias = format!(":{}", self.values.len());
        self.values.insert(alias.clone(), value);
        alias
    }

    pub(super) fn condition(&mut self, condition: &Condition) -> String {
        match condition {
            Condition::Absent => format!("attribute_not_exists({})", self.name("pk")),
            Condition::Present => format!("attribute_exists({})", self.name("pk")),
            Condition::Lacks(name) => format!("attribute_not_exists({})", self.name(name)),
            Condition::Has(name) => format!("attribute_exists({})", self.name(name)),
            Condition::Is(name, value) => {
                format!("{} = {}", self.name(name), self.value(value.clone()))
            }
            Condition::Less(name, value) => {
                format!("{} < {}", self.name(name), self.value(value.clone()))
            }
            Condition::Greater(name, value) => {
                format!("{} > {}", self.name(name), self.value(value.clone()))
            }
            Condition::Smaller(name, size) => {
                let (name, size) = (self.name(name), self.value(attribute(size)));
                format!("(attribute_not_exists({name}) OR size({name}) < {size})")
            }
            Condition::All(parts) => self.joined(parts, " AND "),
            Condition::Any(parts) => self.joined(parts, " OR "),
        }
    }

    fn joined(&mut self, parts: &[Condition], word: &str) -> String {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part)).collect();
        format!("({})", parts.join(word))
    }

    pub(super) fn names(&self) -> Option<HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    pub(super) fn values(&self) -> Option<HashMap<String, AttributeValue>> {
        (!self.values.is_empty()).then(|| self.values.clone())
    }
}

/// A change of some attributes of one item.
#[derive(Debug, Clone)]
pub struct Change {
    pub(super) key: Key,
    pub(super) expression: Expression,
    set: Vec<String>,
    add: Vec<String>,
    moves: bool,
    remove: Vec<String>,
    delete: Vec<String>,
}

impl Change {
    /// A change of the item under this key.
    pub fn of(key: Key) -> Self {
        Self {
            key,
            expression: Expression::default(),
            set: vec![],
            add: vec![],
            moves: false,
            remove: vec![],
            delete: vec![],
        }
    }

    /// Sets an attribute.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl Serialize) -> Self {
        let (name, value) = (self.expression.name(name), self.expression.value(attribute(value)));
        self.set.push(format!("{name} = {value}"));
        self
    }

    /// Sets an attribute, or removes it where there is no value.
    #[must_use]
    pub fn set_or_remove(self, name: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self.remove(name),
        }
    }

    /// Adds to a number; an absent one is 0.
    #[must_use]
    pub fn add(mut self, name: &str, number: impl Serialize) -> Self {
        let (name, value) = (self.expression.name(name), self.expression.value(attribute(number)));
        self.add.push(format!("{name} {value}"));
        self
    }

    /// Adds to a number that can be counted again, and notes on the item that its counts have moved.
    #[must_use]
    pub fn count(self, name: &str, number: impl Serialize) -> Self {
        let counted = self.add(name, number);
        match counted.moves {
            true => counted,
            false => Self { moves: true, ..counted.add(MOVES, 1) },
        }
    }

    /// Adds members (at least one) to a set of strings; an absent one is empty.
    #[must_use]
    pub fn add_to_set(
        mut self,
        name: &str,
        members: impl IntoIterator<Item = impl Display>,
    ) -> Self {
        let (name, value) = (self.expression.name(name), self.expression.value(set(members)));
        self.add.push(format!("{name} {value}"));
        self
    }

    /// Takes members (at least one) from a set of strings; an empty one goes away.
    #[must_use]
    pub fn take_from_set(
        mut self,
        name: &str,
        members: impl IntoIterator<Item = impl Display>,
    ) -> Self {
        let (name, value) = (self.expression.name(name), self.expression.value(set(members)));
        self.delete.push(format!("{name} {value}"));
        self
    }

    /// Removes an attribute.
    #[must_use]
    pub fn remove(mut self, name: &str) -> Self {
        let name = self.expression.name(name);
        self.remove.push(name);
        self
    }

    /// Moves the item to a place in an index.
    #[must_use]
    pub fn index(self, (index, pk, sk): keys::IndexKey) -> Self {
        let (_, pk_name, sk_name) = index.names();
        self.set(pk_name, pk).set(sk_name, sk)
    }

    /// Moves the item to these places in the indexes, and out of an index that has none.
    #[must_use]
    pub fn places(self, places: Vec<keys::IndexKey>) -> Self {
        let left = [keys::Index::Gsi1, keys::Index::Gsi2]
            .into_iter()
            .filter(|index| !places.iter().any(|(of, _, _)| of == index));
        let names = left.flat_map(|index| [index.names().1, index.names().2]);
        let left = names.fold(self, Self::remove);
        places.into_iter().fold(left, Self::index)
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        [&self.set, &self.add, &self.remove, &self.delete].iter().all(|parts| parts.is_empty())
    }

    pub(super) fn update_expression(&self) -> String {
        let part = |word: &str, list: &[String]| {
            if list.is_empty() { String::new() } else { format!("{word} {} ", list.join(", ")) }
        };
        part("SET", &self.set)
            + &part("ADD", &self.add)
            + &part("REMOVE", &self.remove)
            + &part("DELETE", &self.delete)
    }
}
