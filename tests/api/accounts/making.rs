//! Making a company, and reading an account.

use futures::future::join_all;
use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::Service;

use super::{UNKNOWN_ACCOUNT, driver_of_their_own, make};

#[tokio::test]
async fn a_new_company_has_five_seats_and_its_holder_takes_one() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let account = make(&ann, "  Haulage \t Ltd ").await.expect(201);
    assert!(account["id"].as_str().is_some_and(|id| id.starts_with("acc_") && id.len() == 30));
    assert_eq!((&account["name"], &account["kind"]), (&json!("Haulage Ltd"), &json!("company")));
    assert_eq!(account["seats"], json!({ "limit": 5, "used": 1 }));
    assert_eq!((&account["role"], &account["reseller"]), (&json!("holder"), &json!(false)));
    assert!(account["created_at"].is_string() && account["version"].is_u64());
    let path = format!("/v1/accounts/{}", account["id"].as_str().expect("an id"));
    assert_eq!(ann.get(&path).await.expect(200), account);
}

#[tokio::test]
async fn a_companys_name_is_unique_ignoring_letter_case_and_runs_of_spaces() {
    let service = Service::start().await;
    service.company("Straße & Söhne Ltd").await;
    for name in ["Straße & Söhne Ltd", "STRASSE & SÖHNE LTD", " straße  & \u{a0}söhne\tLtd "] {
        let ben = service.sign_in("ben@example.com").await;
        make(&ben, name).await.expect_problem(409, "account_name_taken");
        service.advance(900);
    }
    let ben = service.sign_in("ben@example.com").await;
    make(&ben, "Straße & Söhne").await.expect(201);
}

#[tokio::test]
async fn names_that_people_cannot_tell_apart_are_one() {
    let service = Service::start().await;
    service.company("Acme Haulage").await;
    service.company("Café 10").await;
    let ben = service.sign_in("ben@example.com").await;
    for name in [
        "Acme\u{200b} Haulage",
        "Acme Haul\u{ad}age",
        "\u{feff}Acme Haulage",
        "Acme\u{a0}Haulage",
        "Acme\u{200d} Haulage\u{200f}",
        "\u{410}cme Haulage",
        "\u{410}\u{421}\u{41c}\u{415} HAULAGE",
        "Ａｃｍｅ Haulage",
        "Acrne Haulage",
        "Cafe\u{301} 10",
        "CAFE\u{301} lO",
    ] {
        make(&ben, name).await.expect_problem(409, "account_name_taken");
    }
    for name in ["Acme Haulage Ltd", "AcmeHaulage", "Cafe 10", "Café 11"] {
        let holder = service.company(name).await.holder;
        holder.get("/v1/me").await.expect(200);
    }
}

#[tokio::test]
async fn a_name_is_kept_composed_and_without_what_nobody_sees() {
    let service = Service::start().await;
    for (given, kept) in [
        ("\u{feff}Cafe\u{301}\u{200b}  Haul\u{ad}age\u{2060}", "Café Haulage"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("क्\u{200d}ष Ltd", "क्\u{200d}ष Ltd"),
        ("שלום\u{200f}! Ltd", "שלום\u{200f}! Ltd"),
    ] {
        let company = service.company(given).await;
        assert_eq!(company.holder.get(&company.path).await.expect(200)["name"], kept);
    }
    let ben = service.sign_in("ben@example.com").await;
    for sign in ["\u{202e}", "\u{202a}", "\u{2066}", "\u{2069}"] {
        make(&ben, &format!("Ann {sign}gnp")).await.expect_bad_field("name", "bidi_control");
    }
    make(&ben, "\u{200b}\u{2800}").await.expect_bad_field("name", "empty");
}

#[tokio::test]
async fn a_renamed_company_frees_every_form_of_its_name() {
    let service = Service::start().await;
    let company = service.company("Acme Haulage").await;
    let rename =
        async |name: &str| company.holder.patch(&company.path, json!({ "name": name })).await;
    assert_eq!(rename("A\u{441}me Haulage").await.expect(200)["name"], "A\u{441}me Haulage");
    rename("Other").await.expect(200);
    service.company("Acme Haulage").await;
    rename("\u{410}cme Haulage").await.expect_problem(409, "account_name_taken");
}

#[tokio::test]
async fn of_many_who_want_one_name_at_once_one_gets_it() {
    let service = Service::start().await;
    let mut people = vec![];
    for n in 0..8 {
        people.push(service.sign_in(&format!("person{n}@example.com")).await);
    }
    let answers = join_all(people.iter().map(|person| make(person, "Haulage Ltd"))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.expect_problem(409, "account_name_taken");
    }
}

#[tokio::test]
async fn a_person_holds_one_account() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let names: Vec<_> = (0..8).map(|n| format!("Company {n}")).collect();
    let answers = join_all(names.iter().map(|name| make(&ann, name))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.expect_problem(409, "already_account_holder");
    }
    make(&ann, "Company 9").await.expect_problem(409, "already_account_holder");
    let contexts = ann.list("/v1/me/contexts").await;
    assert_eq!(contexts.len(), 1);
    // The names that were refused are free.
    let ben = service.sign_in("ben@example.com").await;
    let free = names.iter().find(|name| contexts[0]["account"]["name"] != name.as_str());
    make(&ben, free.expect("a name")).await.expect(201);
}

