//! Courses assigned to users: each takes a licence of the account's pool.

pub mod assign_course;
pub mod assignees;
pub mod assignment;
pub mod hand_on;
pub mod revocation;
pub mod revoke_enrolment;
pub mod rounds;

pub use assign_course::assign_course;
pub use revoke_enrolment::revoke_enrolment;
