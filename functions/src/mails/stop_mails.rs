//! Stops mails to whoever has a mail's own token: from the page that the mail leads to, or from the
//! mail program itself with one click.
//!
//! The one click is a form that is posted to an address with the token in its query (RFC 8058, 3.1).
//! It is the one secret that stands in a query: all that it can do is to stop mail.

use deserr::Deserr;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use shared::{
    domain::{FieldErrors, Invalid},
    http::{
        Anyone, Call, Code, NoContent, Problem,
        input::{Body, Content},
    },
    table::mail_stop::{MailStop, Stopped},
};

use super::stop_token::StopToken;

/// What is to be stopped.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "StopMails")]
pub struct Input {
    /// What stands behind the `#` of the mail's link.
    token: String,
    /// `true`: mails of every account, not only of the one that caused this mail.
    #[deserr(default)]
    all: Option<bool>,
}

/// A body of JSON, or a mail program's form: then the query has the token.
pub enum Said {
    /// A body of JSON.
    Json(Input),
    /// The form.
    OneClick,
}

/// What a mail program's form says (RFC 8058, 3.1), in either of its encodings.
const ONE_CLICK: [&str; 2] = ["List-Unsubscribe", "One-Click"];
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

impl Body for Said {
    fn read(content: Content) -> Result<Self, Problem> {
        match content {
            Content::Other(media, bytes) if FORMS.contains(&media.as_str()) => {
                let says = String::from_utf8_lossy(&bytes);
                if !ONE_CLICK.iter().all(|word| says.contains(word)) {
                    let missing = Invalid::new("missing", "Must be given, as One-Click.");
                    return Err(Problem::field(ONE_CLICK[0], missing));
                }
                Ok(Self::OneClick)
            }
            content => <Input as Body>::read(content).map(Self::Json),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        <Input as Body>::schema(generator)
    }

    fn media() -> &'static [&'static str] {
        &["application/json", FORMS[0], FORMS[1]]
    }
}

/// Where a form's token stands.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Query {
    /// A mail's own token, where a mail program posts its form.
    #[deserr(default)]
    token: Option<String>,
}

/// Stops mails. Doing it again changes nothing.
pub async fn stop_mails(call: Call<Anyone, Said, Query>) -> Result<NoContent, Problem> {
    let (token, all) = match (&call.body, &call.query.token) {
        (Said::Json(Input { token, all }), None) => (token, all.unwrap_or(false)),
        (Said::OneClick, Some(token)) => (token, false),
        (Said::Json(_), Some(_)) => {
            let twice = Invalid::new("conflicting", "Give the token here or in the body.");
            return Err(Problem::field("token", twice));
        }
        (Said::OneClick, None) => {
            return Err(Problem::field("token", Invalid::new("missing", "Must be given.")));
        }
    };
    let StopToken { email, account_id } =
        call.app.seal.open::<StopToken>(token).await?.ok_or_else(Problem::not_found)?;
    let of = if all { Stopped::All } else { Stopped::Account(account_id) };
    let stop = MailStop { email, of, at: call.app.clock.now() };
    call.app.table.write::<Code>().put(&stop).run().await?;
    Ok(NoContent)
}