#[tokio::test]
async fn whoever_holds_an_individual_account_holds_an_account() {
    let service = Service::start().await;
    let (driver, account) = driver_of_their_own(&service, "dan@example.com").await;
    assert_eq!((&account["kind"], &account["role"]), (&json!("individual"), &json!("holder")));
    assert_eq!(account["seats"], json!({ "limit": 1, "used": 1 }));
    assert_eq!(account["name"], "dan@example.com");
    let taken = make(&driver, "Dan Ltd").await.expect_problem(409, "already_account_holder");
    let words = taken["detail"].as_str().unwrap_or_default().to_owned();
    assert!(words.contains("separate e-mail address"), "{words}");
}

#[tokio::test]
async fn a_manager_cannot_come_to_hold_an_account() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let manager = service.manager(&company, Scope::Company).await;
    let refused = make(&manager, "Manager Ltd").await;
    let refused = refused.expect_problem(409, "manager_cannot_hold_account");
    let words = refused["detail"].as_str().unwrap_or_default().to_owned();
    assert!(words.contains("separate e-mail address"), "{words}");
}

#[tokio::test]
async fn a_new_company_is_in_the_time_zone_that_is_given_else_in_that_of_who_makes_it() {
    let service = Service::start().await;
    let mut zones = vec![];
    for (address, own, given) in [
        ("ann@example.com", None, None),
        ("ben@example.com", Some("Asia/Tokyo"), None),
        ("cleo@example.com", Some("Asia/Tokyo"), Some("Europe/Berlin")),
    ] {
        let person = service.sign_in(address).await;
        if let Some(zone) = own {
            person.patch("/v1/me", json!({ "time_zone": zone })).await.expect(200);
        }
        let mut body = json!({ "name": format!("Company of {address}") });
        if let Some(zone) = given {
            body["time_zone"] = json!(zone);
        }
        let made = person.post("/v1/accounts", body).await.expect(201);
        zones.push(made["time_zone"].as_str().expect("a zone").to_owned());
    }
    assert_eq!(zones, ["UTC", "Asia/Tokyo", "Europe/Berlin"]);
}

#[tokio::test]
async fn a_bad_name_is_refused() {
    let service = Service::start().await;
    let ann = service.sign_in("ann@example.com").await;
    let long = "a".repeat(201);
    for (body, field, code) in [
        (json!({}), "name", "missing"),
        (json!({ "name": null }), "name", "wrong_type"),
        (json!({ "name": 5 }), "name", "wrong_type"),
        (json!({ "name": " \t " }), "name", "empty"),
        (json!({ "name": long }), "name", "too_long"),
        (json!({ "name": "a\u{0}b" }), "name", "control_character"),
        (json!({ "name": "Haulage Ltd", "kind": "company" }), "kind", "unknown_field"),
        (json!({ "name": "Haulage Ltd", "time_zone": "Mars" }), "time_zone", "unknown_time_zone"),
    ] {
        ann.post("/v1/accounts", body).await.expect_bad_field(field, code);
    }
    make(&ann, &"ä".repeat(200)).await.expect(201);
}

#[tokio::test]
async fn a_strangers_account_answers_as_one_that_does_not_exist() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let ben = service.sign_in("ben@example.com").await;
    let absent = ben.get(UNKNOWN_ACCOUNT).await;
    let foreign = ben.get(&company.path).await;
    assert_eq!(absent.text, foreign.text);
    foreign.expect_problem(404, "not_found");
    for rest in ["/events", "/api-keys", "/orders", "/licences", "/code-batches", "/reports"] {
        ben.get(&format!("{}{rest}", company.path)).await.expect_problem(404, "not_found");
    }
    ben.patch(&company.path, json!({ "name": "Mine" })).await.expect_problem(404, "not_found");
    let operator = service.operator().await;
    operator.get(&company.path).await.expect_problem(404, "not_found");
    service.anonymous().get(&company.path).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn whoever_belongs_to_an_account_reads_it_and_only_those_who_run_it_change_it() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    for (role, runs_it) in [(Role::Admin, true), (Role::Driver, false)] {
        let member = service.member(&company, role, None).await;
        let caller = service.sign_in(&member.email).await;
        let account = caller.get(&company.path).await.expect(200);
        assert_eq!(account["role"], json!(role));
        let renamed = caller.patch(&company.path, json!({ "name": "Haulage Ltd" })).await;
        let events = caller.get(&format!("{}/events", company.path)).await;
        let keys = caller.get(&format!("{}/api-keys", company.path)).await;
        for answer in [renamed, events, keys] {
            assert_eq!(answer.status, if runs_it { 200 } else { 403 }, "{}", answer.text);
        }
    }
    let manager = service.manager(&company, Scope::Company).await;
    assert_eq!(manager.get(&company.path).await.expect(200)["role"], "manager");
    manager.patch(&company.path, json!({ "name": "Mine" })).await.expect_problem(403, "forbidden");
    let seats = company.holder.get(&company.path).await.expect(200)["seats"]["used"].clone();
    assert_eq!(seats, Value::from(3));
}
