//! Secrets: what is made from the root key instead of being stored, and random tokens.

pub mod codes;
mod root;
pub mod token;

pub use root::{Key, Purpose, Root};
