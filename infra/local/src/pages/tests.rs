//! The pages as they are sent.

use axum::body::to_bytes;
use jiff::Timestamp;

use super::*;
use crate::mailbox::Attachment;

fn mail(subject: &str, html: &str) -> Mail {
    Mail {
        id: "1".to_owned(),
        to: "ann@example.com".to_owned(),
        from: "Codriver <from@codriver.test>".to_owned(),
        subject: subject.to_owned(),
        text: "plain".to_owned(),
        html: html.to_owned(),
        headers: Default::default(),
        attachments: vec![Attachment {
            name: "session.ics".to_owned(),
            content_type: "text/calendar".to_owned(),
            content: "QkVHSU4=".to_owned(),
        }],
        sent_at: Timestamp::UNIX_EPOCH,
        tags: Vec::new(),
        configuration_set: None,
    }
}

async fn body(response: Response) -> String {
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_mail_cannot_break_out_of_its_frame() {
    let hostile = r#""></iframe><script>alert('x')</script>"#;
    let page = body(inbox(&[mail(hostile, hostile)], Some(hostile))).await;
    assert!(!page.contains("<script"), "{page}");
    assert_eq!(page.matches("</iframe>").count(), 1, "{page}");
}

#[tokio::test]
async fn the_inbox_shows_mails_with_their_attachments() {
    let page = body(inbox(&[mail("Hello", "<p>rich</p>")], None)).await;
    assert!(page.contains("<b>Hello</b>"), "{page}");
    assert!(page.contains("&lt;p&gt;rich"), "{page}");
    assert!(page.contains("1970-01-01T00:00:00Z"), "{page}");
    assert!(page.contains(r#"download="session.ics""#), "{page}");
}

#[tokio::test]
async fn an_inbox_without_mails_says_so() {
    assert!(body(inbox(&[], None)).await.contains("No mails yet"));
}

#[tokio::test]
async fn the_first_page_leads_to_the_inbox_and_says_what_to_try() {
    let (url, operator) = ("http://127.0.0.1:3000", "operator@codriver.test");
    let page = body(welcome(url, operator, &Stage::Off)).await;
    assert!(page.contains(r#"href="/_local/emails""#), "{page}");
    assert!(page.contains("http:&#x2f;&#x2f;127.0.0.1:3000&#x2f;v1&#x2f;sign-in -H"), "{page}");
    let text = welcome_text(url, operator, &Stage::Off);
    assert!(text.contains(r#"-d '{"email": "operator@codriver.test"}'"#), "{text}");
}

#[tokio::test]
async fn the_links_of_mails_lead_to_their_use() {
    let url = "http://127.0.0.1:3000";
    assert!(body(link(url, "sign-in")).await.contains("/v1/sign-in/confirm"));
    assert!(body(link(url, "redeem")).await.contains("v1/redemptions"));
}

#[tokio::test]
async fn the_first_page_says_what_becomes_of_the_console() {
    let (url, operator) = ("http://127.0.0.1:3000", "operator@codriver.test");
    let page = async |stage| body(welcome(url, operator, &stage)).await;
    let building = page(Stage::Building).await;
    assert!(building.contains("being built") && building.contains("http-equiv=\"refresh\""));
    let missing =
        page(Stage::Missing("not built, Node.js 20.19 or newer not found".to_owned())).await;
    assert!(missing.contains("Node.js 20.19") && !missing.contains("http-equiv"));
    assert!(page(Stage::Ready).await.contains(r#"<a href="/">Console</a>"#));
    assert!(welcome_text(url, operator, &Stage::Building).contains("the console"));
    assert!(!welcome_text(url, operator, &Stage::Off).contains("the console"));
}
