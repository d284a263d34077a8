//! Calendar entries, whatever is in them: written by one library, read by another.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;
use shared::email::{Entry as Written, Party};
use tests::{calendar::Entry, standing::text};

use super::School;

fn written(title: &str, place: &str, name: &str, starts_at: Timestamp) -> Written {
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
        let read = Entry::read(&written(&title, &place, &name, starts_at).attachment().content);
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
