//! What mails of each kind say once they are sent.

use serde_json::{Value, json};
use shared::domain::{Role, Scope, TimeZone, moment::span};
use tests::{
    Service,
    service::Company,
    standing::{Member, text},
};

use super::{body, company, path_of};

async fn word(company: &Company, kind: &str, subject: &str, text: &str) {
    company.holder.put(&path_of(company, kind), body(subject, text)).await.expect(200);
}

async fn reset(company: &Company, kind: &str) {
    company.holder.delete(&path_of(company, kind)).await.expect(200);
}

/// The newest mail to somebody: its subject, and its text without what stands below.
async fn newest(service: &Service, to: &str) -> (String, String) {
    let mail = service.mails(to).await.remove(0);
    let (own, _) = text(&mail["text"]).split_once("\n\n-- \n").expect("a footer");
    assert!(!text(&mail["html"]).contains("<script"), "{mail}");
    (text(&mail["subject"]).to_owned(), own.to_owned())
}

/// A company with a driver of this name, and a session of theirs.
async fn school(name: &str) -> (Service, Company, Member, Value) {
    let (service, acme) = company().await;
    let ann = service.member(&acme, Role::Driver, Some(name)).await;
    let session = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [ann.user],
        "starts_at": service.in_days(7), "ends_at": service.in_days(8),
    });
    (service, acme, ann, session)
}

#[tokio::test]
async fn a_managers_invitation_says_what_the_account_says() {
    let (service, acme) = company().await;
    let own = "{{ account_name }} needs you, {{ user_email }}!\n\n{{ invitation_link }}\n\nBye";
    word(&acme, "manager_invitation", "Look after {{ account_name }}", own).await;
    let manager = service.invite_manager(&acme, "m@example.com", Scope::Company).await;
    let url = text(&manager["url"]);
    let says = format!("Acme needs you, m@example.com!\n\n{url}\n\nBye");
    assert_eq!(newest(&service, "m@example.com").await, ("Look after Acme".into(), says));

    reset(&acme, "manager_invitation").await;
    service.invite_manager(&acme, "n@example.com", Scope::Company).await;
    let (subject, says) = newest(&service, "n@example.com").await;
    assert_eq!(subject, "Acme invites you to be its manager");
    assert!(says.contains("It is for n@example.com only and does not expire."), "{says}");
}

#[tokio::test]
async fn a_code_comes_in_the_resellers_words() {
    let service = Service::start().await;
    let shop = service.reseller("Shop").await;
    let (batch, _) = service.batch(&shop, 3).await;
    let own = "{{ user_name }} <{{ user_email }}>: {{ account_name }} gives you {{ days }} of \
               {{ course_title }}.\n\nYour code is {{ code }}.\n\n{{ redeem_link }}";
    word(&shop, "code", "{{ course_title }} for {{ user_name }}", own).await;
    let send = async |recipient: Value| {
        let path = format!("{}/code-batches/{batch}/send", shop.path);
        let sent = shop.holder.post(&path, json!({ "recipients": [recipient] })).await.expect(200);
        text(&sent["results"][0]["code"]).to_owned()
    };
    let hostile = "{{ code }}<script>";
    let code = send(json!({ "email": "dan@example.com", "name": hostile })).await;
    let says = format!(
        "{hostile} <dan@example.com>: Shop gives you 30 days of Winter driving.\n\n\
         Your code is {code}.\n\nhttp://127.0.0.1:3000/redeem#{code}"
    );
    let subject = format!("Winter driving for {hostile}");
    assert_eq!(newest(&service, "dan@example.com").await, (subject, says));
    let dan = service.sign_in("dan@example.com").await;
    dan.post("/v1/redemptions", json!({ "code": code })).await.expect(201);

    reset(&shop, "code").await;
    let code = send(json!({ "email": "eva@example.com" })).await;
    let (subject, says) = newest(&service, "eva@example.com").await;
    assert_eq!(subject, "Shop sent you a code for the course Winter driving");
    assert!(says.starts_with("Hello eva@example.com,\n"), "{says}");
    assert!(says.lines().any(|line| line == format!("Code: {code}")), "{says}");
}

