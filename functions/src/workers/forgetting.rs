//! Forgets a person (rule 48) whom nobody can sign in as any more: they leave every account, and what
//! names them elsewhere has a pseudonym instead. What is done with each kind of item stands in the table
//! of [`shared::table::personal`]; an employer's records keep name and address for ten years.
//!
//! A round looks at some of what lies under the person, in order; once the end is reached it begins anew,
//! until a whole pass finds nothing: what was accepted or written under way is found by the next.
//!
//! | rule | condition in the write |
//! |---|---|
//! | seats, licences and places come back as they do when somebody leaves | those of leaving, removing and closing |
//! | no other change is undone | the item is as it was read |

mod trail;

use serde_json::json;
use shared::{
    app::App,
    domain::{
        AccountId, AccountKind, Email, Role, UserId,
        event::{Action, Actor, ActorKind},
    },
    http::{Code, Problem},
    table::{
        Change, Condition, Entity, Item, Key, WriteError,
        account::Account,
        batch::UsedCode,
        enrolment::Enrolment,
        event::Event,
        forgetting::{Forgetting, InTrail, Trace, Traced},
        invited::Invited,
        keys,
        manager::Manager,
        person::{Context, Person},
        personal::{self, Forgotten},
        record::{OwnRecord, Record as CourseRecord, UserRecord},
        route::{Assignment, Calendar, Route},
        training::{Attendance, Attendee, TrainingSession},
        user::User,
    },
};

use self::trail::forget_in_trail;
use super::{Record, record::read};
use crate::{
    accounts::close_account::close,
    firms::{call_back::call_back, trail::By},
    managers::removal,
    users::removal as users,
};

/// How much of what lies under a person is looked at in one round.
const AT_ONCE: usize = 25;

/// Does the round that being forgotten asks for, or its last round.
pub async fn follow(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(told) = read::<Forgetting>(record.new.as_ref())? else { return Ok(()) };
    let job: Option<Forgetting> = app.table.get(&told.key()).await?;
    let Some(job) = job.filter(|job| job.round == told.round) else { return Ok(()) };
    let person: Option<Person> = app.table.get(&keys::person(job.person_id)).await?;
    let person = person.ok_or_else(|| Problem::internal("nobody is left to be forgotten"))?;
    let next = Forgot { app, job: &job, person }.round().await?;
    let (write, same) = (app.table.write(), job.same_round());
    let write = match next {
        Some(next) => write.change(next, same, ()),
        None => write.delete(&job.key(), same, ()),
    };
    passing(write.run().await)
}

/// What has come of an item.
enum Step {
    /// There is nothing to do.
    Same,
    /// It is gone, or changed, or to be looked at again.
    Found,
    /// Its trail goes on from there.
    GoesOn(InTrail),
}

/// A person who is forgotten.
struct Forgot<'a> {
    app: &'a App,
    job: &'a Forgetting,
    person: Person,
}

