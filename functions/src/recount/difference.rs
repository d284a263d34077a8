//! A difference between what an item keeps and what counting gives, and how it is mended.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use shared::{
    domain::event::Action,
    http::Problem,
    table::{
        Change, Condition, Item, Key, WriteError,
        counters::{MOVES, VERSION},
    },
};

use super::Counting;

/// A number that was mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mended {
    /// Which number of what.
    pub what: String,
    /// What was kept.
    pub was: i64,
    /// What it counts.
    pub is: i64,
}

/// A number as it is kept and as it was counted.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    pub name: &'static str,
    pub was: i64,
    pub is: i64,
}

/// An item with numbers that differ from what they count.
pub struct Difference {
    /// What the item is about.
    subject: (&'static str, String),
    wrong: Vec<Number>,
    change: Change,
    unmoved: Condition,
}

impl Difference {
    /// Of an item whose writers note that its counts move.
    pub fn held(
        item: &Item,
        subject: (&'static str, String),
        counted: &[(&'static str, i64)],
    ) -> Option<Self> {
        let wrong = wrong(Some(item), counted);
        let key = Key::of(item).filter(|_| !wrong.is_empty())?;
        let mended = |change: Change, one: &Number| change.count(one.name, one.is - one.was);
        Some(Self {
            subject,
            change: wrong.iter().fold(Change::of(key), mended),
            unmoved: Condition::All(vec![Condition::Present, as_read(Some(item), MOVES)]),
            wrong,
        })
    }

    /// Of numbers, if one is wrong, with the change that adds what is missing and the condition
    /// under which it is still missing.
    pub fn of(
        subject: (&'static str, String),
        numbers: &[Number],
        change: Change,
        unmoved: Condition,
    ) -> Option<Self> {
        let wrong: Vec<_> = numbers.iter().filter(|one| one.was != one.is).copied().collect();
        (!wrong.is_empty()).then_some(Self { subject, wrong, change, unmoved })
    }

    /// What it is about.
    pub fn subject(&self) -> &(&'static str, String) {
        &self.subject
    }

    /// By how much which number is wrong.
    pub fn amounts(&self) -> impl Iterator<Item = (&'static str, i64)> {
        self.wrong.iter().map(|one| (one.name, one.is - one.was))
    }

    /// Of an item whose version is as it was read, with the change that sets it right; of its
    /// numbers, those that differ are told.
    pub fn versioned(
        item: Option<&Item>,
        subject: (&'static str, String),
        numbers: &[Number],
        change: Change,
    ) -> Self {
        let wrong = numbers.iter().filter(|one| one.was != one.is).copied().collect();
        Self { subject, wrong, change, unmoved: as_read(item, VERSION) }
    }

    /// Adds what is missing, and tells it in the trail; nothing if the item has moved.
    pub async fn mend(self, counting: Counting<'_>) -> Result<Option<Vec<Mended>>, Problem> {
        let Counting { app, account: account_id, by, .. } = counting;
        let (kind, id) = &self.subject;
        let changes = self
            .wrong
            .iter()
            .map(|one| (one.name.to_owned(), json!({ "from": one.was, "to": one.is })));
        let subject = (*kind, id.clone());
        let event = app.event(account_id, by, Action::CountMended, subject, changes.collect());
        let mended = self.wrong.iter().map(|one| Mended {
            what: format!("{} of {kind} {id}", one.name),
            was: one.was,
            is: one.is,
        });
        let mended = mended.collect();
        let write = app.table.write().change(self.change, self.unmoved, ()).put(&event);
        match write.run().await {
            Ok(()) => Ok(Some(mended)),
            Err(WriteError::Refused((), _)) => Ok(None),
            Err(WriteError::Store(error)) => Err(error.into()),
        }
    }
}

/// That an attribute is as it was read.
pub fn as_read(item: Option<&Item>, name: &'static str) -> Condition {
    match item.and_then(|item| item.get(name)) {
        Some(value) => Condition::Is(name, value.clone()),
        None => Condition::Lacks(name),
    }
}

fn wrong(item: Option<&Item>, counted: &[(&'static str, i64)]) -> Vec<Number> {
    let numbers = counted.iter().map(|&(name, is)| Number { name, was: kept(item, name), is });
    numbers.filter(|one| one.was != one.is).collect()
}

/// A number as it lies there, however odd.
pub fn kept(item: Option<&Item>, name: &str) -> i64 {
    let number = item.and_then(|item| item.get(name)?.as_n().ok()?.parse().ok());
    number.unwrap_or_default()
}
