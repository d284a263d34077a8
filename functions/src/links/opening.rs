//! What somebody sends who opens a report.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::FieldErrors,
    http::{Anyone, Call},
};

/// A report link.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "OpenReport")]
pub struct Input {
    /// What stands behind its `#`.
    pub token: String,
    /// The `next_cursor` of the page before.
    #[deserr(default)]
    pub cursor: Option<String>,
}

/// Where the next page of a table is found, with the same body: its `Link` says so.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Place {
    /// The cursor, where the body has none.
    #[deserr(default)]
    pub cursor: Option<String>,
}

/// An opening of a report.
pub type Opening = Call<Anyone, Input, Place>;
