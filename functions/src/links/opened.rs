//! A report as whoever has its link sees it: without identifiers of people and accounts, and without
//! addresses.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{AccountName, Email, EnrolmentStatus, PersonName, TimeZone, Title, Validity},
    http::csv::{self, Sheet, cell, time_cell},
    table::record::Record,
};

use crate::reports::{row::Row, summary::Summary};

/// The report.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenedReport")]
pub struct OpenedReport {
    /// What it is of: account, group or driver, and course.
    pub title: String,
    /// As of when it is.
    pub generated_at: Timestamp,
    /// Its counts, of all pages.
    pub summary: Summary,
    /// What lies on this page.
    pub items: Vec<OpenedRow>,
    /// Give it as `cursor` for the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// A driver in a course.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenedReportRow")]
pub struct OpenedRow {
    /// The driver.
    user: OpenedUser,
    /// The account in which it is or was taken, in a driver's own report; `null` otherwise, and for
    /// the driver's own account.
    account: Option<OpenedAccount>,
    /// The course.
    course: OpenedCourse,
    /// What it is now.
    status: EnrolmentStatus,
    /// The share of modules completed, in whole percent.
    progress_percent: u8,
    /// The mean of the modules' scores.
    score: Option<f64>,
    /// When the driver should be done.
    due_at: Option<Timestamp>,
    /// When the last result came in.
    last_activity_at: Option<Timestamp>,
    /// Whether it counts that the driver has completed it, in this round or an earlier one; `null` is
    /// that they have not.
    validity: Option<Validity>,
    /// Until when that counts; `null` is for ever.
    valid_until: Option<Timestamp>,
}

/// A driver, by name alone.
#[derive(Serialize, JsonSchema)]
struct OpenedUser {
    /// The name, if one is known.
    name: Option<PersonName>,
}

/// An account, by name alone.
#[derive(Serialize, JsonSchema)]
struct OpenedAccount {
    /// Its name.
    name: AccountName,
}

/// A course, by its title alone.
#[derive(Serialize, JsonSchema)]
struct OpenedCourse {
    /// Its title.
    title: Title,
}

impl OpenedRow {
    /// A row of an account's report.
    pub fn of(row: Row) -> Self {
        Self {
            user: OpenedUser { name: row.user.name.filter(|name| is_no_address(name.as_str())) },
            account: None,
            course: OpenedCourse { title: row.course.title },
            status: row.status,
            progress_percent: row.progress_percent,
            score: row.score,
            due_at: row.due_at,
            last_activity_at: row.last_activity_at,
            validity: row.validity,
            valid_until: row.valid_until,
        }
    }

    /// A row of a driver's own report, in an account of this name.
    pub fn in_account(row: Row, account: &AccountName) -> Self {
        Self { account: named(account), ..Self::of(row) }
    }

    /// What a record says, in a driver's own report.
    pub fn of_record(record: &Record, name: Option<PersonName>, now: Timestamp) -> Self {
        Self {
            user: OpenedUser { name: name.filter(|name| is_no_address(name.as_str())) },
            account: named(&record.account_name),
            course: OpenedCourse { title: record.course.title.clone() },
            status: EnrolmentStatus::Completed,
            progress_percent: 100,
            score: record.score,
            due_at: None,
            last_activity_at: Some(record.completed_at),
            validity: Some(Validity::at(now, record.valid_until)),
            valid_until: record.valid_until,
        }
    }
}

fn named(account: &AccountName) -> Option<OpenedAccount> {
    let name = is_no_address(account.as_str()).then(|| account.clone());
    name.map(|name| OpenedAccount { name })
}

/// The title of a report of all this, from the largest to the smallest. What is an address is left out:
/// it may stand in the place of a name, of a driver's own account too.
pub fn title<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let parts = parts.into_iter().flatten().filter(|part| is_no_address(part));
    let title = parts.collect::<Vec<_>>().join(" – ");
    if title.is_empty() { "Report".to_owned() } else { title }
}

fn is_no_address(text: &str) -> bool {
    Email::parse(text).is_err()
}

impl Sheet for OpenedReport {
    type Row = OpenedRow;

    fn rows(&self) -> &[OpenedRow] {
        &self.items
    }

    fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }
}

impl csv::Row for OpenedRow {
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "course",
        "status",
        "progress_percent",
        "score",
        "due_at",
        "last_activity_at",
        "validity",
        "valid_until",
        "account",
    ];

    fn cells(&self, zone: &TimeZone) -> Vec<String> {
        vec![
            cell(self.user.name.as_ref()),
            self.course.title.to_string(),
            self.status.to_string(),
            self.progress_percent.to_string(),
            cell(self.score),
            time_cell(self.due_at, zone),
            time_cell(self.last_activity_at, zone),
            cell(self.validity),
            time_cell(self.valid_until, zone),
            cell(self.account.as_ref().map(|account| &account.name)),
        ]
    }
}
