//! The list of users.

use serde_json::{Value, json};
use shared::{
    domain::Role,
    table::{keys, name_word::NameWord},
};
use tests::{Caller, Service, standing::text};

use super::{company, users};

async fn found(caller: &Caller, path: &str) -> Vec<String> {
    let mut names: Vec<_> = caller.list(path).await.iter().map(email).collect();
    names.sort();
    names
}

fn email(user: &Value) -> String {
    text(&user["email"]).split('@').next().unwrap().to_owned()
}

#[tokio::test]
async fn users_are_found_by_status_role_text_and_group() {
    let service = Service::start().await;
    let company = company(&service).await;
    let path = users(&company);
    let north = json!({ "name": "North" });
    let north = company.holder.post(&format!("{}/groups", company.path), north).await.expect(201);
    let people = [("ann", "Zoë Adams"), ("bob", "Bob"), ("annika", "Karl"), ("dan", "Annabel Lee")];
    for (email, name) in people {
        let body = json!({
            "email": format!("{email}@example.com"), "name": name, "group_ids": [north["id"]],
        });
        company.holder.post(&path, body).await.expect(201);
    }
    service.activate("bob@example.com").await;
    service.activate("ann@example.com").await;
    let ann = company.holder.list(&format!("{path}?q=ann@")).await[0]["id"].clone();
    let admin = format!("{}/admins/{}", company.path, text(&ann));
    company.holder.put(&admin, json!({})).await.expect(200);
    let holder = email(&json!({ "email": company.holder.email }));
    let by = async |query: &str| found(&company.holder, &format!("{path}?{query}")).await;
    assert_eq!(by("status=invited").await, ["annika", "dan"]);
    assert_eq!(by("status=active").await, ["ann", "bob", &holder]);
    assert_eq!(by("role=admin").await, ["ann"]);
    assert_eq!(by("role=driver&status=active").await, ["bob"]);
    assert_eq!(by("role=manager").await, [""; 0]);
    // The beginning of a name or of an address, each once.
    assert_eq!(by("q=ANN").await, ["ann", "annika", "dan"]);
    assert_eq!(by("q=annabel%20%20l").await, ["dan"]);
    assert_eq!(by("q=zo%C3%AB").await, ["ann"]);
    assert_eq!(by("q=nn").await, [""; 0]);
    let group = format!("group={}", text(&north["id"]));
    assert_eq!(by(&group).await, ["ann", "annika", "bob", "dan"]);
    assert_eq!(by(&format!("{group}&status=invited&q=a")).await, ["annika", "dan"]);
    let foreign = company.holder.get(&format!("{path}?group=grp_01ARZ3NDEKTSV4RRFFQ69G5FAV")).await;
    foreign.expect_bad_field("group", "not_found");
    company
        .holder
        .get(&format!("{path}?status=asleep"))
        .await
        .expect_bad_field("status", "unknown_value");
}

#[tokio::test]
async fn users_are_found_by_the_beginning_of_any_word_of_their_name() {
    let service = Service::start().await;
    let company = company(&service).await;
    for (email, name) in [
        ("ann", "Ann Berg"),
        ("bea", "Bea Meyer-Berg"),
        ("bergit", "Bergit Berg Bergson"),
        ("dan", "Dan Heidelberg"),
    ] {
        let body = json!({ "email": format!("{email}@example.com"), "name": name });
        company.holder.post(&users(&company), body).await.expect(201);
    }
    service.settle().await;
    let path = users(&company);
    let by = async |query: &str| found(&company.holder, &format!("{path}?{query}")).await;
    for limit in [1, 2, 25] {
        assert_eq!(by(&format!("q=berg&limit={limit}")).await, ["ann", "bea", "bergit"]);
    }
    assert_eq!(by("q=BERG%20bergs").await, ["bergit"]);
    assert_eq!(by("q=berg&status=active").await, [""; 0]);
    assert_eq!(by("q=berg&status=invited&role=driver").await, ["ann", "bea", "bergit"]);

    let ann = company.holder.list(&format!("{path}?q=ann@")).await[0]["id"].clone();
    let renamed = json!({ "name": "Ann Marie Lee" });
    company.holder.patch(&format!("{path}/{}", text(&ann)), renamed).await.expect(200);
    let bea = company.holder.list(&format!("{path}?q=bea@")).await[0]["id"].clone();
    company.holder.delete(&format!("{path}/{}", text(&bea))).await.expect(204);
    service.settle().await;
    assert_eq!(by("q=berg").await, ["bergit"]);
    assert_eq!((by("q=mar").await, by("q=lee").await), (vec!["ann".into()], vec!["ann".into()]));
}

#[tokio::test]
async fn a_word_that_a_name_no_longer_has_is_gone_from_the_table() {
    let service = Service::start().await;
    let company = company(&service).await;
    let ann = service.member(&company, Role::Driver, Some("Ann Berg Lee")).await;
    service.settle().await;
    let words = async || {
        let account = company.id.parse().unwrap();
        let range = keys::users_with_word(account, "");
        service.stack().app().table.all::<NameWord>(&range).await.unwrap()
    };
    assert_eq!(words().await.len(), 2);
    let path = format!("{}/{}", users(&company), ann.user);
    company.holder.patch(&path, json!({ "name": "Ann Berg" })).await.expect(200);
    service.settle().await;
    assert_eq!(words().await.into_iter().map(|word| word.from_word).collect::<Vec<_>>(), ["berg"]);
    company.holder.delete(&path).await.expect(204);
    service.settle().await;
    assert_eq!(words().await, []);
}

