//! Unsharing.

use super::Two;

/// Both drivers are shared already.
async fn shared() -> Two {
    let two = Two::new().await;
    two.service.share(&two.own, &two.other, &[&two.ann, &two.ben]).await;
    two
}

#[tokio::test]
async fn you_unshare_the_driver_whose_name_it_stands_next_to() {
    let two = shared().await;
    let path = format!("{}/shares/{}", two.own.path, two.other.id);
    let rows = two.own.holder.list(&path).await;
    let ann = rows.iter().find(|row| row["driver"]["name"] == "Ann").unwrap();
    let ann = ann["driver"]["id"].as_str().unwrap();
    two.own.holder.delete(&format!("{path}/{ann}")).await.expect(204);
    let expected = [("Ann".to_owned(), false), ("Ben".to_owned(), true)];
    assert_eq!(two.ticked().await, expected);
    assert_eq!(two.seen().await, ["Ben"]);
}

#[tokio::test]
async fn you_can_only_unshare_one_driver_at_the_time_and_repeat_it_for_all_you_wish() {
    let two = shared().await;
    let all = format!("{}/shares/{}", two.own.path, two.other.id);
    two.own.holder.delete(&all).await.expect_problem(405, "method_not_allowed");
    assert_eq!(two.seen().await, ["Ann", "Ben"]);
    two.own.unshare(&two.other, &two.ann).await.expect(204);
    assert_eq!(two.seen().await, ["Ben"]);
    two.own.unshare(&two.other, &two.ben).await.expect(204);
    assert!(two.seen().await.is_empty());
}

#[tokio::test]
async fn the_driver_has_instantly_been_unshared_without_confirming() {
    let two = shared().await;
    let route = two.service.route(&two.other, 10, 5).await;
    two.own.unshare(&two.other, &two.ann).await.expect(204);
    let card = two.other.holder.get(&format!("{}/drivers/{}", two.other.path, two.ann.user)).await;
    card.expect_problem(404, "not_found");
    two.other.put_on(&route, &two.ann).await.expect_problem(404, "not_found");
    assert_eq!(two.seen().await, ["Ben"]);
}
