//! Everything about oneself, as one file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::{
    domain::{Role, Scope},
    table::{
        Item,
        personal::{self, Exported},
    },
};
use tests::{Caller, Service, service::Company, standing::text};

use crate::rollout::kinds::KINDS;

const EXPORT: &str = "/v1/me/export";

/// A driver of two companies who looks after a third, learns, trains and drives.
pub(super) async fn rich(service: &Service) -> (Caller, Company) {
    let (company, other) = (service.company("Haulage").await, service.company("Parcels").await);
    let course = service.course().await;
    let ann = service.member(&company, Role::Driver, Some("Ann Lee")).await;
    let bob = service.member(&company, Role::Driver, Some("Bob Roe")).await;
    service.member_too(&other, &ann).await;
    company.buy(&course, 3).await;
    company.assign(json!({ "course_id": course["id"], "user_ids": [ann.user, bob.user] })).await;
    let session = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [ann.user, bob.user],
        "starts_at": service.in_hours(20), "ends_at": service.in_hours(21),
    });
    company.holder.post(&format!("{}/sessions", company.path), session).await.expect(201);
    let route = service.route(&company, 2, 1).await;
    company.put_on(&route, &ann).await.expect(200);
    let driver = service.sign_in_by_mail(&ann.email).await;
    let client = service.company("Client").await;
    service.manage(&driver, &client, Scope::Company).await;
    let enrolment = driver.list("/v1/me/enrolments").await.remove(0);
    let path = format!("/v1/me/enrolments/{}/results", text(&enrolment["id"]));
    for module in course["modules"].as_array().expect("modules") {
        let result = json!({ "module_id": module["id"], "completed": true, "score": 90 });
        driver.post(&path, result).await.expect(200);
    }
    company.assign(json!({ "course_id": course["id"], "user_ids": [ann.user] })).await;
    (driver, company)
}

fn count(file: &Value, section: &str) -> usize {
    file["sections"][section].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn who_asks_gets_everything_about_themselves_as_one_file() {
    let service = Service::start().await;
    let (driver, _) = rich(&service).await;
    let answer = driver.get(EXPORT).await;
    let name = r#"attachment; filename="codriver-export.json""#;
    assert_eq!(answer.header("content-disposition"), name);
    assert_eq!(answer.header("cache-control"), "no-store");
    let file = answer.expect(200);
    assert_eq!(file["next_cursor"], Value::Null);
    for (section, items) in [
        ("person", 1),
        ("sign_ins", 1),
        ("contexts", 3),
        ("users", 2),
        ("managers", 1),
        ("enrolments", 1),
        ("past_rounds", 1),
        ("records", 1),
        ("training_sessions", 1),
        ("routes", 1),
        ("calendar", 1),
        ("addresses", 1),
    ] {
        assert_eq!(count(&file, section), items, "{section}: {file}");
    }
    let person = &file["sections"]["person"][0];
    assert_eq!(person["email"], driver.email);
    let results = file["sections"]["past_rounds"][0]["results"].as_object().expect("results");
    assert_eq!(results.len(), 4);
    assert_eq!(file["sections"]["records"][0]["score"], 90.0);
}

/// Whether an item is about somebody, by what it says itself.
fn is_of(who: &Caller, id: &str, item: &Item) -> bool {
    let says = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).map(String::as_str);
    says("person_id").map_or_else(|| says("email") == Some(&who.email), |person| person == id)
}

#[tokio::test]
async fn nothing_of_what_the_table_says_is_in_the_file_is_missing_wherever_it_lies() {
    let service = Service::start().await;
    let (driver, company) = rich(&service).await;
    let [inviting, stopped] = [service.company("Couriers").await, service.company("Vans").await];
    service.invite(&inviting, &driver.email).await;
    service.invite_manager(&stopped, &driver.email, Scope::Company).await;
    let stop = json!({ "token": service.stop_token(&driver.email).await });
    service.anonymous().post("/v1/mails/stop", stop).await.expect(204);
    service.sign_in_by_mail(&driver.email).await;
    let left = service.company("Left").await;
    service.manage(&driver, &left, Scope::Company).await;
    driver.delete(&format!("/v1/me/contexts/{}", left.id)).await.expect(204);
    let link = json!({ "name": "Next employer" });
    driver.post("/v1/me/report-links", link).await.expect(201);
    let group = service.group(&company, "North").await;
    let user = company.holder.list(&format!("{}/users?q={}", company.path, driver.email)).await;
    let members = json!({ "user_ids": [user[0]["id"]] });
    let path = format!("{}/groups/{group}/members", company.path);
    company.holder.post(&path, members).await.expect(200);
    service.settle().await;

    let file = driver.get(EXPORT).await.expect(200);
    let sections = file["sections"].as_object().expect("sections");
    let id = text(&file["sections"]["person"][0]["person_id"]);
    let items = service.items().await.into_iter().filter(|item| is_of(&driver, id, item));
    let mut expected = BTreeMap::<_, BTreeSet<_>>::new();
    for (section, item) in items.filter_map(personal::exported) {
        let mut item: Value = serde_dynamo::from_item(item).expect("an item");
        item.sort_all_objects();
        expected.entry(section.to_owned()).or_default().insert(item.to_string());
    }
    let found = sections.iter().map(|(section, items)| {
        let items = items.as_array().expect("items").iter().cloned().map(|mut item| {
            item.sort_all_objects();
            item.to_string()
        });
        (section.clone(), items.collect())
    });
    assert_eq!(found.collect::<BTreeMap<_, BTreeSet<_>>>(), expected);
    let said = personal::KINDS.iter().filter_map(|(_, exported, _)| match exported {
        Exported::As(section) | Exported::Without(section, _) => Some((*section).to_owned()),
        Exported::No(_) => None,
    });
    assert_eq!(expected.into_keys().collect::<BTreeSet<_>>(), said.collect());
}

