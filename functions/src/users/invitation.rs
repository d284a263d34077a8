//! How people are invited to an account: in turn, as many in one write as it takes.
//!
//! | rule | condition in the write |
//! |---|---|
//! | never more users than the plan has seats (6) | the account's limit is the one that was read, and its seats in use leave room for these |
//! | an account has a person once | neither an invitation nor a context of the person lies there |
//! | an address is one person's | nothing lies under the address |
//! | nobody is invited whose own account refuses this one | the person holds none, or the one that does not |
//! | nobody is put into a group that is not there | the group is present, and counts its new members |
//! | no more mails to strangers than the account and each of them have room for (53) | the counts of today are those that were read, or leave room |
//!
//! The seat is taken by the invitation, so nobody is refused at activation. The invitation's mail
//! is owed by the user's own item (its invitation is `queued`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::SignedDuration;
use serde_json::json;
use shared::{
    domain::{Email, GroupId, Invalid, PersonId, PersonName, Phone, Role, UserId, event::Action},
    http::{Account, Call, Code, Problem},
    table::{
        Change, Condition, Entity, Item, StoreError, Write, WriteError,
        account::Account as AccountItem,
        group::Member,
        invited::Invited,
        keys,
        mail::MailStatus,
        mail_room::{MailRoom, RoomOf},
        person::{Context, EmailOwner, Person},
        user::{Invitation, User},
    },
};

use crate::invitations::consent::Held;

/// How long an activation link is good for (rule 8).
pub const GOOD_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Somebody to invite.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The membership that is made.
    pub user_id: UserId,
    /// Their address.
    pub email: Email,
    /// The account's own record of the name.
    pub name: Option<PersonName>,
    /// The account's own record of the phone number.
    pub phone: Option<Phone>,
    /// The groups that they are put into.
    pub group_ids: BTreeSet<GroupId>,
}

/// The rules that the write holds; the number is an invitee's.
#[derive(Clone, Copy)]
enum Rule {
    Seats,
    Once(usize),
    Address(usize),
    Held(usize),
    Refused(usize),
    Group(GroupId),
    Mails(RoomOf),
}

/// Inviting people to the account of a call.
pub struct Inviting<'c, B, Q> {
    /// The call.
    pub call: &'c Call<Account, B, Q>,
    /// The account as it was read last.
    pub account: AccountItem,
    /// Whose the addresses are, as far as they are anybody's.
    pub people: HashMap<Email, PersonId>,
    /// Which accounts they hold, as far as they turned out to hold any.
    pub held: HashMap<Email, Held>,
    /// The room for mails to them.
    pub room: MailRoom,
}

/// What became of each invitee.
pub type Outcomes = Vec<Result<User, Problem>>;

/// How many items a write takes.
const ITEMS: usize = 100;
/// How often others may get in between, besides once for each invitee.
const TRIES: usize = 16;

