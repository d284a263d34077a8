//! Reminders of courses and of invitations (rule 39).

mod due;
mod open_invitations;
