//! Who is told of what.

use serde_json::{Value, json};
use tests::standing::text;

use super::School;

#[tokio::test]
async fn each_attendee_is_sent_an_entry_for_their_calendar() {
    let school = School::of(3).await;
    let made = school.schedule(&[0, 1]).await;
    assert_eq!(school.counts().await, [1, 1, 0]);
    let entry = school.told(0).await.remove(0);
    assert_eq!((entry.method.as_str(), entry.status.as_str()), ("REQUEST", "CONFIRMED"));
    assert_eq!(entry.uid, format!("{}@codriver", text(&made["id"])));
    assert_eq!(entry.sequence, 0);
    assert_eq!((entry.title.as_str(), entry.place.as_str()), ("Skid pan", "Hall 3"));
    assert_eq!(json!(entry.starts_at), made["starts_at"]);
    assert_eq!(json!(entry.ends_at), made["ends_at"]);
    assert_eq!(entry.organizer, ("Acme".into(), "no-reply@codriver.test".into()));
}

#[tokio::test]
async fn an_entry_names_its_reader_and_nobody_else() {
    let school = School::of(2).await;
    school.schedule(&[0, 1]).await;
    let (to_ann, to_bob) = (school.told(0).await.remove(0), school.told(1).await.remove(0));
    assert_eq!(to_ann.attendees, [("Ann".to_owned(), school.drivers[0].email.clone())]);
    assert_eq!(to_bob.attendees, [("Bob".to_owned(), school.drivers[1].email.clone())]);
    assert_eq!(to_ann.uid, to_bob.uid);
}

#[tokio::test]
async fn a_change_of_what_when_or_where_is_told_to_all() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    let course = school.service.course().await;
    let changes = [
        json!({ "title": "Eco driving" }),
        json!({ "place": "Hall 4" }),
        json!({ "ends_at": school.service.in_days(9) }),
        json!({ "starts_at": school.service.in_days(6) }),
        json!({ "course_id": course["id"] }),
    ];
    for (before, change) in changes.iter().enumerate() {
        school.patch(&made, change.clone()).await.expect(200);
        assert_eq!(school.counts().await, [before + 2, before + 2], "{change}");
    }
    let newest = school.told(1).await.remove(0);
    assert_eq!((newest.title.as_str(), newest.place.as_str()), ("Eco driving", "Hall 4"));
    assert_eq!(newest.description, format!("Course: {}", text(&course["title"])));
    assert_eq!(newest.method, "REQUEST");
}

#[tokio::test]
async fn who_comes_to_attend_is_told_alone() {
    let school = School::of(2).await;
    let made = school.schedule(&[0]).await;
    school.patch(&made, json!({ "user_ids": school.ids(&[0, 1]) })).await.expect(200);
    assert_eq!(school.counts().await, [1, 1]);
    assert_eq!(school.told(1).await[0].method, "REQUEST");
}

#[tokio::test]
async fn who_is_taken_off_is_told_alone() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    school.patch(&made, json!({ "user_ids": school.ids(&[1]) })).await.expect(200);
    assert_eq!(school.counts().await, [2, 1]);
    let mail = school.mails(0).await.remove(0);
    assert_eq!(mail["subject"], "You are no longer on the training session: Skid pan");
    assert_eq!(school.told(0).await[0].method, "CANCEL");
}

#[tokio::test]
async fn who_is_taken_off_when_it_moves_is_told_what_is_in_their_calendar() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    let change = json!({
        "starts_at": school.service.in_days(3), "title": "Moved", "user_ids": school.ids(&[1]),
    });
    let moved = school.patch(&made, change).await.expect(200);
    let (ann, bob) = (school.told(0).await.remove(0), school.told(1).await.remove(0));
    assert_eq!((&json!(ann.starts_at), ann.title.as_str()), (&made["starts_at"], "Skid pan"));
    assert_eq!((&json!(bob.starts_at), bob.title.as_str()), (&moved["starts_at"], "Moved"));
}

#[tokio::test]
async fn a_later_entry_of_a_session_has_the_same_uid_and_a_greater_sequence() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    school.patch(&made, json!({ "place": "Hall 4" })).await.expect(200);
    school.patch(&made, json!({ "user_ids": school.ids(&[1]) })).await.expect(200);
    school.patch(&made, json!({ "user_ids": school.ids(&[0, 1]) })).await.expect(200);
    school.company.holder.delete(&school.path_of(&made)).await.expect(204);
    let told = school.told(0).await;
    let methods: Vec<_> = told.iter().rev().map(|entry| entry.method.as_str()).collect();
    assert_eq!(methods, ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]);
    assert!(told.iter().all(|entry| entry.uid == told[0].uid));
    assert!(told.is_sorted_by(|newer, older| newer.sequence > older.sequence), "{told:?}");
    let other = school.schedule(&[0]).await;
    assert_ne!(school.told(0).await[0].uid, told[0].uid, "{other}");
}

#[tokio::test]
async fn an_attendees_mail_says_it_in_words_too() {
    let school = School::of(1).await;
    let body = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": school.ids(&[0]),
        "starts_at": "2126-12-03T09:30:00Z", "ends_at": "2126-12-03T11:00:00Z",
    });
    school.post(body).await.expect(201);
    let mail: Value = school.mails(0).await.remove(0);
    let (own, footer) = text(&mail["text"]).split_once("\n\n-- \n").expect("a footer");
    assert!(footer.starts_with("Codriver sent this e-mail because of Acme."), "{footer}");
    insta::assert_snapshot!(own, @r#"
    Hello Ann,

    Acme has scheduled a training session for you.

    Skid pan
    When: 3 December 2126, 09:30 to 11:00 UTC
    Where: Hall 3

    The attached file puts it into your calendar, in your own time zone.

    Acme
    "#);
    assert_eq!(mail["subject"], "Training session: Skid pan");
}
