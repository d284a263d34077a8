//! The mails that are owed as items of their own. What a mail carries in secrets is made here, when
//! it is sent.

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{
        AccountName, MailId, MailTag, PersonName, TimeZone, Title,
        mail_text::Told,
        moment::{moment, span},
    },
    email::{Entry, Lane, Mailer, Message, Owed, Party, RouteLine, Routed, Sharing},
    http::Problem,
    table::{
        Items,
        account::Account,
        course::Course,
        keys,
        mail::{Content, Mail, MailStatus, News, RouteTimes, TrainingNews},
        mail_stop::MailStop,
        person::Person,
        sign_in::GOOD_FOR_SECONDS,
    },
};

use super::{
    Record,
    own_words::{OwnWords, Reader},
    record::read,
    staleness::is_stale,
    turn::{Cause, Letter, Turn, written},
};
use crate::{
    invitations::link::ActivationLink, managers::invitation::ManagerInvitation,
    sign_in::credentials::Linked,
};

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
        Owed::new(MailTag::Mail(mail.mail_id), lane, mail.account_id)
    }))
}

/// What is to be done about a mail.
pub async fn turn(app: &App, mailer: &Mailer, mail: MailId) -> Result<Turn, Problem> {
    let mail: Option<Mail> = app.table.get(&keys::mail(mail)).await?;
    let queued = mail.filter(|mail| mail.status == MailStatus::Queued);
    let Some(mail) = queued else { return Ok(Turn::Pass) };
    // Nobody reads what is owed to somebody who is forgotten meanwhile.
    if mail.to.is_forgotten() || is_stale(app, &mail).await? {
        return Ok(Turn::Drop);
    }
    let class = mail.content.class();
    let causing = mail.account_id.filter(|_| class.is_some());
    let stops = causing.zip(class);
    let stops = stops.map(|(account, class)| MailStop::keys(&mail.to, account, class));
    let words = causing.and_then(|account| OwnWords::key(account, mail.content.worded()));
    let beside = stops.iter().flatten().cloned().chain(causing.map(keys::account));
    let beside = beside.chain(words.clone()).chain(mail.reader.map(keys::person));
    let wanted: Vec<_> = beside.collect();
    let read =
        if wanted.is_empty() { Items::default() } else { app.table.get_many(wanted).await? };
    if stops.iter().flatten().any(|stop| read.has(stop)) {
        return Ok(Turn::Stop);
    }
    // What a closed account leaves is told all the same: nothing more will come of it.
    let account = match causing {
        Some(account) => read.get::<Account>(&keys::account(account))?,
        None => None,
    };
    let zone = zone(app, &mail, account.as_ref(), &read).await?;
    let cause = match account {
        Some(account) => Some(Cause::of(app, &mail.to, account).await?),
        None => None,
    };
    let words = OwnWords::of(words.as_ref(), &read)?;
    let says = written(&message(app, mailer, &mail, zone, words).await?, cause.as_ref())?;
    let room = mail.content.room();
    Ok(Turn::Send(Box::new(Letter { to: mail.to, says, cause, room })))
}

/// The zone that a mail's times are in: the reader's own, else that of the account that causes it; where
/// none does, that of the account in which the reader acted last.
async fn zone(
    app: &App,
    mail: &Mail,
    account: Option<&Account>,
    read: &Items,
) -> Result<TimeZone, Problem> {
    let reader = match mail.reader {
        Some(reader) => read.get::<Person>(&keys::person(reader))?,
        None => None,
    };
    if let Some(own) = reader.as_ref().and_then(|reader| reader.time_zone.clone()) {
        return Ok(own);
    }
    let account = match (account, reader.and_then(|reader| reader.current_account_id)) {
        (Some(account), _) => Some(account.clone()),
        (None, Some(chosen)) => app.table.get::<Account>(&keys::account(chosen)).await?,
        (None, None) => None,
    };
    Ok(account.map(|account| account.time_zone).unwrap_or_default())
}

