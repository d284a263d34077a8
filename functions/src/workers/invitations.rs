//! The invitations that are owed: a user whose invitation is `queued` owes one. The link is made
//! here, when it is sent.

use shared::{
    app::App,
    domain::{AccountId, MailTag, UserId, invitation_text::Values},
    email::{self, Lane, Message, Owed},
    http::Problem,
    table::{
        account::Account,
        invitation_text::OwnInvitationText,
        keys,
        mail::{MailStatus, Room},
        mail_stop::MailStop,
        user::{Invitation, User},
    },
};

use super::{
    Record,
    counts::read,
    turn::{Cause, Letter, Turn, is_stopped, written},
};
use crate::invitations::link::ActivationLink;

/// The invitation that a change owes. That what somebody was given follows a corrected address changes
/// the user once more, and owes no second mail.
pub fn owed(record: &Record) -> Result<Option<Owed>, Problem> {
    let user = read::<User>(record.new.as_ref())?;
    let was = read::<User>(record.old.as_ref())?.filter(|was| !was.moves_from.is_empty());
    let told = was.and_then(|was| Some(queued(&was)?.number));
    let user = user.filter(|user| told.is_none() || told != queued(user).map(|new| new.number));
    Ok(user.and_then(|user| {
        let (account, user_id) = (user.account_id, user.user_id);
        let number = queued(&user)?.number;
        let mail = MailTag::Invitation { account, user: user_id, number };
        Some(Owed { mail, lane: Lane::Others, account: Some(account), put_back: 0 })
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
    let (user, text) = (keys::user(account, user), keys::invitation_text(account));
    let account = keys::account(account);
    let found = app.table.get_many([user.clone(), account.clone(), text.clone()]).await?;
    let (user, account) = (found.get::<User>(&user)?, found.get::<Account>(&account)?);
    let (Some(user), Some(account)) = (user, account) else { return Ok(Turn::Pass) };
    let newest = queued(&user).filter(|newest| newest.number == number);
    let Some(invitation) = newest else { return Ok(Turn::Pass) };
    if invitation.expires_at <= app.clock.now() {
        return Ok(Turn::Drop);
    }
    let text = OwnInvitationText::or_default(found.get(&text)?);
    let values = values(app, &user, &account, invitation).await?;
    let stops = app.table.get_many(MailStop::keys(&user.email, user.account_id)).await?;
    if is_stopped(&user.email, user.account_id, &stops) {
        return Ok(Turn::Stop);
    }
    let cause = Cause::of(app, &user.email, account).await?;
    let message = Message::Invitation(email::Invitation { text, values });
    let says = written(&message, Some(&cause))?;
    Ok(Turn::Send(Box::new(Letter { to: user.email, says, cause: Some(cause), room: Room::Taken })))
}

/// The user's invitation, if its mail is owed.
fn queued(user: &User) -> Option<&Invitation> {
    user.invitation.as_ref().filter(|invitation| invitation.status == MailStatus::Queued)
}

async fn values(
    app: &App,
    user: &User,
    account: &Account,
    invitation: &Invitation,
) -> Result<Values, Problem> {
    let (account_id, user_id) = (user.account_id, user.user_id);
    let link = ActivationLink { account: account_id, user: user_id, number: invitation.number };
    let token = app.seal.seal(&link).await?;
    Ok(Values {
        activation_link: format!("{}/activate#{token}", app.settings.app_url),
        account_name: account.name.clone(),
        user_name: user.name.clone(),
        user_email: user.email.clone(),
        inviter: invitation.by.email.clone(),
        expires_at: invitation.expires_at,
    })
}
