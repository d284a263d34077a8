//! Groups and their members under faults.

use serde_json::{Value, json};
use tests::{service::number, standing::text};

use super::{Case, every_call_fails, start};

/// How many are put into a group in one call.
const MANY: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn each_user_is_put_into_a_group_once_whatever_call_fails() {
    let (service, company) = start().await;
    let groups = format!("{}/groups", company.path);
    let prepare = async || {
        // As many as take two writes.
        let members = service.members(&company, MANY).await;
        let own: Vec<_> = members.iter().map(|member| member.user).collect();
        let body = json!({ "name": format!("Group {}", number()) });
        let group = company.holder.post(&groups, body).await.expect(201);
        (text(&group["id"]).to_owned(), own)
    };
    let add = async |(group, own): &(String, Vec<_>)| {
        let body = json!({ "user_ids": own });
        company.holder.post(&format!("{groups}/{group}/members"), body).await
    };
    for Case { way, first, again, .. } in every_call_fails(&service, prepare, add).await {
        let rows = |body: &Value| body["results"].as_array().cloned().unwrap_or_default();
        let first = rows(&first.body);
        for row in &first {
            let told = row["status"] == "added" || row["error"]["code"] == "unavailable";
            assert!(told, "{way:?} {row}");
        }
        let again = rows(&again.body);
        assert_eq!(again.len(), MANY, "{way:?}");
        for (place, row) in again.iter().enumerate() {
            assert!(row["status"] == "added" || row["status"] == "already_member", "{way:?} {row}");
            if first.get(place).is_some_and(|row| row["status"] == "added") {
                assert_eq!(row["status"], "already_member", "{way:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_made_once_whatever_call_fails() {
    let (service, company) = start().await;
    let groups = format!("{}/groups", company.path);
    let prepare = async || number().to_string();
    let make = async |key: &String| {
        let body = json!({ "name": format!("Group {key}") });
        company.holder.with_key(key).post(&groups, body).await
    };
    let mut made = 0;
    for Case { way, first, again, .. } in every_call_fails(&service, prepare, make).await {
        made += 1;
        assert_eq!(again.status, 201, "{way:?}: {}", again.text);
        if first.status == 201 {
            assert_eq!(first.body, again.body, "{way:?}");
        }
    }
    assert!(service.books().await.groups.len() > made, "one for each case and the smooth one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_renamed_once_whatever_call_fails() {
    let (service, company) = start().await;
    let groups = format!("{}/groups", company.path);
    let prepare = async || {
        let body = json!({ "name": format!("Group {}", number()) });
        let group = company.holder.post(&groups, body).await.expect(201);
        (text(&group["id"]).to_owned(), format!("New {}", number()))
    };
    let rename = async |(group, name): &(String, String)| {
        company.holder.patch(&format!("{groups}/{group}"), json!({ "name": name })).await
    };
    for Case { way, subject, again, .. } in every_call_fails(&service, prepare, rename).await {
        let renamed = (&again.body["name"], &again.body["version"]);
        assert_eq!(renamed, (&json!(subject.1), &json!(2)), "{way:?}");
    }
}
