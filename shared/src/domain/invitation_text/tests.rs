//! What can be written as an invitation, and what is said of what cannot.

use proptest::prelude::*;

use super::*;
use crate::domain::text_signs::kept;

const LINK: &str = "{{ activation_link }}";

/// Code and sentence of what is wrong with a body.
fn wrong(body: &str) -> (&'static str, String) {
    let bad = InvitationBody::parse(body).unwrap_err();
    (bad.code, bad.detail.into_owned())
}

fn wrong_subject(subject: &str) -> (&'static str, String) {
    let bad = InvitationSubject::parse(subject).unwrap_err();
    (bad.code, bad.detail.into_owned())
}

#[test]
fn the_texts_of_the_product_can_be_written_by_anybody() {
    let text = InvitationText::default();
    assert_eq!(InvitationSubject::parse(&text.subject.to_string()).unwrap(), text.subject);
    assert_eq!(InvitationBody::parse(&text.body.to_string()).unwrap(), text.body);
    assert!(text.subject.parts().contains(&Part::Placeholder(Placeholder::AccountName)));
    for placeholder in Placeholder::ALL {
        assert!(text.body.parts().contains(&Part::Placeholder(*placeholder)), "{placeholder:?}");
    }
}

#[test]
fn a_text_consists_of_words_and_placeholders() {
    let body =
        InvitationBody::parse("Hi {{user_name}}, {\n\t{{  activation_link }} \n} }").unwrap();
    let text = |text: &str| Part::Text(text.to_owned());
    let expected = [
        text("Hi "),
        Part::Placeholder(Placeholder::UserName),
        text(", {\n\t"),
        Part::Placeholder(Placeholder::ActivationLink),
        text(" \n} }"),
    ];
    assert_eq!(body.parts(), expected);
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let unknown = "there is no placeholder nobody; known are: activation_link, account_name, \
                   user_name, user_email, inviter, expires_on.";
    for (body, code, detail) in [
        ("Hi {{ nobody }}", "unknown_placeholder", format!("Line 1, column 4: {unknown}")),
        ("Äé\n\n Hi {{nobody}}", "unknown_placeholder", format!("Line 3, column 5: {unknown}")),
        ("{{ User_Name }}", "unknown_placeholder", String::from("Line 1, column 1: ")),
        ("a\r\n{{ user_name", "syntax_error", "Line 2, column 1: \"{{\" has no".into()),
        ("{{ user_name }", "syntax_error", "Line 1, column 1: \"{{\" has no".into()),
        ("é{{}}", "syntax_error", "Line 1, column 2: the placeholder has no name.".into()),
        ("{{ \n }}", "syntax_error", "Line 1, column 1: the placeholder has no name.".into()),
        ("{{ 7*7 }}", "syntax_error", "Line 1, column 1: only a name".into()),
        ("{{ user_name|upper }}", "syntax_error", "Line 1, column 1: only a name".into()),
        ("{{ user.name }}", "syntax_error", "Line 1, column 1: only a name".into()),
        ("{{{ user_name }}}", "syntax_error", "Line 1, column 1: only a name".into()),
        ("{{ {{ user_name }} }}", "syntax_error", "Line 1, column 1: only a name".into()),
        ("a {% if x %}", "syntax_error", "Line 1, column 3: \"{%\" has no meaning".into()),
        ("a\n{# b #}", "syntax_error", "Line 2, column 1: \"{#\" has no meaning".into()),
        ("{user_name}}", "syntax_error", "Line 1, column 11: \"}}\" has no meaning".into()),
        ("a\n\u{0}", "control_character", "Line 2, column 1: this is a control".into()),
        ("a\rb", "control_character", "Line 1, column 2: this is a control".into()),
    ] {
        let (is, says) = wrong(body);
        assert!(is == code && says.starts_with(&detail), "{body:?}: {is} {says}");
    }
}

