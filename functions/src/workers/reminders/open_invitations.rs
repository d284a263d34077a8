//! Reminders of invitations that are open.

use jiff::{SignedDuration, Timestamp};
use shared::{
    app::App,
    domain::{Email, ManagerStatus},
    http::Problem,
    table::{
        Item, Items,
        invited::Invited,
        keys,
        mail::{Content, Mail, MailStatus},
        manager::Manager,
        reminder_cursor::Reminder,
        user::User,
    },
};
use ulid::Ulid;

use super::{
    super::owing::mail_id,
    known::{Known, Reminding},
    later, named,
};

/// So long after it was sent again by hand an invitation is not reminded of.
const RESENT: SignedDuration = SignedDuration::from_hours(48);

/// The reminders of invitations that an index names.
pub async fn mails(
    app: &App,
    reminder: Reminder,
    entries: &[Item],
    known: &mut Known,
) -> Result<Vec<Mail>, Problem> {
    let now = app.clock.now();
    let invited: Vec<Invited> = named(app, entries).await?;
    known.look(app, invited.iter().map(|one| one.account_id)).await?;
    let read = app.table.get_many(invited.iter().filter_map(Invited::other_side)).await?;
    let mails = invited.into_iter().filter_map(|one| {
        let account = known.get(one.account_id).filter(|account| account.settings.invitations)?;
        mail(&one, reminder, account, &read, now).transpose()
    });
    mails.collect()
}

fn mail(
    one: &Invited,
    reminder: Reminder,
    account: &Reminding,
    read: &Items,
    now: Timestamp,
) -> Result<Option<Mail>, Problem> {
    let told = match (one.user_id, one.manager_id) {
        (Some(user), _) => {
            let user = read.get(&keys::user(one.account_id, user))?;
            user.and_then(|user| to_user(user, account, now))
        }
        (None, Some(manager)) => {
            let manager = read.get(&keys::manager(one.account_id, manager))?;
            manager.and_then(|manager| to_manager(&manager, account, now))
        }
        (None, None) => None,
    };
    let Some((of, to, content)) = told else { return Ok(None) };
    let made = one.invited_at.map_or(0, |at| at.as_second().unsigned_abs());
    let mail_id = mail_id(of, 10 + reminder as u128, made);
    let mail = Mail::owed(mail_id, one.account_id, to, content, now);
    Ok(Some(mail.read_by(one.person_id)))
}

/// To a user, of what, if their invitation reached them and is open.
fn to_user(user: User, account: &Reminding, now: Timestamp) -> Option<(Ulid, Email, Content)> {
    let invitation = user.open_invitation(now)?;
    let came =
        matches!(invitation.status, MailStatus::Sent | MailStatus::Delayed | MailStatus::Delivered);
    if !came || was_resent(&invitation.resent_at, now) {
        return None;
    }
    let content = Content::InvitationReminder {
        account: account.name.clone(),
        user_id: user.user_id,
        number: invitation.number,
        inviter: invitation.by.email.clone(),
        expires_at: invitation.expires_at,
        name: user.name,
    };
    Some((user.user_id.ulid(), user.email, content))
}

/// The same to who is to look after the account.
fn to_manager(
    manager: &Manager,
    account: &Reminding,
    now: Timestamp,
) -> Option<(Ulid, Email, Content)> {
    let is_open = manager.status() == ManagerStatus::Invited;
    if !is_open || was_resent(&manager.resent_at, now) {
        return None;
    }
    let content = Content::ManagerInvitationReminder {
        account: account.name.clone(),
        account_id: manager.account_id,
        manager_id: manager.manager_id,
    };
    Some((manager.manager_id.ulid(), manager.person()?.email.clone(), content))
}

fn was_resent(resent_at: &[Timestamp], now: Timestamp) -> bool {
    resent_at.last().is_some_and(|last| later(*last, RESENT) > now)
}
