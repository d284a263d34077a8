//! The sessions that somebody attends.

use serde_json::{Value, json};
use shared::table::{Change, Condition, keys, person::Context};
use tests::standing::text;

use super::{School, ids_of};

#[tokio::test]
async fn an_attendee_sees_what_when_and_where_and_not_who_else() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    let mine = school.sign_in(0).await.list("/v1/me/sessions").await;
    let expected = json!({
        "id": made["id"],
        "account": { "id": school.company.id, "name": "Acme" },
        "title": made["title"],
        "course": null,
        "starts_at": made["starts_at"],
        "ends_at": made["ends_at"],
        "place": made["place"],
    });
    assert_eq!(mine, [expected]);
}

#[tokio::test]
async fn ones_own_sessions_are_as_they_are_now() {
    let school = School::of(2).await;
    let (made, course) = (school.schedule(&[0]).await, school.service.course().await);
    let (ann, bob) = (school.sign_in(0).await, school.sign_in(1).await);
    let change = json!({
        "title": "Night", "place": "Yard", "course_id": course["id"],
        "starts_at": school.service.in_days(2), "ends_at": school.service.in_days(3),
    });
    let changed = school.patch(&made, change).await.expect(200);
    let mine = ann.list("/v1/me/sessions").await;
    for field in ["title", "place", "course", "starts_at", "ends_at"] {
        assert_eq!(mine[0][field], changed[field], "{field}");
    }
    assert!(bob.list("/v1/me/sessions").await.is_empty());
    school.patch(&made, json!({ "user_ids": school.ids(&[1]) })).await.expect(200);
    assert!(ann.list("/v1/me/sessions").await.is_empty());
    assert_eq!(bob.list("/v1/me/sessions").await.len(), 1);
}

#[tokio::test]
async fn ones_own_sessions_of_every_account_are_listed_by_their_start() {
    let school = School::of(1).await;
    let other = school.service.company("Other").await;
    // Ann drives for the other company too.
    let app = school.service.stack().app();
    let (here, there) = (school.company.id.parse().unwrap(), other.id.parse().unwrap());
    let ann = &school.drivers[0];
    let mut user: shared::table::user::User =
        app.table.get(&keys::user(here, ann.user)).await.unwrap().unwrap();
    user.account_id = there;
    let mut context: Context =
        app.table.get(&keys::context(ann.person, here)).await.unwrap().unwrap();
    context.account_id = there;
    let seat = Change::of(keys::account(there)).count("seats_used", 1);
    let write = app.table.write::<()>().create(&user, ()).put(&context);
    write.change(seat, Condition::Present, ()).run().await.unwrap();

    let late = school.schedule(&[0]).await;
    let mut body = school.body(&[0]);
    body["starts_at"] = json!(school.service.in_days(1));
    body["ends_at"] = json!(school.service.in_days(2));
    let early = other.holder.post(&format!("{}/sessions", other.path), body).await.expect(201);
    let me = school.sign_in(0).await;
    let mine = me.list("/v1/me/sessions?limit=1").await;
    assert_eq!(ids_of(&mine), [text(&early["id"]), text(&late["id"])]);
    let accounts: Vec<_> = mine.iter().map(|one| &one["account"]["name"]).collect();
    assert_eq!(accounts, ["Other", "Acme"]);
    let soon = format!("/v1/me/sessions?from={}", text(&late["starts_at"]));
    assert_eq!(ids_of(&me.list(&soon).await), [text(&late["id"])]);
}

#[tokio::test]
async fn who_attends_nothing_has_an_empty_list() {
    let school = School::of(1).await;
    assert_eq!(school.sign_in(0).await.list("/v1/me/sessions").await, [Value::Null; 0]);
}
