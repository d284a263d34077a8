//! What Codriver's operations have in common: the product's words and rules, the table,
//! HTTP, secrets, e-mail, and how a function runs on Lambda.

pub mod app;
pub mod aws;
pub mod clock;
pub mod domain;
pub mod email;
pub mod http;
pub mod https;
pub mod lambda;
pub mod log;
pub mod policy;
pub mod seal;
pub mod table;
