//! What invitations say once they are sent.

use serde_json::{Value, json};
use tests::{Service, service::Company, standing::text};

use super::{body, company, path, preview};

/// Invites somebody of this name, and gives the mail with its link as a preview has it.
async fn invited(service: &Service, by: &Company, email: &str, name: &str) -> Value {
    let user = json!({ "email": email, "name": name });
    by.holder.post(&format!("{}/users", by.path), user).await.expect(201);
    let mail = service.mails(email).await[0].clone();
    let (token, stop) = (service.mailed_token(email).await, service.stop_token(email).await);
    let part = |name: &str| text(&mail[name]).replace(&token, "preview").replace(&stop, "preview");
    json!({ "subject": mail["subject"], "text": part("text"), "html": part("html") })
}

#[tokio::test]
async fn an_invitation_is_sent_as_it_was_previewed() {
    let (service, acme) = company().await;
    let own = body(
        "{{ account_name }}: {{ user_name }}",
        "Dear {{ user_name }} <{{ user_email }}>,\r\n\r\n{{ activation_link }}\n\n\
         {{ inviter }}, until {{ expires_on }}\n",
    );
    acme.holder.put(&path(&acme), own.clone()).await.expect(200);
    let shown = preview(&acme, &own).await.expect(200);
    let mail = invited(&service, &acme, "mia.berg@example.com", "Mia Berg").await;
    assert_eq!(mail, shown);
}

#[tokio::test]
async fn the_text_is_that_of_the_moment_of_sending() {
    let (service, acme) = company().await;
    for subject in ["First", "Second"] {
        acme.holder.put(&path(&acme), body(subject, "{{ activation_link }}")).await.expect(200);
        let email = format!("{subject}@example.com").to_lowercase();
        assert_eq!(invited(&service, &acme, &email, "Ann").await["subject"], subject);
    }
    acme.holder.delete(&path(&acme)).await.expect(200);
    let mail = invited(&service, &acme, "third@example.com", "Ann").await;
    assert_eq!(mail["subject"], "Your invitation to Acme");
}

#[tokio::test]
async fn a_hostile_name_stays_a_name() {
    let (service, acme) = company().await;
    let own = body("Hi {{ user_name }}", "{{ user_name }}\n{{ activation_link }}");
    acme.holder.put(&path(&acme), own).await.expect(200);
    for (n, name) in
        ["{{7*7}}<script>x</script>", "{{ activation_link }}", "{% if %}"].into_iter().enumerate()
    {
        let mail = invited(&service, &acme, &format!("user{n}@hostile.example"), name).await;
        assert_eq!(mail["subject"], format!("Hi {name}"));
        let own = text(&mail["text"]).split("\n\n-- \n").next();
        let expected = format!("{name}\nhttp://127.0.0.1:3000/activate#preview");
        assert_eq!(own, Some(expected.as_str()));
        assert!(!text(&mail["html"]).contains("<script"), "{}", mail["html"]);
    }
}
