//! Codes: what a reseller pre-buys, hands out, and drivers redeem.

pub mod batch_voiding;
pub mod delivery;
pub mod get_code_batch;
pub mod list_code_batches;
pub mod list_codes;
pub mod on_behalf;
pub mod redeem_code;
pub mod redeem_for_drivers;
pub mod redemption;
pub mod send_codes;
pub mod sent_codes;
pub mod views;
pub mod void_codes;

pub use get_code_batch::get_code_batch;
pub use list_code_batches::list_code_batches;
pub use list_codes::list_codes;
pub use redeem_code::redeem_code;
pub use redeem_for_drivers::redeem_for_drivers;
pub use send_codes::send_codes;
pub use void_codes::void_codes;
