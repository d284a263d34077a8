//! The operations, one by one, over HTTP.

mod accounts;
mod codes;
mod courses;
mod drivers;
mod enrolments;
mod everywhere;
mod groups;
mod invitations;
mod local_tools;
mod mail_limits;
mod mail_stops;
mod mails;
mod managers;
mod me;
mod operator;
mod orders;
mod recount;
mod reports;
mod resellers;
mod routing;
mod settings;
mod shares;
mod sign_in;
mod training;
mod users;
mod zones;
