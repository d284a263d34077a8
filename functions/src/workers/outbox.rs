//! The mails that are owed as items of their own. What a mail carries in secrets is made here, when
//! it is sent.

use shared::{
    app::App,
    domain::{AccountName, MailId, MailTag, PersonName},
    email::{Entry, Lane, Mailer, Message, Owed, Party, RouteLine, Routed, Sharing},
    http::Problem,
    table::{
        account::Account,
        course::Course,
        keys,
        mail::{Content, Mail, MailStatus, News, RouteTimes, TrainingNews},
        mail_stop::MailStop,
        sign_in::GOOD_FOR_SECONDS,
    },
};

use super::{
    Record,
    counts::read,
    staleness::is_stale,
    turn::{Cause, Letter, Turn, is_stopped, written},
};
use crate::{managers::invitation::ManagerInvitation, sign_in::credentials::Linked};

/// The mail that a change owes. Any change of a queued mail owes it, so that one which was lost can
/// be handed over again by hand.
pub fn owed(record: &Record) -> Result<Option<Owed>, Problem> {
    let mail = read::<Mail>(record.new.as_ref())?;
    Ok(mail.filter(|mail| mail.status == MailStatus::Queued).map(|mail| {
        let lane = match mail.content {
            // A first one may be anybody's doing: however many there are, they hold up no other.
            Content::SignIn { first: false, .. } => Lane::SignIns,
            _ => Lane::Others,
        };
        Owed { mail: MailTag::Mail(mail.mail_id), lane, account: mail.account_id, put_back: 0 }
    }))
}

/// What is to be done about a mail.
pub async fn turn(app: &App, mailer: &Mailer, mail: MailId) -> Result<Turn, Problem> {
    let mail: Option<Mail> = app.table.get(&keys::mail(mail)).await?;
    let queued = mail.filter(|mail| mail.status == MailStatus::Queued);
    let Some(mail) = queued else { return Ok(Turn::Pass) };
    if is_stale(app, &mail).await? {
        return Ok(Turn::Drop);
    }
    let cause = match mail.account_id.filter(|_| !mail.content.is_expected()) {
        Some(account) => {
            let (stops, key) = (MailStop::keys(&mail.to, account), keys::account(account));
            let read = app.table.get_many(stops.into_iter().chain([key.clone()])).await?;
            if is_stopped(&mail.to, account, &read) {
                return Ok(Turn::Stop);
            }
            // What a closed account leaves is told all the same: nothing more will come of it.
            match read.get::<Account>(&key)? {
                Some(account) => Some(Cause::of(app, &mail.to, account).await?),
                None => None,
            }
        }
        None => None,
    };
    let says = written(&message(app, mailer, &mail).await?, cause.as_ref())?;
    let room = mail.content.room();
    Ok(Turn::Send(Box::new(Letter { to: mail.to, says, cause, room })))
}

async fn message(app: &App, mailer: &Mailer, mail: &Mail) -> Result<Message, Problem> {
    let url = |page: &str| format!("{}/{page}", app.settings.app_url);
    Ok(match mail.content.clone() {
        Content::SignIn { attempt, .. } => {
            let linked = Linked { email: mail.to.clone(), attempt };
            Message::SignIn {
                link: format!("{}#{}", url("sign-in"), app.seal.seal(&linked).await?),
                code: linked.code(app).await?.to_string(),
                minutes: u32::try_from(GOOD_FOR_SECONDS / 60).unwrap_or_default(),
            }
        }
        Content::NewDevice { device, at } => {
            Message::NewDevice { device, at, sign_ins_url: url("sign-ins") }
        }
        Content::AccountSafety { account, news } => Message::AccountSafety {
            account: account.to_string(),
            news,
            sign_in_url: url("sign-in"),
        },
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
        Content::InvitationDeclined { account, by, as_user } => {
            let (account, by) = (account.to_string(), by.to_string());
            Message::InvitationDeclined { account, by, as_user }
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
