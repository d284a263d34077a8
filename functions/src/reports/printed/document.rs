//! A document as an answer.

use http::Uri;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use shared::http::{Pdf, PdfPage, Problem};

use super::{Report, page};

/// Where a document begins.
#[derive(Serialize, Deserialize)]
pub struct Place<P> {
    /// How many rows the documents before it have.
    pub before: usize,
    /// After which row.
    pub after: Option<P>,
}

impl<P> Place<P> {
    /// Where the first begins.
    pub fn first() -> Self {
        Self { before: 0, after: None }
    }
}

/// Makes a document, with a link to the next if there is a cursor of it.
pub async fn document(
    report: Report,
    next_cursor: Option<String>,
    uri: Uri,
) -> Result<PdfPage, Problem> {
    let report = Report { at: minute(report.at), ..report };
    let pdf = Pdf { name: name(report.before), bytes: write(report).await? };
    Ok(PdfPage { pdf, next_cursor, uri })
}

/// Writing is work, not waiting: it leaves what waits alone.
async fn write(report: Report) -> Result<Vec<u8>, Problem> {
    let written = tokio::task::spawn_blocking(move || page::write(&report)).await;
    let written = written.map_err(|error| Problem::internal(error.to_string()))?;
    written.map_err(|fault| Problem::internal(fault.0))
}

/// The minute that a moment lies in: people read no seconds, and what is made in one minute of the same
/// rows is the same to the byte.
fn minute(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second() - at.as_second().rem_euclid(60)).unwrap_or(at)
}

/// The file's name: each of the documents of a report has its own.
fn name(before: usize) -> String {
    match before {
        0 => "report".to_owned(),
        _ => format!("report-from-{}", before + 1),
    }
}
