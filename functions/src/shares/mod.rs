//! Shares: which drivers another account sees and routes.

pub mod bulk_share;
mod chosen_drivers;
mod every_driver;
pub mod list_shares;
mod recipient;
pub mod refused_shares;
pub mod share_drivers;
pub mod unshare_driver;

pub use list_shares::list_shares;
pub use share_drivers::share_drivers;
pub use unshare_driver::unshare_driver;
