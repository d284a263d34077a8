//! Invites somebody to look after the account: they get the invitation by mail.
//!
//! | rule | condition in the write |
//! |---|---|
//! | an account has a person once, as user or as manager | neither an invitation nor a context of the person lies there |
//! | an address is one person's | nothing lies under the address |
//! | no more mails to strangers than there is room for (53) | the counts of today leave room |
//! | nobody is invited whose own account refuses this one | the person holds none, or the one that does not |
//! | an invitation URL that was replaced is dead (41) | the person has the one that names them |
//! | nobody is left behind by an account that is closed | the account is there |
//! | a reseller makes nobody a holder who is invited to manage | the person's count of invitations goes up in the same write |
//!
//! Whether the person holds another account is not told: it is not the inviter's to know. Accepting
//! looks at it (rule 2).

use serde_json::json;
use shared::{
    domain::{Email, MailId, ManagerId, PersonId, Role, Scope, event::Action},
    http::{Account, Call, Code, Created, Problem},
    table::{
        Change, Condition, Entity, Item, StoreError, Write, WriteError,
        account::Account as AccountItem,
        invited::Invited,
        keys,
        mail::{Content, Mail},
        mail_room::{MailRoom, RoomOf},
        manager::{Manager, ManagingPerson, Who},
        person::{EmailOwner, Person},
    },
};

use super::{
    invite_firm::invite_firm,
    invitee::{Input, Invitee},
    views::{Beside, Delivery, ManagerView},
};
use crate::{
    invitations::consent::{Held, has_moved},
    users::invitation::role_there,
};

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// This request has invited nobody yet.
    New,
    Address,
    Once,
    Mails(RoomOf),
    /// The person holds the account that is known, or none, and has the URL that named them.
    Held,
    /// That account does not refuse this one.
    Refused,
    /// The account is not closed.
    Open,
}

/// How often others may get in between.
const TRIES: usize = 4;

/// Invites a manager. Their identifier is the same in every attempt of a request, so that of
/// attempts with one `Idempotency-Key` the first invites and the others find it.
pub async fn invite_manager(call: Call<Account, Input>) -> Result<Created<ManagerView>, Problem> {
    if let Some(firm) = call.body.firm()? {
        return invite_firm(&call, firm).await;
    }
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let scope = call.body.scope.of_account(account.account_id, &call.read)?;
    let invitee = Invitee::of(&call.app, &call.body, &call.read).await?;
    let (email, mut known) = (&invitee.email, invitee.person);
    // Of who is named by their URL it is not read how often they were mailed today: the write is made
    // as if they were not, and tells if they were.
    let mut room = MailRoom::of(&account, call.app.clock.now()).read(&call.read, [email])?;
    let mut held = Held::default();
    for _ in 0..TRIES {
        let person = known.unwrap_or_else(|| PersonId::new(call.app.clock.precise()));
        let manager = manager(&call, scope.clone(), &invitee, person);
        let write = write(&call, &account, &manager, (&invitee, person), known.map(|_| held));
        match room.take(write, &[(0, email)], Rule::Mails).run().await {
            Ok(()) => return answer(&call, manager).await,
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(Rule::Held, person)) => {
                invitee.check(person.as_ref())?;
                match has_moved(person.as_ref(), email)? {
                    true => known = None,
                    false => held = Held::of(person)?,
                }
            }
            Err(WriteError::Refused(rule, Some(item))) => match rule {
                Rule::New => return answer(&call, Manager::from_item(item)?).await,
                Rule::Address => known = Some(EmailOwner::from_item(item)?.person_id),
                Rule::Once => return Err(is_there(item)?),
                Rule::Mails(of) => {
                    room.learn(of, email, Some(item))?;
                    room.has_room(email).map_err(Problem::mail_limit)?;
                }
                Rule::Refused => return Err(Problem::new(Code::Refused)),
                Rule::Held | Rule::Open => {}
            },
            Err(WriteError::Refused(Rule::Mails(of), None)) => room.learn(of, email, None)?,
            Err(WriteError::Refused(Rule::Open, None)) => return Err(Problem::not_found()),
            // What was in the way is gone.
            Err(WriteError::Refused(_, None)) => {}
        }
    }
    Err(Problem::unavailable("a person kept changing"))
}