#[tokio::test]
async fn the_file_has_no_secret_and_nobody_else() {
    let service = Service::start().await;
    let (driver, company) = rich(&service).await;
    let file = driver.get(EXPORT).await;
    assert!(!file.text.contains("hash"), "{}", file.text);
    for other in ["Bob Roe", &company.holder.email, "holder"] {
        assert!(!file.text.contains(other), "{other}: {}", file.text);
    }
}

#[tokio::test]
async fn an_invitation_is_in_the_file_of_who_has_not_joined_yet() {
    let service = Service::start().await;
    let company = service.company("Haulage").await;
    service.invite(&company, "ann@example.com").await;
    let file = service.sign_in_by_mail("ann@example.com").await.get(EXPORT).await.expect(200);
    assert_eq!((count(&file, "invitations"), count(&file, "users")), (1, 1));
}

#[tokio::test]
async fn a_file_that_would_be_too_long_goes_on_in_the_next() {
    let service = Service::start().await;
    let (driver, _) = rich(&service).await;
    let whole = driver.get(EXPORT).await.expect(200);
    let sections = whole["sections"].as_object().expect("sections");
    let (mut cursor, mut seen) = (Value::Null, BTreeSet::new());
    loop {
        let at = cursor.as_str().map_or(String::new(), |cursor| format!("&cursor={cursor}"));
        let file = driver.get(&format!("{EXPORT}?limit=2{at}")).await.expect(200);
        for (section, items) in file["sections"].as_object().expect("sections") {
            let items = items.as_array().expect("items").iter();
            seen.extend(items.map(|item| (section.clone(), item.to_string())));
        }
        cursor = file["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    let all = sections.iter().flat_map(|(section, items)| {
        let items = items.as_array().expect("items").iter();
        items.map(|item| (section.clone(), item.to_string()))
    });
    assert_eq!(seen, all.collect());
    driver.get(&format!("{EXPORT}?cursor=forged")).await.expect_problem(422, "invalid_input");
}

#[test]
fn of_every_kind_of_item_it_is_said_whether_it_is_in_the_file() {
    let kinds: BTreeSet<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
    let said: BTreeSet<_> = personal::KINDS.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(said, kinds);
    assert_eq!(personal::KINDS.len(), kinds.len(), "each is said once");
}

/// Stops an account's mails to an address, and gives who signs in with it.
async fn stopped(service: &Service, by: &Company, email: &str) -> Caller {
    service.invite(by, email).await;
    let token = service.stop_token(email).await;
    service.anonymous().post("/v1/mails/stop", json!({ "token": token })).await.expect(204);
    service.sign_in_by_mail(email).await
}

#[tokio::test]
async fn what_stops_mails_to_a_mailbox_is_in_the_file_of_each_of_its_addresses_which_names_no_other()
 {
    let service = Service::start().await;
    let [acme, other] = [service.company("Acme").await, service.company("Other").await];
    let (plain, tagged) = ("ann@example.com", "ann+work@example.com");
    let of_plain = stopped(&service, &acme, plain).await;
    let of_tagged = stopped(&service, &other, tagged).await;
    for (who, another) in [(of_plain, tagged), (of_tagged, plain)] {
        let file = who.get(EXPORT).await;
        assert!(!file.text.contains(another), "{another}: {}", file.text);
        let file = file.expect(200);
        let stops = file["sections"]["mail_stops"].as_array().expect("stops");
        let accounts: BTreeSet<_> = stops.iter().map(|stop| text(&stop["account_id"])).collect();
        assert_eq!(accounts, BTreeSet::from([acme.id.as_str(), other.id.as_str()]), "{file}");
        assert_eq!(count(&file, "sign_ins_by_mail"), 1, "{file}");
    }
}