#[tokio::test]
async fn an_attendee_is_told_in_the_accounts_words_whatever_becomes_of_the_session() {
    let (service, acme, ann, session) = school("Ann").await;
    let own = "{{ user_name }}, {{ news }}\n\n{{ session_title }}\nTopic: {{ course_title }}\n\
               {{ when }}, {{ place }}\n\n{{ attachment }}\n\n{{ user_email }}";
    word(&acme, "training_session", "{{ headline }} at {{ account_name }}", own).await;
    let sessions = format!("{}/sessions", acme.path);
    let made = acme.holder.post(&sessions, session).await.expect(201);
    let path = format!("{sessions}/{}", text(&made["id"]));
    let when = span((service.in_days(7), service.in_days(8)), &TimeZone::default());
    let into = "puts it into your calendar, in your own time zone.";
    let out_of = "takes it out of your calendar.";
    let expect = async |headline: &str, news: &str, topic: &str, place: &str, file: &str| {
        let says = format!(
            "Ann, Acme {news}\n\nSkid pan\n{topic}{when}, {place}\n\nThe attached file {file}\n\n{}",
            ann.email
        );
        let expected = (format!("{headline} at Acme"), says);
        assert_eq!(newest(&service, &ann.email).await, expected);
    };
    let scheduled = "has scheduled a training session for you.";
    expect("Training session", scheduled, "", "Hall 3", into).await;

    let course = service.course().await;
    let change = json!({ "place": "Hall 4", "course_id": course["id"] });
    acme.holder.patch(&path, change).await.expect(200);
    let changed = "has changed a training session that you are to attend. This is how it is now.";
    let topic = format!("Topic: {}\n", text(&course["title"]));
    expect("Changed training session", changed, &topic, "Hall 4", into).await;

    acme.holder.patch(&path, json!({ "user_ids": [] })).await.expect(200);
    let taken_off = "has taken you off this training session.";
    let headline = "You are no longer on the training session";
    expect(headline, taken_off, &topic, "Hall 4", out_of).await;

    acme.holder.patch(&path, json!({ "user_ids": [ann.user] })).await.expect(200);
    acme.holder.delete(&path).await.expect(204);
    let cancelled = "has cancelled this training session.";
    expect("Cancelled training session", cancelled, &topic, "Hall 4", out_of).await;
    for mail in service.mails(&ann.email).await.iter().take(5) {
        assert_eq!(mail["attachments"][0]["name"], "training-session.ics");
    }
}

#[tokio::test]
async fn a_session_is_told_of_in_the_products_words_after_a_reset() {
    let (service, acme, ann, session) = school("Ann").await;
    word(&acme, "training_session", "Ours", "{{ news }}").await;
    reset(&acme, "training_session").await;
    acme.holder.post(&format!("{}/sessions", acme.path), session).await.expect(201);
    let (subject, says) = newest(&service, &ann.email).await;
    assert_eq!(subject, "Training session: Skid pan");
    assert!(says.starts_with("Hello Ann,\n\nAcme has scheduled a training session"), "{says}");
    assert!(!says.contains("Course:") && says.contains("\nWhere: Hall 3\n"), "{says}");
}

#[tokio::test]
async fn what_names_look_like_changes_no_mail_of_a_session() {
    let (service, acme, ann, mut session) = school("{{ place }}<script>").await;
    session["title"] = "{{ news }}<script>x</script>".into();
    session["place"] = "{% if %}".into();
    word(&acme, "training_session", "{{ session_title }}", "{{ news }}\n{{ place }}").await;
    acme.holder.post(&format!("{}/sessions", acme.path), session.clone()).await.expect(201);
    let (subject, says) = newest(&service, &ann.email).await;
    assert_eq!(subject, text(&session["title"]));
    assert_eq!(says, "Acme has scheduled a training session for you.\n{% if %}");
}

#[tokio::test]
async fn an_account_words_its_own_mails_alone() {
    let (service, acme) = company().await;
    let other = service.company("Other").await;
    for (kind, required) in super::KINDS {
        word(&acme, kind, "Acme's", required).await;
    }
    service.invite_manager(&other, "m@example.com", Scope::Company).await;
    assert_eq!(newest(&service, "m@example.com").await.0, "Other invites you to be its manager");
    // A kind's words are in no mail of another kind.
    reset(&acme, "manager_invitation").await;
    service.invite_manager(&acme, "n@example.com", Scope::Company).await;
    assert_eq!(newest(&service, "n@example.com").await.0, "Acme invites you to be its manager");
}
