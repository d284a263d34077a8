//! What an operation takes and answers, as its own types describe it.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

use super::{
    Problem,
    access::Access,
    call::Call,
    input::{Body, Query},
    path,
    reply::{Described, Reply},
};

/// What an operation takes and answers.
pub struct Operation {
    /// The identifiers of its path.
    pub path: Vec<(&'static str, Schema)>,
    /// The parameters of its query.
    pub query: Option<Schema>,
    /// Its body, and the media types that it may come in.
    pub body: Option<(&'static [&'static str], Schema)>,
    /// Its answer.
    pub answer: Described,
    /// The types that a request is made of, by name.
    pub taken: Map<String, Value>,
    /// The types that an answer is made of, by name.
    pub given: Map<String, Value>,
}

impl Operation {
    /// The description of the operation at this place, by its types. Only what makes the API's document asks for it, so
    /// that functions do not link what describes types.
    pub fn described<A, B, Q, R, F, Fut>(place: &'static str, _: F) -> Self
    where
        A: Access,
        B: Body,
        Q: Query,
        R: Reply,
        F: Fn(Call<A, B, Q>) -> Fut,
        Fut: Future<Output = Result<R, Problem>>,
    {
        let (mut takes, mut gives) = (generator(false), generator(true));
        let names = place.split(['{', '}']).skip(1).step_by(2);
        Self {
            path: names.filter_map(|name| Some((name, path::schema(name, &mut takes)?))).collect(),
            query: Q::schema(&mut takes),
            body: B::schema(&mut takes).map(|schema| (B::media(), schema)),
            answer: R::described(&mut gives),
            taken: takes.take_definitions(true),
            given: gives.take_definitions(true),
        }
    }
}

impl Operation {
    /// Whether what it answers has a version.
    pub fn shows_version(&self) -> bool {
        let Some((_, schema)) = &self.answer.body else { return false };
        let name = schema.as_value()["$ref"].as_str().and_then(|path| path.rsplit('/').next());
        name.is_some_and(|name| self.given[name]["properties"]["version"].is_object())
    }
}

/// Makes schemas of what is written, or of what is read: a field that is always written may well
/// be left out by a caller.
pub fn generator(of_what_is_written: bool) -> SchemaGenerator {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    let settings =
        if of_what_is_written { settings.for_serialize() } else { settings.for_deserialize() };
    settings.into_generator()
}
