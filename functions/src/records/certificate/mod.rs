//! A certificate: a record as a document that one hangs on a wall and that anybody can check (rule 37).
//!
//! It is made anew whenever somebody asks for it, from the record and nothing else, so that it is the same
//! to the byte each time, for the account and for the driver.

pub mod code;
mod page;
mod qr;
pub mod wording;

use shared::{
    app::App,
    http::{Pdf, Problem},
    table::{Items, record::Record},
};

use self::wording::Wording;

/// Makes the certificate of a record; `read` has what its code leads to, if anything is there yet.
pub async fn of(app: &App, read: &Items, record: &Record) -> Result<Pdf, Problem> {
    let code = code::of(app, record.record_id).await?;
    code::keep(app, read, &code, record).await?;
    let wording = Wording::of(record, &code, &app.settings.app_url);
    let bytes = page::write(&wording).map_err(|fault| Problem::internal(fault.0))?;
    Ok(Pdf { name: format!("certificate-{}", record.record_id), bytes })
}
