//! Assigning a course to whoever is in some groups.

use serde_json::{Value, json};
use shared::domain::{GroupId, Role};

use super::{Client, statuses};

impl Client {
    fn to_groups(&self, groups: &[GroupId]) -> Value {
        let groups: Vec<_> = groups.iter().map(ToString::to_string).collect();
        json!({ "course_id": self.course["id"], "group_ids": groups })
    }

    async fn group(&self, name: &str, drivers: &[usize]) -> GroupId {
        let members: Vec<_> = drivers.iter().map(|driver| &self.drivers[*driver]).collect();
        self.service.group_of(&self.company, name, &members).await
    }
}

#[tokio::test]
async fn everybody_in_the_groups_is_enrolled_once() {
    let client = Client::of(&["Ann", "Bob", "Cid", "Dan"], 10).await;
    let (north, south) =
        (client.group("North", &[0, 1]).await, client.group("South", &[1, 2]).await);
    let rows = client.company.assign(client.to_groups(&[north, south, north])).await;
    assert_eq!(statuses(&rows), ["enrolled"; 3]);
    assert_eq!(client.licences().await, [10, 3, 7]);
    client.service.balanced().await;
}

#[tokio::test]
async fn users_and_groups_are_assigned_to_together() {
    let client = Client::of(&["Ann", "Bob", "Cid"], 10).await;
    let mut body = client.to_groups(&[client.group("North", &[0, 1]).await]);
    body["user_ids"] = client.to(&[2, 1])["user_ids"].clone();
    let rows = client.company.assign(body).await;
    assert_eq!(statuses(&rows), ["enrolled"; 3]);
    let users: Vec<_> = rows.iter().map(|row| row["user_id"].clone()).collect();
    assert_eq!(users, [2, 1, 0].map(|driver: usize| client.drivers[driver].user.to_string()));
}

#[tokio::test]
async fn an_assignment_to_an_empty_group_enrols_nobody() {
    let client = Client::of(&[], 10).await;
    let rows = client.company.assign(client.to_groups(&[client.group("Empty", &[]).await])).await;
    assert_eq!(rows, [Value::Null; 0]);
}

#[tokio::test]
async fn the_groups_of_others_are_unknown() {
    let client = Client::of(&[], 10).await;
    let own = client.group("Own", &[]).await;
    let other = client.service.company("Other").await;
    let theirs = client.service.group_of(&other, "Theirs", &[]).await;
    let body = client.to_groups(&[own, theirs]);
    let answer = client.company.assigned_by(&client.company.holder, body).await;
    answer.expect_bad_field("group_ids[1]", "not_found");
}

#[tokio::test]
async fn a_hundred_users_are_enrolled_in_one_call_and_one_more_is_named_with_its_group() {
    let client = Client::of(&[], 200).await;
    let mut members = vec![];
    for _ in 0..101 {
        members.push(client.service.member(&client.company, Role::Driver, None).await);
    }
    let all: Vec<_> = members.iter().collect();
    let hundred = client.service.group_of(&client.company, "Hundred", &all[..100]).await;
    let all = client.service.group_of(&client.company, "All", &all).await;
    let last = client.service.group_of(&client.company, "Last", &[&members[100]]).await;
    for (groups, field) in [(&[all][..], "group_ids[0]"), (&[hundred, last], "group_ids[1]")] {
        let body = client.to_groups(groups);
        let answer = client.company.assigned_by(&client.company.holder, body).await;
        answer.expect_bad_field(field, "wrong_size");
    }
    assert_eq!(client.licences().await, [200, 0, 200]);
    let rows = client.company.assign(client.to_groups(&[hundred])).await;
    assert_eq!(statuses(&rows), ["enrolled"; 100]);
    assert_eq!(client.licences().await, [200, 100, 100]);
    client.service.balanced().await;
}
