//! [U] What a company with employees is promised.

use serde_json::{Value, json};
use shared::domain::Role;
use tests::{Service, standing::time};

/// "This means you can add as many users as your Company account plan allows."
#[tokio::test]
async fn a_companys_plan_says_how_many_users_it_may_have() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let seats = async || company.holder.get(&company.path).await.expect(200)["seats"].clone();
    assert_eq!(seats().await, json!({ "limit": 5, "used": 1 }));
    let plan = format!("/v1/operator/accounts/{}", company.id);
    service.operator().await.put(&plan, json!({ "seat_limit": 250 })).await.expect(200);
    assert_eq!(seats().await, json!({ "limit": 250, "used": 1 }));
}

/// "You can also see their last login date …"
#[tokio::test]
async fn a_users_last_sign_in_to_the_account_is_seen() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let path = format!("{}/users/{}/report", company.path, ann.user);
    let never = company.holder.get(&path).await.expect(200);
    assert_eq!(never["user"]["last_sign_in_at"], Value::Null);
    let (driver, before) = (service.sign_in(&ann.email).await, service.now());
    let body = json!({ "account_id": company.id });
    driver.put("/v1/me/current-context", body).await.expect(200);
    let now = company.holder.get(&path).await.expect(200);
    assert!(time(&now["user"]["last_sign_in_at"]) >= before);
}

/// "… and track down their progress and actions."
#[tokio::test]
async fn a_users_progress_is_tracked() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let enrolment = service.enrol(&company, &ann, &course, service.open_window()).await;
    let driver = service.sign_in(&ann.email).await;
    for (module, percent) in [(0, 25), (1, 50), (2, 75), (3, 100)] {
        let module = &course["modules"][module]["id"];
        let path = format!("/v1/me/enrolments/{enrolment}/results");
        let result = json!({ "module_id": module, "completed": true });
        driver.post(&path, result).await.expect(200);
        let row = &company.holder.list(&format!("{}/reports", company.path)).await[0];
        assert_eq!(row["progress_percent"], percent);
    }
}
