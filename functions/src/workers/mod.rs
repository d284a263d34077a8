//! What runs behind the API: the table's stream, and what SES reports of mails.

pub mod consume_stream;
pub mod counts;
pub mod departures;
pub mod invitations;
pub mod notices;
pub mod outbox;
pub mod record_delivery;
pub mod trail;

pub use consume_stream::{Consumer, Failed, OF_INTEREST, Record};
pub use record_delivery::record_delivery;
