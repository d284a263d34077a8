//! The invitation and its text.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{service::Company, standing::text};

use super::{add, company, listed, make_group, user};

fn emails(of: &Company) -> String {
    format!("{}/settings/emails", of.path)
}

/// What a mail says that its company wrote, without what stands below every mail.
fn own_words(mail: &Value) -> &str {
    text(&mail["text"]).split("\n\n-- \n").next().expect("a text")
}

#[tokio::test]
async fn after_you_are_finished_you_can_send_an_invitation_to_your_new_user() {
    let (service, company) = company().await;
    let night = make_group(&company, "Night").await;
    let ann = add(&company, json!({ "email": "ann@example.com", "invite": false })).await;
    let details = json!({ "name": "Ann", "group_ids": [night["id"]] });
    company.holder.patch(&user(&company, &ann), details).await.expect(200);
    assert!(service.mails("ann@example.com").await.is_empty());
    let send = format!("{}/invitation", user(&company, &ann));
    company.holder.post(&send, json!({})).await.expect(202);
    assert_eq!(service.mails("ann@example.com").await.len(), 1);
    let row = &listed(&company).await[0];
    assert_eq!((&row["status"], &row["invitation"]["status"]), (&json!("invited"), &json!("sent")));
}

#[tokio::test]
async fn this_invite_comes_as_an_email_with_an_activation_link() {
    let (service, company) = company().await;
    service.invite(&company, "ann@example.com").await;
    let mails = service.mails("ann@example.com").await;
    assert_eq!(mails.len(), 1);
    let token = service.mailed_token("ann@example.com").await;
    let link = format!("http://127.0.0.1:3000/activate#{token}");
    assert!(text(&mails[0]["text"]).lines().any(|line| line == link), "{}", mails[0]);
    assert!(text(&mails[0]["html"]).contains(&format!("activate#{token}")), "{}", mails[0]);
    service.activate("ann@example.com").await;
}

#[tokio::test]
async fn an_invitation_notifies_your_new_user_who_activates_and_connects_to_your_account() {
    let (service, company) = company().await;
    service.invite(&company, "ann@example.com").await;
    let mail = service.mails("ann@example.com").await.remove(0);
    assert!(text(&mail["text"]).contains("Acme"), "{mail}");
    let ann = service.activate("ann@example.com").await;
    let contexts = ann.list("/v1/me/contexts").await;
    assert_eq!((contexts.len(), &contexts[0]["account"]["name"]), (1, &json!("Acme")));
    ann.get(&company.path).await.expect(200);
    assert_eq!(listed(&company).await[0]["status"], "active");
}

#[tokio::test]
async fn you_edit_a_default_invitation_that_we_prepared() {
    let (service, company) = company().await;
    let path = format!("{}/invitation", emails(&company));
    let prepared = company.holder.get(&path).await.expect(200);
    assert_eq!(prepared["is_default"], true);
    let edited = json!({
        "subject": prepared["subject"],
        "body": format!("{}\nAsk Mia if it does not open.", text(&prepared["body"])),
    });
    let shown = company.holder.post(&format!("{path}/preview"), edited.clone()).await.expect(200);
    company.holder.put(&path, edited).await.expect(200);
    service.invite(&company, "ann@example.com").await;
    let mail = service.mails("ann@example.com").await.remove(0);
    for text_of in [&shown, &mail] {
        assert!(own_words(text_of).ends_with("\nAsk Mia if it does not open."), "{text_of}");
    }
    // What was prepared comes back.
    let reset = company.holder.delete(&path).await.expect(200);
    assert_eq!((&reset["body"], &reset["is_default"]), (&prepared["body"], &json!(true)));
    service.invite(&company, "bob@example.com").await;
    assert!(!text(&service.mails("bob@example.com").await[0]["text"]).contains("Ask Mia"));
}

#[tokio::test]
async fn you_can_edit_an_invitation_mail_text_as_you_like() {
    let (service, company) = company().await;
    let path = format!("{}/invitation", emails(&company));
    for (number, subject, words) in [
        (1, "Join", "Come and learn <with us> & \"others\":"),
        (2, "Willkommen bei Acme – schön, dass Du da bist!", "Grüße\n\n* erstens\n* zweitens\n"),
        (3, "ようこそ", "🙂 Hi!\nhttps://example.com/handbook?a=1&b=2"),
    ] {
        let body = format!("{words}\n{{{{ activation_link }}}}\nAcme");
        let own = json!({ "subject": subject, "body": body });
        company.holder.put(&path, own).await.expect(200);
        let email = format!("user{number}@example.com");
        service.invite(&company, &email).await;
        let mail = service.mails(&email).await.remove(0);
        let link = service.mailed_token(&email).await;
        assert_eq!(mail["subject"], subject);
        let expected = format!("{words}\nhttp://127.0.0.1:3000/activate#{link}\nAcme");
        assert_eq!(own_words(&mail), expected);
        service.activate(&email).await;
    }
}

#[tokio::test]
async fn you_can_edit_your_default_emails() {
    let (service, company) = company().await;
    let prepared = company.holder.list(&emails(&company)).await;
    assert!(prepared.iter().all(|email| email["is_default"] == true), "{prepared:?}");
    for email in &prepared {
        let own = json!({
            "subject": "News from {{ account_name }}",
            "body": format!("{}\nYours, Acme", text(&email["body"])),
        });
        let path = format!("{}/{}", emails(&company), text(&email["kind"]));
        company.holder.put(&path, own).await.expect(200);
    }
    let edited = company.holder.list(&emails(&company)).await;
    assert_eq!(edited.len(), prepared.len());
    assert!(edited.iter().all(|email| email["is_default"] == false), "{edited:?}");
    service.invite_manager(&company, "manager@example.com", Scope::Company).await;
    let mail = &service.mails("manager@example.com").await[0];
    assert_eq!(mail["subject"], "News from Acme");
    assert!(text(&mail["text"]).contains("\nYours, Acme\n"), "{mail}");
}
