//! What can be written as a mail's text, and what is said of what cannot.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{kind::UnknownKind, *};
use crate::domain::text_signs::kept;

const LINK: &str = "{{ activation_link }}";

fn body(text: &str) -> Result<Template, Invalid> {
    parse_body(MailKind::Invitation, text)
}

fn subject(text: &str) -> Result<Template, Invalid> {
    parse_subject(MailKind::Invitation, text)
}

/// Code and sentence of what is wrong with a body.
fn wrong(text: &str) -> (&'static str, String) {
    let bad = body(text).unwrap_err();
    (bad.code, bad.detail.into_owned())
}

fn wrong_subject(text: &str) -> (&'static str, String) {
    let bad = subject(text).unwrap_err();
    (bad.code, bad.detail.into_owned())
}

#[test]
fn the_texts_of_the_product_can_be_written_by_anybody_and_leave_nothing_out() {
    for kind in MailKind::ALL {
        let text = kind.default_text();
        let written = (text.subject.to_string(), text.body.to_string());
        assert_eq!(MailText::parse(*kind, &written.0, &written.1).unwrap(), text);
        let used: Vec<_> = [&text.subject, &text.body]
            .iter()
            .flat_map(|part| part.places().map(|(placeholder, _)| placeholder))
            .collect();
        for offered in kind.placeholders() {
            // What a reader's address is they know; it is named where it matters.
            let placeholder = offered.placeholder;
            let is_used = used.contains(&placeholder) || placeholder == Placeholder::UserEmail;
            assert!(is_used, "{kind:?} {placeholder:?}");
        }
    }
}

#[test]
fn a_kind_is_read_by_its_name_and_offers_each_placeholder_once() {
    for kind in MailKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(*kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        let names: BTreeSet<_> =
            kind.placeholders().iter().map(|offered| offered.placeholder.name()).collect();
        assert_eq!(names.len(), kind.placeholders().len(), "{kind:?}");
        assert!(kind.placeholders().iter().any(|offered| offered.required), "{kind:?}");
        assert!(kind.placeholders().iter().all(|offered| offered.description.ends_with('.')));
    }
    for unknown in ["", "Invitation", "INVITATION", "invitation ", "sign_in"] {
        assert_eq!(unknown.parse::<MailKind>(), Err(UnknownKind));
    }
}

#[test]
fn a_text_consists_of_words_and_placeholders() {
    let body = body("Hi {{user_name}}, {\n\t{{  activation_link }} \n} }").unwrap();
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
fn a_body_has_what_its_kind_requires() {
    let detail = "Must have {{ activation_link }}: without it the mail would be of no use.";
    for body in ["Hi", "{{ user_name }}", "activation_link", "{ activation_link }"] {
        assert_eq!(wrong(body), ("missing_activation_link", detail.to_owned()));
    }
    for (kind, code) in [
        (MailKind::ManagerInvitation, "missing_invitation_link"),
        (MailKind::CourseAssigned, "missing_sign_in_link"),
        (MailKind::CourseReminder, "missing_news"),
        (MailKind::TrainingSession, "missing_news"),
        (MailKind::Code, "missing_code"),
    ] {
        assert_eq!(parse_body(kind, "Hi").unwrap_err().code, code);
    }
    let bad = parse_body(MailKind::CourseReminder, "{{ news }}").unwrap_err();
    assert_eq!(bad.code, "missing_sign_in_link");
}

#[test]
fn a_text_has_no_placeholder_of_another_kind() {
    for kind in MailKind::ALL {
        for placeholder in Placeholder::ALL {
            let name = placeholder.name();
            let text = format!("{{{{ {name} }}}}");
            let code = parse_body(*kind, &text).err().map(|bad| bad.code);
            assert_eq!(code == Some("unknown_placeholder"), !kind.offers(*placeholder), "{name}");
        }
    }
}

#[test]
fn links_and_secrets_of_every_kind_stay_out_of_the_subject() {
    for kind in MailKind::ALL {
        for Offered { placeholder, .. } in kind.placeholders() {
            let text = format!("{{{{ {} }}}}", placeholder.name());
            let code = parse_subject(*kind, &text).err().map(|bad| bad.code);
            let expected = match placeholder {
                Placeholder::ActivationLink | Placeholder::InvitationLink | Placeholder::Code => {
                    Some("secret_in_subject")
                }
                Placeholder::SignInLink | Placeholder::RedeemLink => Some("link_in_subject"),
                _ => None,
            };
            assert_eq!(code, expected, "{kind:?} {placeholder:?}");
        }
    }
}

#[test]
fn every_link_stands_alone_on_its_line() {
    for (kind, required, link) in [
        (MailKind::ManagerInvitation, "", "{{ invitation_link }}"),
        (MailKind::CourseAssigned, "", "{{ sign_in_link }}"),
        (MailKind::CourseReminder, "{{ news }}\n", "{{ sign_in_link }}"),
        (MailKind::Code, "Code: {{ code }}\n", "{{ redeem_link }}"),
    ] {
        parse_body(kind, &format!("{required}{link}")).unwrap();
        let bad = parse_body(kind, &format!("{required}See {link}")).unwrap_err();
        assert_eq!(bad.code, "link_not_alone");
    }
    parse_body(MailKind::Code, "{{ code }} without a link").unwrap();
}

#[test]
fn the_link_stands_alone_on_its_line() {
    for text in [LINK.to_owned(), format!("Hi\n \t{LINK} \r\nBye"), format!("{LINK}\n\n{LINK}")] {
        body(&text).unwrap();
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
        let detail = format!("{place}: {LINK} stands alone on its line.");
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
    body(&fits).unwrap();
    let detail = "Must be at most 20000 bytes, not 20002.".to_owned();
    assert_eq!(wrong(&(fits + "é")), ("too_long", detail));
    subject(&"é".repeat(200)).unwrap();
    let detail = "Must be at most 200 characters, not 201.".to_owned();
    assert_eq!(wrong_subject(&"é".repeat(201)), ("too_long", detail));
}

#[test]
fn a_text_is_stored_as_it_was_written() {
    let text = json_of(" Hi {{user_name}} ", "  {{activation_link}}\r\n\t{ }\n\n");
    let read: MailText = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), text);
}

#[test]
fn what_was_stored_is_read_even_if_it_would_be_refused_now() {
    let text = json_of("Hi \u{202e}", "{{ no_longer_known }} {{ activation_link }}");
    let read: MailText = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), text);
}

fn json_of(subject: &str, body: &str) -> serde_json::Value {
    serde_json::json!({ "subject": subject, "body": body })
}

proptest! {
    #[test]
    fn what_is_read_is_written_and_read_the_same(text in "(\\{\\{ ?[a-z_]{0,3}|\\}\\}|[{} a\n]|\\PC){0,30}") {
        let with_link = format!("{text}\n{LINK}");
        if let Ok(read) = body(&with_link) {
            prop_assert_eq!(read.to_string(), kept(&with_link));
            prop_assert_eq!(body(&read.to_string()).unwrap(), read);
        }
        if let Ok(read) = subject(&text) {
            prop_assert_eq!(read.to_string(), kept(&text));
            prop_assert_eq!(subject(&read.to_string()).unwrap(), read);
        }
    }
}
