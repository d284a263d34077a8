//! What people read: every mail, and what users may do to it.

use std::collections::BTreeSet;

use super::{
    message::TEMPLATES,
    render::environment,
    worded_tests::{by_default, told},
    *,
};
use crate::{
    domain::{
        Email, MailKind, TimeZone, Waiting,
        mail_text::{News, Told},
        moment::{moment, span},
        text::Label,
    },
    table::mail::SafetyNews,
};

/// A mail of the product's own text.
fn worded(kind: MailKind, name: Option<&str>) -> Worded {
    by_default(told(kind), name.unwrap_or_default())
}

fn message(mail: Worded) -> Message {
    Message::Worded(Box::new(mail))
}

/// A text as it is read from the table: also one that would be refused now.
fn stored<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(text.into()).unwrap()
}

fn code_sent(reseller: &str, name: Option<&str>) -> Message {
    let mut mail = worded(MailKind::Code, None);
    mail.values.account_name = stored(reseller);
    mail.values.user_name = name.map(stored);
    message(mail)
}

fn course_opened(name: Option<&str>) -> Message {
    Message::CourseOpened {
        reseller: "Alpine Driving School".to_owned(),
        course: "Winter driving".to_owned(),
        access_until: Some(moment("2026-12-03T09:30:00Z".parse().unwrap(), &berlin())),
        sign_in_url: "https://app.codriver.test/sign-in".to_owned(),
        name: name.map(str::to_owned),
    }
}

fn user_activated(user: &str) -> Message {
    activated(user, false)
}

fn activated(user: &str, by_program: bool) -> Message {
    Message::UserActivated {
        account: "Alpine Transport".to_owned(),
        user: user.to_owned(),
        by_program,
        sign_in_url: "https://app.codriver.test/sign-in".to_owned(),
    }
}

fn sign_in(minutes: u32) -> Message {
    Message::SignIn {
        link: "https://app.codriver.test/sign-in#cds_Yk3-_x?a=1&b=2".to_owned(),
        code: "K7QF-2M9X".to_owned(),
        minutes,
    }
}

fn berlin() -> TimeZone {
    TimeZone::parse("Europe/Berlin").unwrap()
}

fn training_session(said: News, name: Option<&str>) -> Worded {
    let mut mail = worded(MailKind::TrainingSession, name);
    mail.values.zone = berlin();
    let Told::TrainingSession { news, title, when, place, .. } = &mut mail.values.told else {
        unreachable!()
    };
    *news = said;
    mail.entry = Some(Entry {
        uid: "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV@codriver".to_owned(),
        sequence: 2,
        cancelled: matches!(said, News::Cancelled | News::TakenOff),
        written_at: "2026-11-22T08:00:00Z".parse().unwrap(),
        title: title.to_string(),
        description: Some("Winter driving".to_owned()),
        place: place.to_string(),
        starts_at: when.0,
        ends_at: when.1,
        zone: berlin(),
        organizer: Party {
            name: Some("Acme".to_owned()),
            email: "no-reply@codriver.test".to_owned(),
        },
        attendee: Party { name: name.map(str::to_owned), email: "mia@example.com".to_owned() },
    });
    mail
}

fn sharing(drivers: u32, to_home: bool) -> Sharing {
    let (home, recipient) = ("Alpine Haulage".to_owned(), "Nordic Parcels".to_owned());
    Sharing { home, recipient, drivers, to_home }
}

fn routed(names: &[&str]) -> Routed {
    let line = |name: &&str| RouteLine {
        name: (*name).to_owned(),
        when: span(
            ("2026-12-03T09:30:00Z".parse().unwrap(), "2026-12-03T17:00:00Z".parse().unwrap()),
            &berlin(),
        ),
    };
    let routes = names.iter().map(line).collect();
    Routed { account: "Nordic Parcels".to_owned(), routes, name: Some("Mia Berg".to_owned()) }
}