/// The answer is the same however often the request is made: the mail is owed by it.
async fn answer(
    call: &Call<Account, Input>,
    manager: Manager,
) -> Result<Created<ManagerView>, Problem> {
    let delivery = manager.accepted_at.is_none().then_some(Delivery::OWED);
    let beside = Beside { delivery, firm: None };
    Ok(Created(ManagerView::of(&call.app, manager, beside).await?))
}

fn manager(
    call: &Call<Account, Input>,
    scope: Scope,
    invitee: &Invitee,
    person_id: PersonId,
) -> Manager {
    Manager {
        account_id: call.who.account,
        manager_id: ManagerId::from_ulid(call.ulid),
        who: Who::Person(ManagingPerson { person_id, email: invitee.email.clone(), name: None }),
        scope,
        invited_at: call.app.clock.now(),
        invited_by: call.who.caller.actor.clone(),
        mail_id: Some(MailId::from_ulid(call.ulid)),
        accepted_at: None,
        resent_at: vec![],
        version: 1,
    }
}

fn write<'c>(
    call: &'c Call<Account, Input>,
    account: &AccountItem,
    manager: &Manager,
    (invitee, person_id): (&Invitee, PersonId),
    held: Option<Held>,
) -> Write<'c, Rule> {
    let (account_id, email) = (manager.account_id, &invitee.email);
    let invited = Invited::as_manager(manager, person_id);
    let write = call.app.table.write().create(manager, Rule::New);
    let write = write.check(&account.key(), Condition::Present, Rule::Open);
    let write = match held {
        None => {
            let owner = EmailOwner { email: email.clone(), person_id };
            let person = Person::new(person_id, email.clone());
            let person = Person { invited_to_manage: 1, ..person };
            write.create(&owner, Rule::Address).create(&person, Rule::Address)
        }
        Some(held) => {
            let invited = Change::of(keys::person(person_id)).count("invited_to_manage", 1);
            let write =
                write.check(&keys::context(person_id, account_id), Condition::Absent, Rule::Once);
            let write = write.change(invited, invitee.named(held.unchanged_at(email)), Rule::Held);
            held.consents(write, account_id, Rule::Refused)
        }
    };
    let subject = ("manager", manager.manager_id.to_string());
    let changes = json!({ "email": email, "scope": manager.scope });
    let actor = &call.who.caller.actor;
    let event = call.event(account_id, actor, Action::ManagerInvited, subject, changes);
    let mail_id = MailId::from_ulid(call.ulid);
    let mail = invitation_mail(mail_id, account, (manager, email), manager.invited_at);
    write.create(&invited, Rule::Once).put(&event).put(&mail)
}

/// The mail that carries a manager's invitation.
pub fn invitation_mail(
    mail_id: MailId,
    account: &AccountItem,
    (manager, to): (&Manager, &Email),
    at: jiff::Timestamp,
) -> Mail {
    let content = Content::ManagerInvitation {
        account: account.name.clone(),
        account_id: manager.account_id,
        manager_id: manager.manager_id,
    };
    Mail::owed(mail_id, manager.account_id, to.clone(), content, at)
}

/// Why somebody cannot be invited who is there already.
fn is_there(item: Item) -> Result<Problem, StoreError> {
    Ok(Problem::new(match role_there(item)? {
        Role::Holder => Code::AccountHolderCannotManage,
        Role::Manager => Code::AlreadyAManager,
        Role::Admin | Role::Driver => Code::AlreadyAUser,
    }))
}
