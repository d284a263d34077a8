//! Leaving an account.

use shared::domain::{Role, event::Action};
use tests::Service;

use super::{UNKNOWN_ACCOUNT, instructor};

#[tokio::test]
async fn a_manager_who_leaves_is_a_stranger_with_the_next_request() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 2).await;
    let left = &companies[0];
    instructor.delete(&format!("/v1/me/contexts/{}", left.id)).await.expect(204);
    instructor.get(&left.path).await.expect_problem(404, "not_found");
    instructor.get(&companies[1].path).await.expect(200);
    assert!(left.holder.list(&format!("{}/managers", left.path)).await.is_empty());
    let again = instructor.delete(&format!("/v1/me/contexts/{}", left.id)).await;
    again.expect_problem(404, "not_found");
    let events = left.holder.list(&format!("{}/events", left.path)).await;
    assert_eq!(events[0]["action"], "manager_left");
    assert_eq!(events[0]["actor"]["email"], instructor.email.as_str());
    assert_eq!(service.balanced().await.events_of(Action::ManagerLeft).count(), 1);
}

#[tokio::test]
async fn who_left_can_be_invited_again() {
    let service = Service::start().await;
    let (instructor, companies) = instructor(&service, 1).await;
    instructor.delete(&format!("/v1/me/contexts/{}", companies[0].id)).await.expect(204);
    service.manage(&instructor, &companies[0], shared::domain::Scope::Company).await;
    instructor.get(&companies[0].path).await.expect(200);
    service.balanced().await;
}

#[tokio::test]
async fn who_holds_an_account_cannot_leave_it() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let refused = company.holder.delete(&format!("/v1/me/contexts/{}", company.id)).await;
    refused.expect_problem(409, "holder_cannot_leave");
    company.holder.get(&company.path).await.expect(200);
}

#[tokio::test]
async fn an_account_that_is_not_the_callers_cannot_be_left() {
    let service = Service::start().await;
    let (instructor, _) = instructor(&service, 1).await;
    let other = service.company("Other Ltd").await;
    for id in [UNKNOWN_ACCOUNT, &other.id, "acc_x"] {
        let refused = instructor.delete(&format!("/v1/me/contexts/{id}")).await;
        refused.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_user_who_leaves_frees_the_seat_and_is_a_stranger_with_the_next_request() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let (driver, path) = service.joined(&company, "ann@example.com").await;
    let seats = async || company.holder.get(&company.path).await.expect(200)["seats"].clone();
    assert_eq!(seats().await["used"], 2);
    driver.delete(&format!("/v1/me/contexts/{}", company.id)).await.expect(204);
    driver.get(&company.path).await.expect_problem(404, "not_found");
    company.holder.get(&path).await.expect_problem(404, "not_found");
    assert_eq!(seats().await["used"], 1);
    let events = company.holder.list(&format!("{}/events", company.path)).await;
    assert_eq!(events[0]["action"], "user_removed");
    assert_eq!(events[0]["actor"]["email"], "ann@example.com");
    service.balanced().await;
}

#[tokio::test]
async fn an_admin_can_leave() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let admin = service.member(&company, Role::Admin, None).await;
    let admin = service.sign_in(&admin.email).await;
    admin.delete(&format!("/v1/me/contexts/{}", company.id)).await.expect(204);
    admin.get(&company.path).await.expect_problem(404, "not_found");
    service.balanced().await;
}
