//! The kinds of items, each with how an item of it is read and written again.

use shared::table::{
    Entity, Item, StoreError,
    account::{Account, NameOwner},
    address_change::{AddressChange, Readdressing},
    api_key::ApiKey,
    batch::{Batch, BatchCount, UsedCode, VoidedStripe},
    certificate::Certificate,
    client::Client,
    closed_account::ClosedAccount,
    course::Course,
    departure::Departure,
    enrolment::{Enrolment, PastRound},
    event::Event,
    forgetting::{Forgetting, Trace},
    group::{Combination, Group, GroupNameOwner, Member},
    idempotency::{AnswerPart, Kept},
    invited::Invited,
    limit::Count,
    mail::Mail,
    mail_mark::MailMark,
    mail_stop::MailStop,
    mail_text::OwnMailText,
    manager::Manager,
    mention::Mention,
    name_word::NameWord,
    notice::Notice,
    order::Order,
    person::{Context, EmailOwner, Person, Session},
    pool::Pool,
    position::Position,
    probe::Probe,
    record::{OwnRecord, Record, UserRecord},
    recount_cursor::RecountCursor,
    refusal::Refusal,
    reminder_cursor::ReminderCursor,
    reminder_settings::ReminderSettings,
    report_link::{LinkSet, OwnReportLink, ReportLink},
    reseller_request::ResellerRequest,
    revision::Revision,
    route::{Assignment, Calendar, Route},
    share::{ShareProgress, SharedDriver, Sharing},
    sign_in::{SignIn, SignInMails, SignedIn},
    tally::Tally,
    training::{Attendance, TrainingSession},
    user::{User, UserProgress},
    validity_tally::ValidityTally,
};

/// How an item of a kind is read and written again.
pub type Again = fn(Item) -> Result<Item, StoreError>;

fn again<E: Entity>(item: Item) -> Result<Item, StoreError> {
    Ok(E::from_item(item)?.to_item())
}

macro_rules! kinds {
    ($($entity:ident)*) => {
        /// Every kind of item that the table holds.
        pub const KINDS: &[(&str, Again)] = &[$(($entity::KIND, again::<$entity>)),*];
    };
}

kinds! {
    Account NameOwner AddressChange Readdressing ApiKey Batch BatchCount UsedCode VoidedStripe Certificate Client ClosedAccount Course Departure
    Enrolment Event Forgetting Trace Combination Group GroupNameOwner Member AnswerPart Kept OwnMailText Count
    Mail MailMark MailStop Manager Mention NameWord Notice Order Context EmailOwner Person Session Pool Position
    Probe Record OwnRecord UserRecord PastRound RecountCursor Refusal ReminderCursor ReminderSettings ResellerRequest Revision Assignment Calendar Route
    ShareProgress SharedDriver LinkSet OwnReportLink ReportLink
    Sharing SignIn SignInMails SignedIn Tally Attendance TrainingSession Invited User UserProgress ValidityTally
}
