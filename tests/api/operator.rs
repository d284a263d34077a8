//! What the operator does for accounts: plans, reseller status, orders that wait.

use futures::future::join_all;
use serde_json::{Value, json};
use shared::{
    app::Orders,
    domain::{AccountId, AccountKind, AccountName},
    table::account::Account,
};
use tests::{
    Caller, Service,
    service::{Company, OPERATOR},
    standing::text,
};

async fn with_operator() -> Service {
    Service::start_with(|config| config.orders = Orders::Operator).await
}

async fn order(service: &Service, company: &Company, mut what: Value) -> Value {
    what["course_id"] = service.course().await["id"].clone();
    company.holder.post(&format!("{}/orders", company.path), what).await.expect(201)
}

fn licences(quantity: u32) -> Value {
    json!({ "kind": "licences", "quantity": quantity })
}

fn codes(quantity: u32) -> Value {
    json!({ "kind": "codes", "quantity": quantity, "duration_days": 30, "label": "Spring" })
}

fn fulfil(order: &Value) -> String {
    format!("/v1/operator/orders/{}/fulfil", text(&order["id"]))
}

async fn names(operator: &Caller, query: &str) -> Vec<String> {
    let found = operator.list(&format!("/v1/operator/accounts?limit=2{query}")).await;
    found.iter().map(|account| text(&account["name"]).to_owned()).collect()
}

#[tokio::test]
async fn the_operator_finds_accounts_by_the_beginning_of_their_names() {
    let service = Service::start().await;
    for name in ["Northern Haulage", "north star Cabs", "Norbert", "Southern Haulage"] {
        service.company(name).await;
    }
    let operator = service.operator().await;
    let north = ["north star Cabs", "Northern Haulage"];
    assert_eq!(names(&operator, "&q=north").await, north);
    assert_eq!(names(&operator, "&q=NORTH").await, north);
    assert_eq!(names(&operator, "&q=%20north%20%20STAR").await, north[..1]);
    assert_eq!(names(&operator, "&q=haulage").await, [""; 0]);
    assert_eq!(names(&operator, "").await.len(), 4);
    let found = operator.get("/v1/operator/accounts?q=Norbert").await.expect(200);
    let account = &found["items"][0];
    assert_eq!(account["kind"], "company");
    assert_eq!(account["seats"], json!({ "limit": 5, "used": 1 }));
    assert_eq!(account["reseller"], false);
}

#[tokio::test]
async fn an_account_that_was_renamed_is_found_by_its_new_name_only() {
    let service = Service::start().await;
    let company = service.company("Old Name").await;
    company.holder.patch(&company.path, json!({ "name": "New Name" })).await.expect(200);
    let operator = service.operator().await;
    assert_eq!(names(&operator, "&q=new").await, ["New Name"]);
    assert_eq!(names(&operator, "&q=old").await, [""; 0]);
}

#[tokio::test]
async fn the_operator_sets_an_accounts_plan_and_reseller_status() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let operator = service.operator().await;
    let path = format!("/v1/operator/accounts/{}", company.id);
    let account = operator.put(&path, json!({ "seat_limit": 50 })).await.expect(200);
    assert_eq!(account["seats"], json!({ "limit": 50, "used": 1 }));
    assert_eq!((&account["reseller"], &account["version"]), (&json!(false), &json!(2)));
    let account = operator.put(&path, json!({ "reseller": true })).await.expect(200);
    assert_eq!((&account["reseller"], &account["version"]), (&json!(true), &json!(3)));
    let seen = company.holder.get(&company.path).await.expect(200);
    assert_eq!((&seen["seats"]["limit"], &seen["reseller"]), (&json!(50), &json!(true)));
    let events = company.holder.list(&format!("{}/events", company.path)).await;
    assert_eq!(events[0]["action"], "plan_changed");
    assert_eq!(events[0]["actor"]["kind"], "operator");
    assert_eq!(events[0]["changes"]["reseller"], json!({ "from": false, "to": true }));
}

