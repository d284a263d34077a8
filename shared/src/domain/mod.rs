//! The product's words as types, and its rules: parsed once at the edge, trusted after that.
//! Nothing here reads or writes anything.

pub mod account;
pub mod code;
mod code_place;
pub mod course;
pub mod day;
pub mod email_address;
pub mod enrolment;
pub mod event;
pub mod folding;
pub mod id;
pub mod invalid;
pub mod mail_tag;
pub mod mail_text;
pub mod moment;
pub mod net_prefix;
pub mod order;
pub mod phone;
pub mod role;
pub mod route;
pub mod search;
pub mod sign_in_code;
mod symbols;
pub mod text;
pub mod text_signs;
pub mod time_zone;
mod unique_name;
pub mod user;
pub mod validity;

pub use account::{AccountKind, AccountName};
pub use day::Day;
pub use email_address::Email;
pub use enrolment::EnrolmentStatus;
pub use id::*;
pub use invalid::{FieldErrors, Invalid};
pub use mail_tag::MailTag;
pub use mail_text::{MailKind, MailText};
pub use net_prefix::NetPrefix;
pub use phone::Phone;
pub use role::{Role, Scope};
pub use route::Span;
pub use text::{GroupName, Label, Note, PersonName, Place, RouteName, Title};
pub use time_zone::TimeZone;
pub use user::{ManagerStatus, UserStatus};
pub use validity::Validity;
