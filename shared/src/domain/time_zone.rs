//! Time zones, by the names of the IANA time zone database.

use std::fmt;

use jiff::{Timestamp, Zoned, tz};

use super::Invalid;

/// A time zone, by its name such as `Europe/Berlin`. It is the name alone: its rules are looked up where
/// a moment is shown, so that what only passes a zone on links no database of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(Box<str>);

const UTC: &str = "UTC";

/// What the database lists that is no place's time: where a machine was not set up.
const NO_ZONE: [&str; 2] = ["Etc/Unknown", "Factory"];

impl TimeZone {
    /// Reads a name, in any letter case.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let zone = tz::TimeZone::get(text.trim()).ok();
        let name = zone.as_ref().and_then(tz::TimeZone::iana_name);
        let name = name.filter(|name| !NO_ZONE.contains(name));
        name.map(|name| Self(name.into())).ok_or_else(|| {
            let detail = "Must be a name of the IANA time zone database, such as Europe/Berlin.";
            Invalid::new("unknown_time_zone", detail)
        })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is UTC.
    pub fn is_utc(&self) -> bool {
        &*self.0 == UTC
    }

    /// The day and the time that clocks there show at a moment.
    pub fn at(&self, moment: Timestamp) -> Zoned {
        moment.to_zoned(self.rules())
    }

    /// Its rules. A name that was kept and that this release does not know has those of UTC, and what is
    /// shown by them is named so.
    pub(super) fn rules(&self) -> tz::TimeZone {
        tz::TimeZone::get(&self.0).unwrap_or(tz::TimeZone::UTC)
    }
}

/// UTC: that of an account which has said nothing.
impl Default for TimeZone {
    fn default() -> Self {
        Self(UTC.into())
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::kept_as_text!(TimeZone, { "type": "string", "examples": ["Europe/Berlin"] });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_the_database_spells_it() {
        for (text, name) in [
            ("Europe/Berlin", "Europe/Berlin"),
            (" europe/BERLIN ", "Europe/Berlin"),
            ("utc", "UTC"),
            ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
            ("US/Pacific", "US/Pacific"),
            ("Etc/GMT+12", "Etc/GMT+12"),
        ] {
            assert_eq!(TimeZone::parse(text).unwrap().as_str(), name);
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for bad in [
            "",
            " ",
            "Berlin",
            "Europe/Atlantis",
            "+01:00",
            "Factory",
            "factory",
            "Etc/Unknown",
            "CET-1CEST",
            "Europe/Berlin\0",
            "../etc/passwd",
            "2026f",
        ] {
            assert_eq!(
                TimeZone::parse(bad).map_err(|bad| bad.code),
                Err("unknown_time_zone"),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn a_kept_name_that_is_not_known_is_read_and_shows_utc() {
        let zone: TimeZone = serde_json::from_str("\"Mars/Olympus\"").unwrap();
        assert_eq!(zone.as_str(), "Mars/Olympus");
        let shown = zone.at("2026-11-27T13:30:00Z".parse().unwrap());
        assert_eq!(shown.to_string(), "2026-11-27T13:30:00+00:00[UTC]");
    }
}