#[tokio::test]
async fn setting_what_is_set_already_changes_nothing() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let operator = service.operator().await;
    let path = format!("/v1/operator/accounts/{}", company.id);
    let same = operator.put(&path, json!({ "seat_limit": 5, "reseller": false })).await;
    assert_eq!(same.expect(200)["version"], 1);
    assert_eq!(operator.put(&path, json!({})).await.expect(200)["version"], 1);
}

#[tokio::test]
async fn a_plan_is_not_set_over_a_change_that_was_not_seen() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let operator = service.operator().await;
    let path = format!("/v1/operator/accounts/{}", company.id);
    operator.put(&path, json!({ "seat_limit": 9 })).await.expect(200);
    let stale =
        operator.with_header("if-match", "\"1\"").put(&path, json!({ "seat_limit": 7 })).await;
    stale.expect_problem(412, "stale_version");
    let seen =
        operator.with_header("if-match", "\"2\"").put(&path, json!({ "seat_limit": 7 })).await;
    assert_eq!(seen.expect(200)["seats"]["limit"], 7);
}

#[tokio::test]
async fn a_bad_plan_is_refused_with_its_field() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let operator = service.operator().await;
    let path = format!("/v1/operator/accounts/{}", company.id);
    for (body, field, code) in [
        (json!({ "seat_limit": 0 }), "seat_limit", "out_of_range"),
        (json!({ "seat_limit": -1 }), "seat_limit", "out_of_range"),
        (json!({ "seat_limit": "5" }), "seat_limit", "wrong_type"),
        (json!({ "reseller": "yes" }), "reseller", "wrong_type"),
        (json!({ "name": "Mine" }), "name", "unknown_field"),
    ] {
        operator.put(&path, body).await.expect_bad_field(field, code);
    }
    let unknown = "/v1/operator/accounts/acc_00000000000000000000000000";
    operator.put(unknown, json!({ "reseller": true })).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_operators_paths_are_not_for_others() {
    let service = with_operator().await;
    let company = service.reseller("Acme").await;
    let waiting = order(&service, &company, codes(5)).await;
    let holder = &company.holder;
    let plan = format!("/v1/operator/accounts/{}", company.id);
    for answer in [
        holder.get("/v1/operator/health").await,
        holder.get("/v1/operator/orders").await,
        holder.post(&fulfil(&waiting), json!({})).await,
        holder.get("/v1/operator/accounts?q=a").await,
        holder.put(&plan, json!({ "seat_limit": 99 })).await,
    ] {
        answer.expect_problem(403, "forbidden");
    }
    let stranger = service.anonymous();
    stranger.get("/v1/operator/orders").await.expect_problem(401, "unauthenticated");
    let order = holder.get(&format!("{}/orders/{}", company.path, text(&waiting["id"]))).await;
    assert_eq!(order.expect(200)["status"], "pending");
}

#[tokio::test]
async fn the_operator_sees_whether_mails_get_out() {
    let service = Service::start().await;
    // Nobody waits behind a first sign-in: it may be anybody's doing.
    let operator = service.sign_in_by_mail(OPERATOR).await;
    let health = operator.get("/v1/operator/health").await.expect(200);
    let [first, none] = ["others", "sign_ins"].map(|lane| health["mails"][lane].clone());
    assert_eq!((&first["waited_seconds"], &first["held_because"]), (&json!(0), &Value::Null));
    assert_eq!((&none["sent_at"], &none["held_at"]), (&Value::Null, &Value::Null));
    assert_eq!(health["mails"]["new_accounts_left"], 1_000);
    assert_eq!(health["counts"], Value::Null);
    // How far mails come is noted every five minutes.
    let company = service.company("Acme").await;
    service.advance(300);
    let operator = service.sign_in_by_mail(OPERATOR).await;
    for email in ["ann@example.com", "ben@example.com"] {
        let users = format!("{}/users", company.path);
        company.holder.post(&users, json!({ "email": email })).await.expect(201);
    }
    let health = operator.get("/v1/operator/health").await.expect(200);
    let [others, sign_ins] = ["others", "sign_ins"].map(|lane| health["mails"][lane].clone());
    assert_eq!(health["mails"]["new_accounts_left"], 998);
    for lane in [others, sign_ins] {
        assert!(text(&lane["sent_at"]) > text(&first["sent_at"]), "{lane}");
    }
}

