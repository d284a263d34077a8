//! The report made for printing: a summary with bars, then the rows, as a PDF.
//!
//! One document holds [`MOST`] rows at most, which is what its function can write in its time and what
//! Lambda hands on. Where there are more it says so at its end, and links to the next, which goes on with
//! the rows.

mod answer;
mod columns;
mod contents;
mod figures;
mod head;
mod page;
mod wording;

pub use answer::answer;

use jiff::Timestamp;
use shared::domain::TimeZone;

use self::figures::Figures;
use super::row::Row;

/// How many rows a document has at most.
pub const MOST: usize = 2_000;

/// What a document shows.
pub struct Report {
    /// Whose report it is.
    account: String,
    /// When it was made.
    at: Timestamp,
    /// The zone that its reader reads times in.
    zone: TimeZone,
    /// Which rows there are, in words.
    filters: Vec<String>,
    /// How many rows the documents before it have.
    before: usize,
    /// Its own.
    rows: Vec<Row>,
    /// Whether there are more.
    goes_on: bool,
    /// What is summed up, if it is here.
    summary: Option<Summed>,
}

/// What a document sums up.
enum Summed {
    /// All that there is, whatever of it is in this document.
    Whole(Figures),
    /// Its rows.
    Rows(Figures),
}
