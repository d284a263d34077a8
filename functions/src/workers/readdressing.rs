//! What carries a person's address besides their own item follows when they change it: how the
//! accounts have them as a user, as a manager and as the namesake of their own account; who attends a
//! training session or is on a route that is not over; what they want no more mails of. What tells of
//! the past stays as it was: the trail, records, codes, mails.
//!
//! A round looks at some of what lies under the person and changes what still carries an older address,
//! each in a write of its own. Once the end is reached it begins anew, until a whole pass finds
//! nothing: what was accepted or refused under way is found by the next.
//!
//! | rule | condition in the write |
//! |---|---|
//! | nothing gets an address that is the person's no longer | the person has it |
//! | no other change is undone | the item is as it was read |
//! | an open invitation is good at the person's address alone | the link's number is the one that was read, and the next is mailed |

use serde_json::{Value, json};
use shared::{
    app::App,
    domain::{
        AccountId, AccountKind, AccountName,
        event::{Action, Actor, ActorKind},
    },
    http::Problem,
    table::{
        Change, Condition, Entity, Item, Key, Write, WriteError,
        account::Account,
        address_change::Readdressing,
        event::Event,
        invited::Invited,
        keys,
        mail_stop::MailStop,
        manager::Manager,
        person::{Context, Person},
        route::{Assignment, Route, RouteDriver},
        training::{Attendance, TrainingSession},
        user::User,
    },
};

use super::{Record, record::read};
use crate::users::{address::same_link, invitation::renewed};

/// How much of what lies under a person is looked at in one round.
const AT_ONCE: usize = 25;

/// Does the round that a change of address asks for, or its last round.
pub async fn follow(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(told) = read::<Readdressing>(record.new.as_ref())? else { return Ok(()) };
    let job: Option<Readdressing> = app.table.get(&told.key()).await?;
    let Some(job) = job.filter(|job| job.round == told.round) else { return Ok(()) };
    let person: Option<Person> = app.table.get(&keys::person(job.person_id)).await?;
    let next = match person {
        Some(person) => Readdressed { app, job: &job, person }.round().await?,
        None => None,
    };
    let (write, same) = (app.table.write(), job.same_round());
    let write = match next {
        Some(next) => write.change(next, same, ()),
        None => write.delete(&job.key(), same, ()),
    };
    passing(write.run().await)
}

/// A person who has another address.
struct Readdressed<'a> {
    app: &'a App,
    job: &'a Readdressing,
    person: Person,
}

