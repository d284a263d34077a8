//! Reminders of courses and of invitations, and the weekly digest (rule 39).

mod digest;
mod due;
mod open_invitations;
