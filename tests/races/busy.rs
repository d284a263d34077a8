//! One thing that forty callers change at once: each change is made, in its turn, and within the time
//! that a function has.

use std::{collections::BTreeMap, env, sync::Arc, time::Instant};

use aws_sdk_dynamodb::config::SharedInterceptor;
use http::Method;
use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Caller, Service, conflicts::Conflicts, crowd::at_once, service::Company, standing::text,
    template::time_limit,
};
use tokio::sync::Mutex;

use super::outcomes;

const CALLERS: usize = 40;

/// DynamoDB Local makes one write after the other, and each more slowly than DynamoDB: how long forty
/// wait there is its own matter.
fn is_slow() -> bool {
    env::var("CODRIVER_TEST_DYNAMODB").is_ok_and(|url| !url.is_empty())
}

/// A service whose calls have as long as on AWS.
async fn start() -> (Service, Company) {
    let service = Service::start_busy_with(|config| {
        if !is_slow() {
            config.time_limit = time_limit();
        }
    });
    let service = service.await;
    let company = service.company("Acme").await;
    (service, company)
}

/// The same, and its table refuses every write that meets another of the same items.
async fn start_conflicting() -> (Service, Company, Conflicts) {
    let conflicts = Conflicts::default();
    let service = Service::start_with(|config| {
        config.settle = false;
        config.time_limit = time_limit();
        config.interceptors.push(SharedInterceptor::new(conflicts.clone()));
    });
    let service = service.await;
    let company = service.company("Acme").await;
    (service, company, conflicts)
}

/// Forty callers are as many as a small machine serves in the time that a function has.
static FORTY_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// Does something where some writes meet others and indexes lag, and where all that meet are refused.
async fn on_both(forty_change: impl AsyncFn(&Service, &Company)) {
    let _alone = FORTY_AT_A_TIME.lock().await;
    let (service, company) = start().await;
    forty_change(&service, &company).await;
    if is_slow() {
        return;
    }
    let (service, company, conflicts) = start_conflicting().await;
    let (before, begun) = (conflicts.met(), Instant::now());
    forty_change(&service, &company).await;
    let met = conflicts.met() - before;
    println!("{met} writes met another; all was done after {:?}", begun.elapsed());
    assert!(met > CALLERS, "{met}");
}

