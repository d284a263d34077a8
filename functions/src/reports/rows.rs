//! The report's rows: an account's enrolments in the order of course and user, joined with their
//! users and courses; those of a group or of a manager's scope in the order of user and course.

use std::collections::BTreeSet;

use shared::{
    app::App,
    domain::{AccountId, CourseId, EnrolmentStatus, Invalid, UserId, Validity, search::Beginning},
    http::Problem,
    table::{
        Item, Items, Key, Start,
        keys::{self, Range},
        read::start_after,
    },
};

use super::{row::Row, user_enrolments::with_enrolments};

/// What of a report is wanted.
pub struct Wanted {
    /// Whose report.
    pub account: AccountId,
    /// Of these users only.
    pub users: Option<BTreeSet<UserId>>,
    /// Of this course only.
    pub course: Option<CourseId>,
    /// Of this status only.
    pub status: Option<EnrolmentStatus>,
    /// Of those who have completed it, and for whom that counts so now.
    pub validity: Option<Validity>,
    /// Of users whose address, or a word of whose name, begins so.
    pub beginning: Option<Beginning>,
}

/// How much of a report is wanted.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// How many rows at most.
    pub rows: usize,
    /// How many of the index's entries are read for them at most.
    pub entries: usize,
}

/// How many entries are joined at a time at most: memory stays the same however large the page.
const AT_ONCE: usize = 500;
/// About how large a page grows; Lambda answers with 6 MB at most.
const MOST_BYTES: usize = 4_000_000;

/// Rows, each with its place: in the index, or among some users' courses.
type Placed = Vec<(Row, Start)>;

impl Wanted {
    /// Reads a page: its rows, and the place after which the next begins, if there is one.
    pub async fn read(
        &self,
        app: &App,
        after: Option<Start>,
        bounds: Bounds,
    ) -> Result<(Vec<Row>, Option<Start>), Problem> {
        match &self.users {
            None => self.read_index(app, after, bounds).await,
            Some(users) => self.read_users(app, users, after, bounds).await,
        }
    }

    /// Goes along some users, and the courses of each, until the page is full, has read enough, or
    /// there are no more: a page costs the same however many users there are.
    async fn read_users(
        &self,
        app: &App,
        users: &BTreeSet<UserId>,
        after: Option<Start>,
        bounds: Bounds,
    ) -> Result<(Vec<Row>, Option<Start>), Problem> {
        let mut after = after.as_ref().map(by_user);
        let (mut rows, mut left, mut bytes) = (Vec::new(), bounds.entries, 0);
        loop {
            let room = bounds.rows - rows.len();
            let waiting = users.iter().filter(|user| is_due(&after, **user));
            let some: BTreeSet<_> = waiting.take(left.min(room).min(AT_ONCE)).copied().collect();
            left -= some.len();
            let mut placed = self.of_users(app, &some).await?;
            placed.retain(|(_, place)| after.as_ref().is_none_or(|after| by_user(place) > *after));
            let fitting = fitting(&placed, &mut bytes);
            let cut = take(placed, room.min(fitting), &mut rows);
            after = some.last().map(|last| (last.to_string(), LAST.to_owned()));
            let goes_on = users.iter().any(|user| is_due(&after, *user)) && after.is_some();
            if cut.is_some() || rows.len() >= bounds.rows || left == 0 || !goes_on {
                let next = after.filter(|_| goes_on).map(|(user, course)| start_at(user, course));
                return Ok((rows, cut.or(next)));
            }
        }
    }

    /// Goes along the index until the page is full, has read enough, or the index ends. What was
    /// read and does not fit is read again for the next page.
    async fn read_index(
        &self,
        app: &App,
        mut after: Option<Start>,
        bounds: Bounds,
    ) -> Result<(Vec<Row>, Option<Start>), Problem> {
        let range = self.range();
        let (mut rows, mut left, mut bytes) = (Vec::new(), bounds.entries, 0);
        loop {
            let room = bounds.rows - rows.len();
            let at_once = left.min((4 * room).clamp(100, AT_ONCE));
            let page = app.table.page(&range, at_once, after, false).await?;
            left = left.saturating_sub(page.items.len());
            let placed = self.of_entries(app, &range, page.items).await?;
            bytes += placed.iter().map(|(row, _)| row.size()).sum::<usize>();
            let cut = take(placed, room, &mut rows);
            after = cut.or(page.next);
            let full = rows.len() >= bounds.rows || bytes >= MOST_BYTES;
            if full || left == 0 || after.is_none() {
                return Ok((rows, after));
            }
        }
    }