#[tokio::test]
async fn pages_go_on_until_all_were_shown_once() {
    let service = Service::start().await;
    let company = company(&service).await;
    for number in 0..23 {
        let name = (number % 2 == 0).then_some("Number");
        service.member(&company, if number < 3 { Role::Admin } else { Role::Driver }, name).await;
    }
    for query in ["", "?status=active", "?q=user", "?q=number", "?role=driver"] {
        let whole = found(&company.holder, &format!("{}{query}", users(&company))).await;
        let sign = if query.is_empty() { '?' } else { '&' };
        for limit in [1, 4, 23] {
            let paged = format!("{}{query}{sign}limit={limit}", users(&company));
            assert_eq!(found(&company.holder, &paged).await, whole, "{paged}");
        }
    }
    let first = format!("{}?limit=2", users(&company));
    let cursor = company.holder.get(&first).await.expect(200)["next_cursor"].clone();
    let other = format!("{}?status=active&limit=2&cursor={}", users(&company), text(&cursor));
    company.holder.get(&other).await.expect_bad_field("cursor", "invalid_cursor");
}

#[tokio::test]
async fn progress_is_that_of_all_courses_of_the_account() {
    let service = Service::start().await;
    let company = company(&service).await;
    let course = service.course().await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let enrolment = service.enrol(&company, &ann, &course, service.open_window()).await;
    let driver = service.sign_in(&ann.email).await;
    let path = format!("{}/{}", users(&company), ann.user);
    let modules = course["modules"].as_array().unwrap();
    for (done, module) in modules.iter().enumerate() {
        let result = json!({ "module_id": module["id"], "completed": true });
        let results = format!("/v1/me/enrolments/{enrolment}/results");
        driver.post(&results, result).await.expect(200);
        let progress = company.holder.get(&path).await.expect(200)["progress"].clone();
        let all = usize::from(done + 1 == modules.len());
        let percent = (done + 1) * 100 / modules.len();
        assert_eq!(progress, json!({ "assigned": 1, "completed": all, "percent": percent }));
    }
}

#[tokio::test]
async fn a_page_costs_the_same_however_many_users_there_are() {
    let service = Service::start_unsettled().await;
    let (small, large) = (service.company("Small").await, service.company("Large").await);
    for company in [&small, &large] {
        service.members(company, 30).await;
    }
    service.members(&large, 3_000).await;
    for query in ["", "?status=active", "?role=driver", "?q=user", "?status=active&q=user"] {
        let cost = async |of: &tests::service::Company| {
            of.holder.get(&format!("{}{query}", users(of))).await.cost
        };
        assert_eq!(cost(&small).await, cost(&large).await, "{query}");
        assert!(cost(&large).await.round_trips <= 4, "{query}");
    }
}

#[tokio::test]
async fn the_list_comes_as_csv_that_a_spreadsheet_does_not_run() {
    let service = Service::start().await;
    let company = company(&service).await;
    let course = service.course().await;
    company.buy(&course, 1).await;
    let rows = json!({ "users": [
        { "email": "ann@example.com", "name": "=HYPERLINK(1)", "phone": "+44 20 7946 0958",
          "groups": ["North", "Drivers"] },
        { "email": "bob@example.com" },
    ] });
    let import = format!("{}/import?invite=false", users(&company));
    company.holder.post(&import, rows).await.expect(200);
    let (cleo, cleo_path) = service.joined(&company, "cleo@example.com").await;
    let id = cleo_path.rsplit('/').next().unwrap();
    company.assign(json!({ "course_id": course["id"], "user_ids": [id] })).await;
    cleo.get("/v1/me").await.expect(200);
    service.lists_caught_up().await;
    let holder = company.holder.with_header("accept", "text/csv");
    let answer = holder.get(&users(&company)).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"users.csv\"");
    let rows = answer.rows();
    let columns = [
        "email",
        "name",
        "phone",
        "role",
        "status",
        "groups",
        "last_sign_in_at",
        "assigned",
        "completed",
    ];
    assert_eq!(rows[0], columns);
    assert_eq!(rows.len(), 5);
    let of = |email: &str| rows.iter().find(|row| row[0] == email).unwrap();
    let ann = of("ann@example.com");
    let (name, phone) = ("'=HYPERLINK(1)", "'+44 20 7946 0958");
    assert_eq!(ann[1..5], [name, phone, "driver", "added"]);
    let mut groups: Vec<_> = ann[5].split("; ").collect();
    groups.sort();
    assert_eq!(groups, ["Drivers", "North"]);
    assert_eq!(ann[6..], ["", "0", "0"]);
    assert_eq!(of("bob@example.com")[1..6], ["", "", "driver", "added", ""]);
    let cleo = of("cleo@example.com");
    assert_eq!((cleo[4].as_str(), &cleo[7..]), ("active", &["1".to_owned(), "0".to_owned()][..]));
    assert!(cleo[6].ends_with('Z'), "{cleo:?}");
    let added = holder.get(&format!("{}?status=added", users(&company))).await.rows();
    assert_eq!(added.len(), 3);
    let page = holder.get(&format!("{}?limit=2", users(&company))).await;
    let link = page.header("link").to_owned();
    assert_eq!(page.rows().len(), 3);
    let next = link.trim_start_matches('<').split('>').next().unwrap();
    assert_eq!(holder.get(next).await.rows().len(), 3);
    // A manager of drivers sees theirs.
    let user_ids = [id.parse().unwrap()].into();
    let manager = service.manager(&company, shared::domain::Scope::Drivers { user_ids }).await;
    let theirs = manager.with_header("accept", "text/csv").get(&users(&company)).await.rows();
    assert_eq!(theirs.len(), 2);
}