/// Forty changes of one thing at once, all of which are made.
async fn all_change(
    service: &Service,
    caller: &Caller,
    method: Method,
    path: &str,
    body: impl Fn(usize) -> Value,
) {
    let calls = (0..CALLERS).map(|number| {
        let (caller, method) = (caller.clone(), method.clone());
        let (path, body) = (path.to_owned(), body(number));
        async move { caller.send(method, &path, Some(body)).await }
    });
    let answers = at_once(calls.collect::<Vec<_>>()).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), CALLERS)]), "{path}");
    let mut versions: Vec<_> =
        answers.iter().filter_map(|answer| answer.body["version"].as_u64()).collect();
    versions.sort_unstable();
    assert!(versions.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{path}: {versions:?}");
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_rename_one_account() {
    on_both(async |service, company| {
        let name = |number| json!({ "name": format!("Acme {number}") });
        all_change(service, &company.holder, Method::PATCH, &company.path, name).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_spell_one_accounts_name_in_two_ways() {
    on_both(async |service, company| {
        let calls = (0..CALLERS).map(|number| {
            let (holder, path) = (company.holder.clone(), company.path.clone());
            let name = ["ACME", "acme"][number % 2];
            async move { holder.patch(&path, json!({ "name": name })).await }
        });
        let answers = at_once(calls.collect::<Vec<_>>()).await;
        assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), CALLERS)]));
        service.balanced().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_are_invited_to_one_account() {
    on_both(async |service, company| {
        service.seats(company, 100).await;
        let calls = (0..CALLERS).map(|number| {
            let (holder, path) = (company.holder.clone(), format!("{}/users", company.path));
            let body = json!({ "email": format!("new{number}@example.com") });
            async move { holder.post(&path, body).await }
        });
        let answers = at_once(calls.collect::<Vec<_>>()).await;
        assert_eq!(outcomes(&answers), BTreeMap::from([((201, ""), CALLERS)]));
        service.balanced().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_set_one_accounts_plan() {
    on_both(async |service, company| {
        let path = format!("/v1/operator/accounts/{}", company.id);
        let plan = |number| json!({ "seat_limit": 100 + number });
        all_change(service, &service.operator().await, Method::PUT, &path, plan).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_change_one_user() {
    on_both(async |service, company| {
        let ann = service.member(company, Role::Driver, Some("Ann")).await;
        let path = format!("{}/users/{}", company.path, ann.user);
        let name = |number| json!({ "name": format!("Ann {number}"), "phone": "+46 8 123 45 67" });
        all_change(service, &company.holder, Method::PATCH, &path, name).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_change_one_text() {
    on_both(async |service, company| {
        let path = format!("{}/settings/emails/invitation", company.path);
        let text =
            |number| json!({ "subject": format!("Join us {number}"), "body": "{{ activation_link }}" });
        all_change(service, &company.holder, Method::PUT, &path, text).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_rename_one_group() {
    on_both(async |service, company| {
        let group = service.group(company, "Night").await;
        let path = format!("{}/groups/{group}", company.path);
        let name = |number| json!({ "name": format!("Night {number}") });
        all_change(service, &company.holder, Method::PATCH, &path, name).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_change_one_route() {
    on_both(async |service, company| {
        let ann = service.member(company, Role::Driver, Some("Ann")).await;
        let routes = format!("{}/routes", company.path);
        let body = json!({
            "name": "Harbour", "starts_at": service.in_days(1), "ends_at": service.in_days(2),
        });
        let made = company.holder.post(&routes, body).await.expect(201);
        let path = format!("{routes}/{}", text(&made["id"]));
        company.holder.put(&format!("{path}/drivers/{}", ann.user), json!({})).await.expect(200);
        let note = |number| json!({ "note": format!("Gate {number}") });
        all_change(service, &company.holder, Method::PATCH, &path, note).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_change_one_training_session() {
    on_both(async |service, company| {
        let sessions = format!("{}/sessions", company.path);
        let body = json!({
            "title": "Skid pan", "place": "Hall 3",
            "starts_at": service.in_days(1), "ends_at": service.in_days(2),
        });
        let made = company.holder.post(&sessions, body).await.expect(201);
        let path = format!("{sessions}/{}", text(&made["id"]));
        let place = |number| json!({ "place": format!("Hall no. {number}") });
        all_change(service, &company.holder, Method::PATCH, &path, place).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_results_of_one_enrolment_come_in() {
    on_both(async |service, _| {
        let reseller = service.reseller("Shop").await;
        let (_, codes) = service.batch(&reseller, 1).await;
        let driver = service.driver().await;
        let opened = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
        let enrolment = text(&opened["enrolment"]["id"]);
        let modules = service.course().await["modules"].clone();
        let result = |number: usize| {
            let module = &modules[number % modules.as_array().unwrap().len()];
            json!({ "module_id": module["id"], "completed": true, "score": number })
        };
        let path = format!("/v1/me/enrolments/{enrolment}/results");
        all_change(service, &driver, Method::POST, &path, result).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_renamed_while_forty_drivers_join_counts_each_of_them() {
    for _ in 0..3 {
        let (service, company) = start().await;
        service.seats(&company, 100).await;
        let mut tokens = vec![];
        for number in 0..CALLERS {
            let email = format!("new{number}@example.com");
            service.invite(&company, &email).await;
            tokens.push(service.mailed_token(&email).await);
        }
        let company = Arc::new(company);
        let joining = tokens.into_iter().map(|token| (Some(token), 0));
        let calls = joining.chain((0..20).map(|number| (None, number))).map(|(token, number)| {
            let (company, anonymous) = (Arc::clone(&company), service.anonymous());
            async move {
                match token {
                    Some(token) => {
                        anonymous.post("/v1/activations", json!({ "token": token })).await
                    }
                    None => {
                        let body = json!({ "name": format!("Acme {number}") });
                        company.holder.patch(&company.path, body).await
                    }
                }
            }
        });
        let answers = at_once(calls.collect::<Vec<_>>()).await;
        assert_eq!(outcomes(&answers), BTreeMap::from([((200, ""), CALLERS + 20)]));
        let me = company.holder.get("/v1/me/contexts").await.expect(200);
        assert_eq!(me["items"][0]["driver_count"], CALLERS, "{me}");
        service.balanced().await;
    }
}
