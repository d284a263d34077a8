//! An account's own words, as people read them.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    AccountName, Email, MailKind, MailText, PersonName, Place, TimeZone, Title,
    mail_text::{News, Placeholder, Told, Values},
};

const LINK: &str = "https://app.codriver.test/activate#cda_Yk3-_x";
/// The link as HTML writes it.
const ESCAPED: &str = "https:&#x2f;&#x2f;app.codriver.test&#x2f;activate#cda_Yk3-_x";

/// What a sample of each kind tells.
pub(super) fn told(kind: MailKind) -> Told {
    let at = |time: &str| time.parse().unwrap();
    let (starts_at, due_at) = (at("2026-12-03T09:30:00Z"), at("2026-12-10T00:00:00Z"));
    let course = Title::parse("Winter driving").unwrap();
    let sign_in_url = "https://app.codriver.test/sign-in".to_owned();
    match kind {
        MailKind::Invitation => Told::Invitation {
            link: LINK.to_owned(),
            inviter: Some(Email::parse("holder@example.com").unwrap()),
            expires_at: starts_at,
        },
        MailKind::ManagerInvitation => Told::ManagerInvitation {
            link: "https://app.codriver.test/invitation#aB3_-x".to_owned(),
        },
        MailKind::CourseAssigned => Told::CourseAssigned {
            course,
            starts_at: Some(starts_at),
            due_at: Some(due_at),
            sign_in_url,
        },
        MailKind::CourseReminder => {
            Told::CourseReminder { course, due_at, days_left: Some(7), sign_in_url }
        }
        MailKind::TrainingSession => Told::TrainingSession {
            news: News::Scheduled,
            title: Title::parse("Skid pan").unwrap(),
            course: Some(course),
            when: (starts_at, at("2026-12-03T11:00:00Z")),
            place: Place::parse("Hall 3").unwrap(),
        },
        MailKind::Code => Told::Code {
            course,
            days: 30,
            code: "7ZQ4K-M2XR8-T5VNB-0HJ3C".to_owned(),
            redeem_url: "https://app.codriver.test/redeem".to_owned(),
        },
    }
}

/// A mail that tells this in these words, for somebody of this name.
fn mail(text: MailText, name: &str, told: Told) -> Worded {
    let values = Values {
        account_name: AccountName::parse("Alpine Transport").unwrap(),
        user_name: PersonName::parse(name).ok(),
        user_email: Email::parse("mia@example.com").unwrap(),
        zone: TimeZone::default(),
        told,
    };
    Worded { text, values, entry: None }
}

/// A mail of the product's own text, for somebody of this name.
pub(super) fn by_default(told: Told, name: &str) -> Worded {
    let mut mail = mail(MailKind::Code.default_text(), name, told);
    mail.text = mail.values.kind().default_text();
    mail
}

fn rendered(mail: Worded) -> Rendered {
    Message::Worded(Box::new(mail)).render().unwrap()
}

fn invitation(text: MailText, name: &str) -> Worded {
    mail(text, name, told(MailKind::Invitation))
}

/// A session that belongs to no course, in these words.
fn session_without_course(subject: &str, body: &str) -> Rendered {
    let mut told = told(MailKind::TrainingSession);
    if let Told::TrainingSession { course, .. } = &mut told {
        *course = None;
    }
    rendered(mail(text(subject, body), "Mia", told))
}

/// A text as it is read from the table: also one that would be refused now.
fn text(subject: &str, body: &str) -> MailText {
    serde_json::from_value(serde_json::json!({ "subject": subject, "body": body })).unwrap()
}

fn written(subject: &str, body: &str, name: &str) -> Rendered {
    rendered(invitation(text(subject, body), name))
}

/// What stands in the layout.
fn content(html: &str) -> &str {
    let (_, from) = html.split_once("break-word\">\n").unwrap();
    from.split_once("\n<p style=\"margin:32px").unwrap().0
}

#[test]
fn every_placeholder_is_filled_in() {
    let all = "{{activation_link}} {{ account_name }}|{{ user_name }}|{{user_email}}|\
               {{  inviter  }}|{{ expires_on }}";
    let mail = written("For {{ user_name }}", all, "Mia Berg");
    assert_eq!(mail.subject, "For Mia Berg");
    let expected = format!(
        "{LINK} Alpine Transport|Mia Berg|mia@example.com|holder@example.com|3 December 2026, 09:30 UTC"
    );
    assert_eq!(mail.text, expected);
}

