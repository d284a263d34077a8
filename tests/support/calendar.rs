//! Calendar entries as a calendar reads them: by another library than the one that writes them.

use calcard::{
    Entry as Parsed, Parser,
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarParameterName,
        ICalendarProperty, ICalendarValue,
    },
};
use data_encoding::BASE64;
use jiff::{
    Timestamp,
    civil::{DateTime, date},
    tz::Offset,
};
use serde_json::Value;

use crate::standing::text;

/// What a calendar makes of an entry that was mailed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `REQUEST` or `CANCEL`.
    pub method: String,
    /// What the calendar knows it by.
    pub uid: String,
    /// Which of several about the same counts.
    pub sequence: i64,
    /// `CONFIRMED` or `CANCELLED`.
    pub status: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// The zone that both are told in.
    pub zone: String,
    /// What it is.
    pub title: String,
    /// Where.
    pub place: String,
    /// More about it; may be empty.
    pub description: String,
    /// Who calls it: name and address.
    pub organizer: (String, String),
    /// Who is to come.
    pub attendees: Vec<(String, String)>,
}

/// How long a line of the file may be (RFC 5545, 3.1), and one more, which the writing library makes
/// of the last part of a folded line; calendars take longer ones.
const LINE: usize = 75 + 1;

impl Entry {
    /// The entry that a mail brings; anything else fails the test.
    #[track_caller]
    pub fn of(mail: &Value) -> Self {
        let files = mail["attachments"].as_array().expect("attachments");
        assert_eq!(files.len(), 1, "{mail}");
        assert_eq!(files[0]["name"], "training-session.ics");
        let content = BASE64.decode(text(&files[0]["content"]).as_bytes()).expect("base64");
        let entry = Self::read(&String::from_utf8(content).expect("UTF-8"));
        let kind = format!("text/calendar; method={}; charset=UTF-8", entry.method);
        assert_eq!(text(&files[0]["content_type"]), kind);
        entry
    }

    /// Reads a file: one calendar with one event and at most one zone, and nothing in it that is not
    /// known here.
    #[track_caller]
    pub fn read(file: &str) -> Self {
        assert!(file.ends_with("\r\n"), "{file:?}");
        for line in file.split_terminator("\r\n") {
            assert!(line.len() <= LINE && !line.contains(['\r', '\n']), "{line:?}");
        }
        let mut parser = Parser::new(file);
        let Parsed::ICalendar(calendar) = parser.entry() else { panic!("no calendar: {file:?}") };
        assert_eq!(parser.entry(), Parsed::Eof, "{file:?}");
        Self::in_calendar(&calendar)
    }

    #[track_caller]
    fn in_calendar(calendar: &ICalendar) -> Self {
        use ICalendarComponentType::{Daylight, Standard, VCalendar, VEvent, VTimezone};
        let all = |kinds: &[ICalendarComponentType]| -> Vec<&ICalendarComponent> {
            let components = calendar.components.iter();
            components.filter(|one| kinds.contains(&one.component_type)).collect()
        };
        for entry in calendar.components.iter().flat_map(|one| &one.entries) {
            assert!(!matches!(entry.name, ICalendarProperty::Other(_)), "{entry:?}");
        }
        let (heads, events, zones) = (all(&[VCalendar]), all(&[VEvent]), all(&[VTimezone]));
        let observances = all(&[Standard, Daylight]);
        assert_eq!((heads.len(), events.len()), (1, 1));
        let known = 2 + zones.len() + observances.len();
        assert_eq!((calendar.components.len(), zones.len() < 2), (known, true));
        let (head, event) = (heads[0], events[0]);
        let zone = Zone::of(zones.first().copied(), observances);
        assert_eq!(texts(head, ICalendarProperty::Version), ["2.0"]);
        let one = |property| one(event, property);
        let sequence = only(event, ICalendarProperty::Sequence).as_integer();
        Self {
            method: self::one(head, ICalendarProperty::Method),
            uid: one(ICalendarProperty::Uid),
            sequence: sequence.expect("a number"),
            status: one(ICalendarProperty::Status),
            written_at: time(event, ICalendarProperty::Dtstamp),
            starts_at: zone.time(event, ICalendarProperty::Dtstart),
            ends_at: zone.time(event, ICalendarProperty::Dtend),
            zone: zone.name,
            title: one(ICalendarProperty::Summary),
            place: one(ICalendarProperty::Location),
            description: texts(event, ICalendarProperty::Description).join(""),
            organizer: parties(event, ICalendarProperty::Organizer).remove(0),
            attendees: parties(event, ICalendarProperty::Attendee),
        }
    }
}

