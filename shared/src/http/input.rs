//! Reading bodies and queries: every bad field is named.

use deserr::Deserr;
use http::{HeaderMap, header};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

pub use super::time::Time;
use super::{Code, Problem};
use crate::domain::{FieldErrors, Invalid, invalid::MOST_ERRORS};

/// The largest body.
pub const MAX_BODY: usize = 1_000_000;

/// A body as it came.
#[derive(Debug)]
pub enum Content {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Value),
    /// Something else, of this media type.
    Other(String, Vec<u8>),
}

impl Content {
    /// Reads a body by its media type.
    pub fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.is_empty() {
            return Ok(Self::Empty);
        }
        if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            let detail = "A body is read as it is, without Content-Encoding.";
            return Err(Problem::because(Code::UnsupportedMediaType, detail));
        }
        let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = media.unwrap_or_default().split(';').next().unwrap_or_default();
        let media = media.trim().to_ascii_lowercase();
        if media != "application/json" {
            return Ok(Self::Other(media, bytes.to_vec()));
        }
        serde_json::from_slice(bytes).map(Self::Json).map_err(|error| {
            let detail =
                format!("The body is not JSON: line {}, column {}.", error.line(), error.column());
            Problem::because(Code::MalformedRequest, detail)
        })
    }

    /// The body's JSON, if it is that.
    pub fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(value) => Some(value),
            _ => None,
        }
    }
}

/// What an operation takes as its body.
pub trait Body: Sized + Send {
    /// Reads it.
    fn read(content: Content) -> Result<Self, Problem>;

    /// Its schema, if there is a body.
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema>;

    /// Its media types.
    fn media() -> &'static [&'static str] {
        &["application/json"]
    }
}

/// The operation takes no body; `null` and an empty object say nothing, as none does.
#[derive(Debug)]
pub struct NoBody;

