//! What runs behind the API: the table's stream, jobs, the sending of mails, what SES reports of them, the
//! hourly reminders and the nightly recount.

mod assigned;
pub mod audit;
mod batch;
mod closing;
pub mod consume_stream;
pub mod corrections;
pub mod counts;
mod deeds;
mod firm_notices;
mod firm_people;
mod forgetting;
pub mod invitations;
mod joined;
mod mentions;
mod name_words;
pub mod notices;
pub mod offboarding;
pub mod outbox;
mod owing;
mod own_words;
mod readdressing;
mod record;
pub mod record_delivery;
pub mod recount_sample;
mod refusals;
mod reminders;
mod reseller_answers;
pub mod revisions;
mod run_jobs;
mod safety_notices;
pub mod send_mail;
pub mod staleness;
pub mod tallies;
mod tally_change;
mod tally_rollup;
mod traces;
mod turn;

pub use batch::Batch;
pub use consume_stream::{Consumer, Failed, OF_INTEREST};
pub use record::Record;
pub use record_delivery::{record_deliveries, record_delivery};
pub use recount_sample::{Sample, recount_sample};
pub use reminders::{REMINDS_FOR, Reminded, send_reminders};
pub use run_jobs::{JOBS, run_job};
pub use send_mail::Sender;
