//! Days of the calendar, and when they are over where somebody lives.

use std::fmt;

use jiff::{Timestamp, civil::Date, tz::AmbiguousOffset};

use super::{Invalid, TimeZone};

/// A day, such as `2026-11-27`: it begins and ends at another moment in each time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

/// The days whose ends can be written as a time of a four-digit year, in whichever zone.
const FIRST: Date = Date::constant(1970, 1, 1);
const LAST: Date = Date::constant(9999, 12, 29);

impl Day {
    /// Reads a day.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let fits = text.len() == 10
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let day = Some(text).filter(|_| fits).and_then(|text| text.parse().ok());
        let bad = || Invalid::new("invalid_day", "Must be a day such as 2026-11-27.");
        let day: Date = day.ok_or_else(bad)?;
        if !(FIRST..=LAST).contains(&day) {
            let detail = format!("Must be from {FIRST} to {LAST}.");
            return Err(Invalid::new("out_of_range", detail));
        }
        Ok(Self(day))
    }

    /// The moment from which on it is over in a zone: the next midnight. Where clocks skip that midnight
    /// it is the moment at which they do; where they show it twice, the first time, unless the day
    /// itself comes back after it.
    pub fn end_in(self, zone: &TimeZone) -> Timestamp {
        self.end(zone).unwrap_or(Timestamp::MAX)
    }

    /// As it stands in a table that people read: `3 Dec 2026`.
    pub fn brief(self) -> String {
        self.0.strftime("%-d %b %Y").to_string()
    }

    fn end(self, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
        let rules = zone.rules();
        let midnight = self.0.tomorrow()?.at(0, 0, 0, 0);
        let ways = rules.to_ambiguous_timestamp(midnight);
        let first = ways.earlier()?;
        if let AmbiguousOffset::Unambiguous { .. } = ways.offset() {
            return Ok(first);
        }
        // Of a midnight that is skipped, the first way to read it lies before the change, too.
        let Some(change) = rules.following(first).next() else { return Ok(first) };
        let after = change.timestamp().to_zoned(rules.clone()).date();
        match ways.offset() {
            AmbiguousOffset::Gap { .. } => Ok(change.timestamp()),
            _ if after <= self.0 => ways.later(),
            _ => Ok(first),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::written_as_text!(Day, { "type": "string", "format": "date" });

#[cfg(test)]
#[path = "day_tests.rs"]
mod tests;