#[test]
fn who_has_no_name_is_called_by_address_and_a_program_by_its_account() {
    let mut mail = invitation(text("{{ user_name }}", "{{ inviter }} {{ activation_link }}"), "");
    if let Told::Invitation { inviter, .. } = &mut mail.values.told {
        *inviter = None;
    }
    let mail = rendered(mail);
    assert_eq!(mail.subject, "mia@example.com");
    assert_eq!(mail.text, format!("Alpine Transport {LINK}"));
}

#[test]
fn paragraphs_end_at_blank_lines_and_lines_are_kept() {
    let body =
        "Hi  {{ user_name }},\r\nwelcome.\n\n \t\n{{ activation_link }}\n\n\nBye\n{{inviter}}";
    let mail = written("Hi", body, "Mia");
    let text = format!("Hi  Mia,\nwelcome.\n\n \t\n{LINK}\n\n\nBye\nholder@example.com");
    assert_eq!(mail.text, text);
    let html: Vec<_> = content(&mail.html).lines().collect();
    let paragraph = "<p style=\"margin:0 0 16px\">";
    assert_eq!(html[..2], [&format!("{paragraph}Hi  Mia,<br>"), "welcome.</p>"]);
    assert!(html[2].contains(&format!("<a href=\"{ESCAPED}\"")), "{html:?}");
    assert!(html[2].contains(">Activate your account</a></p>"), "{html:?}");
    assert_eq!(html[3..], [&format!("{paragraph}Bye<br>"), "holder@example.com</p>"]);
}

#[test]
fn a_link_in_the_middle_of_a_line_is_a_link_there() {
    let mail = written("Hi", "Open <{{ activation_link }}> or\n{{ activation_link }}.", "Mia");
    assert_eq!(mail.text, format!("Open <{LINK}> or\n{LINK}."));
    let link = format!("<a href=\"{ESCAPED}\" style=\"color:#1d4ed8\">{ESCAPED}</a>");
    assert!(mail.html.contains(&format!(">Open &lt;{link}&gt; or<br>\n{link}.</p>")));
}

#[test]
fn every_kind_fills_in_all_that_it_offers() {
    for kind in MailKind::ALL {
        for offered in kind.placeholders() {
            let all = format!("{{{{ {} }}}}", offered.placeholder.name());
            let mail = rendered(mail(text("Hi", &all), "Mia", told(*kind)));
            assert!(!mail.text.is_empty() && !mail.text.contains("{{"), "{kind:?} {offered:?}");
        }
    }
}

#[test]
fn a_line_whose_placeholders_have_no_value_is_left_out() {
    for (body, says) in [
        ("A\nCourse: {{ course_title }}\nB", "A\nB"),
        ("A\n\nCourse: {{ course_title }}\n\nB", "A\n\nB"),
        ("Course: {{ course_title }}\n\nB", "B"),
        ("A\n{{ course_title }}{{ course_title }}\n{{ course_title }}\nB", "A\nB"),
        ("{{ session_title }} {{ course_title }}\nB", "Skid pan \nB"),
        ("A\n\n\nB", "A\n\n\nB"),
    ] {
        assert_eq!(session_without_course("Hi", body).text, says, "{body:?}");
    }
}

#[test]
fn a_subject_without_a_value_names_the_account() {
    assert_eq!(session_without_course("{{ course_title }}", "Hi").subject, "Alpine Transport");
}

#[test]
fn a_code_stands_out() {
    let mail = rendered(mail(text("Hi", "Code: {{ code }}"), "Mia", told(MailKind::Code)));
    assert_eq!(mail.text, "Code: 7ZQ4K-M2XR8-T5VNB-0HJ3C");
    assert!(content(&mail.html).contains(">7ZQ4K-M2XR8-T5VNB-0HJ3C</strong>"), "{}", mail.html);
}

