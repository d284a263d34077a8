//! Reminders of courses and of invitations, and the weekly digest (rule 39).

mod digest;
mod due;
mod going_on;
mod open_invitations;
