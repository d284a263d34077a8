//! What runs behind the API: the table's stream, and what SES reports of mails.

pub mod audit;
pub mod consume_stream;
pub mod counts;
pub mod invitations;
pub mod notices;
pub mod offboarding;
pub mod outbox;
mod record;
pub mod record_delivery;

pub use consume_stream::{Consumer, Failed, OF_INTEREST};
pub use record::Record;
pub use record_delivery::record_delivery;
