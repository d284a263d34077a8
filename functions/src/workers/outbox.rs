//! Sends the mails that are owed. What a mail carries in secrets is made here, when it is sent.

use shared::{
    app::App,
    domain::{AccountName, PersonName},
    email::{Mailer, Message, Pace, RouteLine, Routed, Sharing},
    http::{Code, Problem},
    table::{
        Change, Condition, WriteError, keys,
        mail::{Content, Mail, MailStatus, RouteTimes},
        sign_in::GOOD_FOR_SECONDS,
    },
};

use super::{Record, counts::read};
use crate::sign_in::mailed::Linked;

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
    let rendered = message(app, &mail).await?.render();
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

async fn message(app: &App, mail: &Mail) -> Result<Message, Problem> {
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
