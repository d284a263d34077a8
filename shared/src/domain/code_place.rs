//! Where a code stands: the number of its batch and its place in it. A code is both, sealed.

use std::fmt;

use super::{BatchId, symbols::write_symbols};

/// The most codes that one batch has.
pub const MAX_QUANTITY: u32 = 1_000_000;

/// The number of a batch inside its codes: the last six symbols of the batch's ULID.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "u32", into = "u32")]
pub struct BatchNumber(u32);

impl BatchNumber {
    pub(crate) const BITS: u32 = 30;
    const MASK: u32 = (1 << Self::BITS) - 1;

    /// The number, if it has no more than 30 bits.
    pub const fn new(number: u32) -> Option<Self> {
        if number <= Self::MASK { Some(Self(number)) } else { None }
    }

    /// The number of this batch.
    pub fn of(batch: BatchId) -> Self {
        Self((u128::from(batch.ulid()) & u128::from(Self::MASK)) as u32)
    }

    /// The number as an integer below 2³⁰.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for BatchNumber {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("not the number of a batch")
    }
}

impl From<BatchNumber> for u32 {
    fn from(number: BatchNumber) -> Self {
        number.0
    }
}

impl fmt::Display for BatchNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_symbols(f, self.0.into(), 6, 6)
    }
}

/// The place of a code in its batch, from 0.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "u32", into = "u32")]
pub struct CodeIndex(u32);

impl CodeIndex {
    pub(crate) const BITS: u32 = 20;

    /// The place, if a batch can be that large.
    pub const fn new(index: u32) -> Option<Self> {
        if index < MAX_QUANTITY { Some(Self(index)) } else { None }
    }

    /// The place as an integer below [`MAX_QUANTITY`].
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for CodeIndex {
    type Error = &'static str;

    fn try_from(index: u32) -> Result<Self, Self::Error> {
        Self::new(index).ok_or("not a place in a batch")
    }
}

impl From<CodeIndex> for u32 {
    fn from(index: CodeIndex) -> Self {
        index.0
    }
}
