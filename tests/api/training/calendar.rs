//! Calendar entries, whatever is in them: written by one library, read by another.

use jiff::{SignedDuration, Timestamp, tz};
use proptest::prelude::*;
use serde_json::json;
use shared::{
    domain::TimeZone,
    email::{Entry as Written, Party},
};
use tests::{calendar::Entry, standing::text};

use super::School;

fn written(title: &str, place: &str, name: &str, starts_at: Timestamp, zone: &TimeZone) -> Written {
    Written {
        uid: "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV@codriver".to_owned(),
        sequence: 3,
        cancelled: false,
        written_at: "2026-11-22T08:00:00Z".parse().unwrap(),
        title: title.to_owned(),
        description: Some(title.to_owned()),
        place: place.to_owned(),
        starts_at,
        ends_at: starts_at + SignedDuration::from_hours(2),
        zone: zone.clone(),
        organizer: Party {
            name: Some(name.to_owned()),
            email: "no-reply@codriver.test".to_owned(),
        },
        attendee: Party { name: Some(name.to_owned()), email: "ann@example.com".to_owned() },
    }
}

/// Texts as people and attackers write them: anything without control characters, trimmed.
fn any_text() -> impl Strategy<Value = String> {
    let parts = prop_oneof![
        "\\PC{0,40}",
        "[,;:\\\\\"'n N=^-]{0,20}",
        Just("END:VEVENT".to_owned()),
        Just("ATTENDEE:mailto:eve@example.com".to_owned()),
        Just("老虎🚒 ".repeat(12)),
    ];
    let texts = prop::collection::vec(parts, 1..5).prop_map(|parts| parts.concat());
    texts.prop_map(|text| text.trim().to_owned()).prop_filter("empty", |text| !text.is_empty())
}

proptest! {
    #[test]
    fn whatever_is_written_in_an_entry_is_what_a_calendar_reads(
        title in any_text(), place in any_text(), name in any_text(), second in 0_i64..253_402_200_000,
    ) {
        let starts_at = Timestamp::from_second(second).unwrap();
        let utc = TimeZone::default();
        let read = written(&title, &place, &name, starts_at, &utc).attachment();
        let read = Entry::read(&read.content);
        prop_assert_eq!(&read.title, &title);
        prop_assert_eq!(&read.place, &place);
        prop_assert_eq!(&read.description, &title);
        prop_assert_eq!(read.starts_at, starts_at);
        // A parameter has no way to write all of it.
        let words: Vec<_> = name.split_whitespace().collect();
        let name = words.join(" ").replace('"', "'").replace('\\', "/");
        prop_assert_eq!(&read.organizer.0, &name);
        prop_assert_eq!(read.attendees, [(name, "ann@example.com".to_owned())]);
    }
}

/// A zone, and a time about which its clocks may be changed.
fn any_time() -> impl Strategy<Value = (TimeZone, Timestamp)> {
    let names = tz::db().available().filter_map(|name| TimeZone::parse(name.as_str()).ok());
    let zones = prop::sample::select(names.collect::<Vec<_>>());
    zones.prop_flat_map(|zone| {
        let from: Timestamp = "1973-01-01T00:00:00Z".parse().unwrap();
        let begins = zone.at(from);
        let changes = begins.time_zone().following(from).take(300);
        let changes: Vec<_> = changes.map(|change| change.timestamp()).chain([from]).collect();
        let about = prop::sample::select(changes).prop_flat_map(|change| {
            (-200_i64..200).prop_map(move |minutes| change + SignedDuration::from_mins(minutes))
        });
        let any =
            (94_694_400_i64..10_000_000_000).prop_map(|at| Timestamp::from_second(at).unwrap());
        (Just(zone), prop_oneof![about, any])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_entry_is_at_the_same_moment_in_whichever_zone_it_is_told((zone, starts_at) in any_time()) {
        let entry = written("Skid pan", "Hall 3", "Ann", starts_at, &zone);
        let read = Entry::read(&entry.attachment().content);
        prop_assert_eq!((read.starts_at, read.ends_at), (entry.starts_at, entry.ends_at));
        // A local time that comes twice means the first, so the second is told in UTC.
        let is_second = |at: Timestamp| {
            let at = zone.at(at);
            let ways = at.time_zone().to_ambiguous_timestamp(at.datetime());
            ways.is_ambiguous() && ways.later().unwrap() == at.timestamp()
        };
        let in_utc = zone.is_utc() || is_second(entry.starts_at) || is_second(entry.ends_at);
        prop_assert_eq!(read.zone, if in_utc { "UTC".to_owned() } else { zone.to_string() });
    }
}

#[tokio::test]
async fn hostile_texts_reach_the_calendar_as_texts() {
    let school = School::of(1).await;
    let title = "Brakes; ABS, ESP: \"all\\n\" of it END:VEVENT {{ name }} <b>";
    let mut body = school.body(&[0]);
    body["title"] = json!(title);
    body["place"] = json!(format!("{} Straße 老虎", "Lange ".repeat(40)));
    let made = school.post(body).await.expect(201);
    let entry = school.told(0).await.remove(0);
    assert_eq!((entry.title.as_str(), entry.place.as_str()), (title, text(&made["place"])));
    let html = school.mails(0).await.remove(0);
    assert!(!text(&html["html"]).contains("<b>"));
}

#[tokio::test]
async fn a_line_break_in_a_title_is_refused() {
    let school = School::of(1).await;
    for (field, value) in [("title", "A\r\nATTENDEE:x"), ("place", "B\nC")] {
        let mut body = school.body(&[0]);
        body[field] = json!(value);
        school.post(body).await.expect_bad_field(field, "control_character");
    }
}
