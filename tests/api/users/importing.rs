//! Importing many users at once.

use http::Method;
use serde_json::{Value, json};
use tests::{Answer, Service, service::Company, standing::text};

use super::{company, seats_used, users};

async fn import_csv(to: &Company, options: &str, csv: &str) -> Answer {
    import_bytes(to, options, csv.as_bytes()).await
}

async fn import_bytes(to: &Company, options: &str, csv: &[u8]) -> Answer {
    let typed = to.holder.with_header("content-type", "text/csv");
    let path = format!("{}/import{options}", users(to));
    typed.send_bytes(Method::POST, &path, csv.to_vec()).await
}

fn statuses(answer: Answer) -> Vec<Value> {
    let answer = answer.expect(200);
    let rows = answer["results"].as_array().unwrap().iter().enumerate();
    rows.map(|(index, row)| {
        assert_eq!(row["index"], index);
        row["status"].clone()
    })
    .collect()
}

const CSV: &str = "\u{feff}email,name,phone,groups\r\n\
    ann@example.com,\"Lee, Ann\",+44 20 7946 0958,North; Drivers\r\n\
    bob@example.com,Bob,,north\r\n\
    not an address,Carl,,\r\n\
    ANN@example.com,Ann again,,\r\n";

#[tokio::test]
async fn each_row_is_answered_and_missing_groups_are_made() {
    let service = Service::start().await;
    let company = company(&service).await;
    let answer = import_csv(&company, "", CSV).await;
    let failed = answer.body["results"][2]["error"].clone();
    assert_eq!(failed["errors"][0]["field"], "users[2].email");
    assert_eq!(statuses(answer), ["invited", "invited", "failed", "already_a_user"]);
    let all = company.holder.list(&format!("{}?status=invited", users(&company))).await;
    let named = |user: &Value| {
        let groups = user["groups"].as_array().unwrap().iter();
        let mut groups: Vec<_> = groups.map(|group| text(&group["name"]).to_owned()).collect();
        groups.sort();
        (user["name"].clone(), groups)
    };
    assert_eq!(named(&all[0]), (json!("Lee, Ann"), vec!["Drivers".into(), "North".into()]));
    assert_eq!(named(&all[1]), (json!("Bob"), vec!["North".into()]));
    assert_eq!(seats_used(&company).await, 3);
    assert_eq!(service.mails("ann@example.com").await.len(), 1);
    service.balanced().await;
}

#[tokio::test]
async fn a_file_is_read_as_spreadsheets_write_it() {
    let service = Service::start().await;
    let company = company(&service).await;
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let files = [
        b"email;name;phone;groups\r\nQQ@x.example;J\xf6rg \x96 Ann;0171 1234567;Night\r\n".to_vec(),
        "sep=;\r\nName;EMAIL;;\r\nJörg – Ann;QQ@x.example;;\r\n;;;\r\n".into(),
        "email,name,phone,groups,,\nQQ@x.example,Jörg – Ann,,,,\n,,,,,\n".into(),
        utf_16("\u{feff}email\tname\r\nQQ@x.example\tJörg – Ann\r\n"),
        utf_16("email\tname\r\nQQ@x.example\tJörg – Ann\r\n"),
    ];
    for (number, file) in files.into_iter().enumerate() {
        let number = char::from(b'a' + u8::try_from(number).expect("few"));
        let file = file.iter().map(|byte| if *byte == b'Q' { number as u8 } else { *byte });
        let file: Vec<u8> = file.collect();
        let rows = statuses(import_bytes(&company, "", &file).await);
        assert_eq!(rows, ["invited"], "{number}");
        let user = format!("{}?q={number}{number}@x.example", users(&company));
        let name = company.holder.list(&user).await[0]["name"].clone();
        assert_eq!(text(&name).to_lowercase().replace('–', "-"), "jörg - ann", "{number}");
    }
    service.balanced().await;
}

#[tokio::test]
async fn of_a_file_that_cannot_be_read_whole_nothing_is_taken() {
    let service = Service::start().await;
    let company = company(&service).await;
    for (file, line) in [
        (&b"email,name\na@x.example,\"Ann\nb@x.example,Bob\nc@x.example,Cleo"[..], "line 2"),
        (b"email,name\na@x.example,Ann\nb@x.example,\"Bob\" or so\n", "line 3"),
        (b"email,name\na@x.example,Ann\nb\0@x.example,Bob\n", "line 3"),
        (b"\xef\xbb\xbfemail\na@x.example\n\xff\n", "line 3"),
    ] {
        let answer = import_bytes(&company, "", file).await;
        assert!(!answer.text.contains("\\u0000"), "{}", answer.text);
        let problem = answer.expect_problem(400, "malformed_request");
        assert!(text(&problem["detail"]).contains(line), "{problem}");
    }
    assert_eq!(seats_used(&company).await, 1);
}

