//! Devices on which somebody has signed in before: a cookie that outlives the sign-in says whose
//! they are. It opens nothing: it gives its owner room of their own for sign-in mails, which nobody
//! from elsewhere can use up, and it is how the next sign-in there is told from one on a new device.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{Email, SignInId},
    http::{Peer, Problem},
    seal::{Purpose, Sealed},
};

/// How long a device is known after a sign-in: 400 days, the most that browsers keep a cookie for
/// (<https://developer.chrome.com/blog/cookie-max-age-expires>).
pub const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(400 * 24);

/// A device that is known for an address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KnownDevice {
    /// Who signed in there.
    pub email: Email,
    /// The sign-in that made it known.
    pub sign_in: SignInId,
}

impl Sealed for KnownDevice {
    const PURPOSE: Purpose = Purpose::KnownDevice;
    const CONTEXT: &'static [u8] = b"device";
}

impl KnownDevice {
    /// The device that asks, if it is known for this address.
    pub async fn read(app: &App, peer: &Peer, email: &Email) -> Result<Option<Self>, Problem> {
        let Some(cookie) = peer.cookie(Self::cookie_name(app)) else { return Ok(None) };
        let device: Option<Self> = app.seal.open(cookie).await?;
        Ok(device.filter(|device| device.email == *email))
    }

    /// What its cookie is called.
    pub fn cookie_name(app: &App) -> &'static str {
        if app.settings.is_encrypted() { "__Host-codriver-device" } else { "codriver-device" }
    }
}
