//! What a sign-in mail carries. Link and code are made from the address and the attempt with keys of
//! their own, so neither is stored.

use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AttemptId, Email, sign_in_code::SignInCode},
    http::Problem,
    seal::{Purpose, Sealed},
};

/// What a link's token says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Linked {
    /// Whose sign-in it is.
    pub email: Email,
    /// Which.
    pub attempt: AttemptId,
}

impl Sealed for Linked {
    const PURPOSE: Purpose = Purpose::SignInLink;
    const CONTEXT: &'static [u8] = b"sign-in";
}

impl Linked {
    /// The code of the same sign-in.
    pub async fn code(&self, app: &App) -> Result<SignInCode, Problem> {
        let key = app.seal.key(Purpose::SignInCode).await?;
        Ok(SignInCode::from_mac(
            &key.mac(&[self.email.as_str().as_bytes(), &self.attempt.ulid().to_bytes()]),
        ))
    }
}
