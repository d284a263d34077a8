//! Answers that are documents.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, Uri, header};
use schemars::{SchemaGenerator, json_schema};

use super::{
    JsonOrCsv, Problem,
    csv::{Sheet, link_to_next},
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

/// A page of a list as a document.
#[derive(Debug)]
pub struct PdfPage {
    /// The document.
    pub pdf: Pdf,
    /// The cursor of the next one, if there is one.
    pub next_cursor: Option<String>,
    /// What was asked for: the next one's link is the same with a cursor.
    pub uri: Uri,
}

impl PdfPage {
    fn into_response(self) -> Response {
        let mut answer = self.pdf.into_response();
        if let Some(cursor) = self.next_cursor {
            match HeaderValue::from_str(&link_to_next(&self.uri, &cursor)) {
                Ok(link) => answer.headers_mut().insert(header::LINK, link),
                Err(error) => return Problem::internal(error.to_string()).into_response(),
            };
        }
        answer
    }
}

/// 200 with a body, as JSON, as CSV or as a document.
#[derive(Debug)]
pub enum JsonCsvOrPdf<T> {
    /// As JSON or as CSV.
    Table(JsonOrCsv<T>),
    /// As a document.
    Document(PdfPage),
}

impl<T: Sheet> Reply for JsonCsvOrPdf<T> {
    fn described(generator: &mut SchemaGenerator) -> Described {
        let described = JsonOrCsv::<T>::described(generator);
        let body = described.body.map(|(_, schema)| (Self::MEDIA, schema));
        Described { body, ..described }
    }

    const MEDIA: &'static [&'static str] = &["application/json", "text/csv", "application/pdf"];

    fn into_response(self) -> Response {
        match self {
            Self::Table(table) => table.into_response(),
            Self::Document(document) => document.into_response(),
        }
    }
}
