//! Sends the mails that are owed. What a mail carries in secrets is made here, when it is sent.

use shared::{
    app::App,
    domain::{AccountName, PersonName},
    email::{Entry, Mailer, Message, Pace, Party, RouteLine, Routed, Sharing},
    http::{Code, Problem},
    table::{
        Change, Condition, WriteError,
        course::Course,
        keys,
        mail::{Content, Mail, MailStatus, News, RouteTimes, TrainingNews},
        sign_in::GOOD_FOR_SECONDS,
    },
};

use super::{Record, counts::read};
use crate::{managers::invitation::ManagerInvitation, sign_in::credentials::Linked};

/// Sends the mail that a record owes, unless it was sent. A mail that SES will not take stays
/// queued and fails its record, so that it is tried again and then told to the dead-letter queue;
/// any later change of a queued mail sends it again.
pub async fn send(app: &App, mailer: &Mailer, pace: &Pace, record: &Record) -> Result<(), Problem> {
    let Some(owed) = read::<Mail>(record.new.as_ref())? else { return Ok(()) };
    if owed.status != MailStatus::Queued {
        return Ok(());
    }
    let key = keys::mail(owed.mail_id);
    let newest: Option<Mail> = app.table.get(&key).await?;
    let Some(mail) = newest.filter(|mail| mail.status == MailStatus::Queued) else { return Ok(()) };
    let rendered = message(app, mailer, &mail).await?.render();
    let rendered = rendered.map_err(|error| Problem::internal(error.to_string()))?;
    pace.wait().await;
    let sent = mailer.send(mail.to.as_str(), &mail.mail_id.to_string(), &rendered).await;
    sent.map_err(|error| Problem::unavailable(&format!("SES: {error}")))?;
    let sent = Change::of(key).set("status", MailStatus::Sent).set("sent_at", app.clock.now());
    let queued = Condition::is("status", MailStatus::Queued);
    match app.table.write().change(sent, queued, Code::NotFound).run().await {
        // What SES reports may be here before us, and says more.
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

async fn message(app: &App, mailer: &Mailer, mail: &Mail) -> Result<Message, Problem> {
    let url = |page: &str| format!("{}/{page}", app.settings.app_url);
    Ok(match mail.content.clone() {
        Content::SignIn { nonce } => {
            let linked = Linked { email: mail.to.clone(), nonce };
            Message::SignIn {
                link: format!("{}#{}", url("sign-in"), linked.token(app).await?),
                code: linked.code(app).await?.to_string(),
                minutes: u32::try_from(GOOD_FOR_SECONDS / 60).unwrap_or_default(),
            }
        }
        Content::UserActivated { account, user } => Message::UserActivated {
            account: account.to_string(),
            user,
            sign_in_url: url("sign-in"),
        },
        Content::CodeSent { reseller, course, days, batch, index, name } => Message::CodeSent {
            reseller: reseller.to_string(),
            course: course.to_string(),
            days,
            code: app.seal.codes().await?.seal(batch, index).to_string(),
            redeem_url: url("redeem"),
            name: name.map(|name| name.to_string()),
        },
        Content::CourseOpened { reseller, course, access_until, name } => Message::CourseOpened {
            reseller: reseller.to_string(),
            course: course.to_string(),
            access_until,
            sign_in_url: url("sign-in"),
            name: name.map(|name| name.to_string()),
        },
        Content::TrainingSession(news) => {
            let course = match news.course_id {
                Some(course) => app.table.get::<Course>(&keys::course(course)).await?,
                None => None,
            };
            training_session(mailer, mail, *news, course.map(|course| course.title.to_string()))
        }
        Content::ManagerInvitation { account, account_id, manager_id } => {
            Message::ManagerInvitation {
                account: account.to_string(),
                email: mail.to.to_string(),
                link: ManagerInvitation { account_id, manager_id }.url(app).await?,
            }
        }
        Content::InvitationDeclined { account, by } => {
            Message::InvitationDeclined { account: account.to_string(), by: by.to_string() }
        }
        Content::Sharing { home, recipient, drivers, shared, to_home } => {
            let (home, recipient) = (home.to_string(), recipient.to_string());
            let sharing = Sharing { home, recipient, drivers, to_home };
            match shared {
                true => Message::DriversShared(sharing),
                false => Message::DriverUnshared(sharing),
            }
        }
        Content::RouteAssigned { account, route, name } => {
            Message::RouteAssigned(routed(account, vec![route], name))
        }
        Content::RouteMoved { account, route, name } => {
            Message::RouteMoved(routed(account, vec![route], name))
        }
        Content::RouteUnassigned { account, routes, name } => {
            Message::RouteUnassigned(routed(account, routes, name))
        }
    })
}

/// What an attendee and their calendar are told. A session has one identifier in all calendars, and
/// mails about it the number that tells the later from the earlier; who else attends is not said.
fn training_session(
    mailer: &Mailer,
    mail: &Mail,
    told: TrainingNews,
    course: Option<String>,
) -> Message {
    let name = told.name.map(|name| name.to_string());
    let account = told.account.to_string();
    let entry = Entry {
        uid: format!("{}@codriver", told.session_id),
        sequence: told.sequence,
        cancelled: matches!(told.news, News::Cancelled | News::TakenOff),
        written_at: mail.owed_at,
        title: told.title.to_string(),
        description: course.as_ref().map(|course| format!("Course: {course}")),
        place: told.place.to_string(),
        starts_at: told.starts_at,
        ends_at: told.ends_at,
        organizer: Party { name: Some(account.clone()), email: mailer.address().to_owned() },
        attendee: Party { name: name.clone(), email: mail.to.to_string() },
    };
    Message::TrainingSession {
        news: told.news,
        account,
        title: entry.title.clone(),
        course,
        when: (told.starts_at, told.ends_at),
        place: entry.place.clone(),
        name,
        entry: Box::new(entry),
    }
}

fn routed(account: AccountName, routes: Vec<RouteTimes>, name: Option<PersonName>) -> Routed {
    let line = |route: RouteTimes| RouteLine {
        name: route.name.to_string(),
        starts_at: route.starts_at,
        ends_at: route.ends_at,
    };
    Routed {
        account: account.to_string(),
        routes: routes.into_iter().map(line).collect(),
        name: name.map(|name| name.to_string()),
    }
}
