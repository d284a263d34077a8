//! The whole of Codriver on one machine: every operation, an embedded store, a mailbox.
//!
//! [`stack`] puts it together; `main.rs` runs it as `cargo run`, the tests start it for
//! themselves. Nothing here is deployed: operations see the same clients as on AWS, pointed at
//! loopback addresses; what they ask of the embedded store stays within the process.

pub mod acting;
pub mod console;
mod cors;
pub mod dynamodb;
pub mod hourly;
pub mod key_service;
pub mod mailbox;
pub mod pages;
pub mod queue;
pub mod root_key;
pub mod samples;
pub mod sdk;
pub mod settings;
pub mod stack;
mod start;
pub mod store;
pub mod stream;
pub mod template;
#[cfg(test)]
mod temporary;
pub mod tools;
pub mod within;
pub mod worker;

/// A third of what the embedded engine does is to get and free memory, on several threads: here
/// that is twice as fast as by the C library's allocator, which functions, on one thread, keep.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
