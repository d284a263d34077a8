//! What is wrong with a value, and in which field it stands.

use std::{borrow::Cow, ops::ControlFlow};

use deserr::{
    DeserializeError, ErrorKind, IntoValue, MergeWithError, ValueKind, ValuePointerRef,
    take_cf_content,
};
use schemars::JsonSchema;
use serde::Serialize;

/// A value that is not one of its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Invalid {
    /// Stable, in `snake_case`.
    pub code: &'static str,
    /// For people.
    pub detail: Cow<'static, str>,
}

impl Invalid {
    /// A bad value with a code of its own.
    pub fn new(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, detail: detail.into() }
    }

    /// A reference to something that does not exist, or not for this caller.
    pub fn not_found() -> Self {
        Self::new("not_found", "Nothing of this account has this identifier.")
    }

    /// The same, said of a field.
    pub fn at(self, field: impl Into<String>) -> FieldErrors {
        FieldErrors(vec![FieldError {
            field: shortened(field.into()),
            code: self.code.into(),
            detail: self.detail.into_owned(),
        }])
    }
}

/// One bad field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldError {
    /// The path of the field, as in `users[2].email`; empty for the body itself.
    pub field: String,
    /// Stable, in `snake_case`.
    pub code: Cow<'static, str>,
    /// For people.
    pub detail: String,
}

/// How much of what a caller sent is told back: as much as the longest address has characters.
const LONGEST_ECHO: usize = 254;

/// What a caller sent, to be told back: they know it, and it may be a megabyte. Control characters
/// are not told back: whoever shows it could be misled.
pub fn shortened(text: String) -> String {
    let mut text = match text.char_indices().nth(LONGEST_ECHO) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    if text.contains(char::is_control) {
        text = text.replace(char::is_control, "\u{fffd}");
    }
    text
}

/// How many bad fields a request is told of.
pub const MOST_ERRORS: usize = 100;

/// The bad fields of a request: all, or one more than it is told of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Both lists, this one's entries first.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let room = (MOST_ERRORS + 1).saturating_sub(self.0.len());
        self.0.extend(other.0.into_iter().take(room));
        self
    }

    /// Whether there are more than the request is told of, so that looking further is vain.
    pub fn are_too_many(&self) -> bool {
        self.0.len() > MOST_ERRORS
    }

    /// Whether to look for more.
    fn go_on(self) -> ControlFlow<Self, Self> {
        if self.are_too_many() { ControlFlow::Break(self) } else { ControlFlow::Continue(self) }
    }
}

impl MergeWithError<FieldErrors> for FieldErrors {
    fn merge(all: Option<Self>, more: Self, _: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        all.unwrap_or_default().and(more).go_on()
    }
}

impl MergeWithError<Invalid> for FieldErrors {
    fn merge(all: Option<Self>, bad: Invalid, at: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        all.unwrap_or_default().and(bad.at(field_path(at))).go_on()
    }
}

impl DeserializeError for FieldErrors {
    fn error<V: IntoValue>(
        all: Option<Self>,
        error: ErrorKind<'_, V>,
        at: ValuePointerRef<'_>,
    ) -> ControlFlow<Self, Self> {
        let (key, code, detail) = describe(error);
        let mut field = field_path(at);
        if let Some(key) = key {
            if !field.is_empty() {
                field.push('.');
            }
            field.push_str(&key);
        }
        all.unwrap_or_default().and(Invalid::new(code, detail).at(field)).go_on()
    }
}

/// Which key below the location is meant, the code and the sentence of a reader's error.
fn describe<V: IntoValue>(error: ErrorKind<'_, V>) -> (Option<String>, &'static str, String) {
    match error {
        ErrorKind::MissingField { field } => {
            (Some(field.into()), "missing", "This field is required.".into())
        }
        ErrorKind::UnknownKey { key, accepted } => {
            let known = accepted.join(", ");
            (Some(key.into()), "unknown_field", format!("Not a field here; known are: {known}."))
        }
        ErrorKind::UnknownValue { accepted, .. } => {
            (None, "unknown_value", format!("Must be one of: {}.", accepted.join(", ")))
        }
        ErrorKind::IncorrectValueKind { accepted, .. } => {
            let kinds: Vec<_> = accepted.iter().map(|kind| kind_name(*kind)).collect();
            (None, "wrong_type", format!("Must be {}.", kinds.join(" or ")))
        }
        ErrorKind::BadSequenceLen { expected, .. } => {
            (None, "wrong_size", format!("Must have {expected} entries."))
        }
        ErrorKind::Unexpected { msg } => (None, "invalid", msg),
    }
}

fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Null => "null",
        ValueKind::Boolean => "true or false",
        ValueKind::Integer => "a whole number from 0",
        ValueKind::NegativeInteger => "a negative whole number",
        ValueKind::Float => "a number",
        ValueKind::String => "a string",
        ValueKind::Sequence => "a list",
        ValueKind::Map => "an object",
    }
}

fn field_path(at: ValuePointerRef<'_>) -> String {
    match at {
        ValuePointerRef::Origin => String::new(),
        ValuePointerRef::Key { key, prev: ValuePointerRef::Origin } => key.to_owned(),
        ValuePointerRef::Key { key, prev } => format!("{}.{key}", field_path(*prev)),
        ValuePointerRef::Index { index, prev } => format!("{}[{index}]", field_path(*prev)),
    }
}

/// Reads a value that is written as text; anything else is of the wrong type.
pub fn text_from<V: IntoValue, T>(
    value: deserr::Value<V>,
    at: ValuePointerRef<'_>,
    parse: impl FnOnce(&str) -> Result<T, Invalid>,
) -> Result<T, FieldErrors> {
    match value {
        deserr::Value::String(text) => parse(&text).map_err(|bad| {
            take_cf_content(<FieldErrors as MergeWithError<_>>::merge(None, bad, at))
        }),
        other => Err(take_cf_content(FieldErrors::error(
            None,
            ErrorKind::IncorrectValueKind { actual: other, accepted: &[ValueKind::String] },
            at,
        ))),
    }
}

/// Gives a type that is written as text its reading (of requests and of stored items), its
/// writing and its schema, all by its one `parse`.
#[macro_export]
macro_rules! written_as_text {
    ($name:ident, $schema:tt) => {
        $crate::asked_as_text!($name, $schema);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(from)?;
                $name::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// The same for a text that is stored as it was parsed: stored items are trusted, so they are still
/// read when a later `parse` takes less.
#[macro_export]
macro_rules! kept_as_text {
    ($name:ident, $schema:tt) => {
        $crate::asked_as_text!($name, $schema);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(from).map(|text| Self(text.into()))
            }
        }
    };
}

/// What both have in common: the reading of requests, the writing, the schema.
#[macro_export]
macro_rules! asked_as_text {
    ($name:ident, $schema:tt) => {
        impl deserr::Deserr<$crate::domain::FieldErrors> for $name {
            fn deserialize_from_value<V: deserr::IntoValue>(
                value: deserr::Value<V>,
                at: deserr::ValuePointerRef<'_>,
            ) -> Result<Self, $crate::domain::FieldErrors> {
                $crate::domain::invalid::text_from(value, at, $name::parse)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}