/// One of each mail.
fn samples() -> Vec<Message> {
    vec![
        sign_in(15),
        message(worded(MailKind::Invitation, Some("Mia Berg"))),
        message(worded(MailKind::ManagerInvitation, None)),
        message(worded(MailKind::CourseAssigned, Some("Mia Berg"))),
        message(worded(MailKind::CourseReminder, Some("Mia Berg"))),
        user_activated("Mia Berg"),
        code_sent("Alpine Driving School", Some("Mia Berg")),
        course_opened(Some("Mia Berg")),
        message(training_session(News::Scheduled, Some("Mia Berg"))),
        Message::NewDevice {
            device: "Firefox on Windows".to_owned(),
            at: moment("2026-12-03T09:30:00Z".parse().unwrap(), &berlin()),
            sign_ins_url: "https://app.codriver.test/sign-ins".to_owned(),
        },
        Message::AddressProof { code: "K7QF-2M9X".to_owned(), minutes: 15 },
        Message::AddressTaken { sign_in_url: "https://app.codriver.test/sign-in".to_owned() },
        Message::Forgotten {},
        Message::AddressChangeAsked {
            device: "Firefox on Windows".to_owned(),
            at: moment("2026-12-03T09:30:00Z".parse().unwrap(), &berlin()),
            sign_ins_url: "https://app.codriver.test/sign-ins".to_owned(),
        },
        Message::AddressChanged {
            device: "Firefox on Windows".to_owned(),
            at: moment("2026-12-03T09:30:00Z".parse().unwrap(), &berlin()),
        },
        safety(SafetyNews::ApiKeyMade {
            name: Label::parse("Shop").unwrap(),
            by: Email::parse("mia@example.com").ok(),
        }),
        Message::Digest {
            account: "Northern Haulage".to_owned(),
            sign_in_url: "https://app.codriver.test/sign-in".to_owned(),
        },
        Message::InvitationDeclined {
            account: "Northern Haulage".to_owned(),
            by: "mia@example.com".to_owned(),
            as_user: false,
        },
        Message::FirmInvited {
            account: "Northern Haulage".to_owned(),
            firm: "Alpine Driving School".to_owned(),
            sign_in_url: "https://app.codriver.test/sign-in".to_owned(),
        },
        Message::WeeklyDigest {
            account: "Northern Haulage".to_owned(),
            waiting: Waiting { overdue: 3, expiring: 12, expired: 0, bounced: 1, open: 4 },
            sign_in_url: "https://app.codriver.test/sign-in".to_owned(),
            name: Some("Mia Berg".to_owned()),
        },
        reseller_answer(true),
        Message::DriversShared(sharing(12, false)),
        Message::DriverUnshared(sharing(1, true)),
        Message::RouteAssigned(routed(&["Harbour to depot"])),
        Message::RouteMoved(routed(&["Harbour to depot"])),
        Message::RouteUnassigned(routed(&["Harbour to depot", "Depot to airport"])),
    ]
}

fn reseller_answer(granted: bool) -> Message {
    Message::ResellerAnswer {
        account: "Alpine Driving School".to_owned(),
        granted,
        sign_in_url: "https://app.codriver.test/sign-in".to_owned(),
    }
}

fn safety(news: SafetyNews) -> Message {
    Message::AccountSafety {
        account: "Northern Haulage".to_owned(),
        news,
        sign_in_url: "https://app.codriver.test/sign-in".to_owned(),
    }
}

fn read(message: &Message) -> String {
    let Rendered { subject, text, html, attachments, .. } = message.render().unwrap();
    let mut read = format!("Subject: {subject}\n\n--- text ---\n{text}\n--- html ---\n{html}");
    for Attachment { name, content_type, content } in attachments {
        let content = content.replace("\r\n", "\n");
        read += &format!("\n--- {name}: {content_type} ---\n{content}");
    }
    read
}

#[test]
fn every_mail_has_a_sample_and_reads_as_before() {
    let mails: BTreeSet<_> = TEMPLATES.iter().map(|mail| mail.subject.0).collect();
    let sampled: BTreeSet<_> = samples().iter().map(|mail| mail.templates().subject.0).collect();
    assert_eq!(mails, sampled);

    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for mail in samples() {
            insta::assert_snapshot!(mail.kind(), read(&mail));
        }
    });
}

#[test]
fn a_holder_reads_that_a_program_invited_who_joined() {
    let Rendered { text, .. } = activated("Mia Berg", true).render().unwrap();
    let says = "Mia Berg has activated the invitation of a program of yours and is now a user of \
                Alpine Transport.";
    assert!(text.contains(says), "{text}");
    assert!(text.contains("because a program with an API key of your account invited them"));
}

#[test]
fn a_holder_reads_what_concerns_their_account() {
    let mia = || Email::parse("mia@example.com").unwrap();
    let keys = ["Shop", "Planner"].map(|name| Label::parse(name).unwrap()).to_vec();
    let read = |news| {
        let Rendered { subject, text, .. } = safety(news).render().unwrap();
        let says = text.lines().nth(2).unwrap_or_default().to_owned();
        format!("{subject}\n{says}")
    };
    let all = [
        SafetyNews::ApiKeyMade { name: keys[0].clone(), by: None },
        SafetyNews::AdminAppointed { admin: mia() },
        SafetyNews::HeldByReader,
        SafetyNews::HeldByReaderNoLonger,
        SafetyNews::ManagerAccepted { manager: mia().to_string() },
        SafetyNews::KeysLeft { by: mia(), keys },
        SafetyNews::ClosedByReader { company: true },
        SafetyNews::ClosedByReader { company: false },
    ];
    insta::assert_snapshot!(all.map(read).join("\n\n"));
}