#[tokio::test]
async fn what_waits_is_listed_for_the_operator_the_oldest_first() {
    let service = with_operator().await;
    let company = service.reseller("Acme").await;
    let mut made = vec![];
    for what in [licences(3), codes(4), licences(5)] {
        service.advance(1);
        made.push(order(&service, &company, what).await);
    }
    let operator = service.operator().await;
    // Each tells whose it is; the rest of it is as its account sees it.
    let whose = json!({ "id": company.id, "name": "Acme" });
    let shown = |order: &Value| {
        let mut shown = order.clone();
        shown["account"] = whose.clone();
        shown
    };
    let made_shown: Vec<_> = made.iter().map(shown).collect();
    assert_eq!(operator.list("/v1/operator/orders?limit=1").await, made_shown);
    assert_eq!(operator.list("/v1/operator/orders?status=pending").await, made_shown);
    assert_eq!(operator.list("/v1/operator/orders?status=fulfilled").await, [Value::Null; 0]);
    let fulfilled = operator.post(&fulfil(&made[0]), json!({})).await.expect(200);
    assert_eq!(operator.list("/v1/operator/orders").await, made_shown[1..]);
    let done = operator.list("/v1/operator/orders?status=fulfilled").await;
    assert_eq!(done, [shown(&fulfilled)]);
    let bad = operator.get("/v1/operator/orders?status=open").await;
    bad.expect_bad_field("status", "unknown_value");
}

#[tokio::test]
async fn an_order_that_waits_gives_nothing_yet() {
    let service = with_operator().await;
    let company = service.reseller("Acme").await;
    let waiting = order(&service, &company, codes(4)).await;
    assert_eq!(waiting["status"], "pending");
    assert!(waiting.get("batch_id").is_none());
    order(&service, &company, licences(3)).await;
    let holder = &company.holder;
    assert!(holder.list(&format!("{}/code-batches", company.path)).await.is_empty());
    assert!(holder.list(&format!("{}/licences", company.path)).await.is_empty());
}

#[tokio::test]
async fn fulfilling_an_order_of_codes_makes_its_batch() {
    let service = with_operator().await;
    let company = service.reseller("Acme").await;
    let waiting = order(&service, &company, codes(4)).await;
    let operator = service.operator().await;
    let fulfilled = operator.post(&fulfil(&waiting), json!({})).await.expect(200);
    assert_eq!((&fulfilled["status"], &fulfilled["id"]), (&json!("fulfilled"), &waiting["id"]));
    let batches = company.holder.list(&format!("{}/code-batches", company.path)).await;
    assert_eq!(batches.len(), 1);
    assert_eq!(batches[0]["id"], fulfilled["batch_id"]);
    assert_eq!((&batches[0]["label"], &batches[0]["quantity"]), (&json!("Spring"), &json!(4)));
    let events = company.holder.list(&format!("{}/events", company.path)).await;
    assert_eq!(events[0]["action"], "order_fulfilled");
    assert_eq!(events[0]["actor"]["kind"], "operator");
}

