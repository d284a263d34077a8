//! Pages of an account's audit trail, newest first: all of it, or what names somebody, which lies in
//! lists of mentions and is read beside one another. What is picked after reading leaves a page short,
//! even empty, while the list goes on.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use shared::{
    app::App,
    domain::{
        AccountId, EventId,
        event::{Action, Actor, Changes, Subject, Told},
    },
    http::Problem,
    table::{Entity, event::Event, keys, mention::Mention},
};
use ulid::Ulid;

/// An entry of the audit trail.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct EventView {
    id: EventId,
    at: Timestamp,
    actor: Actor,
    #[schemars(with = "Action")]
    action: Told,
    subject: Subject,
    changes: Changes,
}

impl EventView {
    /// How this entry is shown.
    pub fn of(event: Event) -> Self {
        Self {
            id: event.event_id,
            at: event.at,
            actor: event.actor,
            action: event.action,
            subject: event.subject,
            changes: in_order(event.changes),
        }
    }
}

/// The table keeps no order of a map's entries; people read them in one.
fn in_order(mut changes: Changes) -> Changes {
    changes.sort_keys();
    changes.values_mut().for_each(Value::sort_all_objects);
    changes
}

/// Which entries of a trail are wanted.
pub struct Wanted<'w> {
    /// Whose trail.
    pub account: AccountId,
    /// Those that name one of these, if not all.
    pub named: Option<Vec<String>>,
    /// Those from here on.
    pub from: Option<Timestamp>,
    /// Those before.
    pub to: Option<Timestamp>,
    /// Those of which this says so.
    pub picks: &'w (dyn Fn(&Event) -> bool + Sync),
}

/// How many entries a page looks at, at most: those of the trail lie side by side, those that name
/// somebody are read one by one.
const MOST_READ: usize = 1_000;
const MOST_READ_OF_NAMED: usize = 200;

impl Wanted<'_> {
    /// Reads a page of at most `limit` entries older than `before`, and after which one it goes on.
    pub async fn read(
        &self,
        app: &App,
        limit: usize,
        mut before: Option<EventId>,
    ) -> Result<(Vec<Event>, Option<EventId>), Problem> {
        let most = if self.named.is_some() { MOST_READ_OF_NAMED } else { MOST_READ };
        let (mut events, mut at_once, mut left) = (vec![], limit, most);
        loop {
            let (found, last) = self.look_at(app, at_once, before).await?;
            events.extend(found.into_iter().filter(|event| self.is_wanted(event)));
            if events.len() > limit {
                events.truncate(limit);
                before = events.last().map(|event| event.event_id);
                return Ok((events, before));
            }
            left -= at_once;
            before = last;
            if events.len() == limit || before.is_none() || left == 0 {
                return Ok((events, before));
            }
            at_once = left;
        }
    }

    /// The next entries, wanted or not, and the last of them if there are more.
    async fn look_at(
        &self,
        app: &App,
        count: usize,
        before: Option<EventId>,
    ) -> Result<(Vec<Event>, Option<EventId>), Problem> {
        let Some((first, last)) = self.bounds(before) else { return Ok((vec![], None)) };
        let range = |named| keys::trail(self.account, named, first, last);
        let Some(named) = &self.named else {
            let page = app.table.page(&range(None), count, None, true).await?;
            let events = page.items.into_iter().map(Event::from_item);
            let events = events.collect::<Result<Vec<_>, _>>()?;
            let last = events.last().filter(|_| page.next.is_some()).map(|event| event.event_id);
            return Ok((events, last));
        };
        let ranges: Vec<_> = named.iter().map(|named| range(Some(named))).collect();
        let pages = ranges.iter().map(|range| app.table.page(range, count, None, true));
        let pages = try_join_all(pages).await?;
        let mut goes_on = pages.iter().any(|page| page.next.is_some());
        let mut ids = BTreeSet::new();
        for item in pages.into_iter().flat_map(|page| page.items) {
            ids.insert(Mention::from_item(item)?.event_id);
        }
        goes_on |= ids.len() > count;
        let ids: Vec<_> = ids.into_iter().rev().take(count).collect();
        let last = ids.last().copied().filter(|_| goes_on);
        let keys: Vec<_> = ids.into_iter().map(|id| keys::event(self.account, id)).collect();
        let found = app.table.get_many(keys.iter().cloned()).await?;
        let events = keys.iter().filter_map(|key| found.get(key).transpose());
        Ok((events.collect::<Result<_, _>>()?, last))
    }

    /// Between which identifiers, both inclusive, the wanted entries older than `before` lie, if any
    /// do: they begin with the millisecond.
    fn bounds(&self, before: Option<EventId>) -> Option<(EventId, EventId)> {
        let millis = |at: Timestamp| u64::try_from(at.as_millisecond()).unwrap_or_default();
        let first = self.from.map_or(Ulid::nil(), |from| {
            // An entry's time is that of its second.
            Ulid::from_parts(millis(from) / 1_000 * 1_000, 0)
        });
        let end = self.to.map_or(u128::MAX, |to| Ulid::from_parts(millis(to) + 999, u128::MAX).0);
        let last = before.map_or(end, |before| end.min(before.ulid().0.saturating_sub(1)));
        let (first, last) = (EventId::from_ulid(first), EventId::from_ulid(Ulid(last)));
        (first <= last).then_some((first, last))
    }

    fn is_wanted(&self, event: &Event) -> bool {
        self.from.is_none_or(|from| event.at >= from)
            && self.to.is_none_or(|to| event.at < to)
            && (self.picks)(event)
    }
}
