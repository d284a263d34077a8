//! Routes: when one is, and when two are at the same time.

use jiff::{SignedDuration, Timestamp};

use super::{FieldErrors, Invalid};

/// How long a route lasts at most, in days. A calendar forgets what ended longer ago than this:
/// no route that has not ended can have begun before it.
pub const MOST_DAYS: i64 = 7;

/// When a route or training session is: from its start until just before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its start.
    pub starts_at: Timestamp,
    /// Its end.
    pub ends_at: Timestamp,
}

impl Span {
    /// Refuses an end that is not after the start, more than a week, and years that are no
    /// planner's: between 2000 and 2100 times sort as text.
    pub fn new(starts_at: Timestamp, ends_at: Timestamp) -> Result<Self, FieldErrors> {
        if ends_at <= starts_at {
            return Err(Invalid::new("not_after_start", "Must be after the start.").at("ends_at"));
        }
        if ends_at.duration_since(starts_at) > SignedDuration::from_hours(24 * MOST_DAYS) {
            let detail = format!("A route lasts at most {MOST_DAYS} days.");
            return Err(Invalid::new("out_of_range", detail).at("ends_at"));
        }
        if !is_planned(starts_at) {
            let bad = Invalid::new("out_of_range", "Must be between the years 2000 and 2100.");
            return Err(bad.at("starts_at"));
        }
        Ok(Self { starts_at, ends_at })
    }

    /// Whether it lasts longer than a day.
    pub fn is_of_days(self) -> bool {
        self.ends_at.duration_since(self.starts_at) > SignedDuration::from_hours(24)
    }

    /// Whether two are at the same time at any moment. One may begin when the other ends.
    pub fn overlaps(self, other: Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }
}

/// Whether a time lies in the years that are planned for.
fn is_planned(at: Timestamp) -> bool {
    (2000..2100).contains(&at.to_zoned(jiff::tz::TimeZone::UTC).year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + hour * 3_600).unwrap_or_default()
    }

    fn span(from: i64, to: i64) -> Span {
        Span { starts_at: at(from), ends_at: at(to) }
    }

    #[test]
    fn routes_overlap_just_where_they_have_a_moment_in_common() {
        for (from, to, overlaps) in
            [(0, 1, false), (0, 2, true), (1, 3, true), (2, 3, true), (3, 4, false), (0, 9, true)]
        {
            assert_eq!(span(1, 3).overlaps(span(from, to)), overlaps, "{from} to {to}");
            assert_eq!(span(from, to).overlaps(span(1, 3)), overlaps, "{from} to {to}");
        }
    }

    #[test]
    fn a_route_ends_after_it_starts_and_within_a_week() {
        assert!(Span::new(at(1), at(1)).is_err() && Span::new(at(2), at(1)).is_err());
        assert!(Span::new(at(0), at(7 * 24)).is_ok());
        assert!(Span::new(at(0), at(7 * 24 + 1)).is_err());
        assert!(Span::new(Timestamp::UNIX_EPOCH, at(0)).is_err());
    }
}
