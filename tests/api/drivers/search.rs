//! Finding drivers by the beginning of their address or of any word of their name.

use shared::domain::Role;
use tests::Service;

use super::names;

#[tokio::test]
async fn own_and_shared_drivers_are_found_by_name_and_by_address() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let anna = service.driver_of(&home, "Anna Lee").await;
    let bea = service.driver_of(&home, "Bea").await;
    service.driver_of(&other, "ANNE Marsh").await;
    service.driver_of(&other, "Joanne").await;
    service.share(&home, &other, &[&anna, &bea]).await;
    assert_eq!(names(&other, "?q=ann").await, ["ANNE Marsh", "Anna Lee"]);
    assert_eq!(names(&other, "?q=anna%20%20LEE").await, ["Anna Lee"]);
    assert_eq!(names(&other, "?q=ann&origin=own").await, ["ANNE Marsh"]);
    assert_eq!(names(&other, &format!("?q={}", bea.email)).await, ["Bea"]);
    assert_eq!(names(&home, &format!("?q={}", bea.email.to_uppercase())).await, ["Bea"]);
    assert!(names(&other, "?q=zed").await.is_empty());
}

#[tokio::test]
async fn a_driver_whose_name_and_address_both_begin_so_is_found_once() {
    let service = Service::start().await;
    let home = service.company("Home").await;
    // The tests' addresses begin with "user".
    for place in 0..6 {
        service.driver_of(&home, &format!("User {place}")).await;
    }
    for limit in [1, 2, 5, 6, 7] {
        let found = names(&home, &format!("?q=user&limit={limit}")).await;
        assert_eq!(found.len(), 6, "{limit}: {found:?}");
    }
}

#[tokio::test]
async fn own_and_shared_drivers_are_found_by_any_word_of_their_name() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    let anna = service.driver_of(&home, "Anna Berg").await;
    service.driver_of(&other, "Bea Meyer-Berg").await;
    service.driver_of(&other, "Bergit Berg").await;
    service.member(&other, Role::Admin, Some("Cleo Berg")).await;
    service.share(&home, &other, &[&anna]).await;
    service.settle().await;
    for limit in [1, 2, 25] {
        let found = names(&other, &format!("?q=berg&limit={limit}")).await;
        assert_eq!(found, ["Bergit Berg", "Bea Meyer-Berg", "Anna Berg"], "{limit}");
    }
    assert_eq!(names(&home, "?q=berg").await, ["Anna Berg"]);
}

#[tokio::test]
async fn a_search_goes_through_all_shared_drivers_page_by_page() {
    let service = Service::start().await;
    let (home, other) = (service.company("Home").await, service.company("Other").await);
    for place in 0..30 {
        let name = if place % 10 == 0 { format!("Ann {place}") } else { format!("Ben {place}") };
        service.driver_of(&home, &name).await;
    }
    home.share(&other, serde_json::json!({ "all": true })).await.expect(200);
    for limit in [1, 2, 3, 25] {
        let found = names(&other, &format!("?q=ann&limit={limit}")).await;
        assert_eq!(found, ["Ann 0", "Ann 10", "Ann 20"], "{limit}");
    }
}