async fn message(
    app: &App,
    mailer: &Mailer,
    mail: &Mail,
    zone: TimeZone,
    words: OwnWords,
) -> Result<Message, Problem> {
    let url = |page: &str| format!("{}/{page}", app.settings.app_url);
    let zone = &zone;
    let reader = |name| Reader { email: mail.to.clone(), name, zone: zone.clone() };
    Ok(match mail.content.clone() {
        Content::SignIn { attempt, .. } => {
            let linked = Linked { email: mail.to.clone(), attempt };
            Message::SignIn {
                link: format!("{}#{}", url("sign-in"), app.seal.seal(&linked).await?),
                code: linked.code(app).await?.to_string(),
                minutes: minutes_good(),
            }
        }
        Content::AddressProof { attempt } => {
            let linked = Linked { email: mail.to.clone(), attempt };
            let code = linked.code(app).await?.to_string();
            Message::AddressProof { code, minutes: minutes_good() }
        }
        Content::AddressTaken => Message::AddressTaken { sign_in_url: url("sign-in") },
        Content::Forgotten => Message::Forgotten {},
        Content::AddressChangeAsked { device, at } => {
            let at = moment(at, zone);
            Message::AddressChangeAsked { device, at, sign_ins_url: url("sign-ins") }
        }
        Content::AddressChanged { device, at } => {
            Message::AddressChanged { device, at: moment(at, zone) }
        }
        Content::NewDevice { device, at } => {
            Message::NewDevice { device, at: moment(at, zone), sign_ins_url: url("sign-ins") }
        }
        Content::AccountSafety { account, news } => Message::AccountSafety {
            account: account.to_string(),
            news,
            sign_in_url: url("sign-in"),
        },
        Content::UserActivated { account, user, by_program } => Message::UserActivated {
            account: account.to_string(),
            user,
            by_program,
            sign_in_url: url("sign-in"),
        },
        Content::CodeSent { reseller, course, days, batch, index, name } => {
            let code = app.seal.codes().await?.seal(batch, index).to_string();
            // The page takes the code from what follows the `#`, which no server is told.
            let redeem_url = format!("{}#{code}", url("redeem"));
            let told = Told::Code { course, days, code, redeem_url };
            words.tell(reader(name), reseller, told, None)
        }
        Content::CourseAssigned { account, course, starts_at, due_at, name, .. } => {
            let told =
                Told::CourseAssigned { course, starts_at, due_at, sign_in_url: url("sign-in") };
            words.tell(reader(name), account, told, None)
        }
        Content::CourseReminder { account, course, due_at, is_over, name, .. } => {
            let days_left = (!is_over).then(|| days_until(due_at, app.clock.now()));
            let sign_in_url = url("sign-in");
            let told = Told::CourseReminder { course, due_at, days_left, sign_in_url };
            words.tell(reader(name), account, told, None)
        }
        Content::InvitationReminder { account, user_id, number, inviter, expires_at, name } => {
            let account_id = mail.account_id.ok_or_else(|| Problem::internal("of no account"))?;
            let link = ActivationLink { account: account_id, user: user_id, number };
            let link = link.url(app).await?;
            words.remind(reader(name), account, Told::Invitation { link, inviter, expires_at })
        }
        Content::ManagerInvitationReminder { account, account_id, manager_id } => {
            let link = ManagerInvitation { account_id, manager_id }.url(app).await?;
            words.remind(reader(None), account, Told::ManagerInvitation { link })
        }
        Content::CourseOpened { reseller, course, access_until, name } => Message::CourseOpened {
            reseller: reseller.to_string(),
            course: course.to_string(),
            access_until: access_until.map(|end| moment(end, zone)),
            sign_in_url: url("sign-in"),
            name: name.map(|name| name.to_string()),
        },
        Content::TrainingSession(news) => {
            let course = match news.course_id {
                Some(course) => app.table.get::<Course>(&keys::course(course)).await?,
                None => None,
            };
            let course = course.map(|course| course.title);
            let reader = reader(news.name.clone());
            training_session(mailer, *news, course, mail.owed_at, reader, words)
        }
        Content::ManagerInvitation { account, account_id, manager_id } => {
            let link = ManagerInvitation { account_id, manager_id }.url(app).await?;
            words.tell(reader(None), account, Told::ManagerInvitation { link }, None)
        }
        Content::InvitationDeclined { account, by, as_user } => {
            Message::InvitationDeclined { account: account.to_string(), by, as_user }
        }
        Content::FirmInvited { account, firm, .. } => Message::FirmInvited {
            account: account.to_string(),
            firm: firm.to_string(),
            sign_in_url: url("sign-in"),
        },
        Content::WeeklyDigest { account, waiting, name } => Message::WeeklyDigest {
            account: account.to_string(),
            waiting,
            sign_in_url: url("sign-in"),
            name: name.map(|name| name.to_string()),
        },
        Content::ResellerAnswer { account, granted } => Message::ResellerAnswer {
            account: account.to_string(),
            granted,
            sign_in_url: url("sign-in"),
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
            Message::RouteAssigned(routed(account, vec![route], name, zone))
        }
        Content::RouteMoved { account, route, name } => {
            Message::RouteMoved(routed(account, vec![route], name, zone))
        }
        Content::RouteUnassigned { account, routes, name } => {
            Message::RouteUnassigned(routed(account, routes, name, zone))
        }
    })
}

/// What an attendee and their calendar are told. A session has one identifier in all calendars, and
/// mails about it the number that tells the later from the earlier; who else attends is not said.
fn training_session(
    mailer: &Mailer,
    news: TrainingNews,
    course: Option<Title>,
    written_at: Timestamp,
    reader: Reader,
    words: OwnWords,
) -> Message {
    let organizer =
        Party { name: Some(news.account.to_string()), email: mailer.address().to_owned() };
    let attendee = Party {
        name: reader.name.as_ref().map(ToString::to_string),
        email: reader.email.to_string(),
    };
    let entry = Entry {
        uid: format!("{}@codriver", news.session_id),
        sequence: news.sequence,
        cancelled: matches!(news.news, News::Cancelled | News::TakenOff),
        written_at,
        title: news.title.to_string(),
        description: course.as_ref().map(|course| format!("Course: {course}")),
        place: news.place.to_string(),
        starts_at: news.starts_at,
        ends_at: news.ends_at,
        zone: reader.zone.clone(),
        organizer,
        attendee,
    };
    let told = Told::TrainingSession {
        news: news.news,
        title: news.title,
        course,
        when: (news.starts_at, news.ends_at),
        place: news.place,
    };
    words.tell(reader, news.account, told, Some(entry))
}

/// How many days there are until a moment; what is begun of a day counts as one.
fn days_until(at: Timestamp, now: Timestamp) -> u32 {
    let seconds = at.duration_since(now).as_secs();
    u32::try_from((seconds + 24 * 3_600 - 1) / (24 * 3_600)).unwrap_or_default()
}

/// For how many minutes a code is good.
fn minutes_good() -> u32 {
    u32::try_from(GOOD_FOR_SECONDS / 60).unwrap_or_default()
}

fn routed(
    account: AccountName,
    routes: Vec<RouteTimes>,
    name: Option<PersonName>,
    zone: &TimeZone,
) -> Routed {
    let line = |route: RouteTimes| RouteLine {
        name: route.name.to_string(),
        when: span((route.starts_at, route.ends_at), zone),
    };
    Routed {
        account: account.to_string(),
        routes: routes.into_iter().map(line).collect(),
        name: name.map(|name| name.to_string()),
    }
}
