//! A text of one's own, and back to the default.

use futures::future::join_all;
use serde_json::{Value, json};
use tests::standing::text;

use super::{body, company, events, having_seen, path, read};

/// The text itself, less what is said of it.
fn text_of(email: &Value) -> Value {
    body(text(&email["subject"]), text(&email["body"]))
}

#[tokio::test]
async fn an_account_without_a_text_of_its_own_has_the_default() {
    let (_service, acme) = company().await;
    let email = read(&acme).await;
    assert_eq!((&email["is_default"], &email["version"]), (&json!(true), &json!(0)));
    assert_eq!(email["kind"], "invitation");
    assert_eq!(email["subject"], "Your invitation to {{ account_name }}");
    assert!(text(&email["body"]).contains("{{ activation_link }}"));
    let placeholders = email["placeholders"].as_array().unwrap();
    let named: Vec<_> =
        placeholders.iter().map(|one| (text(&one["name"]), one["required"] == true)).collect();
    let expected = [
        ("activation_link", true),
        ("account_name", false),
        ("user_name", false),
        ("user_email", false),
        ("inviter", false),
        ("expires_on", false),
    ];
    assert_eq!(named, expected);
    assert!(placeholders.iter().all(|one| text(&one["description"]).ends_with('.')));
}

#[tokio::test]
async fn a_text_is_got_back_as_it_was_written() {
    let (_service, acme) = company().await;
    let own = body(" Hi {{user_name}} ", "\tÄ {}\r\n\r\n{{  activation_link }}\n\n👩\u{200d}🚒 \n");
    let set = acme.holder.put(&path(&acme), own.clone()).await.expect(200);
    assert_eq!((&set["is_default"], &set["version"]), (&json!(false), &json!(1)));
    assert_eq!(text_of(&set), own);
    assert_eq!(read(&acme).await, set);
}

#[tokio::test]
async fn every_text_that_was_read_can_be_written() {
    let (_service, acme) = company().await;
    let default = read(&acme).await;
    let set = acme.holder.put(&path(&acme), text_of(&default)).await.expect(200);
    assert_eq!(text_of(&set), text_of(&default));
    assert_eq!(set["is_default"], false);
}

#[tokio::test]
async fn a_reset_brings_the_default_back_and_versions_go_on() {
    let (_service, acme) = company().await;
    let default = read(&acme).await;
    let own = body("Join us", "{{ activation_link }}");
    acme.holder.put(&path(&acme), own.clone()).await.expect(200);
    let reset = acme.holder.delete(&path(&acme)).await.expect(200);
    assert_eq!((&reset["is_default"], &reset["version"]), (&json!(true), &json!(2)));
    assert_eq!(text_of(&reset), text_of(&default));
    assert_eq!(read(&acme).await, reset);
    let again = acme.holder.put(&path(&acme), own).await.expect(200);
    assert_eq!((&again["is_default"], &again["version"]), (&json!(false), &json!(3)));
}

#[tokio::test]
async fn what_changes_nothing_is_no_change() {
    let (_service, acme) = company().await;
    let default = read(&acme).await;
    assert_eq!(acme.holder.delete(&path(&acme)).await.expect(200), default);
    let own = body("Join us", "{{ activation_link }}");
    let set = acme.holder.put(&path(&acme), own.clone()).await.expect(200);
    assert_eq!(acme.holder.put(&path(&acme), own).await.expect(200), set);
    assert_eq!(events(&acme).await.len(), 1);
}

#[tokio::test]
async fn a_change_of_a_stale_version_is_refused() {
    let (_service, acme) = company().await;
    let [first, second] = ["First", "Second"].map(|subject| body(subject, "{{ activation_link }}"));
    having_seen(&acme.holder, 1)
        .put(&path(&acme), first.clone())
        .await
        .expect_problem(412, "stale_version");
    let unseen = having_seen(&acme.holder, 0);
    let set = unseen.put(&path(&acme), first.clone()).await.expect(200);
    unseen.put(&path(&acme), second.clone()).await.expect_problem(412, "stale_version");
    unseen.delete(&path(&acme)).await.expect_problem(412, "stale_version");
    assert_eq!(read(&acme).await, set);
    having_seen(&acme.holder, 1).delete(&path(&acme)).await.expect(200);
    unseen.put(&path(&acme), second.clone()).await.expect_problem(412, "stale_version");
    having_seen(&acme.holder, 2).put(&path(&acme), second).await.expect(200);
}

#[tokio::test]
async fn of_changes_of_one_version_at_once_one_is_done() {
    let (_service, acme) = company().await;
    for version in [0, 1] {
        let caller = having_seen(&acme.holder, version);
        let path = path(&acme);
        let set = async |n: usize| {
            let subject = format!("Round {version}, text {n}");
            caller.put(&path, body(&subject, "{{ activation_link }}")).await
        };
        let answers = join_all((0..8).map(set)).await;
        let (done, refused): (Vec<_>, Vec<_>) =
            answers.into_iter().partition(tests::Answer::is_success);
        assert_eq!(done.len(), 1);
        assert_eq!(read(&acme).await, done[0].body);
        for answer in refused {
            answer.expect_problem(412, "stale_version");
        }
    }
    assert_eq!(events(&acme).await.len(), 2);
}

#[tokio::test]
async fn changes_at_once_by_those_who_saw_no_version_are_all_done() {
    let (_service, acme) = company().await;
    let path = path(&acme);
    let set = async |n: usize| {
        acme.holder.put(&path, body(&format!("Text {n}"), "{{ activation_link }}")).await
    };
    let answers = join_all((0..6).map(set)).await;
    let versions = answers.into_iter().map(|answer| answer.expect(200)["version"].as_u64());
    let mut versions: Vec<_> = versions.flatten().collect();
    versions.sort_unstable();
    assert_eq!(versions, [1, 2, 3, 4, 5, 6]);
    assert_eq!(events(&acme).await.len(), 6);
}

#[tokio::test]
async fn who_changed_the_text_is_in_the_audit_trail() {
    let (_service, acme) = company().await;
    let default = read(&acme).await;
    acme.holder.put(&path(&acme), body("Join", "{{ activation_link }}")).await.expect(200);
    acme.holder.put(&path(&acme), body("Join!", "{{ activation_link }}")).await.expect(200);
    acme.holder.delete(&path(&acme)).await.expect(200);
    let events = events(&acme).await;
    let actions: Vec<_> = events.iter().map(|event| text(&event["action"])).collect();
    let changed = "mail_text_changed";
    assert_eq!(actions, ["mail_text_reset", changed, changed]);
    for event in &events {
        assert_eq!(event["actor"]["email"], acme.holder.email);
        assert_eq!(event["subject"], json!({ "kind": "mail_text", "id": "invitation" }));
    }
    let subject = json!({ "subject": { "from": "Join", "to": "Join!" } });
    assert_eq!(events[1]["changes"], subject);
    let body = json!({ "from": "{{ activation_link }}", "to": default["body"] });
    assert_eq!(events[0]["changes"]["body"], body);
}
