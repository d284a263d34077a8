//! How a course is assigned to users: in writes of many users each, every one whole or not at all.
//!
//! | rule | condition in the write |
//! |---|---|
//! | the pool never goes below zero, however many assign at once (15) | as many licences are left as the write takes |
//! | one round of a course is open at a time (38) | nothing lies under the enrolment's key, or a round that is over, as it was |
//! | nobody is enrolled who is not a user | the user is there, and the person that was read |
//!
//! A refusal tells what lies there now. It concerns one user, or the pool: the write is tried again
//! without that user, or with as many as the pool has licences for.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;
use shared::{
    app::App,
    domain::{
        AccountId, CourseId, Day, EnrolmentId, EventId, UserId,
        enrolment::{Phase, Results, Window},
        event::Action,
    },
    http::{Account, Call, Problem},
    table::{
        Condition, Entity, Item, Items, Key, Write, WriteError,
        enrolment::{Enrolment, FIRST_ROUND},
        event::Event,
        keys,
        pool::Pool,
        user::User,
    },
};
use ulid::Ulid;

use super::{revocation::end_left_behind, rounds};

/// A course that is being assigned.
pub struct Assigning<'a, B> {
    /// By whom, and where.
    pub call: &'a Call<Account, B>,
    /// Which course.
    pub course: CourseId,
    /// When it opens and is due.
    pub window: Window,
    /// The day that it is due on, where one was named.
    pub due_on: Option<Day>,
    /// When it is assigned, to the millisecond.
    pub at: Timestamp,
}

/// What became of a user.
pub enum Outcome {
    /// They have access by this call.
    Enrolled(Enrolment),
    /// They had access.
    Already(Enrolment),
    /// No licence was left for them.
    NoLicence,
    /// They are no user of the account, or none that the caller may see.
    NoUser,
    /// It was not done.
    Failed(Problem),
}

/// Somebody who is to be enrolled.
struct Waiting {
    row: usize,
    user: User,
    /// The round that theirs follows: one that is over.
    over: Option<Enrolment>,
}

#[derive(Clone, Copy)]
enum Rule {
    Enrolment(usize),
    User(usize),
    Room,
}

/// How many items a write takes.
const IN_A_WRITE: usize = 100;
/// How often a write is tried that finds the pool changed, or an enrolment come or gone.
const TRIES: usize = 20;

