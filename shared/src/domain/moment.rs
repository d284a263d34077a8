//! Moments as people read them in a mail: in UTC, which is named.

use jiff::Timestamp;

/// A day and a time: `3 December 2026, 09:30 UTC`.
pub fn moment(at: Timestamp) -> String {
    at.strftime("%-d %B %Y, %H:%M UTC").to_string()
}

/// When something is held: `3 December 2026, 09:30 to 11:00 UTC`.
pub fn span((from, to): (Timestamp, Timestamp)) -> String {
    let day = |at: Timestamp| at.strftime("%-d %B %Y").to_string();
    let until = if day(from) == day(to) { "%H:%M" } else { "%-d %B %Y, %H:%M" };
    let (from, to) = (from.strftime("%-d %B %Y, %H:%M"), to.strftime(until));
    format!("{from} to {to} UTC")
}