fn values(of: &ICalendarComponent, property: ICalendarProperty) -> Vec<ICalendarValue> {
    of.properties(&property).flat_map(|entry| entry.values.clone()).collect()
}

#[track_caller]
fn only(of: &ICalendarComponent, property: ICalendarProperty) -> ICalendarValue {
    let mut values = values(of, property.clone());
    assert_eq!(values.len(), 1, "{property:?}");
    values.remove(0)
}

fn texts(of: &ICalendarComponent, property: ICalendarProperty) -> Vec<String> {
    let values = values(of, property).into_iter();
    values.map(|value| value.into_text().expect("a text").into_owned()).collect()
}

#[track_caller]
fn one(of: &ICalendarComponent, property: ICalendarProperty) -> String {
    only(of, property).into_text().expect("a text").into_owned()
}

/// A time, which must be in UTC.
#[track_caller]
fn time(of: &ICalendarComponent, property: ICalendarProperty) -> Timestamp {
    let value = only(of, property);
    let time = value.as_partial_date_time().expect("a time");
    assert_eq!((time.tz_hour, time.tz_minute), (Some(0), Some(0)), "{time:?}");
    Timestamp::from_second(time.to_timestamp().expect("a whole time")).expect("a time")
}

/// A zone as the file itself tells it: a calendar need know no other.
struct Zone {
    name: String,
    /// From which local times on, by the clock before, the offset is which.
    offsets: Vec<(DateTime, Offset)>,
}

impl Zone {
    #[track_caller]
    fn of(zone: Option<&ICalendarComponent>, observances: Vec<&ICalendarComponent>) -> Self {
        let Some(zone) = zone else {
            assert!(observances.is_empty());
            return Self { name: "UTC".to_owned(), offsets: vec![] };
        };
        let offsets = observances.into_iter().map(|one| {
            let begins = only(one, ICalendarProperty::Dtstart);
            let offset = only(one, ICalendarProperty::Tzoffsetto);
            let offset = offset.as_partial_date_time().expect("an offset").clone();
            let (hours, minutes) = (offset.tz_hour.expect("hours"), offset.tz_minute.unwrap_or(0));
            let seconds = i32::from(hours) * 3_600 + i32::from(minutes) * 60;
            let seconds = if offset.tz_minus { -seconds } else { seconds };
            (local(&begins), Offset::from_seconds(seconds).expect("an offset"))
        });
        Self { name: one(zone, ICalendarProperty::Tzid), offsets: offsets.collect() }
    }

    /// A time of the event, which must be told in this zone.
    #[track_caller]
    fn time(&self, of: &ICalendarComponent, property: ICalendarProperty) -> Timestamp {
        if self.offsets.is_empty() {
            return time(of, property);
        }
        let entry = of.properties(&property).next().expect("a time");
        let zone = entry.parameter(&ICalendarParameterName::Tzid).and_then(|zone| zone.as_text());
        assert_eq!(zone, Some(self.name.as_str()));
        let local = local(&only(of, property));
        let begun = self.offsets.iter().filter(|(begins, _)| *begins <= local);
        let (_, offset) = begun.max_by_key(|(begins, _)| *begins).expect("an offset by then");
        offset.to_timestamp(local).expect("a time")
    }
}

/// A time of a clock, which must not say where that is.
#[track_caller]
fn local(value: &ICalendarValue) -> DateTime {
    let time = value.as_partial_date_time().expect("a time");
    assert_eq!((time.tz_hour, time.tz_minute), (None, None), "{time:?}");
    let part = |part: Option<u8>| i8::try_from(part.expect("a whole time")).expect("a part");
    let year = i16::try_from(time.year.expect("a year")).expect("a year");
    date(year, part(time.month), part(time.day)).at(
        part(time.hour),
        part(time.minute),
        part(time.second),
        0,
    )
}

fn parties(of: &ICalendarComponent, property: ICalendarProperty) -> Vec<(String, String)> {
    let party = |entry: &calcard::icalendar::ICalendarEntry| {
        let name = entry.parameter(&ICalendarParameterName::Cn).and_then(|name| name.as_text());
        (name.unwrap_or_default().to_owned(), entry.calendar_address().expect("an address").into())
    };
    of.properties(&property).map(party).collect()
}