impl<B> Assigning<'_, B> {
    /// Assigns the course to users, each with the number of their row.
    pub async fn assign(
        &self,
        users: Vec<(usize, User)>,
    ) -> Result<BTreeMap<usize, Outcome>, Problem> {
        let pool: Option<Pool> = self.call.read.get(&self.pool_key())?;
        let there = self.read(&users, pool.as_ref()).await?;
        let mut run = Run { assigning: self, pool, waiting: vec![], outcomes: BTreeMap::new() };
        for (row, user) in users {
            let enrolment = there.get(&self.key(&user))?;
            run.consider(row, user, enrolment).await?;
        }
        run.go().await?;
        Ok(run.outcomes)
    }

    /// What lies there already. For one user the write itself finds that out, if there can be one.
    async fn read(&self, users: &[(usize, User)], pool: Option<&Pool>) -> Result<Items, Problem> {
        match users {
            [] => Ok(Items::default()),
            [_] if pool.is_some_and(|pool| pool.available() > 0) => Ok(Items::default()),
            _ => {
                Ok(self.app().table.get_many(users.iter().map(|(_, user)| self.key(user))).await?)
            }
        }
    }

    fn app(&self) -> &App {
        &self.call.app
    }

    fn pool_key(&self) -> Key {
        keys::pool(self.call.who.account, self.course)
    }

    fn key(&self, user: &User) -> Key {
        keys::enrolment(user.person_id, user.account_id, self.course)
    }

    fn write(&self, pool: &Pool, some: &[Waiting]) -> Write<'_, Rule> {
        let mut write = self.app().table.write();
        for (place, one) in some.iter().enumerate() {
            let (enrolment, rule) = (self.enrolment(one), Rule::Enrolment(place));
            write = match &one.over {
                Some(over) => rounds::follow(write, &enrolment, over, rule),
                None => write.create(&enrolment, rule),
            };
            let same = Condition::is("person_id", one.user.person_id);
            write = write
                .check(&one.user.key(), same, Rule::User(place))
                .put(&self.event(&enrolment, one.over.as_ref()));
        }
        let (taken, left) = pool.take(some.len() as u64);
        let used_up = some.iter().filter_map(|one| one.over.as_ref()).filter(|over| over.licence);
        write.change(taken.count("used_up", used_up.count() as u64), left, Rule::Room)
    }

    fn enrolment(&self, Waiting { user, over, .. }: &Waiting) -> Enrolment {
        let new = Enrolment {
            account_id: user.account_id,
            person_id: user.person_id,
            user_id: user.user_id,
            course_id: self.course,
            enrolment_id: self.id(user.user_id),
            licence: true,
            window: self.window,
            due_on: self.due_on,
            phase: Phase::NotStarted,
            results: Results::new(),
            score: None,
            percent: 0,
            last_activity_at: None,
            recorded: None,
            round: FIRST_ROUND,
            recorded_before: None,
            version: 1,
        };
        new.after(over.as_ref())
    }

    /// The new enrolment of a user. What is random in it is the same whenever a request with one
    /// `Idempotency-Key` is sent again, and another for each user; its time is that of the attempt.
    fn id(&self, user: UserId) -> EnrolmentId {
        let random = self.call.ulid.random() ^ user.ulid().random();
        let millis = u64::try_from(self.at.as_millisecond()).unwrap_or_default();
        EnrolmentId::from_ulid(Ulid::from_parts(millis, random))
    }

    /// Whether an enrolment is what this request made, in an attempt before.
    fn made(&self, there: &Enrolment) -> bool {
        there.enrolment_id.ulid().random() == self.id(there.user_id).ulid().random()
    }

    /// The entry of the trail. It is named as the enrolment is, so that it tells at once whose the
    /// enrolment of this identifier is: see [`assigned`].
    fn event(&self, new: &Enrolment, over: Option<&Enrolment>) -> Event {
        let mut changes = json!({
            "user_id": new.user_id,
            "course_id": new.course_id,
            "starts_at": new.window.starts_at,
            "due_at": new.window.due_at,
            "due_on": new.due_on,
        });
        for (name, value) in rounds::told(over) {
            changes[name] = value;
        }
        let subject = ("enrolment", new.enrolment_id.to_string());
        let who = &self.call.who;
        let (account, actor) = (who.account, &who.caller.actor);
        Event {
            event_id: EventId::from_ulid(new.enrolment_id.ulid()),
            ..self.call.event(account, actor, Action::CourseAssigned, subject, changes)
        }
    }
}

/// Where the trail tells that this enrolment was assigned, if it was.
pub fn assigned_key(account: AccountId, enrolment: EnrolmentId) -> Key {
    keys::event(account, EventId::from_ulid(enrolment.ulid()))
}

/// Whose enrolment an entry of the trail tells of, and in which course, if it tells of this one.
pub fn assigned(event: &Event, enrolment: EnrolmentId) -> Option<(UserId, CourseId)> {
    let is_it = event.action == Action::CourseAssigned && event.subject.id == enrolment.to_string();
    let id = |name| event.changes.get(name).filter(|_| is_it)?.as_str();
    id("user_id")?.parse().ok().zip(id("course_id")?.parse().ok())
}

/// An assignment under way.
struct Run<'a, B> {
    assigning: &'a Assigning<'a, B>,
    pool: Option<Pool>,
    waiting: Vec<Waiting>,
    outcomes: BTreeMap<usize, Outcome>,
}