impl Body for NoBody {
    fn read(content: Content) -> Result<Self, Problem> {
        match content {
            Content::Empty | Content::Json(Value::Null) => Ok(Self),
            Content::Json(Value::Object(fields)) => Ok(NoQuery::read(fields).map(|NoQuery| Self)?),
            _ => Err(Problem::because(Code::InvalidInput, "This takes no body.")),
        }
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

impl<T: Deserr<FieldErrors> + JsonSchema + Send> Body for T {
    fn read(content: Content) -> Result<Self, Problem> {
        let value = match content {
            Content::Json(value) => value,
            Content::Empty => {
                let detail = "This takes a body, and there is none.";
                return Err(Problem::because(Code::MalformedRequest, detail));
            }
            Content::Other(..) => return Err(Problem::new(Code::UnsupportedMediaType)),
        };
        Ok(deserr::deserialize::<T, _, FieldErrors>(value)?)
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }
}

/// What an operation takes as its query.
pub trait Query: Sized + Send {
    /// Reads it; what is not known is refused, since a filter that is silently ignored misleads.
    fn read(parameters: Map<String, Value>) -> Result<Self, FieldErrors>;

    /// The schema of its parameters.
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema>;
}

/// The operation takes no query.
#[derive(Debug)]
pub struct NoQuery;

impl Query for NoQuery {
    fn read(parameters: Map<String, Value>) -> Result<Self, FieldErrors> {
        let unknown = || Invalid::new("unknown_field", "Not a parameter here.");
        let errors =
            parameters.into_iter().take(MOST_ERRORS + 1).map(|(name, _)| unknown().at(name));
        errors.reduce(FieldErrors::and).map_or(Ok(Self), Err)
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

impl<T: Deserr<FieldErrors> + JsonSchema + Send> Query for T {
    fn read(parameters: Map<String, Value>) -> Result<Self, FieldErrors> {
        deserr::deserialize::<T, _, FieldErrors>(Value::Object(parameters))
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(T::json_schema(generator))
    }
}

/// The parameters of a query, each a string; one that is named twice is refused.
pub fn parameters(query: &str) -> Result<Map<String, Value>, FieldErrors> {
    let mut parameters = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let old = parameters.insert(name.to_string(), Value::String(value.into_owned()));
        if old.is_some() {
            return Err(Invalid::new("repeated", "Must be given once.").at(name));
        }
    }
    Ok(parameters)
}

/// A field of a change: left out is kept, `null` is taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The field was left out.
    #[default]
    Keep,
    /// The field is `null`.
    Clear,
    /// The field has a new value.
    Set(T),
}

impl<T> Patch<T> {
    /// The value after the change.
    pub fn over(self, old: Option<T>) -> Option<T> {
        match self {
            Self::Keep => old,
            Self::Clear => None,
            Self::Set(new) => Some(new),
        }
    }
}

impl<T: Deserr<FieldErrors>> Deserr<FieldErrors> for Patch<T> {
    fn deserialize_from_value<V: deserr::IntoValue>(
        value: deserr::Value<V>,
        at: deserr::ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let value = Option::<T>::deserialize_from_value(value, at)?;
        Ok(value.map_or(Self::Clear, Self::Set))
    }
}

impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

/// A field of a change that always has a value: left out is kept, and `null` is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T>(pub Option<T>);

impl<T> Default for Given<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Deserr<FieldErrors>> Deserr<FieldErrors> for Given<T> {
    fn deserialize_from_value<V: deserr::IntoValue>(
        value: deserr::Value<V>,
        at: deserr::ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        T::deserialize_from_value(value, at).map(Some).map(Self)
    }
}

impl<T: JsonSchema> JsonSchema for Given<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A list of `MIN` to `MAX` entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Few<T, const MIN: usize, const MAX: usize>(pub Vec<T>);

impl<T: Deserr<FieldErrors>, const MIN: usize, const MAX: usize> Deserr<FieldErrors>
    for Few<T, MIN, MAX>
{
    fn deserialize_from_value<V: deserr::IntoValue>(
        value: deserr::Value<V>,
        at: deserr::ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        if let deserr::Value::Sequence(entries) = &value {
            let size = deserr::Sequence::len(entries);
            if !(MIN..=MAX).contains(&size) {
                let detail = format!("Must have {MIN} to {MAX} entries, not {size}.");
                let bad = Invalid::new("wrong_size", detail);
                return Err(deserr::take_cf_content(
                    <FieldErrors as deserr::MergeWithError<_>>::merge(None, bad, at),
                ));
            }
        }
        Vec::deserialize_from_value(value, at).map(Self)
    }
}

impl<T: JsonSchema, const MIN: usize, const MAX: usize> JsonSchema for Few<T, MIN, MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("{}_{MIN}_to_{MAX}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "type": "array",
            "items": generator.subschema_for::<T>(),
            "minItems": MIN,
            "maxItems": MAX,
        })
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole<const MIN: u32, const MAX: u32>(pub u32);

impl<const MIN: u32, const MAX: u32> Deserr<FieldErrors> for Whole<MIN, MAX> {
    fn deserialize_from_value<V: deserr::IntoValue>(
        value: deserr::Value<V>,
        at: deserr::ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let number = i128::from(match value {
            deserr::Value::NegativeInteger(number) => number,
            value => {
                let number = <u64 as Deserr<FieldErrors>>::deserialize_from_value(value, at)?;
                i64::try_from(number).unwrap_or(i64::MAX)
            }
        });
        match u32::try_from(number).ok().filter(|number| (MIN..=MAX).contains(number)) {
            Some(number) => Ok(Self(number)),
            None => {
                let bad = Invalid::new("out_of_range", format!("Must be from {MIN} to {MAX}."));
                Err(deserr::take_cf_content(<FieldErrors as deserr::MergeWithError<_>>::merge(
                    None, bad, at,
                )))
            }
        }
    }
}

impl<const MIN: u32, const MAX: u32> JsonSchema for Whole<MIN, MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Whole_{MIN}_to_{MAX}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "integer", "minimum": MIN, "maximum": MAX })
    }
}
