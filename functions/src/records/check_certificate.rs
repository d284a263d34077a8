//! Tells anybody who has a certificate's code what stands on it, and whether it still counts.

use deserr::Deserr;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AccountName, FieldErrors, Title, Validity, code::Code},
    http::{Anyone, Call, Json, Problem},
    table::{
        certificate::Certificate,
        keys,
        record::{OwnRecord, Record},
    },
};

use super::certificate::wording::name_of;

/// A certificate.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "CertificateCode")]
pub struct Input {
    /// The code that stands on it, in any letter case, with or without its dashes.
    code: String,
}

/// What stands on a certificate.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CheckedCertificate")]
pub struct Output {
    /// Who completed the course; the address, if no name was known.
    name: String,
    /// The course's title.
    course: Title,
    /// The account's name.
    account: AccountName,
    /// When the course was completed.
    completed_at: Timestamp,
    /// Until when that counts; `null` is for ever.
    valid_until: Option<Timestamp>,
    /// Whether it counts now.
    status: Validity,
}

/// Checks a certificate. A code that is mistyped is as unknown as one that no certificate has.
pub async fn check_certificate(call: Call<Anyone, Input>) -> Result<Json<Output>, Problem> {
    let code = Code::parse(&call.body.code).map_err(|_| Problem::not_found())?;
    let record = record(&call.app, &code).await?.ok_or_else(Problem::not_found)?;
    let now = call.app.clock.now();
    Ok(Json(Output {
        name: name_of(&record),
        status: Validity::at(now, record.valid_until),
        course: record.course.title,
        account: record.account_name,
        completed_at: record.completed_at,
        valid_until: record.valid_until,
    }))
}

/// The record whose certificate has the code: the account's, or once that is gone the driver's own.
async fn record(app: &App, code: &Code) -> Result<Option<Record>, Problem> {
    let certificate = app.table.get(&Certificate::key_of(code)).await?;
    let Some(Certificate { account_id, person_id, record_id, .. }) = certificate else {
        return Ok(None);
    };
    let of_account = keys::record(account_id, record_id);
    let own = keys::own_record(person_id, record_id);
    let found = app.table.get_many([of_account.clone(), own.clone()]).await?;
    if let Some(record) = found.get(&of_account)? {
        return Ok(Some(record));
    }
    Ok(found.get(&own)?.map(|OwnRecord(record)| record))
}
