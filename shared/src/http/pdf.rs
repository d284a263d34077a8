//! Answers that are documents.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use schemars::{SchemaGenerator, json_schema};

use super::{
    Problem,
    reply::{Described, Reply},
};

/// 200 with a PDF, which browsers show.
#[derive(Debug)]
pub struct Pdf {
    /// The file's name, without its end.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Reply for Pdf {
    fn described(_: &mut SchemaGenerator) -> Described {
        let schema = json_schema!({ "type": "string", "format": "binary" });
        let body = Some((Self::MEDIA, schema));
        Described { statuses: &[200], headers: &["Content-Disposition"], body }
    }

    const MEDIA: &'static [&'static str] = &["application/pdf"];

    fn into_response(self) -> Response {
        let name = HeaderValue::from_str(&format!("inline; filename=\"{}.pdf\"", self.name));
        let name = match name {
            Ok(name) => name,
            Err(error) => return Problem::internal(error.to_string()).into_response(),
        };
        let mut answer = (StatusCode::OK, self.bytes).into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Self::MEDIA[0]));
        headers.insert(header::CONTENT_DISPOSITION, name);
        answer
    }
}
