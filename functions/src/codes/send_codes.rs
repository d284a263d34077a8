//! Sends unused codes of a batch to drivers by mail, never the same code twice.

use deserr::Deserr;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Email, FieldErrors, Invalid, PersonName, code},
    http::{
        Account, Call, Json, Problem,
        input::Few,
        problem::ProblemBody,
        rows::{Results, error},
    },
};

use super::{
    delivery::{Outcomes, Sending, Waiting},
    views::batch_of,
};

/// Who gets a code.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// One code is sent to each, also to an address that is named twice.
    recipients: Few<Recipient, 1, 100>,
}

/// One who gets a code.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Recipient {
    /// Where the code goes.
    email: String,
    /// How the mail addresses them.
    #[deserr(default)]
    name: Option<String>,
}

impl Recipient {
    fn parse(&self, row: usize) -> Result<Waiting, Problem> {
        let at = |field: &str, bad: Invalid| bad.at(format!("recipients[{row}].{field}"));
        let email = Email::parse(&self.email).map_err(|bad| at("email", bad));
        let name = self.name.as_deref().map(PersonName::parse).transpose();
        match (email, name.map_err(|bad| at("name", bad))) {
            (Ok(email), Ok(name)) => Ok(Waiting { row, email, name }),
            (Err(a), Err(b)) => Err(a.and(b).into()),
            (Err(errors), _) | (_, Err(errors)) => Err(errors.into()),
        }
    }
}

/// What became of a recipient.
#[derive(Serialize, JsonSchema)]
pub struct SentCode {
    /// Which of the recipients in the call, from 0.
    index: usize,
    /// The address as it was given.
    email: String,
    /// Whether a code is on its way to them.
    status: SendStatus,
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    code: Option<code::Code>,
    /// Why none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemBody>,
}

/// Whether a code is on its way.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendStatus {
    /// It is.
    Sent,
    /// It is not.
    Failed,
}

/// Sends codes of a batch.
pub async fn send_codes(call: Call<Account, Input>) -> Result<Json<Results<SentCode>>, Problem> {
    let batch = batch_of(&call)?;
    let number = batch.number();
    let seal = call.app.seal.codes().await?;
    let (mut waiting, mut outcomes) = (Vec::new(), Outcomes::new());
    for (row, recipient) in call.body.recipients.0.iter().enumerate() {
        match recipient.parse(row) {
            Ok(recipient) => waiting.push(recipient),
            Err(problem) => outcomes.extend([(row, Err(problem))]),
        }
    }
    outcomes.extend(Sending::of(&call, batch, waiting)?.run().await?);
    let recipients = call.body.recipients.0.iter().enumerate();
    let results = recipients.map(|(index, recipient)| {
        let left_out = || Err(Problem::internal("a recipient was left out"));
        let outcome = outcomes.remove(&index).unwrap_or_else(left_out);
        let (status, code, error) = match outcome {
            Ok(place) => (SendStatus::Sent, Some(seal.seal(number, place)), None),
            Err(problem) => (SendStatus::Failed, None, error(&problem)),
        };
        SentCode { index, email: recipient.email.clone(), status, code, error }
    });
    Ok(Json(Results { results: results.collect() }))
}
