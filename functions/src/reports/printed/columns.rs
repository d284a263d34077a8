//! The columns of a document's tables, and what they look like.

use shared::domain::EnrolmentStatus;

use crate::print::{
    table::Column,
    text::{Colour, Look},
    typeface::Style,
};

/// Of what is said.
pub const INK: Colour = [0x1c, 0x20, 0x26];
/// Of what is said beside it.
pub const QUIET: Colour = [0x59, 0x61, 0x6b];
/// Of what stands out.
pub const ACCENT: Colour = [0x0e, 0x4d, 0x64];
/// Of the lines between rows.
pub const RULE: Colour = [0xc9, 0xcf, 0xd5];

const PLAIN: Style = Style { small_capitals: false, tracking: 0.0 };
const AIRY: Style = Style { small_capitals: false, tracking: 0.02 };
const CAPITALS: Style = Style { small_capitals: true, tracking: 0.06 };

/// Whose report it is.
pub const ACCOUNT: Look = Look { style: AIRY, size: 11.0, colour: QUIET };
/// What it is called.
pub const TITLE: Look = Look { style: CAPITALS, size: 19.0, colour: ACCENT };
/// What is told of it.
pub const SMALL: Look = Look { style: PLAIN, size: 8.5, colour: QUIET };
/// A paragraph.
pub const SAID: Look = Look { style: PLAIN, size: 9.5, colour: INK };
/// A part of it.
pub const HEADING: Look = Look { style: CAPITALS, size: 13.0, colour: ACCENT };
/// What stands above a column.
pub const HEAD: Look = Look { style: PLAIN, size: 8.5, colour: QUIET };
/// What stands in it.
pub const CELL: Look = Look { style: PLAIN, size: 8.5, colour: INK };
/// What stands in it where there are few rows.
pub const FIGURE: Look = Look { style: PLAIN, size: 9.5, colour: INK };

/// What shows how many have a status: darker the further they are, on paper without colours too.
pub const fn colour(status: EnrolmentStatus) -> Colour {
    match status {
        EnrolmentStatus::Scheduled => [0xe2, 0xe6, 0xea],
        EnrolmentStatus::NotStarted => [0xb4, 0xbe, 0xc7],
        EnrolmentStatus::InProgress => [0x6f, 0xa8, 0xb8],
        EnrolmentStatus::Completed => ACCENT,
        EnrolmentStatus::Overdue => [0xc4, 0x62, 0x2d],
        EnrolmentStatus::Expired => [0x7d, 0x6a, 0x66],
    }
}

const fn text(head: &'static str, width: f32) -> Column {
    Column { head, width, beside: 7.0, is_number: false, key: None }
}

const fn number(head: &'static str, width: f32) -> Column {
    Column { is_number: true, ..text(head, width) }
}

/// Of numbers, before one of texts.
const fn last_number(head: &'static str, width: f32) -> Column {
    Column { beside: 16.0, ..number(head, width) }
}

const fn count(head: &'static str, status: EnrolmentStatus) -> Column {
    Column { key: Some(colour(status)), ..number(head, 55.0) }
}

/// Of how many have each status.
pub const STATUSES: &[Column] =
    &[text("Status", 92.0), text("", 300.0), number("Enrolments", 66.0), number("Share", 50.0)];

/// Of courses; the statuses in the order of all.
pub const COURSES: &[Column] = &[
    text("Course", 188.0),
    text("", 140.0),
    number("Enrolments", 60.0),
    count("Scheduled", EnrolmentStatus::Scheduled),
    count("Not started", EnrolmentStatus::NotStarted),
    count("In progress", EnrolmentStatus::InProgress),
    count("Completed", EnrolmentStatus::Completed),
    count("Overdue", EnrolmentStatus::Overdue),
    count("Expired", EnrolmentStatus::Expired),
    number("Mean score", 58.0),
];

/// How far a driver has come: the last columns of rows.
const STANDING: [Column; 6] = [
    text("Status", 56.0),
    number("Progress", 46.0),
    last_number("Score", 44.0),
    text("Due", 75.0),
    text("Last activity", 75.0),
    text("Valid until", 90.0),
];

/// Of rows that name drivers with their addresses.
pub const ADDRESSED: &[Column] =
    &rows::<9>(&[text("Name", 120.0), text("Address", 152.0), text("Course", 118.0)]);

/// Of rows that name drivers.
pub const DRIVERS: &[Column] = &rows::<8>(&[text("Name", 180.0), text("Course", 210.0)]);

/// Of rows that name accounts.
pub const ACCOUNTS: &[Column] = &rows::<8>(&[text("Account", 180.0), text("Course", 210.0)]);

const fn rows<const N: usize>(named: &[Column]) -> [Column; N] {
    let mut columns = [STANDING[0]; N];
    let mut at = 0;
    while at < N {
        let is_named = at < named.len();
        columns[at] = if is_named { named[at] } else { STANDING[at - named.len()] };
        at += 1;
    }
    columns
}
