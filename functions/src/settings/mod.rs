//! An account's settings: the text of its invitations.

pub mod get_invitation_email;
pub mod preview_invitation_email;
pub mod reset_invitation_email;
pub mod set_invitation_email;
pub mod text_override;
pub mod views;

pub use get_invitation_email::get_invitation_email;
pub use preview_invitation_email::preview_invitation_email;
pub use reset_invitation_email::reset_invitation_email;
pub use set_invitation_email::set_invitation_email;
