//! How people are invited to an account, or only added to it: in turn, as many in one write as it
//! takes. Who was added is invited in the same way, later.
//!
//! | rule | condition in the write |
//! |---|---|
//! | never more users than the plan has seats (6) | the account's limit is the one that was read, and its seats in use leave room for these |
//! | an account has a person once | neither an invitation nor a context of the person lies there |
//! | an address is one person's | nothing lies under the address |
//! | nobody is invited whose own account refuses this one | the person holds none, or the one that does not |
//! | nobody is put into a group that is not there | the group is present, and counts its new members |
//! | who was added is invited once, and as they are | the user is the one that was read, and has no invitation |
//! | no more mails to strangers than the account and each of them have room for (53) | the counts of today are those that were read, or leave room |
//!
//! The seat is taken by the user, invited or only added, so nobody is refused at activation. The
//! invitation's mail is owed by the user's own item (its invitation is `queued`). Who is only added
//! has no invitation: nothing is mailed, and nothing tells them of the account.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use shared::{
    domain::{
        Email, GroupId, Invalid, PersonId, PersonName, Phone, Role, UserId, UserStatus,
        event::Action,
    },
    http::{Account, Call, Code, Problem},
    table::{
        Change, Condition, Entity, Item, StoreError, Write, WriteError,
        account::Account as AccountItem,
        event::Event,
        group::Member,
        invited::Invited,
        keys,
        mail::MailStatus,
        mail_room::{MailRoom, RoomOf},
        person::{Context, EmailOwner, Person},
        user::{Invitation, User},
    },
};

use crate::invitations::consent::{Held, has_moved};

/// How long an activation link is good for (rule 8).
pub const GOOD_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The invitation in place of an older one, whose link is dead from then on.
pub fn renewed(older: Invitation, now: Timestamp) -> Invitation {
    Invitation {
        number: older.number + 1,
        status: MailStatus::Queued,
        sent_at: None,
        expires_at: now.saturating_add(GOOD_FOR).unwrap_or(now),
        ..older
    }
}

/// Somebody to invite or to add.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The membership that is made, or is there.
    pub user_id: UserId,
    /// Their address.
    pub email: Email,
    /// The account's own record of the name.
    pub name: Option<PersonName>,
    /// The account's own record of the phone number.
    pub phone: Option<Phone>,
    /// The groups that they are put into.
    pub group_ids: BTreeSet<GroupId>,
    /// The user, if they were added before.
    pub added: Option<Box<User>>,
}

impl Invitee {
    /// Somebody who was added before.
    pub fn added(user: User) -> Self {
        let (name, phone, group_ids) = (None, None, BTreeSet::new());
        let (user_id, email) = (user.user_id, user.email.clone());
        Self { user_id, email, name, phone, group_ids, added: Some(Box::new(user)) }
    }

    /// Whether they take a seat.
    fn is_new(&self) -> bool {
        self.added.is_none()
    }
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
    Added(usize),
    Mails(RoomOf),
}

