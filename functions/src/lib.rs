//! Codriver's API: a module for each subject, in it a file for each operation.

pub mod accounts;
pub mod codes;
pub mod courses;
pub mod drivers;
pub mod enrolments;
pub mod groups;
pub mod invitations;
pub mod mails;
pub mod managers;
pub mod me;
pub mod operator;
pub mod orders;
pub mod prefetching;
pub mod recount;
pub mod reports;
pub mod routes;
pub mod routing;
pub mod scope;
pub mod service;
pub mod settings;
pub mod shares;
pub mod sign_in;
pub mod subjects;
pub mod training;
pub mod users;
pub mod workers;
