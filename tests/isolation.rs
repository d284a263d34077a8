//! Nobody sees or changes what is another's: every route, by every kind of outsider.

use http::Method;
use serde_json::json;
use shared::http::{Route, access::Rule};
use tests::{Caller, Service, service::Company};

/// A path of the route in this company's account; what else it names does not matter to an
/// outsider, who must not learn whether it exists.
fn path(route: &Route, company: &Company) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{account}" => company.id.clone(),
        "{batch}" => "bat_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        "{group}" => "grp_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        "{key}" => "key_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        "{order}" => "ord_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        "{recipient}" => "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        "{route}" => "rte_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        "{user}" => "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        "{course}" => "crs_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        "{enrolment}" => "enr_01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        other => other.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn account_routes() -> impl Iterator<Item = Route> {
    let all = functions::routes::all().into_iter();
    all.filter(|route| matches!(route.rule, Rule::Account(_)))
}

async fn call(caller: &Caller, route: &Route, company: &Company) -> (u16, String, String) {
    let body = (route.method != Method::GET).then(|| json!({}));
    let answer = caller.send(route.method.clone(), &path(route, company), body).await;
    assert!(!answer.text.contains("Hidden Haulage"), "{}: {}", route.name, answer.text);
    (answer.status, answer.code().to_owned(), answer.text)
}

#[tokio::test]
async fn to_an_outsider_an_account_is_as_if_it_did_not_exist() {
    let service = Service::start().await;
    let theirs = service.company("Hidden Haulage").await;
    let id = "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned();
    let absent = Company { holder: theirs.holder.clone(), path: format!("/v1/accounts/{id}"), id };
    let other = service.company("Other").await;
    let key = json!({ "name": "Key", "scopes": ["redemptions", "codes", "users", "reports"] });
    let key = other.holder.post(&format!("{}/api-keys", other.path), key).await.expect(201);
    let program = service.anonymous().with_token(key["token"].as_str().unwrap());
    let person = service.sign_in("nobody@example.com").await;
    let operator = service.operator().await;
    for route in account_routes() {
        for outsider in [&other.holder, &program, &person, &operator] {
            let (status, code, there) = call(outsider, &route, &theirs).await;
            assert_eq!((status, code.as_str()), (404, "not_found"), "{}", route.name);
            let (_, _, nowhere) = call(outsider, &route, &absent).await;
            assert_eq!(there, nowhere, "{}", route.name);
        }
    }
}

#[tokio::test]
async fn only_the_operator_does_what_is_the_operators() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let key = json!({ "name": "Key", "scopes": ["codes"] });
    let key = company.holder.post(&format!("{}/api-keys", company.path), key).await.expect(201);
    let program = service.anonymous().with_token(key["token"].as_str().unwrap());
    for route in functions::routes::all().iter().filter(|route| route.rule == Rule::Operator) {
        for caller in [&company.holder, &program] {
            let (status, code, _) = call(caller, route, &company).await;
            assert_eq!((status, code.as_str()), (403, "forbidden"), "{}", route.name);
        }
    }
}

#[tokio::test]
async fn what_is_a_persons_own_is_not_for_programs() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let key = json!({ "name": "Key", "scopes": ["redemptions", "codes", "users", "reports"] });
    let key = company.holder.post(&format!("{}/api-keys", company.path), key).await.expect(201);
    let program = service.anonymous().with_token(key["token"].as_str().unwrap());
    for route in functions::routes::all().iter().filter(|route| route.rule == Rule::Person) {
        let (status, code, _) = call(&program, route, &company).await;
        assert_eq!((status, code.as_str()), (403, "forbidden"), "{}", route.name);
    }
}
