//! The used codes of an account's batches, which the stream's consumer counts a moment later.
//!
//! A code is used once and stays used, so how far a count is off can be told while codes are being
//! redeemed: it is too high at least by what it has beyond the codes that are used when it has been
//! read, and at most by what it has beyond those that were used before the consumer came past a
//! probe. Where the two meet, twice at the same, the rest is what is on its way. How far it is off
//! does not change by what is counted, so it is mended by adding, whatever is added at that moment.

use std::time::Duration;

use shared::{
    http::Problem,
    table::{
        Entity, Item, Key, StoreError,
        batch::{Batch, BatchCount, CodeStatus},
        counters::MENDS,
        keys,
    },
};

use super::{
    BATCHES_UNTIL, Counting, Outcome,
    difference::{Difference, Number, as_read, kept},
    each, probe,
};

/// So many codes are looked through at once.
const CODES: u32 = 20 * keys::CODES_IN_BLOCK;

/// What is counted of a batch.
const NAMES: [&str; 2] = ["redeemed", "voided"];

/// A batch whose count was not what its codes say, and what was seen of it.
struct Open {
    batch: Batch,
    last: Look,
    off: [Off; 2],
    /// Whether it is known how far it is off, and was known to be as far before.
    sure: bool,
}

/// A batch's count, and its codes, read after it.
struct Look {
    first: Option<Item>,
    kept: [i64; 2],
    counted: [i64; 2],
}

/// How much too high a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Off {
    least: i64,
    most: i64,
}

/// Counts an account's batches.
pub async fn recount(counting: Counting<'_>) -> Result<Outcome, Problem> {
    let (mut open, mut mended) = (differing(counting).await?, vec![]);
    while !open.is_empty() {
        if let Err(problem) = probe::pass(counting.app, Duration::ZERO).await {
            return Ok(Outcome { mended, unsettled: Some(problem) });
        }
        for one in &mut open {
            one.look_again(counting).await?;
        }
        let mut left = vec![];
        for one in open {
            match one.difference() {
                _ if !one.sure => left.push(one),
                Some(difference) => {
                    mended.extend(difference.mend(counting).await?.into_iter().flatten())
                }
                None => {}
            }
        }
        open = left;
        if counting.is_after(BATCHES_UNTIL) {
            break;
        }
    }
    // What is on its way may explain them.
    match open.iter().flat_map(|one| one.off).all(Off::may_be_none) {
        true => Ok(Outcome { mended, unsettled: None }),
        false => Ok(Outcome::kept_changing(mended)),
    }
}

async fn differing(counting: Counting<'_>) -> Result<Vec<Open>, StoreError> {
    let (range, mut start) = (keys::batches_of(counting.account), None);
    let mut differing = vec![];
    loop {
        let page = counting.app.table.page_of::<Batch>(&range, 1_000, start, false).await?;
        for batch in page.items {
            let look = Look::at(counting, &batch).await?;
            if look.kept != look.counted {
                differing.push(Open { batch, off: look.off(), last: look, sure: false });
            }
        }
        start = page.next;
        if start.is_none() {
            return Ok(differing);
        }
    }
}

impl Open {
    /// Looks again, after the consumer has come past what the last look saw.
    async fn look_again(&mut self, counting: Counting<'_>) -> Result<(), StoreError> {
        let now = Look::at(counting, &self.batch).await?;
        let off = [0, 1].map(|place| {
            let most = now.kept[place] - self.last.counted[place];
            self.off[place].and(now.off()[place]).and(Off { least: i64::MIN, most })
        });
        // Somebody else mended it, or a probe was passed too early: what was seen before is over.
        let over = now.mends() != self.last.mends() || !off.into_iter().all(Off::is_possible);
        let off = if over { now.off() } else { off };
        self.sure = off.into_iter().all(Off::is_known) && off == self.off;
        (self.off, self.last) = (off, now);
        Ok(())
    }

    /// What is wrong with its count, once that is known.
    fn difference(&self) -> Option<Difference> {
        let numbers = [0, 1].map(|place| {
            let was = self.last.kept[place];
            Number { name: NAMES[place], was, is: was - self.off[place].least }
        });
        let more = (-self.off[0].least, -self.off[1].least);
        let change = BatchCount::change(self.batch.number(), 0, more).add(MENDS, 1);
        let subject = ("code_batch", self.batch.batch_id.to_string());
        Difference::of(subject, &numbers, change, as_read(self.last.first.as_ref(), MENDS))
    }
}

impl Look {
    async fn at(counting: Counting<'_>, batch: &Batch) -> Result<Self, StoreError> {
        let (mut buckets, table): (Vec<Item>, _) = (vec![], &counting.app.table);
        each(counting.app, &keys::batch_counts(&batch.key()), |item| {
            buckets.push(item);
            Ok(())
        })
        .await?;
        let mut counted = [0, 0];
        for from in (0..batch.quantity).step_by(CODES as usize) {
            let places = from..batch.quantity.min(from + CODES);
            for status in table.used_codes(batch.number(), places, |code| code.status).await? {
                counted[0] += i64::from(status == CodeStatus::Redeemed);
                counted[1] += i64::from(status == CodeStatus::Voided);
            }
        }
        let kept = NAMES.map(|name| buckets.iter().map(|item| kept(Some(item), name)).sum());
        let key = keys::batch_count(batch.number(), 0);
        let first = buckets.into_iter().find(|item| Key::of(item).as_ref() == Some(&key));
        Ok(Self { first, kept, counted })
    }

    /// How often the count was mended.
    fn mends(&self) -> i64 {
        kept(self.first.as_ref(), MENDS)
    }

    /// What this look alone tells.
    fn off(&self) -> [Off; 2] {
        [0, 1].map(|place| Off { least: self.kept[place] - self.counted[place], most: i64::MAX })
    }
}

impl Off {
    fn and(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), most: self.most.min(other.most) }
    }

    fn is_possible(self) -> bool {
        self.least <= self.most
    }

    fn is_known(self) -> bool {
        self.least == self.most
    }

    fn may_be_none(self) -> bool {
        (self.least..=self.most).contains(&0)
    }
}