impl<B> Run<'_, B> {
    /// Decides about a user by what lies there: done with, or waiting for a licence.
    async fn consider(
        &mut self,
        row: usize,
        user: User,
        there: Option<Enrolment>,
    ) -> Result<(), Problem> {
        let (app, now) = (self.assigning.app(), self.assigning.app().clock.now());
        match there {
            Some(old) if self.assigning.made(&old) => {
                self.outcomes.insert(row, Outcome::Enrolled(old));
            }
            Some(old) if old.user_id != user.user_id => {
                end_left_behind(app, &old).await?;
                self.pool = app.table.get(&self.assigning.pool_key()).await?;
                self.waiting.push(Waiting { row, user, over: None });
            }
            Some(old) if !old.is_over(now) => {
                self.outcomes.insert(row, Outcome::Already(old));
            }
            Some(over) => {
                let over = rounds::recorded(app, over).await?;
                self.waiting.push(Waiting { row, user, over });
            }
            None => self.waiting.push(Waiting { row, user, over: None }),
        }
        Ok(())
    }

    /// Enrols those who wait, as long as there are licences.
    async fn go(&mut self) -> Result<(), Problem> {
        let mut tries = 0;
        while !self.waiting.is_empty() && tries < TRIES {
            let left = self.pool.as_ref().map_or(0, Pool::available);
            let count = fitting(&self.waiting).min(left.try_into().unwrap_or(usize::MAX));
            let Some(pool) = self.pool.clone().filter(|_| count > 0) else {
                let none = self.waiting.drain(..).map(|one| (one.row, Outcome::NoLicence));
                self.outcomes.extend(none);
                return Ok(());
            };
            let before = self.waiting.len();
            match self.assigning.write(&pool, &self.waiting[..count]).run().await {
                Ok(()) => self.enrolled(count),
                Err(WriteError::Refused(rule, there)) => self.refused(rule, there).await?,
                Err(WriteError::Store(error)) => return self.give_up(error.into()),
            }
            tries = if self.waiting.len() < before { 0 } else { tries + 1 };
        }
        self.give_up(Problem::unavailable("licences or enrolments kept changing"))
    }

    fn enrolled(&mut self, count: usize) {
        if let Some(pool) = &mut self.pool {
            pool.assigned += count as u64;
        }
        for one in self.waiting.drain(..count) {
            let enrolment = self.assigning.enrolment(&one);
            self.outcomes.insert(one.row, Outcome::Enrolled(enrolment));
        }
    }

    async fn refused(&mut self, rule: Rule, there: Option<Item>) -> Result<(), Problem> {
        match rule {
            Rule::Room => self.pool = there.map(Pool::from_item).transpose()?,
            Rule::User(place) => {
                let one = self.waiting.remove(place);
                match there.map(User::from_item).transpose()? {
                    // Their address was corrected.
                    Some(user) => self.consider(one.row, user, None).await?,
                    None => drop(self.outcomes.insert(one.row, Outcome::NoUser)),
                }
            }
            Rule::Enrolment(place) => {
                let one = self.waiting.remove(place);
                let there = there.map(Enrolment::from_item).transpose()?;
                self.consider(one.row, one.user, there).await?;
            }
        }
        Ok(())
    }

    /// What is not done is to be tried again: as a whole where nothing is done, else row by row.
    fn give_up(&mut self, problem: Problem) -> Result<(), Problem> {
        let done = |outcome: &Outcome| matches!(outcome, Outcome::Enrolled(_));
        if !self.waiting.is_empty() && !self.outcomes.values().any(done) {
            return Err(problem);
        }
        let failed = self.waiting.drain(..).map(|one| (one.row, Outcome::Failed(problem.clone())));
        self.outcomes.extend(failed);
        Ok(())
    }
}

/// How many of those who wait fit in a write: each is three items, or four where a round is over, and the
/// pool is one.
fn fitting(waiting: &[Waiting]) -> usize {
    let mut items = 1;
    let fits = |one: &&Waiting| {
        items += if one.over.is_some() { 4 } else { 3 };
        items <= IN_A_WRITE
    };
    waiting.iter().take_while(fits).count()
}
