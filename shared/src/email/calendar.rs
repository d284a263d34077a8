//! Calendar entries that come with a mail: iCalendar (RFC 5545), as calendars take them from a mail
//! (iTIP, RFC 5546). Times are in the attendee's zone.

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use jiff::Timestamp;

use super::{Attachment, calendar_zone::EntryZone};
use crate::domain::TimeZone;

/// An entry of one attendee's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What the calendar knows it by: the same in every mail about it.
    pub uid: String,
    /// Of two entries of one `uid` the one with the greater number counts.
    pub sequence: u64,
    /// Whether the calendar is to take it out.
    pub cancelled: bool,
    /// When this was written.
    pub written_at: Timestamp,
    /// What it is.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// Where.
    pub place: String,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// The zone that both are told in.
    pub zone: TimeZone,
    /// Who calls it.
    pub organizer: Party,
    /// Who is to come: nobody else is named.
    pub attendee: Party,
}

/// Somebody in a calendar entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// How they are called.
    pub name: Option<String>,
    /// Their address.
    pub email: String,
}

impl Entry {
    /// The file that puts the entry into a calendar, or takes it out.
    pub fn attachment(&self) -> Attachment {
        let method = if self.cancelled { "CANCEL" } else { "REQUEST" };
        Attachment {
            name: "training-session.ics".to_owned(),
            content_type: format!("text/calendar; method={method}; charset=UTF-8"),
            content: self.file(method),
        }
    }

    /// The file. The library makes no zones of its own, so that of the entry is put before it.
    fn file(&self, method: &str) -> String {
        const EVENT: &str = "BEGIN:VEVENT\r\n";
        let zone = EntryZone::of(&self.zone, self.starts_at, self.ends_at);
        let calendar = self.calendar(method, zone.as_ref()).to_string();
        match zone {
            Some(zone) => calendar.replacen(EVENT, &format!("{}{EVENT}", zone.component()), 1),
            None => calendar,
        }
    }

    fn calendar(&self, method: &str, zone: Option<&EntryZone>) -> Calendar {
        let mut calendar = Calendar::empty();
        let head = [
            ("VERSION", "2.0"),
            ("PRODID", "-//Codriver//Training sessions//EN"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", method),
        ];
        for property in head {
            calendar.append_property(property);
        }
        calendar.push(self.event(zone));
        calendar.done()
    }

    fn event(&self, zone: Option<&EntryZone>) -> Event {
        let time = |name, at| match zone {
            Some(zone) => zone.property(name, at),
            None => Property::new(name, in_utc(at)),
        };
        let mut event = Event::with_uid(&self.uid);
        event
            .add_property("SEQUENCE", self.sequence.to_string())
            .add_property("DTSTAMP", in_utc(self.written_at))
            .append_property(time("DTSTART", self.starts_at))
            .append_property(time("DTEND", self.ends_at))
            .summary(&self.title)
            .location(&self.place)
            .append_property(self.organizer.property("ORGANIZER"))
            .append_multi_property(self.attending());
        if let Some(description) = &self.description {
            event.description(description);
        }
        let status = if self.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed };
        event.status(status).done()
    }

    /// No answer is asked for: nobody reads what comes to the organizer's address.
    fn attending(&self) -> Property {
        let mut attendee = self.attendee.property("ATTENDEE");
        let parameters = [
            ("CUTYPE", "INDIVIDUAL"),
            ("ROLE", "REQ-PARTICIPANT"),
            ("PARTSTAT", "NEEDS-ACTION"),
            ("RSVP", "FALSE"),
        ];
        for (name, value) in parameters {
            attendee.add_parameter(name, value);
        }
        attendee.done()
    }
}

impl Party {
    fn property(&self, name: &str) -> Property {
        let mut property = Property::new(name, format!("mailto:{}", self.email));
        if let Some(called) = &self.name {
            property.add_parameter("CN", &parameter(called));
        }
        property.done()
    }
}

/// A text as a parameter, in quotation marks. It has no way to write a quotation mark in it, or a
/// line's end, and some calendars take a backslash for the beginning of one.
fn parameter(text: &str) -> String {
    let words: Vec<_> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    format!("\"{}\"", words.replace('"', "'").replace('\\', "/"))
}

fn in_utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
