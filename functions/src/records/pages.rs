//! Pages of an account's records.
//!
//! All: along the table, newest first. Of a course or a status: along an index, by until when they count,
//! in which those of a status lie side by side; what ends last comes first, but for those that expire, of
//! which the next to end does. Of a user, or in a manager's scope: user by user, along their own records,
//! newest first. A text is looked for after reading, as in the report: a page reads a bounded part of the
//! list, so that it may be short, even empty, while the list goes on.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AccountId, CourseId, RecordId, UserId, Validity, search::Beginning},
    http::Problem,
    table::{
        Entity, Item, Key, Start,
        keys::{self, Range},
        read::start_after,
        record::{OwnRecord, Record},
        user::User,
    },
};

use crate::scope;

/// Which records are wanted.
pub struct Wanted {
    /// Whose.
    pub account: AccountId,
    /// Of these users only, and only as far as they are there.
    pub users: Option<BTreeSet<UserId>>,
    /// Of this course only.
    pub course: Option<CourseId>,
    /// That are so now.
    pub status: Option<Validity>,
    /// Of whom the address, or a word of the name, begins so.
    pub beginning: Option<Beginning>,
    /// Without their modules: as rows of a table.
    pub brief: bool,
}

/// How much of the list is wanted.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// How many records at most.
    pub records: usize,
    /// How many, or of how many users, are read for them at most.
    pub read: usize,
}

/// Where a page begins.
#[derive(Debug, Serialize, Deserialize)]
pub enum Place {
    /// After this record of the table.
    After(Start),
    /// After this record of an index, looked at as it was when the list's first page was.
    Ending(Timestamp, Start),
    /// After this record of this user.
    Of(UserId, Option<RecordId>),
}

/// How many records are read at a time at most: memory stays the same however large the page.
const AT_ONCE: usize = 500;
/// Of how many users the records are read side by side, at least and at most: many have none.
const USERS_AT_ONCE: (usize, usize) = (25, 100);
/// About how large a page grows; Lambda answers with 6 MB at most.
const MOST_BYTES: usize = 4_000_000;

impl Wanted {
    /// Reads a page: its records, and where the next begins. `None` if the place is not one of this list.
    pub async fn read(
        &self,
        app: &App,
        bounds: Bounds,
        place: Option<Place>,
    ) -> Result<Option<(Vec<Record>, Option<Place>)>, Problem> {
        let now = app.clock.now();
        Ok(match (&self.users, place) {
            (Some(users), None) => Some(self.of_users(app, users, bounds, None).await?),
            (Some(users), Some(Place::Of(user, record))) => {
                Some(self.of_users(app, users, bounds, Some((user, record))).await?)
            }
            (None, place) if self.status.is_some() || self.course.is_some() => {
                let (since, start) = match place {
                    None => (now, None),
                    Some(Place::Ending(since, start)) => (since, Some(start)),
                    Some(_) => return Ok(None),
                };
                let ends = self.status.map(|status| status.ends(since)).unwrap_or_default();
                let range = keys::records_ending(self.account, self.course, ends);
                let (records, next) = self.along(app, &range, bounds, start).await?;
                Some((records, next.map(|start| Place::Ending(since, start))))
            }
            (None, place @ (None | Some(Place::After(_)))) => {
                let start = place.and_then(|place| match place {
                    Place::After(start) => Some(start),
                    _ => None,
                });
                let range = keys::records_of(self.account);
                let (records, next) = self.along(app, &range, bounds, start).await?;
                Some((records, next.map(Place::After)))
            }
            _ => None,
        })
    }

    /// Goes along a range until the page is full, has read enough, or there are no more.
    async fn along(
        &self,
        app: &App,
        range: &Range,
        bounds: Bounds,
        mut start: Option<Start>,
    ) -> Result<(Vec<Record>, Option<Start>), Problem> {
        let now = app.clock.now();
        let newest_first = self.status != Some(Validity::Expiring);
        let (mut records, mut left, mut bytes) = (vec![], bounds.read, 0);
        loop {
            let at_once = left.min(AT_ONCE);
            let page = app.table.page(range, at_once, start, newest_first).await?;
            left -= page.items.len().min(left);
            let places: Vec<_> = page.items.iter().map(|item| start_after(range, item)).collect();
            let goes_on = page.next;
            let read = self.whole(app, range, page.items).await?;
            start = goes_on.clone();
            let last = places.len().saturating_sub(1);
            for (number, (record, place)) in read.into_iter().zip(places).enumerate() {
                let Some(record) = record.and_then(|record| self.wanted(record, now)) else {
                    continue;
                };
                bytes += record.size();
                records.push(record);
                if records.len() >= bounds.records || bytes >= MOST_BYTES {
                    let more = number < last || goes_on.is_some();
                    return Ok((records, Some(place).filter(|_| more)));
                }
            }
            if left == 0 || start.is_none() {
                return Ok((records, start));
            }
        }
    }

