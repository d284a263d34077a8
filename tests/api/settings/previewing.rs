//! What an invitation would look like.

use serde_json::json;
use shared::domain::{TimeZone, moment::moment};
use tests::{Service, standing::text};

use super::{body, company, events, path, preview, read};

#[tokio::test]
async fn a_preview_shows_the_mail_with_the_accounts_own_name_and_samples() {
    let (service, acme) = company().await;
    let all = "Hi {{ user_name }} <{{user_email}}>,\n{{ inviter }} invites.\n\n\
               {{ activation_link }}\n\nUntil {{ expires_on }}.";
    let shown = preview(&acme, &body("{{ account_name }} & you", all)).await.expect(200);
    assert_eq!(shown["subject"], "Acme & you");
    let (inviter, until) = (&acme.holder.email, moment(service.in_days(30), &TimeZone::default()));
    let expected = format!(
        "Hi Mia Berg <mia.berg@example.com>,\n{inviter} invites.\n\n\
         http://127.0.0.1:3000/activate#preview\n\nUntil {until}."
    );
    let (own, footer) = text(&shown["text"]).split_once("\n\n-- \n").expect("a footer");
    assert_eq!(own, expected);
    assert!(footer.starts_with("Codriver sent this e-mail because of Acme."), "{footer}");
    assert!(footer.contains("http://127.0.0.1:3000/stop-mails#preview"), "{footer}");
    let html = text(&shown["html"]);
    assert!(html.starts_with("<!doctype html>"), "{html}");
    assert!(html.contains("<title>Acme &amp; you</title>"), "{html}");
    let lines = format!("Hi Mia Berg &lt;mia.berg@example.com&gt;,<br>\n{inviter} invites.</p>");
    assert!(html.contains(&lines), "{html}");
    let link = "href=\"http:&#x2f;&#x2f;127.0.0.1:3000&#x2f;activate#preview\"";
    assert_eq!(html.matches(link).count(), 1, "{html}");
}

#[tokio::test]
async fn the_default_can_be_previewed() {
    let (_service, acme) = company().await;
    let default = read(&acme).await;
    let text = body(text(&default["subject"]), text(&default["body"]));
    let shown = preview(&acme, &text).await.expect(200);
    assert_eq!(shown["subject"], "Your invitation to Acme");
    assert!(!shown.to_string().contains("{{"), "{shown}");
}

#[tokio::test]
async fn a_preview_changes_nothing() {
    let (_service, acme) = company().await;
    let before = read(&acme).await;
    preview(&acme, &body("Other", "{{ activation_link }}")).await.expect(200);
    assert_eq!(read(&acme).await, before);
    assert_eq!(events(&acme).await, Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn names_and_markup_are_text_in_a_preview() {
    let service = Service::start().await;
    let name = "{{7*7}}<script>alert(1)</script> {{ activation_link }}";
    let hostile = service.company(name).await;
    let own = body("{{ account_name }}", "<b>{{ account_name }}</b>\n{{ activation_link }}");
    hostile.holder.put(&path(&hostile), own.clone()).await.expect(200);
    let shown = preview(&hostile, &own).await.expect(200);
    assert_eq!(shown["subject"], name);
    let link = "http://127.0.0.1:3000/activate#preview";
    let own = text(&shown["text"]).split("\n\n-- \n").next();
    assert_eq!(own, Some(format!("<b>{name}</b>\n{link}").as_str()));
    let html = text(&shown["html"]);
    assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("49"), "{html}");
    assert!(html.contains("{{7*7}}&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"), "{html}");
}

#[tokio::test]
async fn the_link_of_a_preview_opens_nothing() {
    let (service, acme) = company().await;
    let shown = preview(&acme, &body("Hi", "{{ activation_link }}")).await.expect(200);
    let (_, token) = text(&shown["text"]).split_once('#').unwrap();
    let confirm = json!({ "token": token });
    let answer = service.anonymous().post("/v1/sign-in/confirm", confirm).await;
    answer.expect_problem(401, "sign_in_failed");
}