#[test]
fn a_company_that_is_no_reseller_reads_that_it_can_ask_again() {
    let mail = reseller_answer(false).render().unwrap();
    assert_eq!(mail.subject, "Alpine Driving School was not made a reseller");
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("ask again at any time") && !part.contains("codes"), "{part}");
    }
}

#[test]
fn below_a_mail_that_nobody_asked_for_stands_who_caused_it_and_how_to_stop_it() {
    let footer = Footer {
        account: "Northern <Haulage>".to_owned(),
        stop_url: "https://app.codriver.test/stop-mails#aB3_-x".to_owned(),
        one_click_url: "https://api.codriver.test/v1/mails/stop?token=aB3_-x".to_owned(),
    };
    let mail = code_sent("Northern <Haulage>", None).render_above(Some(&footer)).unwrap();
    let [text, html] = [&mail.text, &mail.html].map(|part| part.split_once("Enjoy").unwrap().1);
    insta::assert_snapshot!(format!("{text}\n--- html ---\n{html}\n{:#?}", mail.headers));
}

#[test]
fn an_attendee_reads_what_became_of_the_session() {
    for (news, subject, says) in [
        (News::Changed, "Changed training session: Skid pan", "has changed a training"),
        (News::Cancelled, "Cancelled training session: Skid pan", "has cancelled this"),
        (News::TakenOff, "You are no longer on the training session: Skid pan", "taken you off"),
    ] {
        let mail = message(training_session(news, None)).render().unwrap();
        assert_eq!(mail.subject, subject);
        for part in [&mail.text, &mail.html.replace("&#x2f;", "/")] {
            assert!(part.contains(says), "{part}");
            assert!(
                part.contains("When: 3 December 2026, 10:30 to 12:00 (Europe/Berlin)"),
                "{part}"
            );
            assert_eq!(part.contains("puts it into"), news == News::Changed, "{part}");
        }
    }
}

#[test]
fn who_invited_a_user_reads_that_they_declined_and_that_their_seat_is_free() {
    let (account, by) = ("Northern Haulage".to_owned(), "mia@example.com".to_owned());
    let mail = Message::InvitationDeclined { account, by, as_user: true }.render().unwrap();
    assert_eq!(mail.subject, "mia@example.com declined to be a user of Northern Haulage");
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("has declined the invitation to be a user of"), "{part}");
        assert!(part.contains("Their seat is free, and the link is dead."), "{part}");
    }
}

#[test]
fn a_session_that_goes_on_past_midnight_says_when_both_days_are() {
    let mut mail = training_session(News::Scheduled, None);
    if let Told::TrainingSession { when, .. } = &mut mail.values.told {
        when.1 = "2026-12-04T02:00:00Z".parse().unwrap();
    }
    let text = message(mail).render().unwrap().text;
    assert!(
        text.contains("3 December 2026, 10:30 to 4 December 2026, 03:00 (Europe/Berlin)"),
        "{text}"
    );
}

#[test]
fn a_reader_is_reminded_by_how_much_time_is_left() {
    for (left, subject, says) in [
        (Some(7), "Due in 7 days: Winter driving", "Winter driving is due in 7 days."),
        (Some(1), "Due tomorrow: Winter driving", "Winter driving is due tomorrow."),
        (Some(0), "Due today: Winter driving", "Winter driving is due today."),
        (None, "Overdue: Winter driving", "Winter driving was due and is not completed."),
    ] {
        let mut mail = worded(MailKind::CourseReminder, None);
        if let Told::CourseReminder { days_left, .. } = &mut mail.values.told {
            *days_left = left;
        }
        let mail = message(mail).render().unwrap();
        assert_eq!(mail.subject, subject);
        assert!(mail.text.contains(says), "{}", mail.text);
    }
}

#[test]
fn a_course_that_is_open_and_not_due_says_no_days() {
    let mut mail = worded(MailKind::CourseAssigned, None);
    if let Told::CourseAssigned { starts_at, due_at, .. } = &mut mail.values.told {
        (*starts_at, *due_at) = (None, None);
    }
    let text = message(mail).render().unwrap().text;
    let begin = "Hello mia@example.com,\n\nAlpine Transport has given you the course \
                 \"Winter driving\".\n\nSign in with mia@example.com";
    assert!(text.starts_with(begin), "{text}");
}

#[test]
fn a_driver_without_a_name_is_greeted_too() {
    let rendered = course_opened(None).render().unwrap();
    assert!(rendered.text.starts_with("Hello,\n"), "{}", rendered.text);
    assert!(rendered.html.contains(">Hello,</p>"), "{}", rendered.html);
    let rendered = code_sent("Alpine", None).render().unwrap();
    assert!(rendered.text.starts_with("Hello mia@example.com,\n"), "{}", rendered.text);
    assert!(rendered.html.contains(">Hello mia@example.com,</p>"), "{}", rendered.html);
}

