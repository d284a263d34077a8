//! Accounts: companies, their API keys and audit trail.

pub mod account_creation;
pub mod allow_account;
pub mod appoint_admin;
pub mod close_account;
pub mod create_account;
pub mod create_api_key;
pub mod delete_api_key;
pub mod dismiss_admin;
pub mod find_account;
pub mod get_account;
pub mod hand_over_account;
pub mod list_api_keys;
pub mod list_events;
pub mod list_refused_accounts;
pub mod refuse_account;
pub mod request_reseller_status;
pub mod roles;
pub mod update_account;
pub mod views;

pub use allow_account::allow_account;
pub use appoint_admin::appoint_admin;
pub use close_account::close_account;
pub use create_account::create_account;
pub use create_api_key::create_api_key;
pub use delete_api_key::delete_api_key;
pub use dismiss_admin::dismiss_admin;
pub use find_account::find_account;
pub use get_account::get_account;
pub use hand_over_account::hand_over_account;
pub use list_api_keys::list_api_keys;
pub use list_events::list_events;
pub use list_refused_accounts::list_refused_accounts;
pub use refuse_account::refuse_account;
pub use request_reseller_status::request_reseller_status;
pub use update_account::update_account;
