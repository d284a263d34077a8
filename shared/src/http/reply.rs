//! What operations answer: the type of the result fixes the status.

use axum::{
    body::HttpBody,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::Problem;
use crate::domain::Invalid;

/// A result that knows its status and its shape.
pub trait Reply: Send {
    /// The statuses and, if there is a body, its media type and schema.
    fn described(generator: &mut SchemaGenerator) -> Described;

    /// The media types of its body, the first by default; none without a body.
    const MEDIA: &'static [&'static str] = JSON;

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
                json(StatusCode::$status, &self.0)
            }
        }
    )*};
}

replies! {
    /// 200 with a body.
    Json = OK;
    /// 201 with what was made.
    Created = CREATED;
    /// 202 with what it goes on with.
    Begun = ACCEPTED;
}

/// 201 with what was made, and where it is.
#[derive(Debug)]
pub struct CreatedAt<T>(pub String, pub T);

impl<T: Serialize + JsonSchema + Send> Reply for CreatedAt<T> {
    fn described(generator: &mut SchemaGenerator) -> Described {
        Created::<T>::described(generator)
    }

    fn into_response(self) -> Response {
        let mut answer = json(StatusCode::CREATED, &self.1);
        if let Ok(location) = self.0.parse() {
            answer.headers_mut().insert(header::LOCATION, location);
        }
        answer
    }
}

/// 200 with a body that is a file of this name.
#[derive(Debug)]
pub struct JsonFile<T>(pub &'static str, pub T);

impl<T: Serialize + JsonSchema + Send> Reply for JsonFile<T> {
    fn described(generator: &mut SchemaGenerator) -> Described {
        Json::<T>::described(generator).with(&["Content-Disposition"])
    }

    fn into_response(self) -> Response {
        let mut answer = json(StatusCode::OK, &self.1);
        if let Ok(name) = format!("attachment; filename=\"{}\"", self.0).parse() {
            answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
        }
        answer
    }
}

/// What was made: it lies under this identifier where it was asked for.
#[derive(Debug, Clone)]
pub(super) struct Made(pub(super) String);

/// An answer of JSON.
pub fn json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => of_json(status, bytes),
        Err(error) => Problem::internal(error.to_string()).into_response(),
    }
}

/// An answer of JSON, with what its body says for its head: the version of what it shows is its
/// tag, and the identifier of what was made tells where that is.
pub(super) fn of_json(status: StatusCode, bytes: Vec<u8>) -> Response {
    #[derive(Deserialize, Default)]
    struct Shown {
        id: Option<String>,
        version: Option<u64>,
    }
    let Shown { id, version } = serde_json::from_slice(&bytes).unwrap_or_default();
    let mut answer = (status, bytes).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(tag) = version.and_then(|version| format!("\"{version}\"").parse().ok()) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(id) = id.filter(|_| status == StatusCode::CREATED) {
        answer.extensions_mut().insert(Made(id));
    }
    answer
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

            const MEDIA: &'static [&'static str] = &[];

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

/// The largest document: what is no text is handed on in base64, which is a third more.
const LARGEST_DOCUMENT: u64 = 4_500_000;

/// The answer, unless it is a page that is too large: everything else is bounded by its type.
pub(super) fn bounded(method: &Method, answer: Response) -> Response {
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let is_document = kind.is_some_and(|kind| kind == "application/pdf");
    let largest = if is_document { LARGEST_DOCUMENT } else { LARGEST };
    if *method != Method::GET || answer.body().size_hint().lower() <= largest {
        return answer;
    }
    let detail = "A page of so many entries would be larger than can be answered; ask for fewer.";
    Problem::field("limit", Invalid::new("too_large", detail)).into_response()
}
