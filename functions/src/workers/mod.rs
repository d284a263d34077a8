//! What runs behind the API: the table's stream, and what SES reports of mails.

pub mod audit;
pub mod consume_stream;
pub mod counts;
pub mod invitations;
pub mod notices;
pub mod offboarding;
pub mod outbox;
pub mod record_delivery;
pub mod tallies;
mod tally_change;
mod tally_rollup;

pub use consume_stream::{Consumer, Failed, OF_INTEREST, Record};
pub use record_delivery::record_delivery;
