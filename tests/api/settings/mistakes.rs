//! Texts that cannot be sent are refused, and told where they are wrong.

use serde_json::{Value, json};
use tests::standing::text;

use super::{body, company, path, preview, read};

const LINK: &str = "{{ activation_link }}";

#[tokio::test]
async fn a_mistake_is_named_with_its_place_whether_stored_or_previewed() {
    let (_service, acme) = company().await;
    let default = read(&acme).await;
    let long = format!("{LINK}{}", "x".repeat(20_000));
    let long_subject = "é".repeat(201);
    for (subject, text, field, code, says) in [
        ("Hi", "Hello", "body", "missing_activation_link", "{{ activation_link }}"),
        (
            "Hi",
            "See https://other.example/{{ activation_link }}",
            "body",
            "link_not_alone",
            "Line 1, column 27:",
        ),
        ("Hi", "a\n {{ nobody }}", "body", "unknown_placeholder", "Line 2, column 2: there is no"),
        ("Hi", "{{ activation_link", "body", "syntax_error", "Line 1, column 1: \"{{\" has no"),
        ("Hi", "a\n\nb {{ }}", "body", "syntax_error", "Line 3, column 3: the placeholder"),
        ("Hi", "{{7*7}}", "body", "syntax_error", "Line 1, column 1: only a name"),
        ("Hi", "{% for x in y %}", "body", "syntax_error", "Line 1, column 1: \"{%\" has"),
        ("Hi", "{# hidden #}", "body", "syntax_error", "Line 1, column 1: \"{#\" has"),
        ("Hi", "a}}", "body", "syntax_error", "Line 1, column 2: \"}}\" has"),
        ("Hi", "a\u{0}", "body", "control_character", "Line 1, column 2:"),
        ("Hi", " \n", "body", "empty", ""),
        ("Hi", &long, "body", "too_long", "20000 bytes"),
        ("Hi\r\nBcc: all@a.example", LINK, "subject", "line_break", "Line 1, column 3:"),
        ("Hi\nyou", LINK, "subject", "line_break", "one line"),
        (LINK, LINK, "subject", "secret_in_subject", "secret"),
        ("{{ nobody }}", LINK, "subject", "unknown_placeholder", "Line 1, column 1:"),
        ("Hi {{", LINK, "subject", "syntax_error", "Line 1, column 4:"),
        ("", LINK, "subject", "empty", ""),
        (&long_subject, LINK, "subject", "too_long", "200 characters"),
    ] {
        let wrong = body(subject, text);
        for answer in
            [acme.holder.put(&path(&acme), wrong.clone()).await, preview(&acme, &wrong).await]
        {
            let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
            let named = errors.iter().any(|error| {
                let detail = error["detail"].as_str().unwrap_or_default();
                error["field"] == field && error["code"] == code && detail.contains(says)
            });
            assert!(named && errors.len() == 1, "{subject:.50} {text:.50}: {}", answer.text);
            answer.expect_problem(422, "invalid_input");
        }
    }
    assert_eq!(read(&acme).await, default);
}

#[tokio::test]
async fn subject_and_body_are_both_told() {
    let (_service, acme) = company().await;
    let answer = acme.holder.put(&path(&acme), body("a\nb", "no link")).await;
    let fields = |answer: &Value| {
        let errors = answer["errors"].as_array().unwrap().iter();
        errors.map(|error| text(&error["field"]).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(fields(&answer.expect_problem(422, "invalid_input")), ["subject", "body"]);
    let answer = acme.holder.put(&path(&acme), json!({})).await;
    assert_eq!(fields(&answer.expect_problem(422, "invalid_input")), ["subject", "body"]);
}

#[tokio::test]
async fn a_text_of_just_20_kb_is_taken() {
    let (_service, acme) = company().await;
    let large = body("Hi", &format!("{LINK}\n{}", "x".repeat(20_000 - LINK.len() - 1)));
    let set = acme.holder.put(&path(&acme), large.clone()).await.expect(200);
    assert_eq!(set["body"], large["body"]);
    preview(&acme, &large).await.expect(200);
    let reset = acme.holder.delete(&path(&acme)).await.expect(200);
    assert_eq!(reset["is_default"], true);
}
