//! Mails and calendar entries tell times in their reader's zone, else in the account's.

use serde_json::{Value, json};
use shared::domain::{Role, TimeZone, moment::moment};
use tests::{
    Service,
    calendar::Entry,
    service::Company,
    standing::{Member, text},
};

use super::{is_in, lives_in};

fn zone(name: &str) -> TimeZone {
    TimeZone::parse(name).unwrap()
}

async fn newest(service: &Service, to: &str) -> Value {
    service.mails(to).await.remove(0)
}

async fn invite(company: &Company, email: &str) -> String {
    let users = format!("{}/users", company.path);
    let user = company.holder.post(&users, json!({ "email": email })).await.expect(201);
    text(&user["invitation"]["expires_at"]).to_owned()
}

#[tokio::test]
async fn an_invitation_says_until_when_it_is_good_in_the_zone_of_who_is_invited() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    is_in(&company, "America/New_York").await;
    let ann = service.sign_in("ann@example.com").await;
    lives_in(&ann, "Asia/Kathmandu").await;
    // Whose zone is not known reads times in the account's.
    for (email, read_in) in
        [("ann@example.com", "Asia/Kathmandu"), ("new@example.com", "America/New_York")]
    {
        let until = moment(invite(&company, email).await.parse().unwrap(), &zone(read_in));
        assert!(until.ends_with(&format!(" ({read_in})")), "{until}");
        let mail = newest(&service, email).await;
        for part in ["text", "html"] {
            let said = text(&mail[part]).replace("&#x2f;", "/");
            assert!(said.contains(&format!("until {until} and")), "{said}");
        }
    }
}

#[tokio::test]
async fn a_preview_of_the_invitation_is_in_the_accounts_zone() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    is_in(&company, "Europe/Berlin").await;
    let path = format!("{}/settings/emails/invitation/preview", company.path);
    let body = json!({ "subject": "Join", "body": "{{ activation_link }}\n{{ expires_on }}" });
    let shown = company.holder.post(&path, body).await.expect(200);
    assert!(text(&shown["text"]).contains("(Europe/Berlin)"), "{shown}");
}

/// Schedules a session for a driver; gives the mail that they get.
async fn scheduled(
    service: &Service,
    company: &Company,
    driver: &Member,
    (from, to): (&str, &str),
) -> Value {
    let body = json!({
        "title": "Skid pan", "place": "Hall 3", "starts_at": from, "ends_at": to,
        "user_ids": [driver.user],
    });
    company.holder.post(&format!("{}/sessions", company.path), body).await.expect(201);
    newest(service, &driver.email).await
}

#[tokio::test]
async fn a_session_is_told_in_the_attendees_zone_on_days_when_clocks_change_too() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    is_in(&company, "America/New_York").await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let own = service.sign_in(&ann.email).await;
    let morning = ("2030-03-31T07:00:00Z", "2030-03-31T09:00:00Z");
    for (read_in, times, told, calendar) in [
        (None, morning, "31 March 2030, 03:00 to 05:00 (America/New_York)", "America/New_York"),
        // In the night before, clocks were put forward.
        (
            Some("Europe/Berlin"),
            morning,
            "31 March 2030, 09:00 to 11:00 (Europe/Berlin)",
            "Europe/Berlin",
        ),
        // Across that very hour.
        (
            Some("Europe/Berlin"),
            ("2030-03-31T00:30:00Z", "2030-03-31T01:30:00Z"),
            "31 March 2030, 01:30 to 03:30 (Europe/Berlin)",
            "Europe/Berlin",
        ),
        // From an hour that comes twice into itself: only UTC can say which is which.
        (
            Some("Europe/Berlin"),
            ("2030-10-27T00:30:00Z", "2030-10-27T01:30:00Z"),
            "27 October 2030, 02:30 (UTC+02:00) to 02:30 (UTC+01:00) (Europe/Berlin)",
            "UTC",
        ),
        (Some("UTC"), morning, "31 March 2030, 07:00 to 09:00 UTC", "UTC"),
    ] {
        own.patch("/v1/me", json!({ "time_zone": read_in })).await.expect(200);
        let mail = scheduled(&service, &company, &ann, times).await;
        let said = text(&mail["text"]);
        assert!(said.contains(&format!("When: {told}\n")), "{said}");
        let entry = Entry::of(&mail);
        assert_eq!(json!([entry.starts_at, entry.ends_at]), json!([times.0, times.1]));
        assert_eq!(entry.zone, calendar);
    }
}

