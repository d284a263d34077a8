//! Pools of licences: none is assigned that was not bought.

use super::{Client, statuses};

#[tokio::test]
async fn who_is_left_without_a_licence_is_told_so() {
    let client = Client::of(&["Ann", "Bob", "Cid"], 2).await;
    let rows = client.company.assign(client.to(&[0, 1, 2])).await;
    assert_eq!(statuses(&rows), ["enrolled", "enrolled", "no_licence"]);
    assert_eq!((&rows[2]["error"]["code"], rows[2].get("enrolment")), (&"no_licence".into(), None));
    assert_eq!(client.licences().await, [2, 2, 0]);
    assert_eq!(statuses(&client.company.assign(client.to(&[2])).await), ["no_licence"]);
    client.service.balanced().await;
}

#[tokio::test]
async fn a_course_of_which_nothing_was_bought_has_no_licence() {
    let client = Client::of(&["Ann", "Bob"], 0).await;
    assert_eq!(statuses(&client.company.assign(client.to(&[0])).await), ["no_licence"]);
    assert_eq!(statuses(&client.company.assign(client.to(&[0, 1])).await), ["no_licence"; 2]);
}

#[tokio::test]
async fn who_has_access_is_told_so_where_no_licence_is_left() {
    let client = Client::of(&["Ann", "Bob"], 1).await;
    client.enrol(0).await;
    assert_eq!(statuses(&client.company.assign(client.to(&[0])).await), ["already_enrolled"]);
    let rows = client.company.assign(client.to(&[1, 0])).await;
    assert_eq!(statuses(&rows), ["no_licence", "already_enrolled"]);
}

#[tokio::test]
async fn licences_that_are_bought_later_can_be_assigned() {
    let client = Client::of(&["Ann", "Bob"], 1).await;
    assert_eq!(
        statuses(&client.company.assign(client.to(&[0, 1])).await),
        ["enrolled", "no_licence"]
    );
    client.company.buy(&client.course, 3).await;
    assert_eq!(
        statuses(&client.company.assign(client.to(&[0, 1])).await),
        ["already_enrolled", "enrolled"]
    );
    assert_eq!(client.licences().await, [4, 2, 2]);
}

#[tokio::test]
async fn licences_of_one_course_are_for_that_course_only() {
    let client = Client::of(&["Ann"], 3).await;
    let mut body = client.to(&[0]);
    body["course_id"] = client.company.holder.list("/v1/courses").await[1]["id"].clone();
    assert_eq!(statuses(&client.company.assign(body).await), ["no_licence"]);
}
