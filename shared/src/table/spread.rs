//! Lists of an index that everybody writes to: each is spread over some partitions, so that none
//! of them is busy, read side by side and merged in the order of its sort keys.

use std::collections::VecDeque;

use futures::future::try_join_all;

use super::{Entity, Item, Page, Start, StoreError, Table, keys::Range};

/// One partition of such a list, as far as it was read.
struct Part<'r> {
    range: Range,
    sort_key: &'r str,
    read: VecDeque<Item>,
    start: Option<Start>,
    is_read_out: bool,
}

impl Part<'_> {
    /// Whether it must be read on before the list's next item is known.
    fn is_dry(&self) -> bool {
        self.read.is_empty() && !self.is_read_out
    }

    async fn read_on(&mut self, table: &Table, count: usize) -> Result<(), StoreError> {
        let page = table.page(&self.range, count, self.start.take(), false).await?;
        self.is_read_out = page.next.is_none();
        self.start = page.next;
        self.read.extend(page.items);
        Ok(())
    }

    fn first(&self) -> Option<&String> {
        self.read.front()?.get(self.sort_key)?.as_s().ok()
    }
}

/// How many more than its share of a page is read of a part: what lies on the page is not dealt
/// out evenly, and reading on is another round trip.
const MORE: usize = 8;

impl Table {
    /// Reads a page of a list that is spread over these ranges of an index: at most `limit`
    /// items, after `after`.
    pub async fn page_across(
        &self,
        ranges: Vec<Range>,
        limit: usize,
        after: Option<Start>,
    ) -> Result<Page<Item>, StoreError> {
        let sort_key = sort_key(&ranges);
        let count = limit.min((2 * limit).div_ceil(ranges.len().max(1)) + MORE);
        let after = after.and_then(|mut after| after.remove(sort_key));
        let parts = ranges.into_iter().map(|range| Part {
            range: behind(range, after.as_deref()),
            sort_key,
            read: VecDeque::new(),
            start: None,
            is_read_out: false,
        });
        let mut parts: Vec<_> = parts.collect();
        let mut items = Vec::with_capacity(limit + 1);
        while items.len() <= limit {
            let dry = parts.iter_mut().filter(|part| part.is_dry());
            try_join_all(dry.map(|part| part.read_on(self, count))).await?;
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
    after_item(sort_key(ranges), item)
}

fn after_item(sort_key: &str, item: &Item) -> Option<Start> {
    Some(Start::from([(sort_key.to_owned(), item.get(sort_key)?.as_s().ok()?.clone())]))
}

/// The sort key of the index that a list is spread over.
fn sort_key(ranges: &[Range]) -> &'static str {
    let index = ranges.first().and_then(|range| range.index).map(super::keys::Index::names);
    index.map_or("sk", |(_, _, sk)| sk)
}

/// What of a range lies behind a sort key. No key begins with another one, so the first character
/// that may stand in a text is enough to leave the key itself out.
fn behind(range: Range, key: Option<&str>) -> Range {
    match key {
        Some(key) => Range { from: format!("{key} "), ..range },
        None => range,
    }
}
