//! What placeholders stand for in a preview.

use jiff::{SignedDuration, Timestamp};
use shared::{
    app::App,
    domain::{
        Email, Invalid, MailKind, PersonName, Place, Title,
        mail_text::{News, Told, Values},
    },
    http::Problem,
    table::account::Account as AccountItem,
};

/// Who reads the sample.
const NAME: &str = "Mia Berg";
const EMAIL: &str = "mia.berg@example.com";
/// What it is about.
const COURSE: &str = "Winter driving";
const SESSION: &str = "Skid pan";
const PLACE: &str = "Hall 3";
/// A code that its own check symbol shows to be none.
const CODE: &str = "ABCDE-FGHJK-MNPQR-STVWX";
/// How long an invitation is good for, and a code.
const DAYS: u32 = 30;
/// How many days before it is due the sample reminds of a course.
const DAYS_LEFT: u32 = 7;

/// The values of a mail of this kind that this account would send, and this caller cause.
pub fn values(
    kind: MailKind,
    app: &App,
    account: AccountItem,
    caller: Option<Email>,
) -> Result<Values, Problem> {
    let told = told(kind, app, caller).map_err(|bad| Problem::internal(bad.detail))?;
    let user_email = Email::parse(EMAIL).map_err(|bad| Problem::internal(bad.detail))?;
    Ok(Values {
        account_name: account.name,
        user_name: PersonName::parse(NAME).ok(),
        user_email,
        zone: account.time_zone,
        told,
    })
}

fn told(kind: MailKind, app: &App, inviter: Option<Email>) -> Result<Told, Invalid> {
    let url = |page: &str| format!("{}/{page}", app.settings.app_url);
    let hours = |hours: u32| app.clock.now() + SignedDuration::from_hours(hours.into());
    let days = |days: u32| -> Timestamp { hours(24 * days) };
    let course = Title::parse(COURSE)?;
    Ok(match kind {
        MailKind::Invitation => {
            Told::Invitation { link: url("activate#preview"), inviter, expires_at: days(DAYS) }
        }
        MailKind::ManagerInvitation => Told::ManagerInvitation { link: url("invitation#preview") },
        MailKind::CourseAssigned => Told::CourseAssigned {
            course,
            starts_at: Some(days(1)),
            due_at: Some(days(DAYS)),
            sign_in_url: url("sign-in"),
        },
        MailKind::CourseReminder => Told::CourseReminder {
            course,
            due_at: days(DAYS_LEFT),
            days_left: Some(DAYS_LEFT),
            sign_in_url: url("sign-in"),
        },
        MailKind::TrainingSession => Told::TrainingSession {
            news: News::Scheduled,
            title: Title::parse(SESSION)?,
            course: Some(course),
            when: (days(DAYS_LEFT), hours(24 * DAYS_LEFT + 2)),
            place: Place::parse(PLACE)?,
        },
        MailKind::Code => {
            let redeem_url = format!("{}#{CODE}", url("redeem"));
            Told::Code { course, days: DAYS, code: CODE.to_owned(), redeem_url }
        }
    })
}
