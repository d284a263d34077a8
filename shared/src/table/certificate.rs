//! Certificates: by a certificate's code it is found whose record it is of (rule 37).

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Entity, Key, keys, record::Record};
use crate::domain::{AccountId, PersonId, RecordId, code::Code};

/// What a certificate's code leads to. Its name and dates are those of the record, which alone holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// SHA-256 of the code, in hex.
    pub hash: String,
    /// The account that keeps the record.
    pub account_id: AccountId,
    /// The driver, who keeps it too.
    pub person_id: PersonId,
    /// The record.
    pub record_id: RecordId,
}

impl Certificate {
    /// The certificate of a record under a code.
    pub fn of(code: &Code, record: &Record) -> Self {
        let Record { account_id, person_id, record_id, .. } = *record;
        Self { hash: hash(code), account_id, person_id, record_id }
    }

    /// Where the one with this code lies, if there is one.
    pub fn key_of(code: &Code) -> Key {
        keys::certificate(&hash(code))
    }
}

fn hash(code: &Code) -> String {
    HEXLOWER.encode(&Sha256::digest(code.to_string()))
}

impl Entity for Certificate {
    const KIND: &'static str = "certificate";

    fn key(&self) -> Key {
        keys::certificate(&self.hash)
    }
}
