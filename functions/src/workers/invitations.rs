//! The invitations that are owed: a user whose invitation is `queued` owes one. The link is made
//! here, when it is sent.

use shared::{
    app::App,
    domain::{AccountId, MailClass, MailKind, MailTag, UserId, mail_text::Told},
    email::{Lane, Owed},
    http::Problem,
    table::{
        account::Account,
        keys,
        mail::{MailStatus, Room},
        mail_stop::MailStop,
        person::Person,
        user::{Invitation, User},
    },
};

use super::{
    Record,
    own_words::{OwnWords, Reader},
    record::read,
    turn::{Cause, Letter, Turn, written},
};
use crate::invitations::link::ActivationLink;

/// The invitation that a change owes: the one that makes its link. What else changes of a user while the
/// mail is on its way owes no second one.
pub fn owed(record: &Record) -> Result<Option<Owed>, Problem> {
    let user = read::<User>(record.new.as_ref())?;
    let was = read::<User>(record.old.as_ref())?;
    let told = was.and_then(|was| Some(queued(&was)?.number));
    let user = user.filter(|user| told.is_none() || told != queued(user).map(|new| new.number));
    Ok(user.and_then(|user| {
        let (account, user_id) = (user.account_id, user.user_id);
        let number = queued(&user)?.number;
        let mail = MailTag::Invitation { account, user: user_id, number };
        Some(Owed::new(mail, Lane::Others, Some(account)))
    }))
}

/// What is to be done about the mail of a user's link of this number: nothing if it was sent, or
/// if the link is the user's newest no longer.
pub async fn turn(
    app: &App,
    account: AccountId,
    user: UserId,
    number: u32,
) -> Result<Turn, Problem> {
    let user = keys::user(account, user);
    let words = OwnWords::key(account, Some(MailKind::Invitation));
    let account = keys::account(account);
    let found = app
        .table
        .get_many([user.clone(), account.clone()].into_iter().chain(words.clone()))
        .await?;
    let (user, account) = (found.get::<User>(&user)?, found.get::<Account>(&account)?);
    let (Some(user), Some(account)) = (user, account) else { return Ok(Turn::Pass) };
    let newest = queued(&user).filter(|newest| newest.number == number);
    let Some(invitation) = newest else { return Ok(Turn::Pass) };
    if invitation.expires_at <= app.clock.now() {
        return Ok(Turn::Drop);
    }
    let words = OwnWords::of(words.as_ref(), &found)?;
    let told = told(app, &user, invitation).await?;
    let stops = MailStop::keys(&user.email, user.account_id, MailClass::Notices);
    let reader = keys::person(user.person_id);
    let found = app.table.get_many(stops.iter().chain([&reader]).cloned()).await?;
    if stops.iter().any(|stop| found.has(stop)) {
        return Ok(Turn::Stop);
    }
    let zone = found.get::<Person>(&reader)?.and_then(|person| person.time_zone);
    let zone = zone.unwrap_or_else(|| account.time_zone.clone());
    let reader = Reader { email: user.email.clone(), name: user.name.clone(), zone };
    let message = words.tell(reader, account.name.clone(), told, None);
    let cause = Cause::of(app, &user.email, account).await?;
    let says = written(&message, Some(&cause))?;
    Ok(Turn::Send(Box::new(Letter { to: user.email, says, cause: Some(cause), room: Room::Taken })))
}

/// The user's invitation, if its mail is owed.
fn queued(user: &User) -> Option<&Invitation> {
    user.invitation.as_ref().filter(|invitation| invitation.status == MailStatus::Queued)
}

async fn told(app: &App, user: &User, invitation: &Invitation) -> Result<Told, Problem> {
    let (account, user) = (user.account_id, user.user_id);
    Ok(Told::Invitation {
        link: ActivationLink { account, user, number: invitation.number }.url(app).await?,
        inviter: invitation.by.email.clone(),
        expires_at: invitation.expires_at,
    })
}
