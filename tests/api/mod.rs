//! The operations, one by one, over HTTP.

mod accounts;
mod codes;
mod courses;
mod enrolments;
mod everywhere;
mod groups;
mod local_tools;
mod mails;
mod managers;
mod me;
mod operator;
mod orders;
mod reports;
mod settings;
mod sign_in;
mod training;
mod users;