#[tokio::test]
async fn a_driver_reads_of_routes_in_their_own_zone() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    is_in(&company, "Europe/Berlin").await;
    let ann = service.driver_of(&company, "Ann").await;
    let route = json!({
        "name": "Depot", "starts_at": "2030-01-08T08:00:00Z", "ends_at": "2030-01-08T16:00:00Z",
    });
    let route = company.holder.post(&format!("{}/routes", company.path), route).await.expect(201);
    company.put_on(&route, &ann).await.expect(200);
    let said = newest(&service, &ann.email).await["text"].clone();
    let told = "Depot\n8 January 2030, 09:00 to 17:00 (Europe/Berlin)\n";
    assert!(text(&said).contains(told), "{said}");
    lives_in(&service.sign_in(&ann.email).await, "Europe/Lisbon").await;
    company.take_off(&route, &ann).await.expect(204);
    let said = newest(&service, &ann.email).await["text"].clone();
    let told = "Depot\n8 January 2030, 08:00 to 16:00 (Europe/Lisbon)\n";
    assert!(text(&said).contains(told), "{said}");
}

#[tokio::test]
async fn the_end_of_access_is_told_in_the_drivers_zone() {
    let service = Service::start().await;
    let company = service.reseller("Codes Ltd").await;
    is_in(&company, "Europe/Berlin").await;
    let (_, codes) = service.batch(&company, 2).await;
    let dan = service.sign_in("dan@example.com").await;
    lives_in(&dan, "Asia/Tokyo").await;
    let row = |code: &str, email: &str| json!({ "code": code, "email": email });
    let rows = [row(&codes[0], "dan@example.com"), row(&codes[1], "eve@example.com")];
    let path = format!("{}/redemptions", company.path);
    company.holder.post(&path, json!({ "redemptions": rows })).await.expect(200);
    for (email, read_in) in
        [("dan@example.com", "Asia/Tokyo"), ("eve@example.com", "Europe/Berlin")]
    {
        let said = newest(&service, email).await["text"].clone();
        let opened = service.sign_in(email).await.list("/v1/me/enrolments").await;
        let until = text(&opened[0]["access_until"]).parse().unwrap();
        let until = moment(until, &zone(read_in));
        assert!(text(&said).contains(&format!("until {until}.")), "{said}");
    }
}

#[tokio::test]
async fn a_sign_in_on_a_new_device_is_told_in_ones_own_zone_else_in_that_of_the_account_used_last()
{
    const PHONE: &str = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile";
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let holder = &company.holder;
    holder.put("/v1/me/current-context", json!({ "account_id": company.id })).await.expect(200);
    for (place, own, read_in) in
        [(1, None, "UTC."), (2, Some("Asia/Tokyo"), "(Asia/Tokyo)"), (3, None, "(Europe/Berlin)")]
    {
        holder.patch("/v1/me", json!({ "time_zone": own })).await.expect(200);
        let proof = service.proof(&holder.email).await;
        let phone = service.anonymous().at([198, 51, place, 5]).with_header("user-agent", PHONE);
        phone.post("/v1/sign-in/confirm", proof).await.expect(200);
        let mails = service.mails(&holder.email).await.into_iter();
        let mut mails = mails.filter(|mail| mail["subject"] == "A new sign-in to Codriver");
        let said = mails.next().expect("a mail")["text"].clone();
        let read_in = read_in.trim_end_matches('.');
        assert!(text(&said).contains(&format!(" {read_in}, on a device")), "{said}");
        is_in(&company, "Europe/Berlin").await;
    }
}
