//! Times as callers write them.

use crate::domain::Invalid;

/// A time, as RFC 3339; kept in whole seconds of UTC. It lies in 1970 or later and has a year of
/// four digits, so that times sort as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub jiff::Timestamp);

impl Time {
    /// Reads a time.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let bad = || Invalid::new("invalid_time", "Must be a time such as 2026-11-22T09:30:00Z.");
        let whole = whole_seconds(text.trim()).ok_or_else(bad)?;
        let time: jiff::Timestamp = whole.parse().map_err(|_| bad())?;
        if time < jiff::Timestamp::UNIX_EPOCH {
            return Err(Invalid::new("out_of_range", "Must not be before 1970."));
        }
        Ok(Self(time))
    }
}

/// A time of RFC 3339, with seconds and an offset of at most 23:59, without parts of a second.
/// jiff reads much else, and reads only nine digits of such a part.
fn whole_seconds(text: &str) -> Option<String> {
    /// `d` stands for a digit.
    const LOCAL: &str = "dddd-dd-ddtdd:dd:dd";
    let fits = |shape: &str, text: &str| {
        let exact = |(shape, byte): (u8, u8)| match shape {
            b'd' => byte.is_ascii_digit(),
            exact => byte.to_ascii_lowercase() == exact,
        };
        shape.len() == text.len() && shape.bytes().zip(text.bytes()).all(exact)
    };
    let (local, rest) = text.split_at_checked(LOCAL.len())?;
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|sign: char| sign.is_ascii_digit()),
        None => rest,
    };
    let has_empty_fraction = rest.len() == zone.len() + 1;
    let offset = zone.strip_prefix(['+', '-']).unwrap_or_default();
    let is_zone = fits("z", zone) || fits("dd:dd", offset) && offset < "24" && &offset[3..] < "60";
    (fits(LOCAL, local) && is_zone && !has_empty_fraction).then(|| format!("{local}{zone}"))
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

crate::written_as_text!(Time, { "type": "string", "format": "date-time" });