    /// The rows of some entries of the index.
    async fn of_entries(
        &self,
        app: &App,
        range: &Range,
        entries: Vec<Item>,
    ) -> Result<Placed, Problem> {
        let named = entries.iter().filter_map(|entry| {
            let (course, user) = keys::course_and_user(range, entry)?;
            Some((Key::of(entry)?, keys::user(self.account, user), keys::course(course), entry))
        });
        let named: Vec<_> = named.collect();
        let wanted =
            named.iter().flat_map(|(enrolment, user, course, _)| [enrolment, user, course]);
        let found =
            app.table.get_many(wanted.cloned().chain(self.course.map(keys::course))).await?;
        self.expect_course(&found)?;
        let (now, mut placed) = (app.clock.now(), Vec::new());
        for (enrolment, user, course, entry) in named {
            // The index may lag: what is no longer there has no row.
            let (Some(enrolment), Some(user), Some(course)) =
                (found.get(&enrolment)?, found.get(&user)?, found.get(&course)?)
            else {
                continue;
            };
            let row = Row::of(user, &enrolment, &course, now);
            if self.holds(&row) {
                placed.push((row, start_after(range, entry)));
            }
        }
        Ok(placed)
    }

    /// The rows of some users, read by user.
    async fn of_users(&self, app: &App, users: &BTreeSet<UserId>) -> Result<Placed, Problem> {
        let users = with_enrolments(app, self.account, users).await?;
        let courses = users.iter().flat_map(|(_, all)| all).map(|enrolment| enrolment.course_id);
        let courses = courses.chain(self.course).map(keys::course);
        let found = app.table.get_many(courses).await?;
        self.expect_course(&found)?;
        let (now, mut placed) = (app.clock.now(), Vec::new());
        for (user, enrolments) in users {
            for enrolment in enrolments {
                let Some(course) = found.get(&keys::course(enrolment.course_id))? else { continue };
                let row = Row::of(user.clone(), &enrolment, &course, now);
                let place = start_at(user.user_id.to_string(), enrolment.course_id.to_string());
                if self.holds(&row) {
                    placed.push((row, place));
                }
            }
        }
        Ok(placed)
    }

    fn range(&self) -> Range {
        keys::enrolments_of_account(self.account, self.course)
    }

    /// Refuses a course that does not exist; one in which nobody is enrolled has no rows.
    fn expect_course(&self, found: &Items) -> Result<(), Problem> {
        match self.course {
            Some(course) if !found.has(&keys::course(course)) => {
                Err(Problem::field("course", Invalid::not_found()))
            }
            _ => Ok(()),
        }
    }

    fn holds(&self, row: &Row) -> bool {
        let user = &row.user;
        let finds = |text: &Beginning| text.find(&user.email, user.name.as_ref()).is_some();
        self.course.is_none_or(|course| course == row.course.id)
            && self.status.is_none_or(|status| status == row.standing.status)
            && self.validity.is_none_or(|validity| row.standing.validity == Some(validity))
            && self.beginning.as_ref().is_none_or(finds)
    }
}

/// Sorts after every course.
const LAST: &str = "~";

/// A place among some users' courses.
fn start_at(user: String, course: String) -> Start {
    Start::from([("user".to_owned(), user), ("course".to_owned(), course)])
}

/// The user and the course of such a place. One of a whole account's report is before all.
fn by_user(place: &Start) -> (String, String) {
    let part = |name: &str| place.get(name).cloned().unwrap_or_default();
    (part("user"), part("course"))
}

/// Whether a user has courses after this place.
fn is_due(after: &Option<(String, String)>, user: UserId) -> bool {
    after.as_ref().is_none_or(|(last, course)| {
        let user = user.to_string();
        user > *last || user == *last && course != LAST
    })
}

/// How many rows fit into what a page has room for, of which so many bytes are taken: one at least.
fn fitting(placed: &Placed, taken: &mut usize) -> usize {
    let fits = |(row, _): &&(Row, Start)| {
        *taken += row.size();
        *taken <= MOST_BYTES
    };
    placed.iter().take_while(fits).count().max(1)
}

/// Moves at most `most` rows over; if some are left, tells the place of the last that was moved.
fn take(mut placed: Placed, most: usize, rows: &mut Vec<Row>) -> Option<Start> {
    let cut = placed.len() > most;
    let last = placed.get(most.checked_sub(1)?).filter(|_| cut).map(|(_, place)| place.clone());
    placed.truncate(most);
    rows.extend(placed.into_iter().map(|(row, _)| row));
    last
}
