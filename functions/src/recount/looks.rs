//! What differs is looked at again before it is believed.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use shared::http::Problem;

use super::{Counting, Difference, KEPT_CHANGING, Mended};

/// How often what differs is looked at again.
const LOOKS: usize = 5;

/// One thing that is counted, as it was looked at.
pub struct Look {
    /// A digest of what tells whether a difference is the same again.
    pub seen: u64,
    /// How what is kept differs from what was counted.
    pub difference: Option<Difference>,
}

/// Mends what differs in two looks at the same, with a pause between them. Each thing is looked at
/// for itself, so that what keeps changing holds up nothing else.
pub async fn mend<K, L, P>(
    counting: Counting<'_>,
    look: impl Fn() -> L,
    pause: impl Fn() -> P,
) -> Result<Vec<Mended>, Problem>
where
    K: Ord,
    L: Future<Output = Result<BTreeMap<K, Look>, Problem>>,
    P: Future<Output = Result<(), Problem>>,
{
    let first = look().await?.into_iter().filter(|(_, one)| one.difference.is_some());
    let mut open: BTreeMap<K, u64> = first.map(|(key, one)| (key, one.seen)).collect();
    let mut mended = vec![];
    for _ in 0..LOOKS {
        if open.is_empty() {
            break;
        }
        pause().await?;
        let mut left = BTreeMap::new();
        for (key, Look { seen, difference }) in look().await? {
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
    }
    match open.is_empty() {
        true => Ok(mended),
        false => Err(Problem::unavailable(KEPT_CHANGING)),
    }
}

/// A digest, good for as long as this process lives.
pub fn digest(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