#[test]
fn what_happened_is_told_whatever_a_value_looks_like() {
    let mut told = told(MailKind::TrainingSession);
    if let Told::TrainingSession { title, place, .. } = &mut told {
        *title = Title::parse("{{ place }}<b>").unwrap();
        *place = Place::parse("<script>{{7*7}}").unwrap();
    }
    let mail = rendered(by_default(told, "{{ news }}"));
    assert_eq!(mail.subject, "Training session: {{ place }}<b>");
    assert!(mail.text.starts_with("Hello {{ news }},\n"), "{}", mail.text);
    assert!(mail.text.contains("\nWhere: <script>{{7*7}}\n"), "{}", mail.text);
    assert!(!mail.html.contains("<script") && !mail.html.contains("<b>"), "{}", mail.html);
}

#[test]
fn what_looks_like_a_placeholder_or_markup_in_a_name_is_a_name() {
    for name in ["{{ activation_link }}", "{{7*7}}<script>", "{% for x in y %}", "<b>&amp;'\""] {
        let body = "{{ user_name }}\n\n{{ activation_link }}";
        let mail = written("To {{ user_name }}", body, name);
        assert_eq!(mail.subject, format!("To {name}"));
        assert_eq!(mail.text, format!("{name}\n\n{LINK}"));
        assert_eq!(mail.html.matches(ESCAPED).count(), 1);
        assert!(!mail.html.contains("<script") && !mail.html.contains("<b>"), "{}", mail.html);
    }
}

#[test]
fn markup_in_a_text_is_text() {
    let mail = written("<b>Hi</b>", "<script>alert('&')</script>{{ activation_link }}", "Mia");
    assert_eq!(mail.text, format!("<script>alert('&')</script>{LINK}"));
    assert!(mail.html.contains("&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;&#x2f;script&gt;"));
    assert!(mail.html.contains("<title>&lt;b&gt;Hi&lt;&#x2f;b&gt;</title>"));
}

#[test]
fn a_name_adds_no_line_and_no_header() {
    let mut mail =
        invitation(text("{{ user_name }}", "{{ user_name }}: {{ activation_link }}"), "x");
    // No name that was read has a line break; whatever is inside another value is harmless.
    assert!(PersonName::parse("Eve\u{2028}Bcc: all@a.test").is_err());
    mail.values.user_name = PersonName::parse("Eve Bcc: all@a.test").ok();
    if let Told::Invitation { link, .. } = &mut mail.values.told {
        *link = format!("{LINK}\r\nBcc: all@a.test");
    }
    let mail = rendered(mail);
    assert_eq!(mail.subject, "Eve Bcc: all@a.test");
    assert_eq!(mail.text, format!("Eve Bcc: all@a.test: {LINK} Bcc: all@a.test"));
}

#[test]
fn a_subject_stays_short_whatever_names_are_in_it() {
    let long = "n".repeat(200);
    let mail = written(&"{{user_name}}".repeat(15), "{{ activation_link }}", &long);
    assert_eq!(mail.subject, "n".repeat(250));
}

/// A text that is near to one with placeholders.
fn any_text() -> impl Strategy<Value = String> {
    let names = Placeholder::ALL.iter().map(|placeholder| placeholder.name());
    let names: Vec<_> = names.chain(["nobody", "7*7", "", "{{"]).collect();
    let piece = prop_oneof![
        (prop::sample::select(names), "[ \t\n]{0,2}")
            .prop_map(|(name, space)| format!("{{{{{space}{name}{space}}}}}")),
        prop::sample::select(vec!["{", "}", "{{", "}}", "{%", "#}", "\n", "\r\n", "\r", "<b>"])
            .prop_map(str::to_owned),
        any::<String>(),
        "[a-z \n]{0,20}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_read_is_rendered_and_the_rest_is_refused_by_name(
        subject in any_text(), body in any_text(), name in any::<String>(),
    ) {
        let body = format!("{body}\n{{{{ activation_link }}}}");
        let text = MailText::parse(MailKind::Invitation, &subject, &body).unwrap_or_else(|bad| {
            assert!(!bad.0.is_empty() && bad.0.iter().all(|bad| !bad.detail.is_empty()));
            text("Hi", "{{ activation_link }}")
        });
        let mail = rendered(invitation(text, &name));
        prop_assert!(!mail.subject.contains(['\n', '\r']));
        prop_assert!(mail.text.contains(LINK) && mail.html.contains(ESCAPED));
        prop_assert!(!content(&mail.html).contains("<b>"));
    }
}
