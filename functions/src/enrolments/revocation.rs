//! How an enrolment ends before its time: revoked, or with its user's membership. One write
//! deletes it and settles its licence, whole or not at all.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a licence returns if, and only if, its enrolment was not started (15) | the enrolment is there and in the phase that decides so |
//!
//! A result that comes in at the same moment is before it, and the licence is used up, or finds
//! the enrolment gone.

use serde_json::json;
use shared::{
    app::App,
    domain::{
        AccountId, CourseId, EnrolmentId, PersonId, UserId,
        enrolment::Phase,
        event::{Action, Actor},
    },
    http::Problem,
    table::{
        Condition, Entity, Key, Write, WriteError,
        enrolment::Enrolment,
        event::Event,
        pool::{Licence, Pool},
    },
};

use super::rounds::delete_past_rounds;
use crate::reports::user_enrolments::enrolments_of;

/// An enrolment that is to end. How far it has come is not known: the write finds out.
pub struct Ending<'a> {
    /// Where it lies.
    pub key: Key,
    /// The account.
    pub account: AccountId,
    /// Which.
    pub enrolment: EnrolmentId,
    /// Of which course.
    pub course: CourseId,
    /// Whose.
    pub user: UserId,
    /// Who ends it.
    pub by: &'a Actor,
}

#[derive(Clone, Copy)]
enum Rule {
    Enrolment,
    Pool,
}

impl Ending<'_> {
    /// Ends it. Tells whether it was there.
    pub async fn run(&self, app: &App) -> Result<bool, Problem> {
        // A phase only ever goes on to the next, and whether there is a licence does not change:
        // so each is tried once.
        for licence in [Some(Licence::Returns), Some(Licence::IsUsedUp), None] {
            match self.write(app, licence).run().await {
                Ok(()) => return Ok(true),
                Err(WriteError::Refused(Rule::Enrolment, Some(there))) => {
                    if Enrolment::from_item(there)?.enrolment_id != self.enrolment {
                        return Ok(false);
                    }
                }
                Err(WriteError::Refused(Rule::Enrolment, None)) => return Ok(false),
                Err(WriteError::Refused(Rule::Pool, _)) => {
                    return Err(Problem::internal("a licence is of no pool"));
                }
                Err(WriteError::Store(error)) => return Err(error.into()),
            }
        }
        Err(Problem::internal("an enrolment is in no phase"))
    }

    /// The write for an enrolment whose licence this becomes of; one that took none has none.
    fn write<'t>(&self, app: &'t App, licence: Option<Licence>) -> Write<'t, Rule> {
        let there = Condition::is("enrolment_id", self.enrolment);
        let took_one = Condition::is("licence", true);
        let decides = match licence {
            Some(Licence::Returns) => vec![took_one, Condition::is("phase", Phase::NotStarted)],
            Some(Licence::IsUsedUp) => {
                let phases = [Phase::Started, Phase::Completed];
                let started = phases.map(|phase| Condition::is("phase", phase));
                vec![took_one, Condition::Any(started.into())]
            }
            None => vec![Condition::Lacks("licence")],
        };
        let condition = Condition::All([vec![there], decides].concat());
        let write = app.table.write().delete(&self.key, condition, Rule::Enrolment);
        let write = write.put(&self.event(app, licence));
        match licence {
            Some(licence) => {
                let pool = Pool::release(self.account, self.course, licence);
                write.change(pool, Condition::Present, Rule::Pool)
            }
            None => write,
        }
    }

    fn event(&self, app: &App, licence: Option<Licence>) -> Event {
        let changes = json!({
            "user_id": self.user,
            "course_id": self.course,
            LICENCE_RETURNED: licence.map(|licence| licence == Licence::Returns),
        });
        let subject = ("enrolment", self.enrolment.to_string());
        app.event(self.account, self.by, Action::CourseRevoked, subject, changes)
    }
}

/// Under this the trail tells whether a licence returned, or is used up; of an enrolment that took none,
/// neither.
pub const LICENCE_RETURNED: &str = "licence_returned";

/// How many enrolments are ended in one round.
const AT_ONCE: usize = 25;

/// Ends some of what a person is enrolled in as this user of an account, each in a write of its
/// own, and tells whether that was all. Done again, it ends what is left. Nothing is added meanwhile
/// where the user is gone, since an assignment has the user's being there as a condition; what the
/// person is enrolled in as another user, by another membership, stays.
pub async fn end_enrolments_of(
    app: &App,
    account: AccountId,
    person: PersonId,
    user: UserId,
) -> Result<bool, Problem> {
    let left_behind = enrolments_of(app, account, person, user).await?;
    for enrolment in left_behind.iter().take(AT_ONCE) {
        ending(enrolment, &Actor::SYSTEM).run(app).await?;
    }
    let no_rounds = delete_past_rounds(app, account, person, user).await?;
    Ok(left_behind.len() <= AT_ONCE && no_rounds)
}

/// The ending of an enrolment that was left behind by a former membership of its person.
pub async fn end_left_behind(app: &App, enrolment: &Enrolment) -> Result<(), Problem> {
    ending(enrolment, &Actor::SYSTEM).run(app).await.map(drop)
}

fn ending<'a>(enrolment: &Enrolment, by: &'a Actor) -> Ending<'a> {
    Ending {
        key: enrolment.key(),
        account: enrolment.account_id,
        enrolment: enrolment.enrolment_id,
        course: enrolment.course_id,
        user: enrolment.user_id,
        by,
    }
}
