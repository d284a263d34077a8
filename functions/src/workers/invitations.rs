//! Sends the invitations that are owed: a user whose invitation is `queued` owes one. The link is
//! made here, when it is sent.

use shared::{
    app::App,
    domain::MailTag,
    domain::invitation_text::Values,
    email::{Invitation as Letter, Mailer, Message, Pace},
    http::{Code, Problem},
    table::{
        Change, Condition, Entity, WriteError,
        account::Account,
        invitation_text::OwnInvitationText,
        keys,
        mail::MailStatus,
        user::{Invitation, User},
    },
};

use super::{Record, counts::read};
use crate::invitations::link::ActivationLink;

/// Sends the invitation that a record owes, unless it was sent or is the user's newest no longer.
/// One that SES will not take stays queued and fails its record, as other mails do.
pub async fn send(app: &App, mailer: &Mailer, pace: &Pace, record: &Record) -> Result<(), Problem> {
    let Some(told) = read::<User>(record.new.as_ref())?.filter(is_owed) else { return Ok(()) };
    let (user, account) = (told.key(), keys::account(told.account_id));
    let text = keys::invitation_text(told.account_id);
    let found = app.table.get_many([user.clone(), account.clone(), text.clone()]).await?;
    let newest = found.get::<User>(&user)?.filter(is_owed);
    let (Some(newest), Some(account)) = (newest, found.get(&account)?) else { return Ok(()) };
    let text = OwnInvitationText::or_default(found.get(&text)?);
    let (Some(link), Some(invitation)) = (ActivationLink::of(&newest), &newest.invitation) else {
        return Ok(());
    };
    let values = values(app, &newest, &account, invitation, link).await?;
    let letter = Message::Invitation(Letter { text, values }).render();
    let letter = letter.map_err(|error| Problem::internal(error.to_string()))?;
    let (account, user) = (newest.account_id, newest.user_id);
    let tag = MailTag::Invitation { account, user, number: link.number };
    pace.wait().await;
    let sent = mailer.send(newest.email.as_str(), &tag.to_string(), &letter).await;
    sent.map_err(|error| Problem::unavailable(&format!("SES: {error}")))?;
    note(app, &newest, link.number).await
}

fn is_owed(user: &User) -> bool {
    user.invitation.as_ref().is_some_and(|invitation| invitation.status == MailStatus::Queued)
}

async fn values(
    app: &App,
    user: &User,
    account: &Account,
    invitation: &Invitation,
    link: ActivationLink,
) -> Result<Values, Problem> {
    let token = link.token(app).await?;
    Ok(Values {
        activation_link: format!("{}/activate#{token}", app.settings.app_url),
        account_name: account.name.clone(),
        user_name: user.name.clone(),
        user_email: user.email.clone(),
        inviter: invitation.by.email.clone(),
        expires_at: invitation.expires_at,
    })
}

/// Notes that SES has taken it, unless the invitation is another by now, or SES has reported more.
async fn note(app: &App, user: &User, number: u32) -> Result<(), Problem> {
    let sent = Change::of(user.key())
        .set("invitation.status", MailStatus::Sent)
        .set("invitation.sent_at", app.clock.now());
    let same = Condition::All(vec![
        Condition::is("invitation.number", number),
        Condition::is("invitation.status", MailStatus::Queued),
    ]);
    match app.table.write().change(sent, same, Code::NotFound).run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
