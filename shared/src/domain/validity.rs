//! For how long it counts that somebody has completed a course (rule 36).

use std::fmt;

use jiff::{SignedDuration, Span, Timestamp};

use super::{Invalid, TimeZone};

/// For how many months completing a course may count at most: a hundred years.
pub const MOST_MONTHS: u32 = 1_200;

/// For how many days before its end a record is said to expire.
pub const LAST_DAYS: i64 = 60;

const LAST: SignedDuration = SignedDuration::from_hours(LAST_DAYS * 24);

/// Whether a record counts at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// It does.
    Valid,
    /// It does, for 60 days at most.
    Expiring,
    /// It does no longer.
    Expired,
}

impl Validity {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Valid, Self::Expiring, Self::Expired];

    /// That of a record which counts until then, or for ever, at `now`.
    pub fn at(now: Timestamp, valid_until: Option<Timestamp>) -> Self {
        match valid_until {
            Some(until) if until <= now => Self::Expired,
            Some(until) if until <= Self::soon(now) => Self::Expiring,
            _ => Self::Valid,
        }
    }

    /// Those records are so at `now` that end after the one moment (of all if there is none) and not
    /// after the other (those that never end too, if there is none).
    pub fn ends(self, now: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
        match self {
            Self::Expired => (None, Some(now)),
            Self::Expiring => (Some(now), Some(Self::soon(now))),
            Self::Valid => (Some(Self::soon(now)), None),
        }
    }

    /// What ends until then expires at `now`.
    pub fn soon(now: Timestamp) -> Timestamp {
        now.saturating_add(LAST).unwrap_or(Timestamp::MAX)
    }

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
        }
    }

    /// Reads its word.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let known = Self::ALL.into_iter().find(|one| one.as_str() == text);
        known.ok_or_else(|| {
            let words = Self::ALL.map(Self::as_str).join(", ");
            Invalid::new("unknown_value", format!("Must be one of: {words}."))
        })
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

crate::written_as_text!(Validity, {
    "type": "string",
    "enum": ["valid", "expiring", "expired"],
});

/// Until when it counts that a course was completed: so many months later, at the same time of day as
/// clocks show it in a zone. Where that month has no such day it is the month's last, and where clocks
/// skip that time, as much later as they skip.
pub fn valid_until(completed_at: Timestamp, months: u32, zone: &TimeZone) -> Timestamp {
    let later = zone.at(completed_at).checked_add(Span::new().months(i64::from(months)));
    // Seconds are the precision of every time that the product stores.
    let seconds = later.map(|later| later.timestamp().as_second());
    seconds.and_then(Timestamp::from_second).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
#[path = "validity_tests.rs"]
mod tests;
