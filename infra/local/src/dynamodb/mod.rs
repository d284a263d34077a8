//! The table as it is on AWS, where the embedded engine is kinder. Interceptors of the SDK's client
//! do it, so that whatever answers as DynamoDB is met through them.

mod conflicts;
mod instead;
mod lag;
mod rules;
#[cfg(test)]
mod tests;

pub use conflicts::Conflicts;
pub use instead::{Instead, asked};
pub use lag::{Lag, follow};
pub use rules::Rules;