#[tokio::test]
async fn fulfilling_twice_gives_once() {
    let service = with_operator().await;
    let company = service.reseller("Acme").await;
    let operator = service.operator().await;
    for what in [codes(4), licences(3)] {
        let waiting = order(&service, &company, what).await;
        let first = operator.post(&fulfil(&waiting), json!({})).await.expect(200);
        let second = operator.post(&fulfil(&waiting), json!({})).await.expect(200);
        assert_eq!(first, second);
    }
    assert_eq!(company.holder.list(&format!("{}/code-batches", company.path)).await.len(), 1);
    let licences = company.holder.list(&format!("{}/licences", company.path)).await;
    assert_eq!(licences[0]["purchased"], 3);
}

#[tokio::test]
async fn fulfilling_many_times_at_once_gives_once() {
    let service = with_operator().await;
    let company = service.reseller("Acme").await;
    let operator = service.operator().await;
    for what in [codes(4), licences(3)] {
        let waiting = order(&service, &company, what).await;
        let path = fulfil(&waiting);
        let answers = join_all((0..8).map(|_| operator.post(&path, json!({})))).await;
        let mut orders = answers.into_iter().map(|answer| answer.expect(200));
        let first = orders.next().unwrap();
        assert_eq!(first["status"], "fulfilled");
        assert!(orders.all(|order| order == first));
    }
    assert_eq!(company.holder.list(&format!("{}/code-batches", company.path)).await.len(), 1);
    let licences = company.holder.list(&format!("{}/licences", company.path)).await;
    assert_eq!(licences[0]["purchased"], 3);
}

#[tokio::test]
async fn licences_of_several_orders_add_up() {
    let service = with_operator().await;
    let company = service.company("Acme").await;
    let operator = service.operator().await;
    for quantity in [3, 1_000_000, 7] {
        let waiting = order(&service, &company, licences(quantity)).await;
        operator.post(&fulfil(&waiting), json!({})).await.expect(200);
    }
    let course = service.course().await;
    let licences = company.holder.get(&format!("{}/licences", company.path)).await.expect(200);
    let all = json!({
        "course": { "id": course["id"], "title": course["title"] },
        "purchased": 1_000_010, "assigned": 0, "available": 1_000_010,
    });
    assert_eq!(licences["items"], json!([all]));
}

#[tokio::test]
async fn an_order_that_is_not_there_cannot_be_fulfilled() {
    let service = with_operator().await;
    let operator = service.operator().await;
    for id in ["ord_00000000000000000000000000", "bat_00000000000000000000000000", "ord_"] {
        let path = format!("/v1/operator/orders/{id}/fulfil");
        operator.post(&path, json!({})).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn accounts_are_listed_in_the_order_of_their_names_however_many_they_are() {
    let service = Service::start().await;
    let app = service.stack().app();
    let accounts = (0..60).map(|number| {
        // Not in their order.
        let name = format!("Company {:03}", number * 37 % 60);
        let name = AccountName::parse(&name).unwrap();
        let id = AccountId::new(app.clock.precise());
        Account::new(id, AccountKind::Company, name, app.clock.now())
    });
    let accounts: Vec<_> = accounts.collect();
    for accounts in accounts.chunks(30) {
        let write = app.table.write::<()>();
        let write = accounts.iter().fold(write, |write, account| write.create(account, ()));
        write.run().await.unwrap();
    }
    let operator = service.operator().await;
    let ordered = |numbers: std::ops::Range<u32>| {
        numbers.map(|number| format!("Company {number:03}")).collect::<Vec<_>>()
    };
    assert_eq!(names(&operator, "&q=company").await, ordered(0..60));
    assert_eq!(names(&operator, "&q=company%2003").await, ordered(30..40));
    for limit in [7, 30, 60] {
        let found = operator.list(&format!("/v1/operator/accounts?q=comp&limit={limit}")).await;
        let found: Vec<_> = found.iter().map(|account| text(&account["name"])).collect();
        assert_eq!(found, ordered(0..60), "{limit}");
    }
    let exact = operator.get("/v1/operator/accounts?q=company%2003&limit=10").await.expect(200);
    assert_eq!(exact["next_cursor"], Value::Null);
}
