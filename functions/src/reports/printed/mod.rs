//! The report made for printing: a summary with bars, then the rows, as a PDF.
//!
//! One document holds [`MOST`] rows at most, which is what its function can write in its time and what
//! Lambda hands on. Where there are more it says so at its end, and links to the next, which goes on with
//! the rows.

mod answer;
mod columns;
mod contents;
mod document;
mod figures;
mod head;
mod page;
mod wording;

pub use answer::answer;
pub use document::{Place, document};
pub use figures::Figures;

use jiff::Timestamp;
use shared::domain::TimeZone;

use super::row::{Row, Standing};
use crate::print::table::Column;

/// How many rows a document has at most.
pub const MOST: usize = 2_000;

/// What a document shows.
pub struct Report {
    /// Whose report it is.
    pub of: String,
    /// When it was made.
    pub at: Timestamp,
    /// The zone that its reader reads times in.
    pub zone: TimeZone,
    /// Which rows there are, in words.
    pub filters: Vec<String>,
    /// What its rows name.
    pub naming: Naming,
    /// How many rows the documents before it have.
    pub before: usize,
    /// Its own.
    pub rows: Vec<Line>,
    /// Whether there are more.
    pub goes_on: bool,
    /// What is summed up, if it is here.
    pub summary: Option<Summed>,
}

/// A row of a document.
pub struct Line {
    /// What it names, in the order of the columns.
    named: Vec<String>,
    /// How far the driver has come.
    standing: Standing,
}

/// What a document sums up.
pub enum Summed {
    /// All that there is, whatever of it is in this document.
    Whole(Figures),
    /// Its rows.
    Rows(Figures),
}

/// What the rows of a document name beside the course.
#[derive(Clone, Copy)]
pub enum Naming {
    /// Drivers, with their addresses.
    Addressed,
    /// Drivers.
    Drivers,
    /// Accounts in which one driver has courses.
    Accounts,
}

impl Naming {
    fn columns(self) -> &'static [Column] {
        match self {
            Self::Addressed => columns::ADDRESSED,
            Self::Drivers => columns::DRIVERS,
            Self::Accounts => columns::ACCOUNTS,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Addressed | Self::Drivers => "Drivers by course",
            Self::Accounts => "Courses by account",
        }
    }

    /// What there is without a filter.
    fn all(self) -> &'static str {
        match self {
            Self::Addressed | Self::Drivers => "All drivers and courses",
            Self::Accounts => "All courses",
        }
    }
}

impl Line {
    /// One that names a driver or an account, and the course.
    pub fn new(name: String, course: String, standing: Standing) -> Self {
        Self { named: vec![name, course], standing }
    }

    /// One that names a driver with their address, and the course.
    fn addressed(row: Row) -> Self {
        let name = row.user.name.map_or_else(String::new, |name| name.to_string());
        let named = vec![name, row.user.email.to_string(), row.course.title.to_string()];
        Self { named, standing: row.standing }
    }
}
