//! The certificate of a record of the caller's own.

use shared::{
    http::{Call, Pdf, Person, Problem},
    table::{keys, record::OwnRecord},
};

use crate::records::certificate;

/// Makes the certificate of a record of the caller's.
pub async fn get_my_certificate(call: Call<Person>) -> Result<Pdf, Problem> {
    let key = keys::own_record(call.who.person.person_id, call.path.record()?);
    let OwnRecord(record) = call.found(&key)?;
    certificate::of(&call.app, &call.read, &record).await
}
