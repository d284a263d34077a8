//! The page of an error code: what a problem's `type` leads to.

use axum::response::{Html, IntoResponse, Response};
use schemars::SchemaGenerator;
use shared::http::{Anyone, Call, Code, Problem, Reply, reply::Described};

/// The page.
pub struct ProblemPage(Code);

impl Reply for ProblemPage {
    fn described(_: &mut SchemaGenerator) -> Described {
        let page = schemars::json_schema!({ "type": "string" });
        Described { statuses: &[200], headers: &[], body: Some((Self::MEDIA, page)) }
    }

    const MEDIA: &'static [&'static str] = &["text/html"];

    /// The words are the service's own, without any sign that HTML reads otherwise.
    fn into_response(self) -> Response {
        let (code, status) = (self.0.as_str(), self.0.status());
        let (title, advice) = (self.0.title(), self.0.advice());
        Html(format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{code}</title>\n\
             <body style=\"font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem\">\n\
             <h1>{title}</h1>\n<p>{advice}</p>\n<p><code>{status} {code}</code></p>\n"
        ))
        .into_response()
    }
}

/// Tells what an error code means and what to do about it.
pub async fn get_problem(call: Call<Anyone>) -> Result<ProblemPage, Problem> {
    Ok(ProblemPage(call.path.code()?))
}
