//! An opened report as its reader would like it: as JSON, as CSV or made for printing.

use shared::{
    domain::{CourseId, TimeZone},
    http::{JsonCsvOrPdf, JsonOrCsv, Problem},
};

use super::{
    opened::{OpenedReport, OpenedRow, is_no_address},
    opening::Opening,
    standing::Shown,
};
use crate::reports::printed::{self, Figures, Line, Naming, Summed};

/// A report, with what its documents say besides.
pub struct Answered {
    /// The report.
    pub report: OpenedReport,
    /// The zone that its times are told in.
    pub zone: TimeZone,
    /// What its rows name.
    pub naming: Naming,
    /// What it is of.
    pub shown: Shown,
    /// How many rows the documents before it have.
    pub before: usize,
}

impl Answered {
    /// As this reader would like it.
    pub async fn answer(self, call: &Opening) -> Result<JsonCsvOrPdf<OpenedReport>, Problem> {
        let uri = call.uri.clone();
        if call.wants_pdf {
            let (report, next_cursor) = self.printed();
            let document = printed::document(report, next_cursor, uri).await?;
            return Ok(JsonCsvOrPdf::Document(document));
        }
        let Self { report: body, zone, .. } = self;
        Ok(JsonCsvOrPdf::Table(match call.wants_csv {
            true => JsonOrCsv::Csv { body, uri, zone },
            false => JsonOrCsv::Json(body),
        }))
    }

    /// Made for printing, and the cursor of what follows. The whole is summed up in the first document.
    fn printed(self) -> (printed::Report, Option<String>) {
        let Self { report, zone, naming, shown, before } = self;
        let OpenedReport { title, generated_at, summary, items, next_cursor } = report;
        let course: Option<CourseId> = shown.course.as_ref().map(|course| course.course_id);
        let figures = Figures::of_summary(&summary, course);
        let figures = match naming {
            // That they are one is known.
            Naming::Accounts => Figures { drivers: None, ..figures },
            _ => figures,
        };
        let report = printed::Report {
            of: title,
            at: generated_at,
            zone,
            filters: filters(&shown),
            naming,
            before,
            rows: items.into_iter().map(|row| line(row, naming)).collect(),
            goes_on: next_cursor.is_some(),
            summary: (before == 0).then_some(Summed::Whole(figures)),
        };
        (report, next_cursor)
    }
}

fn line(row: OpenedRow, naming: Naming) -> Line {
    let named = match naming {
        Naming::Accounts => row.account(),
        Naming::Addressed | Naming::Drivers => row.driver(),
    };
    Line::new(named, row.course(), row.into_standing())
}

/// Which rows are shown, in words, of which none is an address.
fn filters(shown: &Shown) -> Vec<String> {
    let group = shown.group.as_ref().map(|group| match group.name.as_str() {
        name if is_no_address(name) => format!("Group: {name}"),
        _ => "One group".to_owned(),
    });
    let user = shown.user.as_ref().map(|user| match &user.name {
        Some(name) if is_no_address(name.as_str()) => format!("Driver: {name}"),
        _ => "One driver".to_owned(),
    });
    let course = shown.course.as_ref().map(|course| format!("Course: {}", course.title));
    [group, user, course].into_iter().flatten().collect()
}
