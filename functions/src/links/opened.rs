//! A report as whoever has its link sees it: without identifiers of people and accounts, and without
//! addresses.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{AccountName, Email, PersonName, TimeZone, Title},
    http::{
        List,
        csv::{self, Sheet, cell, time_cell},
    },
    table::record::Record,
};

use crate::reports::{
    row::{Row, Standing},
    summary::Summary,
};

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

impl OpenedReport {
    /// Some rows of one, as of now.
    pub fn of(title: String, now: Timestamp, summary: Summary, rows: List<OpenedRow>) -> Self {
        let List { items, next_cursor } = rows;
        Self { title, generated_at: now, summary, items, next_cursor }
    }
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
    /// How far the driver has come.
    #[serde(flatten)]
    standing: Standing,
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
        Self::new(row.user.name, None, row.course.title, row.standing)
    }

    /// A row of a driver's own report, in an account of this name.
    pub fn in_account(row: Row, account: &AccountName) -> Self {
        Self { account: named(account), ..Self::of(row) }
    }

    /// What a record says, in a driver's own report.
    pub fn of_record(record: &Record, name: Option<PersonName>, now: Timestamp) -> Self {
        let (account, course) = (named(&record.account_name), record.course.title.clone());
        Self::new(name, account, course, Standing::of_record(record, now))
    }

    fn new(
        name: Option<PersonName>,
        account: Option<OpenedAccount>,
        title: Title,
        standing: Standing,
    ) -> Self {
        let name = name.filter(|name| is_no_address(name.as_str()));
        Self { user: OpenedUser { name }, account, course: OpenedCourse { title }, standing }
    }

    /// The driver's name, if one is known, as a cell.
    pub fn driver(&self) -> String {
        cell(self.user.name.as_ref())
    }

    /// The account's name, if it is shown, as a cell.
    pub fn account(&self) -> String {
        cell(self.account.as_ref().map(|account| &account.name))
    }

    /// How far the driver has come.
    pub fn into_standing(self) -> Standing {
        self.standing
    }

    /// The course's title, as a cell.
    pub fn course(&self) -> String {
        self.course.title.to_string()
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

/// Whether a text may be shown: it may be an address that stands in the place of a name.
pub fn is_no_address(text: &str) -> bool {
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
        let (standing, validity) = (&self.standing, cell(self.standing.validity));
        let before = [self.driver(), self.course()].into_iter().chain(standing.cells(zone));
        let after = [validity, time_cell(standing.valid_until, zone), self.account()];
        before.chain(after).collect()
    }
}