#[test]
fn a_body_has_the_link() {
    let detail = "Must have {{ activation_link }}: without it nobody could join.".to_owned();
    for body in ["Hi", "{{ user_name }}", "activation_link", "{ activation_link }"] {
        assert_eq!(wrong(body), ("missing_activation_link", detail.clone()));
    }
}

#[test]
fn the_link_stands_alone_on_its_line() {
    for body in [LINK.to_owned(), format!("Hi\n \t{LINK} \r\nBye"), format!("{LINK}\n\n{LINK}")] {
        InvitationBody::parse(&body).unwrap();
    }
    for (body, place) in [
        (format!("https://other.example/?to={LINK}"), "Line 1, column 27"),
        (format!("Join:\n\n{LINK}."), "Line 3, column 1"),
        (format!("{LINK}\n<{LINK}>"), "Line 2, column 2"),
        (format!("{{{{ user_name }}}} {LINK}"), "Line 1, column 17"),
        (format!("{LINK}{LINK}"), "Line 1, column 1"),
        (format!("a\u{2028}{LINK}"), "Line 1, column 3"),
        (format!("{LINK}\u{a0}"), "Line 1, column 1"),
    ] {
        let detail = format!("{place}: the activation link stands alone on its line.");
        assert_eq!(wrong(&body), ("link_not_alone", detail));
    }
}

#[test]
fn a_subject_has_one_line_and_no_secret() {
    assert_eq!(wrong_subject(LINK).0, "secret_in_subject");
    let detail = "Line 1, column 3: a subject has one line only.".to_owned();
    for line_break in ["\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
        let subject = format!("Hi{line_break}Bcc: all@a.test");
        assert_eq!(wrong_subject(&subject), ("line_break", detail.clone()));
    }
    assert_eq!(wrong_subject("Hi\u{0}").0, "control_character");
    assert_eq!(wrong_subject("{{ nobody }}").0, "unknown_placeholder");
    assert_eq!(wrong_subject("{{").0, "syntax_error");
}

#[test]
fn a_text_is_neither_empty_nor_too_long() {
    for empty in ["", " ", "\t"] {
        assert_eq!(wrong(empty).0, "empty");
        assert_eq!(wrong_subject(empty).0, "empty");
    }
    let fits = format!("{LINK}\n{}", "e".repeat(20_000 - LINK.len() - 1));
    InvitationBody::parse(&fits).unwrap();
    let detail = "Must be at most 20000 bytes, not 20002.".to_owned();
    assert_eq!(wrong(&(fits + "é")), ("too_long", detail));
    InvitationSubject::parse(&"é".repeat(200)).unwrap();
    let detail = "Must be at most 200 characters, not 201.".to_owned();
    assert_eq!(wrong_subject(&"é".repeat(201)), ("too_long", detail));
}

#[test]
fn a_text_is_stored_as_it_was_written() {
    let text = json_of(" Hi {{user_name}} ", "  {{activation_link}}\r\n\t{ }\n\n");
    let read: InvitationText = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), text);
}

#[test]
fn what_was_stored_is_read_even_if_it_would_be_refused_now() {
    let text = json_of("Hi \u{202e}", "{{ no_longer_known }} {{ activation_link }}");
    let read: InvitationText = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), text);
}

fn json_of(subject: &str, body: &str) -> serde_json::Value {
    serde_json::json!({ "subject": subject, "body": body })
}

proptest! {
    #[test]
    fn what_is_read_is_written_and_read_the_same(text in "(\\{\\{ ?[a-z_]{0,3}|\\}\\}|[{} a\n]|\\PC){0,30}") {
        let with_link = format!("{text}\n{LINK}");
        if let Ok(body) = InvitationBody::parse(&with_link) {
            prop_assert_eq!(body.to_string(), kept(&with_link));
            prop_assert_eq!(InvitationBody::parse(&body.to_string()).unwrap(), body);
        }
        if let Ok(subject) = InvitationSubject::parse(&text) {
            prop_assert_eq!(subject.to_string(), kept(&text));
            prop_assert_eq!(InvitationSubject::parse(&subject.to_string()).unwrap(), subject);
        }
    }
}
