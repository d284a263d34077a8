//! What a sign-in mail carries. Link and code are made from the address and the attempt with keys of
//! their own, so neither is stored.

use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AttemptId, Email, sign_in_code::SignInCode},
    http::Problem,
    seal::Purpose,
};

/// What a link's token says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Linked {
    /// Whose sign-in it is.
    pub email: Email,
    /// Which.
    pub attempt: AttemptId,
}

const CONTEXT: &[u8] = b"sign-in";

impl Linked {
    /// The token that a link carries behind its `#`.
    pub async fn token(&self, app: &App) -> Result<String, Problem> {
        let plain =
            serde_json::to_vec(self).map_err(|error| Problem::internal(error.to_string()))?;
        Ok(app.seal.key(Purpose::SignInLink).await?.seal(CONTEXT, &plain))
    }

    /// Reads a token; `None` if it was not made here.
    pub async fn read(app: &App, token: &str) -> Result<Option<Self>, Problem> {
        let plain = app.seal.key(Purpose::SignInLink).await?.open(CONTEXT, token);
        Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
    }

    /// The code of the same sign-in.
    pub async fn code(&self, app: &App) -> Result<SignInCode, Problem> {
        let key = app.seal.key(Purpose::SignInCode).await?;
        Ok(SignInCode::from_mac(
            &key.mac(&[self.email.as_str().as_bytes(), &self.attempt.ulid().to_bytes()]),
        ))
    }
}
