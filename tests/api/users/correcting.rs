//! Correcting an address until it is activated.

use serde_json::{Value, json};
use tests::{Answer, Service, service::Company, standing::text};

use super::{company, seats_used, users};

async fn correct(of: &Company, user: &Value, email: &str) -> Answer {
    let path = format!("{}/{}", users(of), text(&user["id"]));
    of.holder.patch(&path, json!({ "email": email })).await
}

#[tokio::test]
async fn the_new_address_gets_a_new_link_and_the_old_one_is_dead() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "amn@example.com").await;
    let dead = json!({ "token": service.mailed_token("amn@example.com").await });
    let corrected = correct(&company, &user, "Ann@Example.com").await.expect(200);
    for (field, value) in [
        ("id", user["id"].clone()),
        ("email", json!("ann@example.com")),
        ("status", json!("invited")),
        ("version", json!(2)),
    ] {
        assert_eq!(corrected[field], value, "{field}");
    }
    for path in ["/v1/invitations/preview", "/v1/activations"] {
        service.anonymous().post(path, dead.clone()).await.expect_problem(404, "not_found");
    }
    let ann = service.activate("ann@example.com").await;
    assert_eq!(ann.list("/v1/me/contexts").await.len(), 1);
    assert_eq!(service.mails("amn@example.com").await.len(), 1);
    assert_eq!(seats_used(&company).await, 2);
    // The older address is anybody's again.
    service.invite(&company, "amn@example.com").await;
    let trail = company.holder.list(&format!("{}/events", company.path)).await;
    let told = trail.iter().find(|event| event["action"] == "user_changed").unwrap();
    let emails = json!({ "from": "amn@example.com", "to": "ann@example.com" });
    assert_eq!(told["changes"]["email"], emails);
    service.balanced().await;
}

#[tokio::test]
async fn who_was_only_added_is_corrected_without_a_mail() {
    let service = Service::start().await;
    let company = company(&service).await;
    let body = json!({ "email": "amn@example.com", "invite": false });
    let user = company.holder.post(&users(&company), body).await.expect(201);
    let corrected = correct(&company, &user, "ann@example.com").await.expect(200);
    assert_eq!((&corrected["status"], &corrected["invitation"]), (&json!("added"), &Value::Null));
    service.settle().await;
    assert!(service.mails("ann@example.com").await.is_empty());
    let path = format!("{}/{}/invitation", users(&company), text(&user["id"]));
    company.holder.post(&path, json!({})).await.expect(202);
    service.activate("ann@example.com").await;
    service.balanced().await;
}

