//! Declining: the invitation is gone, and those who manage the account are told.

use shared::domain::{Role, event::Action};
use tests::{Service, standing::text};

use super::{accept, decline, invited, managers};

#[tokio::test]
async fn a_declined_invitation_is_gone_and_its_address_can_be_invited_again() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    decline(&ann, &manager).await.expect(204);
    assert!(haulage.holder.list(&managers(&haulage)).await.is_empty());
    for answer in [decline(&ann, &manager).await, accept(&ann, &manager).await] {
        answer.expect_problem(404, "not_found");
    }
    service.balanced().await;
    let again = invited(&haulage, "ann@example.com").await;
    accept(&ann, &again).await.expect(200);
    assert_eq!(service.balanced().await.events_of(Action::ManagerDeclined).count(), 1);
}

#[tokio::test]
async fn the_holder_and_the_admins_are_told() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let mut admins = vec![];
    for _ in 0..3 {
        admins.push(service.member(&haulage, Role::Admin, None).await.email);
    }
    let driver = service.member(&haulage, Role::Driver, None).await;
    let manager = invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    decline(&ann, &manager).await.expect(204);
    for told in admins.iter().chain([&haulage.holder.email]) {
        let mail = service.mails(told).await.remove(0);
        let subject = text(&mail["subject"]);
        assert!(subject.contains("ann@example.com") && subject.contains("Haulage Ltd"), "{mail}");
    }
    assert!(service.mails(&driver.email).await.is_empty());
}

#[tokio::test]
async fn twenty_admins_are_told_at_most() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    for _ in 0..25 {
        service.member(&haulage, Role::Admin, None).await;
    }
    let manager = invited(&haulage, "ann@example.com").await;
    let ann = service.sign_in("ann@example.com").await;
    let before = service.balanced().await.mails.len();
    decline(&ann, &manager).await.expect(204);
    assert_eq!(service.balanced().await.mails.len() - before, 21);
}

#[tokio::test]
async fn an_invitation_is_declined_by_the_invited_address_only_and_before_it_is_accepted() {
    let service = Service::start().await;
    let haulage = service.company("Haulage Ltd").await;
    let manager = invited(&haulage, "ann@example.com").await;
    let bob = service.sign_in("bob@example.com").await;
    decline(&bob, &manager).await.expect_problem(403, "invitation_for_another_address");
    let ann = service.sign_in("ann@example.com").await;
    accept(&ann, &manager).await.expect(200);
    decline(&ann, &manager).await.expect_problem(409, "already_active");
    ann.get(&haulage.path).await.expect(200);
}

#[tokio::test]
async fn who_holds_an_account_can_decline() {
    let service = Service::start().await;
    let (haulage, other) =
        (service.company("Haulage Ltd").await, service.company("Other Ltd").await);
    let manager = invited(&haulage, &other.holder.email).await;
    decline(&other.holder, &manager).await.expect(204);
    service.balanced().await;
}
