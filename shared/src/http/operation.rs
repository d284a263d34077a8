//! What an operation takes and answers, as its own types describe it.

use schemars::{Schema, SchemaGenerator};

use super::{
    input::{Body, Query},
    reply::{Described, Reply},
};

/// What an operation takes and answers.
pub struct Operation {
    /// The parameters of its query.
    pub query: Option<Schema>,
    /// Its body, and the media types that it may come in.
    pub body: Option<(&'static [&'static str], Schema)>,
    /// Its answer.
    pub answer: Described,
}

impl Operation {
    /// The description of an operation of these types.
    pub fn describe<B: Body, Q: Query, R: Reply>(generator: &mut SchemaGenerator) -> Self {
        let body = B::schema(generator).map(|schema| (B::media(), schema));
        Self { query: Q::schema(), body, answer: R::described(generator) }
    }
}
