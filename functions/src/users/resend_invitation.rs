//! Invites a user who was only added; mails any other a new activation link; the older one is dead.
//!
//! | rule | condition in the write |
//! |---|---|
//! | each link is another, and five a day are mailed | the invitation's number is the one that was read |
//! | no more mails to strangers than there is room for (53) | the counts of today leave room |

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;
use shared::{
    domain::{UserStatus, event::Action},
    http::{Accepted, Account, Call, Code, Problem},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError,
        account::Account as AccountItem,
        keys,
        limit::{self, TooOften},
        mail_room::{MailRoom, RoomOf},
        user::{Invitation, User},
    },
};

use super::{
    invitation::{Invitee, Inviting, renewed},
    views::may_edit,
};
use crate::{invitations::consent::Held, scope::sees};

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The link is the newest.
    Unchanged,
    /// The person holds the account that is known, or none.
    Held,
    /// That account does not refuse this one.
    Refused,
    /// There is room for the mail.
    Mails(RoomOf),
}

/// Sends an invitation: to who was only added for the first time, to others again, also one that has
/// ended. Its number being unchanged is the condition, so that each of several at once makes a link of
/// its own and counts.
pub async fn resend_invitation(call: Call<Account>) -> Result<Accepted, Problem> {
    let mut user: User = call.found(&keys::user(call.who.account, call.path.user()?))?;
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let mut room = MailRoom::of(&account, call.app.clock.now());
    if !sees(&call.app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let mut held = Held::default();
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        if !may_edit(&call.who, &user) {
            return Err(Problem::new(Code::Forbidden));
        }
        if user.status() == UserStatus::Added {
            match invite_added(&call, &account, &user).await {
                Err(problem) if problem.code == Code::AlreadyAUser => {
                    // They are another by now.
                    let newest = call.app.table.get(&user.key()).await?;
                    user = newest.ok_or_else(Problem::not_found)?;
                    continue;
                }
                invited => return invited.map(|_| Accepted),
            }
        }
        let old = user.invitation.clone().ok_or_else(|| Problem::new(Code::AlreadyActive))?;
        room.has_room(&user.email).map_err(Problem::mail_limit)?;
        let write = write(&call, &user, old, &room)?;
        let invites = (user.person_id, user.account_id);
        match held.check(write, invites, Rule::Held, Rule::Refused).run().await {
            Ok(()) => return Ok(Accepted),
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(Rule::Mails(of), found)) => {
                room.learn(of, &user.email, found)?;
            }
            Err(WriteError::Refused(Rule::Held, person)) => held = Held::of(person)?,
            Err(WriteError::Refused(Rule::Refused, _)) => return Err(Problem::new(Code::Refused)),
            Err(WriteError::Refused(Rule::Unchanged, None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::Unchanged, Some(newer))) => {
                user = attempts.newest(&call.app.table, newer).await?
            }
        }
    }
    Err(Problem::unavailable("an invitation kept changing"))
}

/// Invites a user who was only added.
async fn invite_added(
    call: &Call<Account>,
    account: &AccountItem,
    user: &User,
) -> Result<User, Problem> {
    let room = MailRoom::of(account, call.app.clock.now());
    let people = [(user.email.clone(), user.person_id)].into();
    let (account, held) = (account.clone(), HashMap::new());
    let inviting = Inviting { call, account, people, held, room, invites: true };
    let outcome = inviting.run(&mut [Invitee::added(user.clone())]).await.pop();
    outcome.unwrap_or_else(|| Err(Problem::internal("nobody was invited")))
}

fn write<'c>(
    call: &'c Call<Account>,
    user: &User,
    old: Invitation,
    room: &MailRoom,
) -> Result<Write<'c, Rule>, Problem> {
    let unchanged = Condition::is("invitation.number", old.number);
    let invitation = again(old, call.app.clock.now())?;
    let key = keys::user(user.account_id, user.user_id);
    let change = Change::of(key).set("invitation", &invitation);
    let subject = ("user", user.user_id.to_string());
    let actor = &call.who.caller.actor;
    let changes = json!({ "email": user.email });
    let event = call.event(user.account_id, actor, Action::InvitationResent, subject, changes);
    let write = call.app.table.write().change(change, unchanged, Rule::Unchanged).put(&event);
    Ok(room.take(write, &[(0, &user.email)], Rule::Mails))
}

/// The next link, if the day allows one more.
fn again(mut invitation: Invitation, now: Timestamp) -> Result<Invitation, TooOften> {
    invitation.resent_at = limit::RESENDS.one_more(&invitation.resent_at, now)?;
    Ok(renewed(invitation, now))
}