#[test]
fn one_minute_and_one_day_are_singular() {
    let minute = sign_in(1).render().unwrap();
    assert!(minute.text.contains("within 1 minute.") && minute.html.contains("within 1 minute."));

    let mut mail = worded(MailKind::Code, None);
    if let Told::Code { days, .. } = &mut mail.values.told {
        *days = 1;
    }
    let day = message(mail).render().unwrap();
    assert!(day.text.contains("for 1 day.") && day.html.contains("for 1 day."));
}

#[test]
fn each_account_is_told_of_shares_from_its_own_side() {
    let subject = |message: Message| message.render().unwrap().subject;
    let cases = [
        (Message::DriversShared(sharing(1, true)), "You share 1 driver with Nordic Parcels"),
        (Message::DriversShared(sharing(2, true)), "You share 2 drivers with Nordic Parcels"),
        (Message::DriversShared(sharing(1, false)), "Alpine Haulage shares 1 driver with you"),
        (
            Message::DriverUnshared(sharing(1, false)),
            "Alpine Haulage no longer shares a driver with you",
        ),
    ];
    for (message, expected) in cases {
        assert_eq!(subject(message), expected);
    }
}

#[test]
fn the_sign_in_code_has_a_line_of_its_own_and_the_link_too() {
    let text = sign_in(15).render().unwrap().text;
    assert!(text.lines().any(|line| line == "Code: K7QF-2M9X"));
    assert!(
        text.lines().any(|line| line == "https://app.codriver.test/sign-in#cds_Yk3-_x?a=1&b=2")
    );
}

#[test]
fn what_a_user_typed_is_never_a_template_nor_markup() {
    let typed = "{{7*7}}{% if x %}<script>alert('a&b')</script>";
    let rendered = code_sent(typed, Some(typed)).render().unwrap();

    assert!(rendered.subject.starts_with(typed));
    assert!(rendered.text.contains(&format!("Hello {typed},")));
    assert!(
        rendered.html.contains("Hello {{7*7}}{% if x %}&lt;script&gt;alert(&#x27;a&amp;b&#x27;)")
    );
    assert!(!rendered.html.contains("<script"));
}

#[test]
fn what_a_user_typed_cannot_leave_an_attribute() {
    let mail = Message::SignIn {
        link: "https://a.test/\" onclick=\"x".to_owned(),
        code: "K7QF-2M9X".to_owned(),
        minutes: 15,
    };
    assert!(!mail.render().unwrap().html.contains("onclick=\""));
}

#[test]
fn what_a_user_typed_adds_no_line_and_turns_no_text_around() {
    let typed = "Eve\r\nBcc: all@a.test\n\nCode: AAAA-AAAA\u{2028}\u{85}\u{0}\u{202e}x";
    let activated = user_activated(typed).render().unwrap();
    assert!(activated.subject.starts_with("Eve Bcc: all@a.test Code: AAAA-AAAA x has joined"));
    assert!(!activated.text.lines().any(|line| line.starts_with("Code:")));
    let rendered = code_sent(typed, Some(typed)).render().unwrap();

    assert!(rendered.subject.starts_with("Eve Bcc: all@a.test Code: AAAA-AAAA x sent you"));
    assert_eq!(rendered.text.lines().filter(|line| line.starts_with("Code:")).count(), 1);
    for part in [&rendered.subject, &rendered.text, &rendered.html] {
        assert!(part.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')));
    }
    assert!(!rendered.subject.contains('\n'));
}

#[test]
fn names_keep_their_letters_and_emoji() {
    let name = "Zoë O'Neill-Łąka 李小龍 👩\u{200d}🚒";
    assert!(code_sent("Alpine", Some(name)).render().unwrap().text.contains(name));
}

#[test]
fn debug_output_shows_no_secret() {
    let message = sign_in(15);
    let shown = format!("{message:?} {:?}", message.render().unwrap());
    assert_eq!(shown, "Message(sign_in) Rendered { .. }");
    let invitation = worded(MailKind::Invitation, Some("Mia"));
    assert!(!format!("{invitation:?}").contains("activate#"));
}

#[test]
fn a_template_that_names_an_unknown_value_is_an_error_that_says_where() {
    let mut environment = environment().unwrap();
    environment.add_template("bad.txt.j2", "Hello\n{{ nmae }}").unwrap();
    let template = environment.get_template("bad.txt.j2").unwrap();

    let error =
        RenderError::from(template.render(minijinja::context! { name => "Mia" }).unwrap_err());
    assert_eq!(error.to_string(), "template bad.txt.j2, line 2: undefined value");
}
