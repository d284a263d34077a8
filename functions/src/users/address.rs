//! How a user's address is corrected, until it is activated. At another address is another person: the
//! user is theirs from then on, and the older link is dead, as each newer one ends the older.
//!
//! | rule | condition in the write |
//! |---|---|
//! | only until it is activated, and no link of the older address works afterwards | the user and the number of the link are those that were read |
//! | an account has a person once | neither an invitation nor a context of the person lies there |
//! | an address is one person's | nothing lies under the address |
//! | nobody is invited whose own account refuses this one | the person holds none, or the one that does not |
//! | no more mails to strangers than there is room for (53) | the counts of today leave room |
//!
//! Who was only added is mailed nothing at the new address either. What the user has been given
//! meanwhile (courses, training sessions) follows by the table's stream: `workers/corrections.rs`.

use shared::{
    app::App,
    domain::{Email, PersonId},
    http::{Account, Call, Code, Problem},
    table::{
        Change, Condition, Item, Write,
        account::Account as AccountItem,
        invited::Invited,
        keys,
        mail_room::{MailRoom, RoomOf},
        person::{EmailOwner, Person},
        user::User,
    },
};

use super::invitation::{is_there, renewed};
use crate::invitations::consent::{Held, has_moved};

/// The rules that the write holds.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// The person at the new address is nobody to the account.
    Once,
    /// The address is the person's who is known, or nobody's.
    Address,
    /// They hold the account that is known, or none.
    Held,
    /// That account does not refuse this one.
    Refused,
    /// There is room for the mail.
    Mails(RoomOf),
}

/// A new address, and what is known of the person there.
pub struct NewAddress {
    email: Email,
    person: Option<PersonId>,
    /// Who is made if it is nobody's.
    stranger: PersonId,
    held: Held,
    room: MailRoom,
}

impl NewAddress {
    /// An address, by what was read with the caller's standing.
    pub fn read<B>(call: &Call<Account, B>, email: &Email) -> Result<Self, Problem> {
        let account: AccountItem = call.found(&keys::account(call.who.account))?;
        let owner: Option<EmailOwner> = call.read.get(&keys::email(email))?;
        let room = MailRoom::of(&account, call.app.clock.now()).read(&call.read, [email])?;
        Ok(Self {
            email: email.clone(),
            person: owner.map(|owner| owner.person_id),
            stranger: PersonId::new(call.app.clock.precise()),
            held: Held::default(),
            room,
        })
    }

    /// Gives it to a user, if it is another than theirs: with the next link, if they are invited.
    pub fn give(&self, app: &App, user: &mut User) -> Result<(), Problem> {
        if user.email == self.email {
            return Ok(());
        }
        if user.activated_at.is_some() {
            return Err(Problem::new(Code::AlreadyActive));
        }
        user.moves_from.insert(user.person_id);
        user.person_id = self.person.unwrap_or(self.stranger);
        user.email = self.email.clone();
        if let Some(older) = user.invitation.take() {
            self.room.has_room(&self.email).map_err(Problem::mail_limit)?;
            user.invitation = Some(renewed(older, app.clock.now()));
        }
        Ok(())
    }

    /// Adds to a write what becomes of the people at both addresses, and the mail to the newer.
    pub fn write<'t, R: Clone>(
        &self,
        write: Write<'t, R>,
        (old, new): (&User, &User),
        rule: impl Fn(Rule) -> R,
    ) -> Write<'t, R> {
        let (account_id, person_id) = (new.account_id, new.person_id);
        let write = write
            .delete_always(&keys::invited(old.person_id, account_id))
            .create(&Invited::as_user(new), rule(Rule::Once));
        let write = match self.person {
            Some(_) => {
                let context = keys::context(person_id, account_id);
                let invites = (person_id, &self.email, account_id);
                let write = write.check(&context, Condition::Absent, rule(Rule::Once));
                let (held, refused) = (rule(Rule::Held), rule(Rule::Refused));
                self.held.check_at(write, invites, held, refused)
            }
            None => {
                let owner = EmailOwner { email: self.email.clone(), person_id };
                let person = Person::new(person_id, self.email.clone());
                write.create(&owner, rule(Rule::Address)).create(&person, rule(Rule::Address))
            }
        };
        match new.invitation {
            Some(_) => self.room.take(write, &[(0, &self.email)], |of| rule(Rule::Mails(of))),
            None => write,
        }
    }

    /// The write was refused for this, with what lay there: it is tried again with that, or never.
    pub async fn learn(
        &mut self,
        app: &App,
        refused: Rule,
        item: Option<Item>,
    ) -> Result<(), Problem> {
        match refused {
            Rule::Once => return Err(is_there(item)?),
            Rule::Refused => return Err(Problem::new(Code::Refused)),
            Rule::Held if has_moved(item.as_ref(), &self.email)? => self.person = None,
            Rule::Held => self.held = Held::of(item)?,
            Rule::Mails(of) => self.room.learn(of, &self.email, item)?,
            Rule::Address => {
                let owner: Option<EmailOwner> = app.table.get(&keys::email(&self.email)).await?;
                self.person = owner.map(|owner| owner.person_id);
            }
        }
        Ok(())
    }
}

/// Adds to a change of a user that they are at another address.
pub fn moved(change: Change, user: &User) -> Change {
    change
        .set("email", &user.email)
        .set("person_id", user.person_id)
        .set_or_remove("invitation", user.invitation.as_ref())
        .add_to_set("moves_from", &user.moves_from)
}

/// The condition that no newer link was made than that of the user as they were read: sending one
/// again counts as no change of the user.
pub fn same_link(user: &User) -> Condition {
    match &user.invitation {
        Some(invitation) => Condition::is("invitation.number", invitation.number),
        None => Condition::Lacks("invitation.number"),
    }
}
