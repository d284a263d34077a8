//! Mails a sign-in link and code to any well-formed address, and never tells whether it is known.

use deserr::Deserr;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use shared::{
    domain::{Email, FieldErrors, MailId},
    http::{Accepted, Anyone, Call, Problem},
    table::{
        Condition, WriteError, keys,
        mail::Mail,
        sign_in::{GOOD_FOR_SECONDS, MAILS, SignIn},
    },
};

/// Who wants to sign in.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Where the link and the code go.
    email: Email,
}

/// Mails a sign-in link and code.
pub async fn request_sign_in(call: Call<Anyone, Input>) -> Result<Accepted, Problem> {
    let (app, email) = (&call.app, call.body.email);
    let now = app.clock.now();
    let old: Option<SignIn> = app.table.get(&keys::sign_in(&email)).await?;
    let good_for = SignedDuration::from_secs(GOOD_FOR_SECONDS);
    let mut mailed_at = old.as_ref().map(|old| old.mailed_at.clone()).unwrap_or_default();
    mailed_at.retain(|at: &Timestamp| now.duration_since(*at) < good_for);
    let unlimited = app.settings.operator_mails_unlimited && email == app.settings.operator;
    if mailed_at.len() >= MAILS {
        if !unlimited {
            return Ok(Accepted);
        }
        mailed_at.clear();
    }
    mailed_at.push(now);
    let mail_id = MailId::new(app.clock.precise());
    let sign_in = SignIn {
        email: email.clone(),
        nonce: mail_id.to_string(),
        expires_at: now.saturating_add(good_for).unwrap_or(now),
        tries: 0,
        mailed_at,
        version: old.as_ref().map_or(1, |old| old.version + 1),
    };
    // The newest is the only one: of two at once, one is written and mailed.
    let unchanged = old.map_or(Condition::Absent, |old| Condition::is("version", old.version));
    let mail = Mail::sign_in(mail_id, email, sign_in.nonce.clone(), now);
    match app.table.write().put_if(&sign_in, unchanged, ()).put(&mail).run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(Accepted),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