#[tokio::test]
async fn an_address_that_is_there_already_or_activated_stays_as_it_is() {
    let service = Service::start().await;
    let company = company(&service).await;
    let user = service.invite(&company, "ann@example.com").await;
    service.invite(&company, "bob@example.com").await;
    let body = json!({ "email": "cleo@example.com", "invite": false });
    company.holder.post(&users(&company), body).await.expect(201);
    let manager = service.manager(&company, shared::domain::Scope::Company).await;
    for there in ["bob@example.com", "cleo@example.com", &company.holder.email] {
        let answer = correct(&company, &user, there).await;
        answer.expect_problem(409, "already_a_user");
    }
    let answer = correct(&company, &user, &manager.email).await;
    answer.expect_problem(409, "already_a_manager");
    for (value, code) in [(json!("no address"), "invalid_email"), (Value::Null, "wrong_type")] {
        let path = format!("{}/{}", users(&company), text(&user["id"]));
        let answer = company.holder.patch(&path, json!({ "email": value })).await;
        answer.expect_bad_field("email", code);
    }
    // The same address is no change: no other link, no mail.
    let same = correct(&company, &user, "ann@example.com").await.expect(200);
    assert_eq!(same["version"], 1);
    assert_eq!(service.mails("ann@example.com").await.len(), 1);
    service.activate("ann@example.com").await;
    let late = correct(&company, &user, "dan@example.com").await;
    late.expect_problem(409, "already_active");
    correct(&company, &user, "ann@example.com").await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn a_correction_takes_room_for_its_mail_and_is_refused_where_an_invitation_is() {
    let service = Service::start().await;
    let company = company(&service).await;
    let plan = json!({ "seat_limit": 1_000, "mail_limit": 2 });
    let path = format!("/v1/operator/accounts/{}", company.id);
    service.operator().await.put(&path, plan).await.expect(200);
    let user = service.invite(&company, "amn@example.com").await;
    let boss = service.company("Other").await;
    let refuse = format!("{}/refused/{}", boss.path, company.id);
    boss.holder.put(&refuse, json!({})).await.expect(204);
    let answer = correct(&company, &user, &boss.holder.email).await;
    answer.expect_problem(403, "refused");
    correct(&company, &user, "ann@example.com").await.expect(200);
    let full = correct(&company, &user, "anne@example.com").await;
    full.expect_problem(429, "mail_limit_reached");
    service.activate("ann@example.com").await;
    service.balanced().await;
}

#[tokio::test]
async fn courses_and_sessions_follow_the_address_and_who_was_meant_is_told() {
    let service = Service::start().await;
    let company = company(&service).await;
    let course = service.course().await;
    company.buy(&course, 2).await;
    // Somebody else's address, and they are here already.
    let wrong = service.sign_in("amn@example.com").await;
    let right = service.sign_in("ann@example.com").await;
    let user = service.invite(&company, "amn@example.com").await;
    let body = json!({ "course_id": course["id"], "user_ids": [user["id"]] });
    let assigned = company.assign(body).await;
    assert_eq!(assigned[0]["status"], "enrolled");
    let session = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [user["id"]],
        "starts_at": "2126-01-01T09:00:00Z", "ends_at": "2126-01-01T10:00:00Z",
    });
    company.holder.post(&format!("{}/sessions", company.path), session).await.expect(201);
    correct(&company, &user, "ann@example.com").await.expect(200);
    service.balanced().await;
    let again = format!("{}/{}/invitation", users(&company), text(&user["id"]));
    company.holder.post(&again, json!({})).await.expect(202);
    service.activate("ann@example.com").await;
    let courses = right.list("/v1/me/enrolments").await;
    assert_eq!(courses.len(), 1);
    assert_eq!(courses[0]["id"], assigned[0]["enrolment"]["id"]);
    assert_eq!(right.list("/v1/me/sessions").await.len(), 1);
    assert!(wrong.list("/v1/me/enrolments").await.is_empty());
    assert!(wrong.list("/v1/me/sessions").await.is_empty());
    assert_eq!(company.licences(&course).await, [2, 1, 1]);
    let one = format!("{}/{}", users(&company), text(&user["id"]));
    let shown = company.holder.get(&one).await.expect(200);
    assert_eq!(shown["progress"]["assigned"], 1);
    let subjects = async |email: &str| -> Vec<String> {
        let mails = service.mails(email).await.into_iter();
        let subjects = mails.map(|mail| text(&mail["subject"]).to_owned());
        subjects.filter(|text| text.contains("Skid pan")).collect()
    };
    assert_eq!(subjects("amn@example.com").await.len(), 2);
    assert_eq!(subjects("ann@example.com").await.len(), 1);
    // It is revoked by its identifier as before, and removing ends the rest.
    let enrolment = company.enrolment(&assigned[0]["enrolment"]);
    company.holder.delete(&enrolment).await.expect(204);
    company.holder.delete(&one).await.expect(204);
    service.balanced().await;
    assert_eq!(company.licences(&course).await, [2, 0, 2]);
    assert!(right.list("/v1/me/sessions").await.is_empty());
}

#[tokio::test]
async fn what_is_corrected_twice_and_removed_in_one_breath_leaves_nothing_behind() {
    let service = Service::start_unsettled().await;
    let company = company(&service).await;
    let course = service.course().await;
    company.buy(&course, 1).await;
    let user = service.invite(&company, "amn@example.com").await;
    let body = json!({ "course_id": course["id"], "user_ids": [user["id"]] });
    company.assign(body).await;
    for email in ["anm@example.com", "ann@example.com", "amn@example.com", "ann@example.com"] {
        correct(&company, &user, email).await.expect(200);
    }
    let one = format!("{}/{}", users(&company), text(&user["id"]));
    company.holder.delete(&one).await.expect(204);
    service.balanced().await;
    assert_eq!(company.licences(&course).await, [1, 0, 1]);
}

#[tokio::test]
async fn many_sessions_follow_in_several_rounds() {
    let service = Service::start_unsettled().await;
    let company = company(&service).await;
    let user = service.invite(&company, "amn@example.com").await;
    let session = |hour: u32| {
        json!({
            "title": "Skid pan", "place": "Hall 3", "user_ids": [user["id"]],
            "starts_at": format!("2126-01-{:02}T09:00:00Z", hour + 1),
            "ends_at": format!("2126-01-{:02}T10:00:00Z", hour + 1),
        })
    };
    for hour in 0..30 {
        let path = format!("{}/sessions", company.path);
        company.holder.post(&path, session(hour)).await.expect(201);
    }
    correct(&company, &user, "ann@example.com").await.expect(200);
    service.balanced().await;
    // The sessions were all the mails of a day.
    service.advance(24 * 3_600);
    let again = format!("{}/{}/invitation", users(&company), text(&user["id"]));
    company.holder.post(&again, json!({})).await.expect(202);
    let ann = service.activate("ann@example.com").await;
    assert_eq!(ann.list("/v1/me/sessions").await.len(), 30);
}