    /// The records of some entries, each in its place: what the table holds is whole, an index holds keys.
    async fn whole(
        &self,
        app: &App,
        range: &Range,
        entries: Vec<Item>,
    ) -> Result<Vec<Option<Record>>, Problem> {
        if range.index.is_none() {
            let all = entries.into_iter().map(|item| Record::from_item(item).map(Some));
            return Ok(all.collect::<Result<_, _>>()?);
        }
        let keys: Vec<_> = entries.iter().map(Key::of).collect();
        let found = app.table.get_many(keys.iter().flatten().cloned()).await?;
        let all = keys.iter().map(|key| key.as_ref().map_or(Ok(None), |key| found.get(key)));
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// Goes along some users, and the records of each, until the page is full, has read enough, or there
    /// are no more.
    async fn of_users(
        &self,
        app: &App,
        users: &BTreeSet<UserId>,
        bounds: Bounds,
        mut after: Option<(UserId, Option<RecordId>)>,
    ) -> Result<(Vec<Record>, Option<Place>), Problem> {
        let (least, most) = USERS_AT_ONCE;
        let (mut records, mut left, mut bytes) = (vec![], bounds.read.max(most), 0);
        loop {
            let room = (bounds.records - records.len()).clamp(least, most);
            let is_due = |user: &&UserId| match &after {
                Some((last, Some(_))) => **user >= *last,
                Some((last, None)) => **user > *last,
                None => true,
            };
            let due = users.iter().filter(is_due).take(left.min(room));
            let some: BTreeSet<_> = due.copied().collect();
            let Some(last) = some.last().copied() else { return Ok((records, None)) };
            left -= some.len();
            let goes_on = users.last().is_some_and(|user| *user > last);
            for (user, record) in self.of_each(app, &some).await? {
                // The newest come first.
                let is_before = |(one, seen): &(UserId, Option<RecordId>)| {
                    *one == user && seen.is_some_and(|seen| record.record_id >= seen)
                };
                if after.as_ref().is_some_and(is_before) {
                    continue;
                }
                if records.len() >= bounds.records || bytes >= MOST_BYTES {
                    return Ok((records, after.map(|(user, record)| Place::Of(user, record))));
                }
                after = Some((user, Some(record.record_id)));
                bytes += record.size();
                records.push(record);
            }
            after = Some((last, None));
            if !goes_on {
                return Ok((records, None));
            }
            if left == 0 || records.len() >= bounds.records {
                return Ok((records, Some(Place::Of(last, None))));
            }
        }
    }

    /// The wanted records of each of these users that there are.
    async fn of_each(
        &self,
        app: &App,
        users: &BTreeSet<UserId>,
    ) -> Result<Vec<(UserId, Record)>, Problem> {
        let users = scope::users(app, self.account, users).await?;
        let each = users.iter().map(|user| self.of_user(app, user));
        let all = try_join_all(each).await?.into_iter().zip(&users);
        Ok(all
            .flat_map(|(records, user)| records.into_iter().map(|one| (user.user_id, one)))
            .collect())
    }

    /// Those of a user, newest first. A person has few, so those of other accounts are read too: what
    /// came of an earlier membership is among them.
    async fn of_user(&self, app: &App, user: &User) -> Result<Vec<Record>, Problem> {
        let all: Vec<OwnRecord> = app.table.all(&keys::records_of_person(user.person_id)).await?;
        let now = app.clock.now();
        let wanted = all.into_iter().rev().map(|OwnRecord(record)| record);
        Ok(wanted.filter_map(|record| self.wanted(record, now)).collect())
    }

    /// The record, if it is such a one: some is picked after reading, and what was so when the list's
    /// first page was looked at may be so no longer.
    fn wanted(&self, mut record: Record, now: Timestamp) -> Option<Record> {
        if self.brief {
            record.modules = vec![];
        }
        self.holds(&record, now).then_some(record)
    }

    fn holds(&self, record: &Record, now: Timestamp) -> bool {
        let finds = |text: &Beginning| text.find(&record.email, record.name.as_ref()).is_some();
        record.account_id == self.account
            && self.course.is_none_or(|course| course == record.course.id)
            && self.status.is_none_or(|one| one == Validity::at(now, record.valid_until))
            && self.beginning.as_ref().is_none_or(finds)
    }
}
