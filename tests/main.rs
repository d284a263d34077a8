//! Codriver seen from outside.

#![allow(clippy::unwrap_used, reason = "a test that fails here says where")]

mod api;
mod bad_input;
mod contract;
mod costs;
mod faults;
mod imports;
mod isolation;
mod ledger;
mod policy;
mod pools;
mod races;
mod rollout;
mod sources;
mod writes;
