//! What is counted: a batch's redeemed and voided codes, an account's enrolments that are alike,
//! each user's enrolments.

use std::collections::HashMap;

use shared::{
    app::App,
    domain::{AccountId, UserId, code::BatchNumber, enrolment::Phase},
    http::Problem,
    table::{
        Change, Condition, Entity, Item,
        batch::{CodeStatus, UsedCode},
        enrolment::Enrolment,
        keys,
        probe::Probe,
        tally::{Delta, Likeness},
        user::UserProgress,
    },
};

use super::Record;

/// By how much counts change.
#[derive(Debug, Default)]
pub struct Counts {
    batches: HashMap<BatchNumber, Uses>,
    tallies: HashMap<(AccountId, Likeness), Delta>,
    users: HashMap<(AccountId, UserId), Courses>,
    probes: HashMap<String, Probe>,
}

/// A user's courses.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Courses {
    assigned: i64,
    completed: i64,
    percents: i64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Uses {
    redeemed: i64,
    voided: i64,
}

/// So many counts fill a write: it takes 100 items, one is the position, and one record adds three.
const MANY: usize = 96;

impl Counts {
    /// Whether there is no room for another record's.
    pub fn are_many(&self) -> bool {
        let counted = self.batches.len() + self.tallies.len() + self.users.len();
        counted + self.probes.len() > MANY
    }

    /// Counts a record.
    pub fn add(&mut self, record: &Record) -> Result<(), Problem> {
        self.count(record, 1)
    }

    /// Takes back what [`Counts::add`] counted.
    pub fn take_back(&mut self, record: &Record) {
        if self.count(record, -1).is_err() {
            tracing::debug!("a record that was not counted cannot be taken back");
        }
    }

    fn count(&mut self, record: &Record, sign: i64) -> Result<(), Problem> {
        if let (None, Some(code)) = (&record.old, read::<UsedCode>(record.new.as_ref())?) {
            let uses = self.batches.entry(code.number()).or_default();
            match code.status {
                CodeStatus::Redeemed => uses.redeemed += sign,
                CodeStatus::Voided => uses.voided += sign,
                CodeStatus::Unused => {}
            }
        }
        if let (None, Some(probe)) = (&record.old, read::<Probe>(record.new.as_ref())?) {
            match sign {
                1 => drop(self.probes.insert(probe.probe.clone(), probe)),
                _ => drop(self.probes.remove(&probe.probe)),
            }
        }
        for (image, sign) in [(&record.old, -sign), (&record.new, sign)] {
            if let Some(enrolment) = read::<Enrolment>(image.as_ref())? {
                let alike = (enrolment.account_id, Likeness::of(&enrolment));
                let delta = self.tallies.entry(alike).or_default();
                *delta = delta.and(Delta::of(&enrolment, sign));
                let user = (enrolment.account_id, enrolment.user_id);
                let courses = self.users.entry(user).or_default();
                courses.assigned += sign;
                courses.completed += sign * i64::from(enrolment.phase == Phase::Completed);
                courses.percents += sign * i64::from(enrolment.percent);
            }
        }
        Ok(())
    }

    /// The changes of the counted items.
    pub fn changes(&self) -> Vec<Change> {
        let batches = self.batches.iter().filter(|(_, uses)| **uses != Uses::default());
        let batches = batches.map(|(number, uses)| {
            Change::of(keys::batch(*number))
                .add("redeemed", uses.redeemed)
                .add("voided", uses.voided)
        });
        let tallies = self.tallies.iter().filter(|(_, delta)| **delta != Delta::default());
        let tallies = tallies.map(|((account, likeness), delta)| delta.change(*account, likeness));
        let users = self.users.iter().filter(|(_, courses)| **courses != Courses::default());
        let users = users.map(|((account, user), courses)| courses.change(*account, *user));
        let probes = self.probes.values().map(Probe::passed);
        batches.chain(tallies).chain(users).chain(probes).collect()
    }

    /// Removes counts that came to nothing. Their being zero is the condition, so one that counts
    /// again at this moment stays; one that is missed is a row that says zero.
    pub async fn tidy(&self, app: &App) {
        let tallies = self.tallies.iter().filter(|(_, delta)| delta.count < 0);
        let tallies = tallies.map(|((account, alike), _)| (alike.key(*account), "count"));
        let users = self.users.iter().filter(|(_, courses)| courses.assigned < 0);
        let users =
            users.map(|((account, user), _)| (keys::user_progress(*account, *user), "assigned"));
        for (key, count) in tallies.chain(users) {
            let zero = Condition::is(count, 0);
            if app.table.write().delete(&key, zero, ()).run().await.is_err() {
                tracing::debug!("a count stays");
            }
        }
    }
}

impl Courses {
    /// The change of the user's counts, made if they are not there.
    fn change(self, account: AccountId, user: UserId) -> Change {
        UserProgress::more(account, user, self.assigned, self.completed, self.percents)
    }
}

/// Reads an image if it is one of these.
pub(super) fn read<E: Entity>(image: Option<&Item>) -> Result<Option<E>, Problem> {
    let of_kind = |item: &&Item| {
        item.get("entity").and_then(|kind| kind.as_s().ok()).is_some_and(|kind| kind == E::KIND)
    };
    Ok(image.filter(of_kind).cloned().map(E::from_item).transpose()?)
}
