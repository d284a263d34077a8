//! Reminders (rule 39): of courses seven days and one day before they are due and once after, of
//! invitations that are open for three and ten days, and every week of what waits in an account. Every
//! hour all those are made whose moment has come since the last time, by the day on which something is
//! due or was made.
//!
//! | rule | what holds it |
//! |---|---|
//! | nobody is reminded twice of the same | the mail is named by what it reminds of and for when, and is created only where it is not there |
//! | none is lost when a run fails or is cut off | the cursor moves on when the mails of what it passes are written |
//! | of two runs at once one stops | the cursor moves only from where it was read |
//! | none of what is done, removed or ended by then | it is looked at when the reminder is made, and when its turn to be sent has come |
//! | after a pause what still makes sense, once | a reminder before the due moment gives way to the next one, and to the moment itself |

mod digest_readers;
mod digests;
mod due;
mod known;
mod open_invitations;
mod waiting;

use std::time::{Duration, Instant};

use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use shared::{
    app::App,
    http::{Code, Problem},
    log::Report,
    table::{
        Condition, Entity, Item, Key, Page, WriteError,
        keys::{Coming, stretch},
        mail::Mail,
        reminder_cursor::{Reminder, ReminderCursor},
    },
};

use super::owing::owe_some;
use known::Known;

/// How old what is looked for is at the least: an index shows by then what was written.
const SETTLES: SignedDuration = SignedDuration::from_mins(10);
/// How far back a run looks that finds that none was before it, or none for long.
const LOOKS_BACK: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How far back the first run looks.
const FIRST_LOOKS_BACK: SignedDuration = SignedDuration::from_hours(24);
/// How many entries of an index are worked through before the cursor moves.
const PAGE: usize = 500;
/// How many accounts get their digests before it does: each takes longer.
const PAGE_OF_DIGESTS: usize = 50;
/// How many mails are written at once, and how many such writes are made side by side.
const IN_A_WRITE: usize = 25;
const SIDE_BY_SIDE: usize = 8;
/// For how long a run goes on with another page; the function ends after 15 minutes.
pub const REMINDS_FOR: Duration = Duration::from_secs(12 * 60);

/// What became of a run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Reminded {
    /// What was looked at.
    pub seen: usize,
    /// Reminders that were owed.
    pub owed: usize,
    /// Kinds of reminders that could not be made to the end.
    pub failed: usize,
    /// Whether there was no time for all: the next run goes on.
    pub goes_on: bool,
}

/// Owes all reminders whose moment has come, as far as it gets in this time. What is wrong with those of
/// one kind holds up no other.
pub async fn send_reminders(
    app: &App,
    within: Duration,
    reminded: &mut Reminded,
) -> Result<(), Problem> {
    let run = Run { app, within, began: Instant::now() };
    let mut wrong = None;
    for reminder in Reminder::ALL {
        if let Err(problem) = run.go_through(reminder, reminded).await {
            tracing::warn!(kind = reminder.as_str(), cause = problem.cause, "not reminded of all");
            reminded.failed += 1;
            wrong = Some(problem);
        }
    }
    wrong.map_or(Ok(()), Err)
}

struct Run<'a> {
    app: &'a App,
    within: Duration,
    began: Instant,
}

