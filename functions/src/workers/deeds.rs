//! The audit entries of what users do most: completing modules and courses, and using the account. Their
//! calls write nothing for it: the entries are made from how the items were changed, and are named by
//! that, so making them again changes nothing.

use jiff::Timestamp;
use serde_json::{Value, json};
use shared::{
    app::App,
    domain::{
        AccountId, EventId, PersonId, UserId,
        enrolment::Phase,
        event::{Action, Actor, ActorKind, Changes, Subject},
    },
    http::Problem,
    table::{Items, enrolment::Enrolment, event::Event, keys, user::User},
};
use ulid::Ulid;

use super::{Record, record::read};

/// A day of UTC, in seconds.
const DAY_SECONDS: i64 = 24 * 3_600;

/// What a user did.
struct Deed {
    account: AccountId,
    user: UserId,
    person: PersonId,
    at: Timestamp,
    action: Action,
    subject: (&'static str, String),
    changes: Value,
    /// The thing that was changed, and which of its changes it was: the entry's name follows from both.
    of: (Ulid, u64),
}

/// Writes what the trails tell of the users' deeds that records tell of.
pub async fn tell(app: &App, records: &[&Record]) -> Result<(), Problem> {
    let mut deeds = vec![];
    for record in records {
        deeds.extend(results(record)?);
        deeds.extend(use_of_account(record)?);
    }
    if deeds.is_empty() {
        return Ok(());
    }
    let users = app.table.get_many(deeds.iter().map(|deed| keys::user(deed.account, deed.user)));
    let users = users.await?;
    let events = deeds.into_iter().map(|deed| deed.event(&users)).collect::<Result<Vec<_>, _>>()?;
    Ok(app.table.write_all(&events, &[]).await?)
}

/// The modules that a change of an enrolment completed, and the course if that was all.
fn results(record: &Record) -> Result<Vec<Deed>, Problem> {
    let old = read::<Enrolment>(record.old.as_ref())?;
    let Some((old, new)) = old.zip(read::<Enrolment>(record.new.as_ref())?) else {
        return Ok(vec![]);
    };
    if old.enrolment_id != new.enrolment_id {
        return Ok(vec![]);
    }
    let Some(at) = new.last_activity_at else { return Ok(vec![]) };
    let deed = |action, changes| Deed {
        account: new.account_id,
        user: new.user_id,
        person: new.person_id,
        at,
        action,
        subject: ("enrolment", new.enrolment_id.to_string()),
        changes,
        of: (new.enrolment_id.ulid(), new.version),
    };
    let was_completed = |module| old.results.get(module).is_some_and(|result| result.completed);
    let completed =
        new.results.iter().filter(|(module, result)| result.completed && !was_completed(*module));
    let completed = completed.map(|(module, result)| {
        let changes = json!({
            "user_id": new.user_id, "course_id": new.course_id, "module_id": module, "score": result.score,
        });
        deed(Action::ModuleCompleted, changes)
    });
    let is_done = old.phase != Phase::Completed && new.phase == Phase::Completed;
    let changes = json!({ "user_id": new.user_id, "course_id": new.course_id, "score": new.score });
    let done = is_done.then(|| deed(Action::CourseCompleted, changes));
    Ok(completed.chain(done).collect())
}

/// That a user used the account on another day than the last time. Activating is told as such.
fn use_of_account(record: &Record) -> Result<Option<Deed>, Problem> {
    let old = read::<User>(record.old.as_ref())?.filter(|old| old.activated_at.is_some());
    let Some((old, new)) = old.zip(read::<User>(record.new.as_ref())?) else { return Ok(None) };
    let day = |at: Timestamp| at.as_second().div_euclid(DAY_SECONDS);
    let at = new.last_sign_in_at.filter(|at| old.last_sign_in_at.map(day) != Some(day(*at)));
    Ok(at.map(|at| Deed {
        account: new.account_id,
        user: new.user_id,
        person: new.person_id,
        at,
        action: Action::UserSignedIn,
        subject: ("user", new.user_id.to_string()),
        changes: json!({}),
        of: (new.user_id.ulid(), 0),
    }))
}

impl Deed {
    fn event(self, users: &Items) -> Result<Event, Problem> {
        let user: Option<User> = users.get(&keys::user(self.account, self.user))?;
        let email = user.map(|user| user.email);
        let id = Some(self.person.to_string());
        Ok(Event {
            account_id: self.account,
            event_id: self.id(),
            at: self.at,
            actor: Actor { kind: ActorKind::Person, id, email },
            action: self.action.into(),
            subject: Subject { kind: self.subject.0.into(), id: self.subject.1 },
            changes: if let Value::Object(changes) = self.changes {
                changes
            } else {
                Changes::new()
            },
        })
    }

    /// Follows from what was changed and from which of its changes it was. Times are whole seconds: it
    /// stands behind what else the trail tells of that second, the later change behind the earlier one,
    /// and a course behind its last module.
    fn id(&self) -> EventId {
        let (thing, change) = self.of;
        let later = u128::from(self.action == Action::CourseCompleted);
        let change = u128::from(change & u64::from(u16::MAX));
        let random = (change << 64) | (later << 63) | (thing.random() & ((1 << 63) - 1));
        let millis = u64::try_from(self.at.as_millisecond()).unwrap_or_default() + 999;
        EventId::from_ulid(Ulid::from_parts(millis, random))
    }
}
