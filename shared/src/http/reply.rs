//! What operations answer: the type of the result fixes the status.

use axum::{
    body::HttpBody,
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::Problem;
use crate::domain::Invalid;

/// A result that knows its status and its shape.
pub trait Reply: Send {
    /// The statuses and, if there is a body, its media type and schema.
    fn described(generator: &mut SchemaGenerator) -> Described;

    /// The answer.
    fn into_response(self) -> Response;
}

/// An answer as the API's document tells it.
pub struct Described {
    /// The statuses that it may have, the usual one first.
    pub statuses: &'static [u16],
    /// The headers that it has besides those that all answers have.
    pub headers: &'static [&'static str],
    /// The body's media types and its schema.
    pub body: Option<(&'static [&'static str], Schema)>,
}

impl Described {
    /// JSON of a type.
    pub fn json<T: JsonSchema>(statuses: &'static [u16], generator: &mut SchemaGenerator) -> Self {
        let schema = generator.subschema_for::<T>();
        Self { statuses, headers: &[], body: Some((JSON, schema)) }
    }

    /// No body.
    pub fn empty(statuses: &'static [u16]) -> Self {
        Self { statuses, headers: &[], body: None }
    }

    /// The same with one of these headers or more.
    #[must_use]
    pub fn with(self, headers: &'static [&'static str]) -> Self {
        Self { headers, ..self }
    }
}

const JSON: &[&str] = &["application/json"];

macro_rules! replies {
    ($($(#[$doc:meta])* $name:ident = $status:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<T>(pub T);

        impl<T: Serialize + JsonSchema + Send> Reply for $name<T> {
            fn described(generator: &mut SchemaGenerator) -> Described {
                Described::json::<T>(const { &[StatusCode::$status.as_u16()] }, generator)
            }

            fn into_response(self) -> Response {
                (StatusCode::$status, axum::Json(self.0)).into_response()
            }
        }
    )*};
}

replies! {
    /// 200 with a body.
    Json = OK;
    /// 201 with what was made.
    Created = CREATED;
}

macro_rules! empty_replies {
    ($($(#[$doc:meta])* $name:ident = $status:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl Reply for $name {
            fn described(_: &mut SchemaGenerator) -> Described {
                Described::empty(const { &[StatusCode::$status.as_u16()] })
            }

            fn into_response(self) -> Response {
                StatusCode::$status.into_response()
            }
        }
    )*};
}

empty_replies! {
    /// 202: it will be done.
    Accepted = ACCEPTED;
    /// 204: it is gone.
    NoContent = NO_CONTENT;
}

/// The largest answer: Lambda hands on one of 6 MB.
const LARGEST: u64 = 5_000_000;

/// The answer, unless it is a page that is too large: everything else is bounded by its type.
pub(super) fn bounded(method: &Method, answer: Response) -> Response {
    if *method != Method::GET || answer.body().size_hint().lower() <= LARGEST {
        return answer;
    }
    let detail = "A page of so many entries would be larger than 5 MB; ask for fewer.";
    Problem::field("limit", Invalid::new("too_large", detail)).into_response()
}
