//! Times of a calendar entry in a time zone, and what a calendar must know of the zone to read them
//! (RFC 5545, 3.3.5 and 3.6.5).

use std::fmt::Write;

use icalendar::Property;
use jiff::{
    SignedDuration, Timestamp,
    civil::DateTime,
    tz::{self, Offset},
};

use crate::domain::TimeZone;

/// The zone of an entry.
pub(super) struct EntryZone {
    name: String,
    rules: tz::TimeZone,
    from: Timestamp,
    to: Timestamp,
}

/// From when on a zone's clocks go so.
struct Observance {
    is_summer_time: bool,
    name: String,
    begins: DateTime,
    offset_before: Offset,
    offset: Offset,
}

impl EntryZone {
    /// The zone of an entry from one time to another; none where both are better told in UTC: if the
    /// zone is UTC, or one of them is shown by clocks that have been put back and show it the second
    /// time. A local time always means the first.
    pub(super) fn of(zone: &TimeZone, from: Timestamp, to: Timestamp) -> Option<Self> {
        let rules = zone.at(from).time_zone().clone();
        let name = rules.iana_name().filter(|name| *name != "UTC")?.to_owned();
        let is_told = |at: Timestamp| {
            let local = rules.to_datetime(at);
            rules.to_ambiguous_timestamp(local).compatible().is_ok_and(|told| told == at)
        };
        (is_told(from) && is_told(to)).then(|| Self { name, rules, from, to })
    }

    /// A time of the entry as a property of it.
    pub(super) fn property(&self, name: &str, at: Timestamp) -> Property {
        let mut property = Property::new(name, written(self.rules.to_datetime(at)));
        property.add_parameter("TZID", &self.name).done()
    }

    /// What a calendar must know of the zone: its offsets while the entry lasts. It tells the two
    /// changes before that, too: calendars like to see a zone's winter and its summer.
    pub(super) fn component(&self) -> String {
        let mut lines = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", self.name);
        for observance in self.observances() {
            observance.write(&mut lines);
        }
        lines + "END:VTIMEZONE\r\n"
    }

    fn observances(&self) -> Vec<Observance> {
        let second = SignedDuration::from_secs(1);
        let until_begun = self.from.saturating_add(second).unwrap_or(self.from);
        let before = self.rules.preceding(until_begun).take(2);
        let during = self.rules.following(self.from).take_while(|at| at.timestamp() <= self.to);
        let mut changes: Vec<_> = before.chain(during).collect();
        changes.sort_unstable_by_key(tz::TimeZoneTransition::timestamp);
        let changes = changes.into_iter().map(|change| {
            let just_before = change.timestamp().saturating_sub(second);
            let offset_before = self.rules.to_offset(just_before.unwrap_or(change.timestamp()));
            Observance {
                is_summer_time: change.dst().is_dst(),
                name: change.abbreviation().to_owned(),
                begins: offset_before.to_datetime(change.timestamp()),
                offset_before,
                offset: change.offset(),
            }
        });
        let known: Vec<_> = changes.filter(|one| one.begins.year() > 0).collect();
        if known.is_empty() { vec![self.always()] } else { known }
    }

    /// That of a zone whose clocks were never changed.
    fn always(&self) -> Observance {
        let offset = self.rules.to_offset(self.from);
        let name = self.rules.to_offset_info(self.from).abbreviation().to_owned();
        let begins = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
        Observance { is_summer_time: false, name, begins, offset_before: offset, offset }
    }
}

impl Observance {
    fn write(&self, lines: &mut String) {
        let kind = if self.is_summer_time { "DAYLIGHT" } else { "STANDARD" };
        let (begins, name) = (written(self.begins), &self.name);
        let (before, after) = (hours(self.offset_before), hours(self.offset));
        // Writing into a string does not fail.
        let _ = write!(
            lines,
            "BEGIN:{kind}\r\nDTSTART:{begins}\r\nTZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}\r\n\
             TZNAME:{name}\r\nEND:{kind}\r\n"
        );
    }
}

fn written(local: DateTime) -> String {
    local.strftime("%Y%m%dT%H%M%S").to_string()
}

/// An offset as iCalendar writes it: `+0100`, with seconds where it has some.
fn hours(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes, rest) =
        (seconds.abs() / 3_600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    let rest = if rest == 0 { String::new() } else { format!("{rest:02}") };
    format!("{sign}{hours:02}{minutes:02}{rest}")
}