impl Run<'_> {
    async fn go_through(&self, reminder: Reminder, reminded: &mut Reminded) -> Result<(), Problem> {
        let now = self.app.clock.now();
        let ends = later(later(now, -SETTLES), -reminder.delay());
        let mut known = Known::default();
        let mut cursor = self.cursor(reminder, ends).await?;
        let is_behind = |cursor: &ReminderCursor| cursor.up_to.as_second() < ends.as_second();
        while is_behind(&cursor) {
            let stretch = stretch(cursor.up_to, ends);
            let (page, mails) = self.page(reminder, &cursor, stretch, &mut known).await?;
            reminded.seen += page.items.len();
            reminded.owed += mails.len();
            self.owe(&mails).await?;
            let version = cursor.version;
            cursor.version += 1;
            match page.next {
                Some(next) => cursor.after = Some(next),
                None => (cursor.up_to, cursor.after) = (stretch, None),
            }
            if !self.moved(&cursor, version).await? {
                return Ok(());
            }
            // Only now: each kind comes on by a page, however much there is of others.
            if self.began.elapsed() >= self.within {
                reminded.goes_on |= is_behind(&cursor);
                return Ok(());
            }
        }
        Ok(())
    }

    async fn cursor(&self, reminder: Reminder, ends: Timestamp) -> Result<ReminderCursor, Problem> {
        let first = ReminderCursor {
            reminder,
            up_to: later(ends, -FIRST_LOOKS_BACK),
            after: None,
            version: 0,
        };
        let there = self.app.table.get(&first.key()).await?.unwrap_or(first);
        let earliest = later(ends, -LOOKS_BACK);
        Ok(match there.up_to < earliest {
            true => ReminderCursor { up_to: earliest, after: None, ..there },
            false => there,
        })
    }

    /// Moves the cursor, unless another run has: then it goes on.
    async fn moved(&self, to: &ReminderCursor, from: u64) -> Result<bool, Problem> {
        let unmoved = match from {
            0 => Condition::Absent,
            version => Condition::is("version", version),
        };
        match self.app.table.write().put_if(to, unmoved, Code::Unavailable).run().await {
            Ok(()) => Ok(true),
            Err(WriteError::Refused(..)) => Ok(false),
            Err(WriteError::Store(error)) => Err(error.into()),
        }
    }

    /// The next page of what lies behind the cursor in a stretch, and the mails that it owes.
    async fn page(
        &self,
        reminder: Reminder,
        cursor: &ReminderCursor,
        stretch: Timestamp,
        known: &mut Known,
    ) -> Result<(Page<Item>, Vec<Mail>), Problem> {
        let app = self.app;
        let digest = digests::moment(cursor.up_to, stretch);
        let (ranges, size) = match reminder.of() {
            Some(coming) => (coming.between(cursor.up_to, stretch), PAGE),
            None => (digests::accounts(digest, app.clock.now()), PAGE_OF_DIGESTS),
        };
        let page = app.table.page_across(ranges, size, cursor.after.clone()).await?;
        let mails = match (reminder.of(), digest) {
            (Some(Coming::Due), _) => due::mails(app, reminder, &page.items, known).await?,
            (Some(Coming::Invited), _) => {
                open_invitations::mails(app, reminder, &page.items, known).await?
            }
            (None, Some(moment)) => digests::mails(app, moment, &page.items).await?,
            (None, None) => vec![],
        };
        Ok((page, mails))
    }

    async fn owe(&self, mails: &[Mail]) -> Result<(), Problem> {
        let owed = stream::iter(mails.chunks(IN_A_WRITE)).map(|some| owe_some(self.app, some));
        owed.buffer_unordered(SIDE_BY_SIDE).try_collect::<()>().await
    }
}

/// The items that entries of an index name, as they are now; what is gone by then is none.
async fn named<E: Entity>(app: &App, entries: &[Item]) -> Result<Vec<E>, Problem> {
    let found = app.table.get_many(entries.iter().filter_map(Key::of)).await?;
    Ok(found.into_all().map(E::from_item).collect::<Result<_, _>>()?)
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

impl Reminded {
    /// What the hour's line in the log tells of it.
    pub fn report(&self, ended: Result<(), Problem>) -> Report {
        let cause = ended.err().map(|problem| problem.cause.unwrap_or(problem.detail));
        let figure = |name, count| (name, "Count", count as f64);
        let figures = vec![
            figure("looked_at", self.seen),
            figure("reminders", self.owed),
            figure("kinds_failed", self.failed),
            figure("went_on", usize::from(self.goes_on)),
        ];
        Report { cause, figures }
    }
}
