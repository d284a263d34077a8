//! Invitations, as those who were invited use them.

pub mod activate_invitation;
pub mod consent;
pub mod joining;
pub mod link;
pub mod open;
pub mod preview_invitation;

pub use activate_invitation::activate_invitation;
pub use preview_invitation::preview_invitation;
