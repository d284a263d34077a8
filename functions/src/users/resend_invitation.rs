//! Mails a user a new activation link; the older one is dead.

use jiff::Timestamp;
use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Accepted, Account, Call, Code, Problem},
    table::{
        Attempts, Change, Condition, WriteError, keys,
        limit::{self, TooOften},
        mail::MailStatus,
        user::{Invitation, User},
    },
};

use super::{invitation::GOOD_FOR, views::may_edit};
use crate::scope::sees;

/// Sends an invitation again, also one that has ended. Its number being unchanged is the
/// condition, so that each of several at once makes a link of its own and counts.
pub async fn resend_invitation(call: Call<Account>) -> Result<Accepted, Problem> {
    let mut user: User = call.found(&keys::user(call.who.account, call.path.user()?))?;
    if !sees(&call.app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        if !may_edit(&call.who, &user) {
            return Err(Problem::new(Code::Forbidden));
        }
        let old = user.invitation.ok_or_else(|| Problem::new(Code::AlreadyActive))?;
        let unchanged = Condition::is("invitation.number", old.number);
        let invitation = again(old, call.app.clock.now())?;
        let key = keys::user(user.account_id, user.user_id);
        let change = Change::of(key).set("invitation", &invitation);
        let subject = ("user", user.user_id.to_string());
        let actor = &call.who.caller.actor;
        let changes = json!({ "email": user.email });
        let event = call.event(user.account_id, actor, Action::InvitationResent, subject, changes);
        match call.app.table.write().change(change, unchanged, ()).put(&event).run().await {
            Ok(()) => return Ok(Accepted),
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused((), None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused((), Some(newer))) => {
                user = attempts.newest(&call.app.table, newer).await?
            }
        }
    }
    Err(Problem::unavailable("an invitation kept changing"))
}

/// The next link, if the day allows one more.
fn again(mut invitation: Invitation, now: Timestamp) -> Result<Invitation, TooOften> {
    invitation.resent_at = limit::RESENDS.one_more(&invitation.resent_at, now)?;
    Ok(Invitation {
        number: invitation.number + 1,
        status: MailStatus::Queued,
        sent_at: None,
        expires_at: now.saturating_add(GOOD_FOR).unwrap_or(now),
        ..invitation
    })
}
