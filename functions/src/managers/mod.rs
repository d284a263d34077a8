//! Managers: people or firms, invited, accepted or declined, listed, kept to a scope, removed.

pub mod accept_invitation;
pub mod decline_invitation;
pub mod invitation;
pub mod invite_firm;
pub mod invite_manager;
pub mod invite_url;
pub mod invitee;
pub mod list_managers;
pub mod preview_invite_url;
pub mod removal;
pub mod remove_firm_person;
pub mod remove_manager;
pub mod resend_manager_invitation;
pub mod scope_input;
pub mod update_manager;
pub mod views;

pub use accept_invitation::accept_invitation;
pub use decline_invitation::decline_invitation;
pub use invite_manager::invite_manager;
pub use list_managers::list_managers;
pub use preview_invite_url::preview_invite_url;
pub use remove_firm_person::remove_firm_person;
pub use remove_manager::remove_manager;
pub use resend_manager_invitation::resend_manager_invitation;
pub use update_manager::update_manager;
