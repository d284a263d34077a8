//! Lists: how much of one, and where the next page begins.

use deserr::Deserr;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{
    Problem,
    input::{NoQuery, Query},
};
use crate::{
    app::App,
    domain::{FieldErrors, Invalid},
    seal::Purpose,
};

/// A page of a list, as it is answered.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub struct List<T> {
    /// What lies on this page.
    pub items: Vec<T>,
    /// Give it as `cursor` for the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// The query of a list: its own filter, and which page.
#[derive(Debug)]
pub struct Listed<F = NoQuery> {
    /// What of the list is wanted.
    pub filter: F,
    /// How many, where the caller says.
    limit: Option<usize>,
    cursor: Option<String>,
    /// The filter as it was written: a cursor belongs to it.
    written: String,
}

/// How many entries a JSON page has at most.
pub const MOST: usize = 100;
/// How many a CSV page has at most.
pub const MOST_CSV: usize = 10_000;
const DEFAULT: usize = 25;

impl Listed {
    /// A page of a list that a body asks for, after the body's cursor.
    pub fn of_body(cursor: Option<String>) -> Self {
        Self { filter: NoQuery, limit: None, cursor, written: String::new() }
    }
}

impl<F> Listed<F> {
    /// How many entries the page has at most.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(DEFAULT)
    }

    /// How many rows the page has at most as CSV.
    pub fn csv_limit(&self) -> usize {
        self.limit.unwrap_or(MOST_CSV)
    }

    /// Where the page begins, if it is not the first: `list` names the list with its owner. A
    /// forged cursor, or one of another list or filter, is refused.
    pub async fn start<T: DeserializeOwned>(
        &self,
        app: &App,
        list: &str,
    ) -> Result<Option<T>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let key = app.seal.key(Purpose::Cursor).await?;
        let opened = key.open(self.bound_to(list).as_bytes(), cursor);
        let start = opened.and_then(|plain| serde_json::from_slice(&plain).ok());
        let bad = || Invalid::new("invalid_cursor", "Not a cursor of this list and these filters.");
        start.map(Some).ok_or_else(|| Problem::field("cursor", bad()))
    }

    /// The page, with the cursor of the next.
    pub async fn page<T>(
        &self,
        app: &App,
        list: &str,
        items: Vec<T>,
        next: Option<impl Serialize>,
    ) -> Result<List<T>, Problem> {
        let next_cursor = match next {
            Some(next) => Some(self.cursor(app, list, &next).await?),
            None => None,
        };
        Ok(List { items, next_cursor })
    }

    async fn cursor(
        &self,
        app: &App,
        list: &str,
        next: &impl Serialize,
    ) -> Result<String, Problem> {
        let key = app.seal.key(Purpose::Cursor).await?;
        let plain =
            serde_json::to_vec(next).map_err(|error| Problem::internal(error.to_string()))?;
        Ok(key.seal(self.bound_to(list).as_bytes(), &plain))
    }

    fn bound_to(&self, list: &str) -> String {
        format!("{list}?{}", self.written)
    }
}

impl<F: Query> Query for Listed<F> {
    fn read(mut parameters: Map<String, Value>) -> Result<Self, FieldErrors> {
        let page: Map<String, Value> =
            ["limit", "cursor"].iter().filter_map(|name| parameters.remove_entry(*name)).collect();
        let written = written(&parameters);
        let page = deserr::deserialize::<Paging, _, FieldErrors>(Value::Object(page));
        match (page, F::read(parameters)) {
            (Ok(page), Ok(filter)) => {
                let limit = page.limit.map(|limit| limit.0);
                Ok(Self { filter, limit, cursor: page.cursor, written })
            }
            (Err(a), Err(b)) => Err(a.and(b)),
            (Err(errors), _) | (_, Err(errors)) => Err(errors),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        let filter = F::schema(generator).map(Schema::to_value).unwrap_or_else(|| json!({}));
        let mut page = <Paging as JsonSchema>::json_schema(generator).to_value();
        if let (Some(all), Some(Value::Object(own))) =
            (page["properties"].as_object_mut(), filter.get("properties"))
        {
            all.extend(own.clone());
        }
        if let Some(required) = filter.get("required") {
            page["required"] = required.clone();
        }
        Schema::try_from(page).ok()
    }
}

/// The filter's parameters in one spelling, whatever their order was.
fn written(parameters: &Map<String, Value>) -> String {
    let mut pairs: Vec<_> =
        parameters.iter().map(|(name, value)| (name, value.as_str().unwrap_or_default())).collect();
    pairs.sort_unstable();
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
struct Paging {
    /// How many entries, 1 to 100 (default 25).
    #[deserr(default)]
    limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[deserr(default)]
    cursor: Option<String>,
}

#[derive(Debug, Clone, Copy)]
struct Limit(usize);

impl Limit {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
        let bad = || Invalid::new("out_of_range", format!("Must be a number from 1 to {MOST}."));
        number.map(Self).ok_or_else(bad)
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

crate::written_as_text!(Limit, { "type": "integer", "minimum": 1, "maximum": 100 });