impl Readdressed<'_> {
    /// Does a round; gives the change that asks for the next, if there is to be one.
    async fn round(&self) -> Result<Option<Change>, Problem> {
        // Once, in the first round: what they allow again at the newer one stays so.
        if self.job.round == 0 {
            self.keep_stopped().await?;
        }
        let mut range = keys::everything_of_person(self.person.person_id);
        if let Some(behind) = &self.job.behind {
            range.go_behind(behind);
        }
        let page = self.app.table.page(&range, AT_ONCE, None, false).await?;
        let last = page.items.last().and_then(Key::of).filter(|_| page.next.is_some());
        let mut found = self.job.found;
        for item in self.app.table.get_many(self.others(page.items)?).await?.into_all() {
            found |= self.readdress(item).await?;
        }
        Ok(match (last, found) {
            (Some(last), _) => Some(self.job.another_round(Some(&last.sk), found)),
            (None, true) => Some(self.job.another_round(None, false)),
            (None, false) => None,
        })
    }

    /// The others' items that what lies under the person leads to.
    fn others(&self, own: Vec<Item>) -> Result<Vec<Key>, Problem> {
        let (now, mut others) = (self.app.clock.now(), vec![]);
        for item in own {
            match kind(&item) {
                Some(Context::KIND) => {
                    let Context { account_id, user_id, manager_id, .. } = Context::from_item(item)?;
                    others.push(keys::account(account_id));
                    others.extend(user_id.map(|user| keys::user(account_id, user)));
                    others.extend(manager_id.map(|manager| keys::manager(account_id, manager)));
                }
                Some(Invited::KIND) => others.extend(Invited::from_item(item)?.other_side()),
                Some(Attendance::KIND) => {
                    let one = Attendance::from_item(item)?;
                    let key = keys::training_session(one.account_id, one.session_id);
                    others.extend((one.details.ends_at > now).then_some(key));
                }
                Some(Assignment::KIND) => {
                    let Assignment { account_id, route_id, .. } = Assignment::from_item(item)?;
                    others.push(keys::route(account_id, route_id));
                }
                _ => {}
            }
        }
        Ok(others)
    }

    /// Has an item carry the person's address; tells whether it did not.
    async fn readdress(&self, item: Item) -> Result<bool, Problem> {
        let write = match kind(&item) {
            Some(User::KIND) => self.user(User::from_item(item)?),
            Some(Manager::KIND) => self.manager(&Manager::from_item(item)?),
            Some(Account::KIND) => self.account(&Account::from_item(item)?),
            Some(TrainingSession::KIND) => self.session(TrainingSession::from_item(item)?),
            Some(Route::KIND) => self.route(&Route::from_item(item)?),
            _ => None,
        };
        let Some(write) = write else { return Ok(false) };
        let (person, has_it) = (self.person.key(), self.person.has_same_address());
        passing(write.check(&person, has_it, ()).run().await)?;
        Ok(true)
    }

    fn user(&self, old: User) -> Option<Write<'_, ()>> {
        if old.person_id != self.person.person_id || old.email == self.person.email {
            return None;
        }
        let new = User { email: self.person.email.clone(), ..old.clone() };
        let now = self.app.clock.now();
        let mut change = Change::of(new.key())
            .set("email", &new.email)
            .set("version", new.version + 1)
            .places(new.index());
        if let Some(older) = old.open_invitation(now) {
            change = change.set("invitation", renewed(older.clone(), now));
        }
        let same = Condition::All(vec![Condition::is("version", old.version), same_link(&old)]);
        let subject = ("user", new.user_id.to_string());
        let changes = json!({ "email": { "from": old.email, "to": new.email } });
        let event = self.event(new.account_id, Action::UserChanged, subject, changes);
        Some(self.app.table.write().change(change, same, ()).put(&event))
    }

    fn manager(&self, old: &Manager) -> Option<Write<'_, ()>> {
        let managing = old.person().filter(|one| one.person_id == self.person.person_id)?;
        if managing.email == self.person.email {
            return None;
        }
        let change =
            Change::of(old.key()).set("email", &self.person.email).set("version", old.version + 1);
        let same = Condition::is("version", old.version);
        let subject = ("manager", old.manager_id.to_string());
        let changes = json!({ "email": { "from": managing.email, "to": self.person.email } });
        let event = self.event(old.account_id, Action::ManagerChanged, subject, changes);
        Some(self.app.table.write().change(change, same, ()).put(&event))
    }

    /// A driver's own account is called by their address, as long as they have no name.
    fn account(&self, old: &Account) -> Option<Write<'_, ()>> {
        let id = old.account_id;
        let is_own = self.person.holds.is_some_and(|holds| holds.account_id == id);
        let called = |email| AccountName::of_holder(self.person.name.as_ref(), email);
        let (before, name) = (called(&self.job.from), called(&self.person.email));
        if !is_own || old.kind != AccountKind::Individual || old.name != before || before == name {
            return None;
        }
        let change = Change::of(old.key())
            .set("name", &name)
            .set("version", old.version + 1)
            .index(keys::account_by_name(id, &name.folded()));
        let same = Condition::is("version", old.version);
        let subject = ("account", id.to_string());
        let changes = json!({ "name": { "from": old.name, "to": name } });
        let event = self.event(id, Action::AccountChanged, subject, changes);
        Some(self.app.table.write().change(change, same, ()).put(&event))
    }

    /// Who attends is told nothing of it, and the account by its users' trail: the session is the same.
    fn session(&self, old: TrainingSession) -> Option<Write<'_, ()>> {
        let mut new = TrainingSession { version: old.version + 1, ..old.clone() };
        let own = new.attendees.iter_mut().filter(|one| one.person_id == self.person.person_id);
        own.for_each(|one| one.email = self.person.email.clone());
        let same = Condition::is("version", old.version);
        let differs = new.attendees != old.attendees;
        differs.then(|| self.app.table.write().put_if(&new, same, ()))
    }

    fn route(&self, old: &Route) -> Option<Write<'_, ()>> {
        if old.has_ended(self.app.clock.now()) {
            return None;
        }
        let (id, email) = (self.person.person_id, &self.person.email);
        let own = |(_, one): &(_, &RouteDriver)| one.person_id == id && one.email != *email;
        let (user, _) = old.drivers.iter().find(own)?;
        let change = Change::of(old.key())
            .set(&format!("drivers.{user}.email"), email)
            .set("version", old.version + 1);
        let same = Condition::is("version", old.version);
        Some(self.app.table.write().change(change, same, ()))
    }

    /// Their entry in an account's trail. They did it themselves, under the address that they have.
    fn event(
        &self,
        account: AccountId,
        action: Action,
        subject: (&str, String),
        changes: Value,
    ) -> Event {
        let (id, email) = (self.person.person_id.to_string(), self.person.email.clone());
        let actor = Actor { kind: ActorKind::Person, id: Some(id), email: Some(email) };
        self.app.event(account, &actor, action, subject, changes)
    }

    /// What the reader of the older address wants no more of they do not get at the newer. At the older
    /// it stays so, whoever reads it: others may have a part of the same mailbox.
    async fn keep_stopped(&self) -> Result<(), Problem> {
        let (mut start, range) = (None, keys::mail_stops_of(&self.job.from.mailbox()));
        loop {
            let page = self.app.table.page(&range, AT_ONCE, start, false).await?;
            for item in page.items {
                let stop = MailStop::from_item(item)?;
                let stop = MailStop { email: self.person.email.mailbox(), ..stop };
                passing(self.app.table.write().create(&stop, ()).run().await)?;
            }
            start = page.next;
            if start.is_none() {
                return Ok(());
            }
        }
    }
}

fn kind(item: &Item) -> Option<&str> {
    Some(item.get("entity")?.as_s().ok()?.as_str())
}

/// What has changed meanwhile is looked at again by the next pass.
fn passing(outcome: Result<(), WriteError<()>>) -> Result<(), Problem> {
    match outcome {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
