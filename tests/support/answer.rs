//! What a caller is answered.

use axum::{body::to_bytes, response::Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use shared::table::meter::Cost;

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub bytes: Vec<u8>,
    /// Its body as text; empty if it is a document.
    pub text: String,
    /// Its body as JSON; null if it is not that.
    pub body: Value,
    /// What it cost.
    pub cost: Cost,
}

impl Answer {
    /// Reads an answer.
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a whole body").to_vec();
        let is_document = bytes.starts_with(b"%PDF");
        let text = if is_document { vec![] } else { bytes.clone() };
        let text = String::from_utf8(text).expect("UTF-8");
        Self {
            bytes,
            status: parts.status.as_u16(),
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            cost: parts.extensions.get::<Cost>().copied().unwrap_or_default(),
            headers: parts.headers,
            text,
        }
    }

    /// Fails unless the head has what every answer's has.
    #[track_caller]
    pub fn check_head(&self) {
        assert!(!self.header("x-request-id").is_empty(), "{self:?}");
        assert_eq!(self.header("x-content-type-options"), "nosniff", "{self:?}");
        assert_eq!(self.header("cache-control"), "no-store", "{self:?}");
        assert_eq!(self.status == 201, self.headers.contains_key("location"), "{self:?}");
        assert_eq!(self.status == 401, self.headers.contains_key("www-authenticate"), "{self:?}");
        if let (200 | 201, Some(version)) = (self.status, self.body["version"].as_u64()) {
            assert_eq!(self.header("etag"), format!("\"{version}\""), "{self:?}");
        }
    }

    /// The body of an answer of this status; anything else fails the test and shows the answer.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.body
    }

    /// Fails unless this is a problem of this status and code; gives its body.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.code()), (status, code), "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.body["status"], status);
        self.body
    }

    /// Fails unless this is 422 `invalid_input` naming this field with this code.
    #[track_caller]
    pub fn expect_bad_field(self, field: &str, code: &str) {
        let text = self.text.clone();
        let body = self.expect_problem(422, "invalid_input");
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let named = errors.iter().any(|error| error["field"] == field && error["code"] == code);
        assert!(named, "{field} {code}: {text}");
    }

    /// The rows of CSV, the header first, each of whose cells is in quotes.
    #[track_caller]
    pub fn rows(&self) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).from_reader(self.text.as_bytes());
        let rows = reader.into_records().map(|row| row.expect("a row"));
        let rows: Vec<Vec<_>> = rows.map(|row| row.iter().map(str::to_owned).collect()).collect();
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",");
        let text: String = rows.iter().map(|row| line(row) + "\r\n").collect();
        assert_eq!(self.text, text);
        rows
    }

    /// The problem's code.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A header's text; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Whether the status says that it was done.
    pub fn is_success(&self) -> bool {
        StatusCode::from_u16(self.status).is_ok_and(|status| status.is_success())
    }
}
