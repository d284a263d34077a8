//! Groups: named sets of an account's users.

pub mod add_group_members;
pub mod create_group;
pub mod delete_group;
pub mod list_groups;
pub mod membership;
pub mod remove_group_member;
pub mod rename_group;
pub mod views;

pub use add_group_members::add_group_members;
pub use create_group::create_group;
pub use delete_group::delete_group;
pub use list_groups::list_groups;
pub use remove_group_member::remove_group_member;
pub use rename_group::rename_group;