impl Forgot<'_> {
    /// Does a round; gives the change that asks for the next, if there is to be one.
    async fn round(&self) -> Result<Option<Change>, Problem> {
        let mut range = keys::everything_of_person(self.person.person_id);
        let mut behind = self.job.behind.clone();
        if let Some(behind) = &behind {
            range.go_behind(behind);
        }
        let page = self.app.table.page(&range, AT_ONCE, None, false).await?;
        let (mut trail, mut found) = (self.job.trail, self.job.found);
        for item in page.items {
            let key = Key::of(&item);
            match self.forget(item, trail.take()).await? {
                Step::Same => {}
                Step::Found => found = true,
                Step::GoesOn(on) => {
                    return Ok(Some(self.job.another_round(behind.as_deref(), Some(on), true)));
                }
            }
            behind = key.map(|key| key.sk);
        }
        Ok(match (page.next.is_some(), found) {
            (true, _) => Some(self.job.another_round(behind.as_deref(), None, found)),
            (false, true) => Some(self.job.another_round(None, None, false)),
            (false, false) => None,
        })
    }

    async fn forget(&self, item: Item, trail: Option<InTrail>) -> Result<Step, Problem> {
        match kind(&item) {
            Some(Context::KIND) => self.leave(Context::from_item(item)?, trail).await,
            Some(Invited::KIND) => self.decline(&Invited::from_item(item)?, trail).await,
            Some(Trace::KIND) => self.follow_trace(Trace::from_item(item)?, trail).await,
            Some(Attendance::KIND) => self.of_session(&Attendance::from_item(item)?).await,
            Some(Assignment::KIND) => self.of_route(&Assignment::from_item(item)?).await,
            Some(OwnRecord::KIND) => self.of_record(&OwnRecord::from_item(item)?.0).await,
            // Both end with the membership.
            Some(Enrolment::KIND) => Ok(Step::Found),
            Some(Calendar::KIND) => self.of_calendar(&Calendar::from_item(item)?).await,
            Some(kind) if matches!(personal::forgotten(kind), Some(Forgotten::Gone)) => {
                self.delete(Key::of(&item)).await
            }
            _ => Ok(Step::Same),
        }
    }

    /// Leaves an account, once its trail names them no more.
    async fn leave(&self, context: Context, trail: Option<InTrail>) -> Result<Step, Problem> {
        let account = context.account_id;
        let user = context.user_id.map(|user| user.to_string());
        let was = user.or(context.manager_id.map(|manager| manager.to_string()));
        if let Some(on) = forget_in_trail(self, account, was.as_deref(), trail).await? {
            return Ok(Step::GoesOn(on));
        }
        let left = match (context.role, context.user_id, context.manager_id) {
            (Role::Holder, Some(user), _) => self.close(account, user).await,
            (_, Some(user), _) => self.leave_as_user(account, user).await,
            (_, None, Some(manager)) if context.via.is_none() => {
                let event =
                    self.event(account, Action::ManagerLeft, ("manager", manager.to_string()));
                let (write, there) = (self.app.table.write(), Condition::Present);
                let (manager, person) = ((account, manager), self.person.person_id);
                let write = removal::remove_accepted(write, manager, person, there, ());
                passing(write.put(&event).run().await)
            }
            _ => match context.via {
                Some(via) => {
                    let (client, actor) = (keys::client(via.firm_id, account), self.actor());
                    let by = By::FirmPerson(&actor);
                    call_back(self.app, &client, self.person.person_id, by, Action::ManagerLeft)
                        .await
                }
                None => Ok(()),
            },
        };
        gone(left)
    }

    async fn leave_as_user(&self, account: AccountId, user: UserId) -> Result<(), Problem> {
        let Some(user) = self.app.table.get::<User>(&keys::user(account, user)).await? else {
            return Ok(());
        };
        let mut event =
            self.event(account, Action::UserRemoved, ("user", user.user_id.to_string()));
        event.changes.insert("role".to_owned(), json!(user.role));
        users::remove(self.app, user, |_| Ok(()), &event).await
    }

    /// Closes the account that they hold for themselves: one of a company they have handed over.
    async fn close(&self, account: AccountId, user: UserId) -> Result<(), Problem> {
        let (account, user) = (keys::account(account), keys::user(account, user));
        let found = self.app.table.get_many([account.clone(), user.clone()]).await?;
        let (account, user) = (found.get::<Account>(&account)?, found.get::<User>(&user)?);
        let Some((account, user)) = account.zip(user) else { return Ok(()) };
        let groups = self.app.table.groups(account.account_id, user.group_ids.iter().copied());
        let groups = groups.await?.into_iter().map(|group| group.group_id);
        let id = account.account_id;
        let event = self.event(id, Action::AccountClosed, ("account", id.to_string()));
        passing(close(self.app, &account, &user, groups).put(&event).run().await)
    }

    /// Declines what they were invited to or added to, likewise.
    async fn decline(&self, invited: &Invited, trail: Option<InTrail>) -> Result<Step, Problem> {
        let user = invited.user_id.map(|user| user.to_string());
        let was = user.or(invited.manager_id.map(|manager| manager.to_string()));
        if let Some(on) = forget_in_trail(self, invited.account_id, was.as_deref(), trail).await? {
            return Ok(Step::GoesOn(on));
        }
        let Some(side) = invited.other_side() else {
            return self.delete(Some(invited.key())).await;
        };
        let Some(item) = self.app.table.get_many([side]).await?.into_all().next() else {
            return self.delete(Some(invited.key())).await;
        };
        let account = invited.account_id;
        let declined = if kind(&item) == Some(User::KIND) {
            let user = User::from_item(item)?;
            let subject = ("user", user.user_id.to_string());
            let event = self.event(account, Action::UserDeclined, subject);
            users::remove(self.app, user, |_| Ok(()), &event).await
        } else {
            let manager = Manager::from_item(item)?;
            let subject = ("manager", manager.manager_id.to_string());
            let event = self.event(account, Action::ManagerDeclined, subject);
            let open = Condition::All(vec![Condition::Present, Condition::Lacks("accepted_at")]);
            let write = removal::remove(self.app.table.write(), &manager, open, ());
            passing(write.put(&event).run().await)
        };
        gone(declined)
    }

    async fn follow_trace(&self, trace: Trace, trail: Option<InTrail>) -> Result<Step, Problem> {
        let key = trace.key();
        match trace.of {
            Traced::Account { account_id, was } => {
                if let Some(on) = forget_in_trail(self, account_id, Some(&was), trail).await? {
                    return Ok(Step::GoesOn(on));
                }
            }
            Traced::Code { batch, index } => {
                let code: Option<UsedCode> = self.app.table.get(&keys::code(batch, index)).await?;
                if let Some(code) = code {
                    trail::forget_in_code(self, &code).await?;
                }
            }
        }
        self.delete(Some(key)).await
    }

    /// A session that is over has an attendee without a name. What is still to come ends with the
    /// membership.
    async fn of_session(&self, one: &Attendance) -> Result<Step, Problem> {
        let key = keys::training_session(one.account_id, one.session_id);
        let Some(old) = self.app.table.get::<TrainingSession>(&key).await? else {
            return self.delete(Some(one.key())).await;
        };
        let mut new = TrainingSession { version: old.version + 1, ..old.clone() };
        let theirs = |attendee: &&mut Attendee| attendee.person_id == self.person.person_id;
        let Some(own) = new.attendees.iter_mut().find(theirs) else {
            return self.delete(Some(one.key())).await;
        };
        if old.details.ends_at > self.app.clock.now() {
            return Ok(Step::Found);
        }
        (own.email, own.name) = (self.pseudonym().clone(), None);
        let same = Condition::is("version", old.version);
        let write = self.app.table.write().put_if(&new, same, ());
        passing(write.delete(&one.key(), Condition::Present, ()).run().await)?;
        Ok(Step::Found)
    }

    /// Likewise a route.
    async fn of_route(&self, one: &Assignment) -> Result<Step, Problem> {
        let key = keys::route(one.account_id, one.route_id);
        let Some(old) = self.app.table.get::<Route>(&key).await? else {
            return self.delete(Some(one.key())).await;
        };
        let own = old.drivers.iter().find(|(_, one)| one.person_id == self.person.person_id);
        let Some((user, _)) = own else { return self.delete(Some(one.key())).await };
        if !old.has_ended(self.app.clock.now()) {
            return Ok(Step::Found);
        }
        let change = Change::of(key)
            .set(&format!("drivers.{user}.email"), &self.person.email)
            .remove(&format!("drivers.{user}.name"))
            .set("version", old.version + 1);
        let same = Condition::is("version", old.version);
        let write = self.app.table.write().change(change, same, ());
        passing(write.delete(&one.key(), Condition::Present, ()).run().await)?;
        Ok(Step::Found)
    }

    async fn of_calendar(&self, calendar: &Calendar) -> Result<Step, Problem> {
        let now = self.app.clock.now();
        match calendar.engagements.iter().any(|one| one.ends_at > now) {
            true => Ok(Step::Found),
            false => self.delete(Some(calendar.key())).await,
        }
    }

    /// The employer's record keeps name and address until ten years after it has ended. That of the
    /// account that they held for themselves is no employer's, and goes.
    async fn of_record(&self, record: &CourseRecord) -> Result<Step, Problem> {
        let of_user = UserRecord::of(record).key();
        let both = [keys::record(record.account_id, record.record_id), of_user];
        let kind = self.app.table.account_kind(record.account_id).await?;
        for key in both {
            let write = self.app.table.write();
            let write = match kind {
                Some(AccountKind::Individual) => write.delete_always(&key),
                _ => {
                    let kept = Change::of(key).set(keys::TTL, record.kept_until());
                    write.change(kept, Condition::Present, ())
                }
            };
            passing(write.run().await)?;
        }
        self.delete(Some(OwnRecord(record.clone()).key())).await
    }

    async fn delete(&self, key: Option<Key>) -> Result<Step, Problem> {
        if let Some(key) = key {
            passing(self.app.table.write().delete_always(&key).run().await)?;
        }
        Ok(Step::Found)
    }

    /// Who they are to all who read of what they did.
    fn actor(&self) -> Actor {
        let id = Some(self.person.person_id.to_string());
        Actor { kind: ActorKind::Person, id, email: Some(self.pseudonym().clone()) }
    }

    fn pseudonym(&self) -> &Email {
        &self.person.email
    }

    fn event(&self, account: AccountId, action: Action, subject: (&str, String)) -> Event {
        let changes = json!({ "email": self.pseudonym() });
        self.app.event(account, &self.actor(), action, subject, changes)
    }
}

fn kind(item: &Item) -> Option<&str> {
    Some(item.get("entity")?.as_s().ok()?)
}

/// What was gone already is looked at again by the next pass.
fn gone(outcome: Result<(), Problem>) -> Result<Step, Problem> {
    match outcome {
        Err(problem) if problem.code != Code::NotFound => Err(problem),
        _ => Ok(Step::Found),
    }
}

/// What has changed meanwhile is looked at again by the next pass.
fn passing(outcome: Result<(), WriteError<()>>) -> Result<(), Problem> {
    match outcome {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