/// Inviting people to the account of a call, or adding them to it.
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
    /// Whether they are invited now; else they are only added.
    pub invites: bool,
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
    pub async fn run(mut self, invitees: &mut [Invitee]) -> Outcomes {
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
        invitees: &mut [Invitee],
        left: &[usize],
        outcomes: &mut BTreeMap<usize, Result<User, Problem>>,
    ) -> Result<(), Problem> {
        if let Some((number, problem)) = self.without_room(invitees, left) {
            outcomes.insert(number, Err(problem));
            return Ok(());
        }
        let now = self.at_once(invitees, left)?;
        let users: Vec<_> = now.iter().map(|number| self.user(&invitees[*number])).collect();
        let refused = match self.write(&now, invitees, &users).run().await {
            Ok(()) => {
                let seats = now.iter().filter(|number| invitees[**number].is_new()).count();
                self.account.seats_used += u32::try_from(seats).unwrap_or_default();
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
                let email = &invitees[number].email;
                match has_moved(person.as_ref(), email)? {
                    true => drop(self.people.remove(email)),
                    false => drop(self.held.insert(email.clone(), Held::of(person)?)),
                }
            }
            (Rule::Refused(number), _) => {
                outcomes.insert(number, Err(Problem::new(Code::Refused)));
            }
            (Rule::Group(group), _) => {
                let missing = now.into_iter().find(|n| invitees[*n].group_ids.contains(&group));
                let problem = Problem::field("group_ids", Invalid::not_found());
                outcomes.extend(missing.map(|number| (number, Err(problem))));
            }
            (Rule::Added(number), user) => match added_still(&invitees[number], user)? {
                Ok(newer) => invitees[number] = Invitee::added(newer),
                Err(problem) => drop(outcomes.insert(number, Err(problem))),
            },
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
                    let full = || Err(Problem::new(Code::SeatLimitReached));
                    let new = left.iter().filter(|number| invitees[**number].is_new());
                    outcomes.extend(new.map(|number| (*number, full())));
                }
            }
        }
        Ok(())
    }

    /// One of those who are left who has had all the mails of today.
    fn without_room(&self, invitees: &[Invitee], left: &[usize]) -> Option<(usize, Problem)> {
        left.iter().filter(|_| self.invites).find_map(|number| {
            let full = self.room.has_room_for(&invitees[*number].email).err()?;
            Some((*number, Problem::mail_limit(full)))
        })
    }

    /// As many as fit into one write, and there are seats and mails for; one at least, so that the
    /// write tells what is in the way. Of those who share a mailbox one at a time.
    fn at_once(&self, invitees: &[Invitee], left: &[usize]) -> Result<Vec<usize>, Problem> {
        let mut seats = usize::try_from(self.account.free_seats()).unwrap_or(usize::MAX).max(1);
        let room = match self.invites {
            true => self.room.left().map_err(Problem::mail_limit)?,
            false => usize::MAX,
        };
        let (mut groups, mut mailboxes, mut taken) =
            (BTreeSet::<GroupId>::new(), BTreeSet::new(), Vec::new());
        // The account's seats and mails.
        let mut items = 2;
        for number in left {
            let invitee = &invitees[*number];
            let without_seat = invitee.is_new() && seats == 0;
            if without_seat || !mailboxes.insert(invitee.email.mailbox()) {
                continue;
            }
            // The user, the guard, the event; two checks, or person and address; the mailbox's
            // mails; a member each.
            items += 6 + self.held(&invitee.email).looks() + invitee.group_ids.len();
            groups.extend(&invitee.group_ids);
            if taken.len() == room || items + groups.len() > ITEMS && !taken.is_empty() {
                break;
            }
            seats -= usize::from(invitee.is_new());
            taken.push(*number);
        }
        Ok(taken)
    }

    /// How the user is from now on.
    fn user(&self, invitee: &Invitee) -> User {
        let now = self.call.app.clock.now();
        let (invitation, invited_at) = (self.invitation(now), self.invites.then_some(now));
        if let Some(added) = &invitee.added {
            let version = added.version + 1;
            return User { invitation, invited_at, version, ..(**added).clone() };
        }
        let app = &self.call.app;
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
            invitation,
            invited_at,
            activated_at: None,
            last_sign_in_at: None,
            moves_from: BTreeSet::new(),
            version: 1,
        }
    }

    fn invitation(&self, now: Timestamp) -> Option<Invitation> {
        self.invites.then(|| Invitation {
            number: 1,
            status: MailStatus::Queued,
            sent_at: None,
            expires_at: now.saturating_add(GOOD_FOR).unwrap_or(now),
            by: self.call.who.caller.actor.clone(),
            resent_at: vec![],
        })
    }

    fn write(&self, numbers: &[usize], invitees: &[Invitee], users: &[User]) -> Write<'_, Rule> {
        let mut write = self.call.app.table.write();
        let (mut joining, mut seats) = (BTreeMap::<GroupId, u32>::new(), 0);
        for (number, user) in numbers.iter().zip(users) {
            write = match &invitees[*number].added {
                Some(added) => self.invite_added(write, *number, added, user),
                None => self.make(write, *number, user),
            };
            let joined = &invitees[*number].group_ids;
            joined.iter().for_each(|group| *joining.entry(*group).or_default() += 1);
            seats += u32::from(invitees[*number].is_new());
            write = write.put(&self.told(user));
        }
        for (group, count) in joining {
            let more = Change::of(keys::group(self.account.account_id, group));
            let more = more.count("member_count", count);
            write = write.change(more, Condition::Present, Rule::Group(group));
        }
        if self.invites {
            let to = numbers.iter().copied().zip(users.iter().map(|user| &user.email));
            write = self.room.take(write, &to.collect::<Vec<_>>(), Rule::Mails);
        }
        if seats > 0 { self.take_seats(write, seats) } else { write }
    }

    /// Adds to a write that a user is made, on both sides.
    fn make<'t>(&self, write: Write<'t, Rule>, number: usize, user: &User) -> Write<'t, Rule> {
        let (account_id, person_id) = (user.account_id, user.person_id);
        let mut write = if self.people.contains_key(&user.email) {
            let context = keys::context(person_id, account_id);
            let write = write.check(&context, Condition::Absent, Rule::Once(number));
            let (held, refused) = (Rule::Held(number), Rule::Refused(number));
            let invites = (person_id, &user.email, account_id);
            self.held(&user.email).check_at(write, invites, held, refused)
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
        write
    }

    /// Adds to a write that a user who was added is invited, on both sides.
    fn invite_added<'t>(
        &self,
        write: Write<'t, Rule>,
        number: usize,
        added: &User,
        user: &User,
    ) -> Write<'t, Rule> {
        let unchanged = Condition::All(vec![
            Condition::is("version", added.version),
            Condition::Lacks("invitation.number"),
        ]);
        let invited = Change::of(user.key())
            .set("invitation", &user.invitation)
            .set("invited_at", user.invited_at)
            .set("version", user.version)
            .places(user.index());
        let write =
            write.change(invited, unchanged, Rule::Added(number)).put(&Invited::as_user(user));
        let (held, refused) = (Rule::Held(number), Rule::Refused(number));
        self.held(&user.email).check(write, (user.person_id, user.account_id), held, refused)
    }

    /// What the trail tells.
    fn told(&self, user: &User) -> Event {
        let action = if self.invites { Action::UserInvited } else { Action::UserAdded };
        let subject = ("user", user.user_id.to_string());
        let changes = json!({ "email": user.email, "name": user.name, "groups": user.group_ids });
        self.call.event(user.account_id, &self.call.who.caller.actor, action, subject, changes)
    }

    fn take_seats<'t>(&self, write: Write<'t, Rule>, count: u32) -> Write<'t, Rule> {
        let account = &self.account;
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

/// The user to invite as they are by now, who was added and has changed since they were read; or
/// why they cannot be invited: as another than the caller looked at, they are not.
fn added_still(invitee: &Invitee, now: Option<Item>) -> Result<Result<User, Problem>, StoreError> {
    let Some(now) = now.map(User::from_item).transpose()? else {
        return Ok(Err(Problem::not_found()));
    };
    let is_same = invitee.added.as_ref().is_some_and(|was| {
        (&was.email, was.role, &was.group_ids) == (&now.email, now.role, &now.group_ids)
    });
    let still = now.status() == UserStatus::Added && is_same;
    Ok(if still { Ok(now) } else { Err(Problem::new(Code::AlreadyAUser)) })
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
