//! What runs behind the API: the table's stream, what SES reports, and the nightly recount.

pub mod audit;
pub mod consume_stream;
pub mod counts;
pub mod invitations;
pub mod notices;
pub mod offboarding;
pub mod outbox;
mod record;
pub mod record_delivery;
pub mod recount_sample;

pub use consume_stream::{Consumer, Failed, OF_INTEREST};
pub use record::Record;
pub use record_delivery::record_delivery;
pub use recount_sample::recount_sample;