#[tokio::test]
async fn a_control_character_is_not_told_back() {
    let service = Service::start().await;
    let company = company(&service).await;
    let rows = json!({ "users": [{ "email": "a\u{0}\u{1b}b@x.example" }] });
    let answer = company.holder.post(&format!("{}/import", users(&company)), rows).await;
    assert_eq!(answer.body["results"][0]["status"], "failed");
    assert_eq!(answer.body["results"][0]["email"], "a\u{fffd}\u{fffd}b@x.example");
}

#[tokio::test]
async fn what_was_exported_harmless_is_imported_as_it_was() {
    let service = Service::start().await;
    let company = company(&service).await;
    let file =
        "\"email\",\"name\",\"phone\"\r\n\"a@x.example\",\"'=Ann\",\"'+44 20 7946 0958\"\r\n";
    assert_eq!(statuses(import_csv(&company, "", file).await), ["invited"]);
    let user = &company.holder.list(&format!("{}?status=invited", users(&company))).await[0];
    assert_eq!((&user["name"], &user["phone"]), (&json!("=Ann"), &json!("+44 20 7946 0958")));
}

#[tokio::test]
async fn groups_of_one_name_in_several_forms_are_one() {
    let service = Service::start().await;
    let company = company(&service).await;
    let file =
        "email,groups\na@x.example,Café; Cafe\u{301}\nb@x.example,\u{421}afé;CAF\u{c9}\u{200b}\n";
    assert_eq!(statuses(import_csv(&company, "", file).await), ["invited", "invited"]);
    let groups = company.holder.list(&format!("{}/groups", company.path)).await;
    assert_eq!(groups.len(), 1);
    assert_eq!((&groups[0]["name"], &groups[0]["member_count"]), (&json!("Café"), &json!(2)));
    let row = json!({ "users": [{ "email": "c@x.example", "groups": ["Night; Office"] }] });
    let answer = company.holder.post(&format!("{}/import", users(&company)), row).await;
    assert_eq!(answer.body["results"][0]["error"]["errors"][0]["code"], "semicolon");
    service.balanced().await;
}

#[tokio::test]
async fn importing_the_same_again_invites_nobody_sends_no_mail_and_takes_no_seat() {
    let service = Service::start().await;
    let company = company(&service).await;
    import_csv(&company, "", CSV).await.expect(200);
    let again = statuses(import_csv(&company, "", CSV).await);
    assert_eq!(again, ["already_a_user", "already_a_user", "failed", "already_a_user"]);
    assert_eq!(seats_used(&company).await, 3);
    assert_eq!(service.mails("ann@example.com").await.len(), 1);
    service.balanced().await;
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_and_does_nothing() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    service.seats(&company, 2).await;
    let rows = statuses(import_csv(&company, "?dry_run=true", CSV).await);
    assert_eq!(rows, ["invited", "failed", "failed", "already_a_user"]);
    assert_eq!(seats_used(&company).await, 1);
    assert!(company.holder.list(&format!("{}/groups", company.path)).await.is_empty());
    assert!(service.mails("ann@example.com").await.is_empty());
    let done = statuses(import_csv(&company, "?dry_run=false", CSV).await);
    assert_eq!(done, rows);
    let answer = import_csv(&company, "?dry_run=maybe", CSV).await;
    answer.expect_bad_field("dry_run", "unknown_value");
}

#[tokio::test]
async fn those_past_the_last_seat_fail_and_the_others_are_invited() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let rows: Vec<_> =
        (0..8).map(|number| json!({ "email": format!("u{number}@example.com") })).collect();
    let body = json!({ "users": rows });
    let path = format!("{}/import", users(&company));
    let answer = company.holder.post(&path, body).await.expect(200);
    let results = answer["results"].as_array().unwrap();
    let invited = results.iter().filter(|row| row["status"] == "invited").count();
    let full = results.iter().filter(|row| row["error"]["code"] == "seat_limit_reached").count();
    assert_eq!((invited, full), (4, 4));
    service.balanced().await;
}

#[tokio::test]
async fn a_manager_of_the_account_is_told_from_a_user() {
    let service = Service::start().await;
    let company = company(&service).await;
    let manager = service.manager(&company, shared::domain::Scope::Company).await;
    let csv = format!("email\n{}\n{}\n", manager.email, company.holder.email);
    let answer = import_csv(&company, "", &csv).await;
    assert_eq!(answer.body["results"][0]["error"]["code"], "already_a_manager");
    assert_eq!(statuses(answer), ["failed", "already_a_user"]);
}

#[tokio::test]
async fn a_thousand_rows_are_one_call_and_one_more_is_too_many() {
    let service = Service::start_unsettled().await;
    let company = service.company("Acme").await;
    service.seats(&company, 2_000).await;
    let rows = |count| {
        let rows = (0..count).map(|n| format!("user{n}@example.com,User {n},,Group {}\r\n", n % 7));
        format!("email,name,phone,groups\r\n{}", rows.collect::<String>())
    };
    import_csv(&company, "", &rows(1_001)).await.expect_bad_field("users", "wrong_size");
    let done = statuses(import_csv(&company, "", &rows(1_000)).await);
    assert!(done.iter().all(|status| status == "invited"));
    assert_eq!(seats_used(&company).await, 1_001);
    service.balanced().await;
}
