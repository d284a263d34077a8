//! Training sessions: dated, led events with attendees, who are told by mail with an entry for
//! their calendar.
//!
//! A manager who is kept to groups or drivers sees and changes the sessions all of whose attendees
//! are within the scope; one that has no attendee is within no scope.

pub mod attendee_correction;
pub mod attendee_removal;
pub mod attendees;
pub mod cancel_training_session;
pub mod create_training_session;
pub mod get_training_session;
pub mod input;
pub mod list_training_sessions;
pub mod notification;
pub mod session_change;
pub mod update_training_session;
pub mod views;
pub mod visible;

pub use cancel_training_session::cancel_training_session;
pub use create_training_session::create_training_session;
pub use get_training_session::get_training_session;
pub use list_training_sessions::list_training_sessions;
pub use update_training_session::update_training_session;
