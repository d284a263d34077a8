//! What a certificate says, in words.

use jiff::Timestamp;
use shared::{
    domain::{TimeZone, code::Code},
    table::record::Record,
};

/// What stands on a certificate.
pub struct Wording {
    /// Who completed the course.
    pub name: String,
    /// The course.
    pub course: String,
    /// The account that it was completed in.
    pub account: String,
    /// The day on which it was completed.
    pub completed: String,
    /// The day until which that counts, if not for ever.
    pub valid_until: Option<String>,
    /// The code by which it is checked.
    pub code: String,
    /// Where it is checked, as people write it.
    pub place: String,
    /// Where the QR code leads to.
    pub url: String,
    /// What tells the document from others.
    pub id: String,
    /// When the course was completed.
    pub at: Timestamp,
}

impl Wording {
    /// What the certificate of a record says; the app is where it is checked.
    pub fn of(record: &Record, code: &Code, app_url: &str) -> Self {
        let zone = record.time_zone.as_ref();
        let page = format!("{app_url}/certificate");
        let place = page.split_once("://").map_or(page.as_str(), |(_, place)| place);
        Self {
            name: name_of(record),
            course: record.course.title.to_string(),
            account: record.account_name.to_string(),
            completed: day(record.completed_at, zone),
            valid_until: record.valid_until.map(|until| day(until, zone)),
            code: code.to_string(),
            place: place.to_owned(),
            url: format!("{page}#{code}"),
            id: record.record_id.to_string(),
            at: record.completed_at,
        }
    }
}

/// Who a record is of: by their name, or else by their address.
pub fn name_of(record: &Record) -> String {
    match &record.name {
        Some(name) => name.to_string(),
        None => record.email.to_string(),
    }
}

/// A day in the account's zone, such as `3 December 2026`. Where it is not known which that was, it is one
/// of UTC, and says so.
fn day(at: Timestamp, zone: Option<&TimeZone>) -> String {
    let day = |zone: &TimeZone| zone.at(at).strftime("%-d %B %Y").to_string();
    match zone {
        Some(zone) => day(zone),
        None => format!("{} (UTC)", day(&TimeZone::default())),
    }
}
