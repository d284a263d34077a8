//! The code by which a certificate is checked.
//!
//! It is a MAC of the record's identifier with the key that is kept for ever, as 95 bits and a symbol that
//! checks them: so it is stored nowhere, can be printed again at any time, is the same on the account's
//! certificate and on the driver's, and nobody makes one up. The table has what it leads to under its hash:
//! whoever reads the table learns no code, and a check is a read by key, whatever was tried.
//!
//! What it leads to is written when a certificate is first made: until then nobody has the code. Records
//! that were there before there were certificates have them all the same, completing a course costs
//! nothing more, and what completes courses needs no key.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a code leads to one record, for ever | none: all that is written follows from the record alone |

use shared::{
    app::App,
    domain::{RecordId, code::Code as CheckCode},
    http::{Code, Problem},
    seal::{Key as SealKey, Purpose},
    table::{Items, Key, certificate::Certificate, record::Record},
};

/// The code of a record's certificate.
pub async fn of(app: &App, record: RecordId) -> Result<CheckCode, Problem> {
    Ok(made(app.seal.key(Purpose::Certificates).await?, record))
}

fn made(key: &SealKey, record: RecordId) -> CheckCode {
    let mac = key.mac(&[&record.ulid().to_bytes()]);
    let bits = mac.iter().take(16).fold(0, |bits, byte| bits << 8 | u128::from(*byte));
    CheckCode::from_payload(bits)
}

/// Where that lies to which the code of a record's certificate leads.
pub async fn key(app: &App, record: RecordId) -> Result<Key, Problem> {
    Ok(Certificate::key_of(&of(app, record).await?))
}

/// Keeps what a code leads to, unless it was read that it is there.
pub async fn keep(
    app: &App,
    read: &Items,
    code: &CheckCode,
    record: &Record,
) -> Result<(), Problem> {
    if read.has(&Certificate::key_of(code)) {
        return Ok(());
    }
    let certificate = Certificate::of(code, record);
    Ok(app.table.write::<Code>().put(&certificate).run().await?)
}

#[cfg(test)]
mod tests {
    use shared::seal::Root;
    use ulid::Ulid;

    use super::*;

    #[test]
    fn certificates_that_hang_on_walls_can_be_checked_across_releases() {
        let key = Root::new([7; 32]).key(Purpose::Certificates);
        let code = made(&key, RecordId::from_ulid(Ulid::from(1_u128 << 100 | 5)));
        assert_eq!(code.to_string(), "S09MZ-GCWE7-HV340-GV55E");
    }

    #[test]
    fn another_record_or_another_root_has_another_code() {
        let [one, other] = [7, 8].map(|secret| Root::new([secret; 32]).key(Purpose::Certificates));
        let record = |number: u128| RecordId::from_ulid(Ulid::from(number));
        assert_ne!(made(&one, record(1)).payload(), made(&one, record(2)).payload());
        assert_ne!(made(&one, record(1)).payload(), made(&other, record(1)).payload());
    }
}
