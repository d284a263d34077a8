//! Groups whose names and members many change at once.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use serde_json::{Value, json};
use shared::domain::{Role, UserId, user::MOST_GROUPS};
use tests::{Answer, Caller, Service, crowd::at_once, service::Company, standing::text};

use super::outcomes;

/// A company with so many drivers.
async fn depot(drivers: usize) -> (Service, Company, Vec<UserId>) {
    let service = Service::start_busy().await;
    let company = service.company("Acme").await;
    let mut users = vec![];
    while users.len() < drivers {
        users.push(service.member(&company, Role::Driver, None).await.user);
    }
    (service, company, users)
}

async fn make(company: &Company, name: &str) -> String {
    let path = format!("{}/groups", company.path);
    let group = company.holder.post(&path, json!({ "name": name })).await.expect(201);
    format!("{path}/{}", text(&group["id"]))
}

/// Puts users into a group, and those again for whom it is to be tried again.
async fn add(caller: Caller, group: String, users: Vec<UserId>) -> Vec<Value> {
    let (path, body) = (format!("{group}/members"), json!({ "user_ids": users }));
    loop {
        let answer = caller.post_patiently(&path, body.clone()).await.expect(200);
        let rows = answer["results"].as_array().cloned().expect("results");
        if rows.iter().all(|row| row["error"]["code"] != "unavailable") {
            return rows;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_groups_of_one_name_one_is_made() {
    let (service, company, _) = depot(0).await;
    let path = format!("{}/groups", company.path);
    let calls = (0..50).map(|number| {
        let (holder, path) = (company.holder.clone(), path.clone());
        let name = if number % 2 == 0 { "Night  shift" } else { "night shift" };
        async move { holder.post_patiently(&path, json!({ "name": name })).await }
    });
    let answers = at_once(calls).await;
    let expected = [((201, ""), 1), ((409, "group_name_taken"), 49)];
    assert_eq!(outcomes(&answers), BTreeMap::from(expected));
    assert_eq!(service.balanced().await.groups.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_requests_with_one_key_one_makes_the_group() {
    let (service, company, _) = depot(0).await;
    let path = format!("{}/groups", company.path);
    let calls = (0..50).map(|_| {
        let (holder, path) = (company.holder.with_key("night"), path.clone());
        async move { holder.post_patiently(&path, json!({ "name": "Night shift" })).await }
    });
    let answers = at_once(calls).await;
    assert_eq!(outcomes(&answers), BTreeMap::from([((201, ""), 50)]));
    let ids: HashSet<_> = answers.iter().map(|answer| text(&answer.body["id"])).collect();
    assert_eq!((ids.len(), service.balanced().await.groups.len()), (1, 1));
}

/// One of a hundred calls on one of two groups: users are put in and taken out, groups renamed,
/// and one of them removed where that is wanted.
async fn change(
    holder: Caller,
    groups: [String; 2],
    users: Arc<Vec<UserId>>,
    (number, removes): (usize, bool),
) -> Answer {
    let (group, some) = (&groups[number % 2], number / 7);
    let user = |place: usize| users[(some + place) % users.len()];
    match number % 10 {
        0..=4 => {
            let named: Vec<_> = (0..=some % 4).map(user).collect();
            holder.post(&format!("{group}/members"), json!({ "user_ids": named })).await
        }
        5..=7 => holder.delete(&format!("{group}/members/{}", user(0))).await,
        8 if removes && number > 60 => holder.delete(&groups[0]).await,
        _ => {
            let name = format!("Group {}", some % 3);
            holder.patch(group, json!({ "name": name })).await
        }
    }
}

/// Makes a hundred changes at once; the books must agree whatever order they happened in.
async fn hundred_changes(removes: bool) {
    let (service, company, users) = depot(8).await;
    let users = Arc::new(users);
    let groups = [make(&company, "North").await, make(&company, "South").await];
    for group in &groups {
        add(company.holder.clone(), group.clone(), users[..4].to_vec()).await;
    }
    let calls = (0..100).map(|number| {
        change(company.holder.clone(), groups.clone(), Arc::clone(&users), (number, removes))
    });
    let answers = at_once(calls).await;
    for answer in &answers {
        let told =
            [200, 204, 404, 503].contains(&answer.status) || answer.code() == "group_name_taken";
        assert!(told, "{}", answer.text);
    }
    assert!(answers.iter().filter(|answer| answer.is_success()).count() > 10);
    let books = service.balanced().await;
    assert!(books.groups.len() == 2 || removes, "{:?}", books.groups);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_changes_at_once_leave_groups_that_count_their_members() {
    hundred_changes(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_is_removed_among_a_hundred_changes_leaves_nothing_that_counts() {
    hundred_changes(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_who_put_the_same_users_into_a_group_each_user_is_added_by_one() {
    let (service, company, users) = depot(5).await;
    let group = make(&company, "North").await;
    let calls = (0..100).map(|_| add(company.holder.clone(), group.clone(), users.clone()));
    let answers = at_once(calls).await;
    let mut added = HashSet::new();
    for row in answers.iter().flatten().filter(|row| row["status"] == "added") {
        assert!(added.insert(text(&row["user_id"])), "{row}");
    }
    assert_eq!(added.len(), 5);
    assert_eq!(service.balanced().await.groups[0].member_count, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_put_into_forty_groups_at_once_is_in_twenty() {
    let (service, company, users) = depot(1).await;
    let mut groups = vec![];
    for number in 0..40 {
        groups.push(make(&company, &format!("Group {number}")).await);
    }
    let calls = groups.into_iter().map(|group| add(company.holder.clone(), group, users.clone()));
    let rows = at_once(calls).await;
    let added = rows.iter().flatten().filter(|row| row["status"] == "added").count();
    assert_eq!(added, MOST_GROUPS);
    assert_eq!(service.balanced().await.user(users[0]).group_ids.len(), MOST_GROUPS);
}
