//! What differs is looked at again before it is believed.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};

use shared::{
    http::Problem,
    table::{Item, Key},
};

use super::{Counting, Difference, Outcome};

/// One thing that is counted, as it was looked at.
pub struct Look {
    /// A digest of what tells whether a difference is the same again.
    pub seen: u64,
    /// How what is kept differs from what was counted.
    pub difference: Option<Difference>,
}

/// Whether something is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    First,
    Again,
}

/// Looks that are the same again where things differ by as much.
pub fn by_amount(
    differences: impl IntoIterator<Item = Difference>,
) -> BTreeMap<(&'static str, String), Look> {
    let looks = differences.into_iter().map(|difference| {
        let seen = digest(difference.amounts().collect::<Vec<_>>());
        (difference.subject().clone(), Look { seen, difference: Some(difference) })
    });
    looks.collect()
}

/// Mends what differs in two looks at the same, with a pause between them. Each thing is looked at
/// for itself, so that what keeps changing holds up nothing else.
pub async fn mend<K, L, P>(
    counting: Counting<'_>,
    until: Duration,
    look: impl Fn(Turn) -> L,
    pause: impl Fn() -> P,
) -> Result<Outcome, Problem>
where
    K: Ord,
    L: Future<Output = Result<BTreeMap<K, Look>, Problem>>,
    P: Future<Output = Result<(), Problem>>,
{
    let first = look(Turn::First).await?.into_iter().filter(|(_, one)| one.difference.is_some());
    let mut open: BTreeMap<K, u64> = first.map(|(key, one)| (key, one.seen)).collect();
    let mut mended = vec![];
    while !open.is_empty() {
        if let Err(problem) = pause().await {
            return Ok(Outcome { mended, unsettled: Some(problem) });
        }
        let mut left = BTreeMap::new();
        for (key, Look { seen, difference }) in look(Turn::Again).await? {
            let (Some(difference), Some(before)) = (difference, open.get(&key)) else { continue };
            let done = match seen == *before {
                true => difference.mend(counting).await?,
                false => None,
            };
            match done {
                Some(done) => mended.extend(done),
                None => drop(left.insert(key, seen)),
            }
        }
        open = left;
        if !open.is_empty() && counting.is_after(until) {
            return Ok(Outcome::kept_changing(mended));
        }
    }
    Ok(Outcome { mended, unsettled: None })
}

/// A digest, good for as long as this process lives.
pub fn digest(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The rows, each by its key.
pub fn by_key(items: &[Item]) -> HashMap<Key, &Item> {
    items.iter().filter_map(|item| Some((Key::of(item)?, item))).collect()
}
