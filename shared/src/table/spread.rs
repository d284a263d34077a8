//! Lists of an index that lie in several ranges, read side by side and merged in the order of their
//! sort keys: those that everybody writes to, spread over partitions so that none of them is busy, and
//! timetables.

use std::collections::VecDeque;

use futures::future::try_join_all;

use super::{
    Entity, Item, Page, Start, StoreError, Table,
    keys::{Range, Timetable},
};

/// Whether an entry is wanted.
type Pick<'r> = dyn Fn(&Item) -> bool + Sync + 'r;

/// One range of such a list, as far as it was read.
struct Part<'r> {
    range: Range,
    sort_key: &'static str,
    /// How many entries are read at a time.
    count: usize,
    /// Which of them are wanted, if not all.
    pick: Option<&'r Pick<'r>>,
    read: VecDeque<Item>,
    start: Option<Start>,
    is_read_out: bool,
}

impl<'r> Part<'r> {
    /// A range of which nothing was read yet.
    fn new(range: Range, count: usize, pick: Option<&'r Pick<'r>>) -> Self {
        let sort_key = sort_key(&range);
        Self {
            range,
            sort_key,
            count,
            pick,
            read: VecDeque::new(),
            start: None,
            is_read_out: false,
        }
    }

    /// Whether it must be read on before the list's next item is known.
    fn is_dry(&self) -> bool {
        self.read.is_empty() && !self.is_read_out
    }

    async fn read_on(&mut self, table: &Table) -> Result<(), StoreError> {
        let page = table.page(&self.range, self.count, self.start.take(), false).await?;
        self.is_read_out = page.next.is_none();
        self.start = page.next;
        let wanted = |entry: &Item| self.pick.is_none_or(|pick| pick(entry));
        self.read.extend(page.items.into_iter().filter(wanted));
        Ok(())
    }

    fn first(&self) -> Option<&String> {
        self.read.front()?.get(self.sort_key)?.as_s().ok()
    }
}

/// How many more than its share of a page is read of a part: what lies on the page is not dealt
/// out evenly, and reading on is another round trip.
const MORE: usize = 8;
/// How many entries are read at a time of what may be under way: most of it is over.
const MAYBE: usize = 250;

impl Table {
    /// Reads a page of a list that is spread over these ranges of an index: at most `limit`
    /// items, after `after`.
    pub async fn page_across(
        &self,
        ranges: Vec<Range>,
        limit: usize,
        after: Option<Start>,
    ) -> Result<Page<Item>, StoreError> {
        let count = limit.min((2 * limit).div_ceil(ranges.len().max(1)) + MORE);
        let parts = ranges.into_iter().map(|range| Part::new(range, count, None));
        self.merge(parts.collect(), limit, after).await
    }

    /// Reads a page of a timetable's entries.
    pub async fn page_of_timetable(
        &self,
        timetable: Timetable,
        limit: usize,
        after: Option<Start>,
    ) -> Result<Page<Item>, StoreError> {
        let is_not_over = |entry: &Item| timetable.is_not_over(entry);
        let maybe = timetable.maybe.iter();
        let maybe = maybe.map(|range| Part::new(range.clone(), MAYBE, Some(&is_not_over)));
        let starting = Part::new(timetable.starting.clone(), limit, None);
        self.merge(maybe.chain([starting]).collect(), limit, after).await
    }

    async fn merge(
        &self,
        mut parts: Vec<Part<'_>>,
        limit: usize,
        after: Option<Start>,
    ) -> Result<Page<Item>, StoreError> {
        let sort_key = parts.first().map_or("sk", |part| part.sort_key);
        if let Some(after) = after.and_then(|mut after| after.remove(sort_key)) {
            parts.iter_mut().for_each(|part| part.range.go_behind(&after));
        }
        // A range that ends before the place where the page begins has nothing more.
        parts.retain(|part| part.range.from <= part.range.to);
        let mut items = Vec::with_capacity(limit + 1);
        while items.len() <= limit {
            while parts.iter().any(Part::is_dry) {
                let dry = parts.iter_mut().filter(|part| part.is_dry());
                try_join_all(dry.map(|part| part.read_on(self))).await?;
            }
            let full = parts.iter_mut().filter(|part| part.first().is_some());
            let first = full.min_by(|a, b| a.first().cmp(&b.first()));
            let Some(item) = first.and_then(|part| part.read.pop_front()) else { break };
            items.push(item);
        }
        let goes_on = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| goes_on).and_then(|item| after_item(sort_key, item));
        Ok(Page { items, next })
    }

    /// Reads such a page, then the items themselves, as [`Table::page_of`] does.
    pub async fn page_of_spread<E: Entity>(
        &self,
        ranges: Vec<Range>,
        limit: usize,
        after: Option<Start>,
    ) -> Result<Page<E>, StoreError> {
        let page = self.page_across(ranges, limit, after).await?;
        self.whole(page).await
    }
}

/// Where the page begins that comes after this item of a list that is spread over these ranges.
pub fn start_after(ranges: &[Range], item: &Item) -> Option<Start> {
    after_item(ranges.first().map_or("sk", sort_key), item)
}

fn after_item(sort_key: &str, item: &Item) -> Option<Start> {
    Some(Start::from([(sort_key.to_owned(), item.get(sort_key)?.as_s().ok()?.clone())]))
}

/// The sort key of the index that a range is of.
fn sort_key(range: &Range) -> &'static str {
    range.index.map_or("sk", |index| index.names().2)
}
