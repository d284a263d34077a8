//! Signing in without a password: a link and a code are mailed.

pub mod confirm_sign_in;
pub mod credentials;
pub mod known_device;
pub mod notices;
pub mod request_sign_in;
pub mod session_creation;
pub mod sign_out;

pub use confirm_sign_in::confirm_sign_in;
pub use request_sign_in::request_sign_in;
pub use sign_out::sign_out;