impl<B, Q> Inviting<'_, B, Q> {
    /// Invites, and tells what became of each, in order. What goes wrong on the way is the answer
    /// to all who are left then.
    pub async fn run(mut self, invitees: &[Invitee]) -> Outcomes {
        let mut outcomes: BTreeMap<usize, Result<User, Problem>> = BTreeMap::new();
        let mut tries = TRIES + 3 * invitees.len();
        loop {
            let left: Vec<_> =
                (0..invitees.len()).filter(|number| !outcomes.contains_key(number)).collect();
            if left.is_empty() {
                return outcomes.into_values().collect();
            }
            tries -= 1;
            let step = match tries {
                0 => Err(Problem::unavailable("an account kept changing")),
                _ => self.step(invitees, &left, &mut outcomes).await,
            };
            if let Err(problem) = step {
                outcomes.extend(left.into_iter().map(|number| (number, Err(problem.clone()))));
            }
        }
    }

    /// Invites the first of those who are left, or learns what is in their way.
    async fn step(
        &mut self,
        invitees: &[Invitee],
        left: &[usize],
        outcomes: &mut BTreeMap<usize, Result<User, Problem>>,
    ) -> Result<(), Problem> {
        if let Some((number, problem)) = self.without_room(invitees, left) {
            outcomes.insert(number, Err(problem));
            return Ok(());
        }
        let now = self.at_once(invitees, left)?;
        let users: Vec<_> = now.iter().map(|number| self.user(&invitees[*number])).collect();
        let refused = match self.write(&now, &users).run().await {
            Ok(()) => {
                self.account.seats_used += u32::try_from(now.len()).unwrap_or_default();
                self.room.forget(users.iter().map(|user| &user.email));
                outcomes.extend(now.into_iter().zip(users.into_iter().map(Ok)));
                return Ok(());
            }
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(rule, item)) => (rule, item),
        };
        match refused {
            (Rule::Once(number), item) => {
                outcomes.insert(number, Err(is_there(item)?));
            }
            (Rule::Held(number), person) => {
                self.held.insert(invitees[number].email.clone(), Held::of(person)?);
            }
            (Rule::Refused(number), _) => {
                outcomes.insert(number, Err(Problem::new(Code::Refused)));
            }
            (Rule::Group(group), _) => {
                let missing = now.into_iter().find(|n| invitees[*n].group_ids.contains(&group));
                let problem = Problem::field("group_ids", Invalid::not_found());
                outcomes.extend(missing.map(|number| (number, Err(problem))));
            }
            (Rule::Address(number), _) => self.learn(&invitees[number].email).await?,
            (Rule::Mails(of), item) => {
                let receiver = match of {
                    RoomOf::Account => now[0],
                    RoomOf::Receiver(number) => number,
                };
                self.room.learn(of, &invitees[receiver].email, item)?;
            }
            (Rule::Seats, item) => {
                self.account = AccountItem::from_item(item.ok_or_else(Problem::not_found)?)?;
                if self.account.free_seats() == 0 {
                    return Err(Problem::new(Code::SeatLimitReached));
                }
            }
        }
        Ok(())
    }

    /// One of those who are left who has had all the mails of today.
    fn without_room(&self, invitees: &[Invitee], left: &[usize]) -> Option<(usize, Problem)> {
        left.iter().find_map(|number| {
            let full = self.room.has_room_for(&invitees[*number].email).err()?;
            Some((*number, Problem::mail_limit(full)))
        })
    }

    /// As many as fit into one write, and there are seats and mails for; one at least, so that the
    /// write tells what is in the way. Of those who share a mailbox one at a time.
    fn at_once(&self, invitees: &[Invitee], left: &[usize]) -> Result<Vec<usize>, Problem> {
        let seats = usize::try_from(self.account.free_seats()).unwrap_or(usize::MAX).max(1);
        let room = seats.min(self.room.left().map_err(Problem::mail_limit)?);
        let (mut groups, mut mailboxes, mut taken) =
            (BTreeSet::<GroupId>::new(), BTreeSet::new(), Vec::new());
        // The account's seats and mails.
        let mut items = 2;
        for number in left {
            let invitee = &invitees[*number];
            if !mailboxes.insert(invitee.email.mailbox()) {
                continue;
            }
            // The user, the guard, the event; two checks, or person and address; the mailbox's
            // mails; a member each.
            items += 6 + self.held(&invitee.email).looks() + invitee.group_ids.len();
            groups.extend(&invitee.group_ids);
            if taken.len() == room || items + groups.len() > ITEMS && !taken.is_empty() {
                break;
            }
            taken.push(*number);
        }
        Ok(taken)
    }

    fn user(&self, invitee: &Invitee) -> User {
        let app = &self.call.app;
        let now = app.clock.now();
        let person_id = self.people.get(&invitee.email).copied();
        User {
            account_id: self.account.account_id,
            user_id: invitee.user_id,
            person_id: person_id.unwrap_or_else(|| PersonId::new(app.clock.precise())),
            email: invitee.email.clone(),
            name: invitee.name.clone(),
            phone: invitee.phone.clone(),
            role: Role::Driver,
            group_ids: invitee.group_ids.clone(),
            invitation: Some(Invitation {
                number: 1,
                status: MailStatus::Queued,
                sent_at: None,
                expires_at: now.saturating_add(GOOD_FOR).unwrap_or(now),
                by: self.call.who.caller.actor.clone(),
                resent_at: vec![],
            }),
            invited_at: Some(now),
            activated_at: None,
            last_sign_in_at: None,
            version: 1,
        }
    }

    fn write(&self, numbers: &[usize], users: &[User]) -> Write<'_, Rule> {
        let mut write = self.call.app.table.write();
        let mut joining = BTreeMap::<GroupId, u32>::new();
        for (number, user) in numbers.iter().zip(users) {
            write = self.invite(write, *number, user);
            user.group_ids.iter().for_each(|group| *joining.entry(*group).or_default() += 1);
        }
        for (group, count) in joining {
            let more = Change::of(keys::group(self.account.account_id, group));
            let more = more.count("member_count", count);
            write = write.change(more, Condition::Present, Rule::Group(group));
        }
        let to: Vec<_> =
            numbers.iter().copied().zip(users.iter().map(|user| &user.email)).collect();
        self.take_seats(self.room.take(write, &to, Rule::Mails), users.len())
    }

    fn invite<'t>(&self, write: Write<'t, Rule>, number: usize, user: &User) -> Write<'t, Rule> {
        let (account_id, person_id) = (user.account_id, user.person_id);
        let mut write = if self.people.contains_key(&user.email) {
            let context = keys::context(person_id, account_id);
            let write = write.check(&context, Condition::Absent, Rule::Once(number));
            let (held, refused) = (Rule::Held(number), Rule::Refused(number));
            self.held(&user.email).check(write, (person_id, account_id), held, refused)
        } else {
            let owner = EmailOwner { email: user.email.clone(), person_id };
            let person = Person::new(person_id, user.email.clone());
            write.create(&owner, Rule::Address(number)).create(&person, Rule::Address(number))
        };
        write = write.create(&Invited::as_user(user), Rule::Once(number)).put(user);
        for group_id in &user.group_ids {
            let user_id = user.user_id;
            write = write.put(&Member { account_id, group_id: *group_id, user_id });
        }
        let subject = ("user", user.user_id.to_string());
        let changes = json!({ "email": user.email, "name": user.name, "groups": user.group_ids });
        let actor = &self.call.who.caller.actor;
        write.put(&self.call.event(account_id, actor, Action::UserInvited, subject, changes))
    }

    fn take_seats<'t>(&self, write: Write<'t, Rule>, count: usize) -> Write<'t, Rule> {
        let account = &self.account;
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let taken = Change::of(account.key()).count("seats_used", count);
        let room = Condition::All(vec![
            Condition::is("seat_limit", account.seat_limit),
            Condition::less("seats_used", (account.seat_limit + 1).saturating_sub(count)),
        ]);
        write.change(taken, room, Rule::Seats)
    }

    fn held(&self, email: &Email) -> Held {
        self.held.get(email).copied().unwrap_or_default()
    }

    /// Learns whose an address is by now.
    async fn learn(&mut self, email: &Email) -> Result<(), Problem> {
        let owner: Option<EmailOwner> = self.call.app.table.get(&keys::email(email)).await?;
        self.people.extend(owner.map(|owner| (owner.email, owner.person_id)));
        Ok(())
    }
}

/// What somebody is to the account who is there already, or is invited to be.
pub fn role_there(item: Item) -> Result<Role, StoreError> {
    match Invited::from_item(item.clone()) {
        Ok(invited) => Ok(invited.role),
        Err(_) => Ok(Context::from_item(item)?.role),
    }
}

/// Why somebody cannot be invited who is there already.
pub fn is_there(item: Option<Item>) -> Result<Problem, StoreError> {
    let item = item.ok_or_else(|| StoreError("a refusal without its item".into()))?;
    Ok(Problem::new(match role_there(item)? {
        Role::Manager => Code::AlreadyAManager,
        Role::Holder | Role::Admin | Role::Driver => Code::AlreadyAUser,
    }))
}
