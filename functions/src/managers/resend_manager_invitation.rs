//! Mails a manager's invitation again: the same one, since it never expires.

use jiff::Timestamp;
use serde_json::json;
use shared::{
    domain::{Email, MailId, event::Action},
    http::{Accepted, Account, Call, Code, Problem},
    table::{
        Change, Condition, Entity, Write, WriteError,
        account::Account as AccountItem,
        keys, limit,
        mail_room::{MailRoom, RoomOf},
        manager::Manager,
    },
};

use super::invite_manager::invitation_mail;
use crate::invitations::consent::Held;

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// This request has mailed nothing yet.
    New,
    Unchanged,
    Mails(RoomOf),
    /// The person holds the account that is known, or none.
    Held,
    /// That account does not refuse this one.
    Refused,
}

/// How often a mail is tried while the manager is being changed.
const TRIES: usize = 8;

/// Mails an invitation again. That it is open and was not mailed at this moment by others is the
/// condition, so however many ask at once, no more than five a day are mailed. The mail's
/// identifier is the same in every attempt of a request with one `Idempotency-Key`.
pub async fn resend_manager_invitation(call: Call<Account>) -> Result<Accepted, Problem> {
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let key = keys::manager(account.account_id, call.path.manager()?);
    let mut manager: Manager = call.found(&key)?;
    let mut room = MailRoom::of(&account, call.app.clock.now());
    let mut held = Held::default();
    for _ in 0..TRIES {
        if manager.accepted_at.is_some() {
            return Err(Problem::new(Code::AlreadyActive));
        }
        // A firm is no address: it finds the invitation among its clients.
        let person = manager.person().ok_or_else(Problem::not_found)?.clone();
        let resent_at = limit::RESENDS.one_more(&manager.resent_at, call.app.clock.now())?;
        let write = write(&call, &account, (&manager, &person.email), resent_at);
        let write = room.take(write, &[(0, &person.email)], Rule::Mails);
        let invites = (person.person_id, manager.account_id);
        match held.check(write, invites, Rule::Held, Rule::Refused).run().await {
            Ok(()) | Err(WriteError::Refused(Rule::New, _)) => return Ok(Accepted),
            Err(WriteError::Refused(Rule::Mails(of), found)) => {
                room.learn(of, &person.email, found)?;
                room.has_room(&person.email).map_err(Problem::mail_limit)?;
            }
            Err(WriteError::Refused(Rule::Unchanged, newer)) => {
                manager = Manager::from_item(newer.ok_or_else(Problem::not_found)?)?;
            }
            Err(WriteError::Refused(Rule::Held, person)) => held = Held::of(person)?,
            Err(WriteError::Refused(Rule::Refused, _)) => return Err(Problem::new(Code::Refused)),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a manager kept changing"))
}

fn write<'c>(
    call: &'c Call<Account>,
    account: &AccountItem,
    (manager, email): (&Manager, &Email),
    resent_at: Vec<Timestamp>,
) -> Write<'c, Rule> {
    let mail_id = MailId::from_ulid(call.ulid);
    let resent = Change::of(manager.key()).set("resent_at", resent_at).set("mail_id", mail_id);
    let unchanged = Condition::All(vec![
        Condition::is("resent_at", &manager.resent_at),
        Condition::Lacks("accepted_at"),
    ]);
    let subject = ("manager", manager.manager_id.to_string());
    let changes = json!({ "email": email });
    let (action, actor) = (Action::ManagerInvitationResent, &call.who.caller.actor);
    let event = call.event(account.account_id, actor, action, subject, changes);
    let mail = invitation_mail(mail_id, account, (manager, email), call.app.clock.now());
    let write = call.app.table.write().create(&mail, Rule::New);
    write.change(resent, unchanged, Rule::Unchanged).put(&event)
}
