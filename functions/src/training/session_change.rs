//! One step of a session, from how it was to how it is: both sides of it, the mails that are owed
//! and the audit trail, in one write.
//!
//! That the session is as it was read (or not there yet) is the condition for all of it, so of two
//! changes at once one looks again. That a user is there, the same person at the same address, who comes to attend is another: somebody
//! who was removed is put on no session afterwards. Where one that has begun is held anew, those who
//! stay must be there as well: that nobody has left the account since then is one condition for all.

use shared::{
    app::App,
    domain::{AccountName, Invalid, UserId, event::Actor},
    http::Problem,
    table::{
        Condition, Entity, Item, Key, Write, WriteError,
        account::Account,
        keys,
        training::{Attendance, Attendee, TrainingSession},
    },
};

/// A step of a session.
pub struct Step<'a> {
    /// The name of the account.
    pub account: &'a AccountName,
    /// Who takes it.
    pub by: &'a Actor,
    /// What it does.
    pub does: Does<'a>,
}

/// What a step does to a session.
#[derive(Clone, Copy)]
pub enum Does<'a> {
    /// Makes it.
    Make(&'a TrainingSession),
    /// Makes another of it.
    Change {
        /// How it was.
        old: &'a TrainingSession,
        /// How it is to be.
        new: &'a TrainingSession,
        /// The account as it was read before its users were, if none of them may have left since.
        all_of: Option<&'a Account>,
    },
    /// Cancels it.
    Cancel(&'a TrainingSession),
}

/// Why a step was not taken.
pub enum NotTaken {
    /// The session is another than was read; as it is now, if it is there.
    Changed(Option<Item>),
    /// A user who was to attend is not there.
    Gone(UserId),
    /// Somebody has left the account; as it is now, if it is there.
    Left(Option<Item>),
    /// Something else.
    Because(Problem),
}

#[derive(Clone, Copy)]
enum Rule {
    Unchanged,
    There(UserId),
    NobodyLeft,
}

/// The most items that one write takes.
const ITEMS: usize = 100;

impl<'a> Step<'a> {
    /// Takes it.
    pub async fn take(&self, app: &App) -> Result<(), NotTaken> {
        let (put, mails) = (self.put(), self.mails(app));
        let removed = self.removed(&put);
        let joining: Vec<_> = self.joining().collect();
        if 3 + removed.len() + put.len() + joining.len() + mails.len() > ITEMS {
            return Err(NotTaken::Because(too_much()));
        }
        let event = self.event(app);
        let mut write = self.session(app.table.write()).put(&event);
        for key in &removed {
            write = write.delete(key, Condition::Present, Rule::Unchanged);
        }
        for attendance in &put {
            write = write.put(attendance);
        }
        for Attendee { user_id, person_id, email, .. } in joining {
            let key = keys::user(event.account_id, *user_id);
            let same = [Condition::is("person_id", person_id), Condition::is("email", email)];
            write = write.check(&key, Condition::All(same.into()), Rule::There(*user_id));
        }
        if let Does::Change { all_of: Some(account), .. } = self.does {
            write = write.check(&account.key(), account.nobody_left(), Rule::NobodyLeft);
        }
        for mail in &mails {
            write = write.put(mail);
        }
        write.run().await.map_err(|error| match error {
            WriteError::Refused(Rule::Unchanged, item) => NotTaken::Changed(item),
            WriteError::Refused(Rule::There(user), None) => NotTaken::Gone(user),
            WriteError::Refused(Rule::There(_), Some(_)) => {
                NotTaken::Because(Problem::unavailable("a user's address is another by now"))
            }
            WriteError::Refused(Rule::NobodyLeft, item) => NotTaken::Left(item),
            WriteError::Store(error) => NotTaken::Because(error.into()),
        })
    }

    /// The account's side.
    fn session<'t>(&self, write: Write<'t, Rule>) -> Write<'t, Rule> {
        let unchanged = |old: &TrainingSession| Condition::is("version", old.version);
        match self.does {
            Does::Make(new) => write.create(new, Rule::Unchanged),
            Does::Change { old, new, .. } => write.put_if(new, unchanged(old), Rule::Unchanged),
            Does::Cancel(old) => write.delete(&old.key(), unchanged(old), Rule::Unchanged),
        }
    }

    /// The session before, if it was there.
    pub(super) fn before(&self) -> Option<&'a TrainingSession> {
        match self.does {
            Does::Make(_) => None,
            Does::Change { old, .. } | Does::Cancel(old) => Some(old),
        }
    }

    /// The session after, if it is there.
    pub(super) fn after(&self) -> Option<&'a TrainingSession> {
        match self.does {
            Does::Make(new) | Does::Change { new, .. } => Some(new),
            Does::Cancel(_) => None,
        }
    }

    /// The attendances that are not there any more, or not under this start. That of somebody who
    /// left the account and came again, to attend as another user, lies under the same key.
    fn removed(&self, put: &[Attendance]) -> Vec<Key> {
        let Some(old) = self.before() else { return vec![] };
        let starts_at = old.details.starts_at;
        let moves = self.after().is_some_and(|new| new.details.starts_at != starts_at);
        let moving = self.staying().filter(|_| moves);
        let gone = self.leaving().chain(moving).map(|one| Attendance::of(old, one).key());
        gone.filter(|key| put.iter().all(|attendance| attendance.key() != *key)).collect()
    }

    /// The attendances that are new, or say something new.
    fn put(&self) -> Vec<Attendance> {
        let Some(new) = self.after() else { return vec![] };
        let changing = self.staying().filter(|_| self.changes_details());
        self.joining().chain(changing).map(|attendee| Attendance::of(new, attendee)).collect()
    }

    /// Whether it is told to those who attend before and after.
    pub(super) fn changes_details(&self) -> bool {
        matches!(self.does, Does::Change { old, new, .. } if old.details != new.details)
    }

    /// Who attends before and not after.
    pub(super) fn leaving(&self) -> impl Iterator<Item = &'a Attendee> + use<'a> {
        let new = self.after();
        let stays = move |attendee: &Attendee| new.is_some_and(|new| new.has_person(attendee));
        attendees(self.before()).filter(move |attendee| !stays(attendee))
    }

    /// Who attends after and not before.
    pub(super) fn joining(&self) -> impl Iterator<Item = &'a Attendee> + use<'a> {
        let old = self.before();
        let was = move |attendee: &Attendee| old.is_some_and(|old| old.has_person(attendee));
        attendees(self.after()).filter(move |attendee| !was(attendee))
    }

    /// Who attends before and after.
    pub(super) fn staying(&self) -> impl Iterator<Item = &'a Attendee> + use<'a> {
        let old = self.before();
        let was = move |attendee: &Attendee| old.is_some_and(|old| old.has_person(attendee));
        attendees(self.after()).filter(move |attendee| was(attendee))
    }
}

fn attendees(of: Option<&TrainingSession>) -> impl Iterator<Item = &Attendee> {
    of.into_iter().flat_map(|session| &session.attendees)
}

fn too_much() -> Problem {
    let detail = "Too many attendees are exchanged at once: take some off first, then add others.";
    Problem::field("user_ids", Invalid::new("too_many_changes", detail))
}
