//! To whom codes were sent by mail, and how those mails stand.

use std::collections::BTreeMap;

use futures::future::try_join_all;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{Email, code::CodeIndex},
    table::{
        StoreError,
        batch::Batch,
        keys::{self, CODES_IN_BLOCK},
        mail::{Content, Mail, MailStatus},
    },
};

/// To whom a code was sent.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SentTo {
    /// Their address.
    email: Email,
    /// How far the mail has come.
    status: MailStatus,
    /// When it was sent.
    sent_at: Option<Timestamp>,
}

/// To whom those of these codes were sent that were sent, as far as it is remembered. Codes are
/// sent in order, so of a batch of which nothing was sent nothing is read.
pub async fn sent_codes(
    app: &App,
    batch: &Batch,
    codes: impl Iterator<Item = CodeIndex>,
) -> Result<BTreeMap<CodeIndex, SentTo>, StoreError> {
    let mut blocks = BTreeMap::<u32, (CodeIndex, CodeIndex)>::new();
    for code in codes.filter(|code| code.get() < batch.send_from) {
        let (first, last) = blocks.entry(code.get() / CODES_IN_BLOCK).or_insert((code, code));
        (*first, *last) = ((*first).min(code), (*last).max(code));
    }
    let mails = blocks.into_values().map(|(first, last)| mails(app, batch, first, last));
    let mails = try_join_all(mails).await?.into_iter().flatten();
    let told = mails.filter_map(|mail| match mail.content {
        Content::CodeSent { index, .. } => {
            Some((index, SentTo { email: mail.to, status: mail.status, sent_at: mail.sent_at }))
        }
        _ => None,
    });
    Ok(told.collect())
}

/// The mails with codes of one block.
async fn mails(
    app: &App,
    batch: &Batch,
    first: CodeIndex,
    last: CodeIndex,
) -> Result<Vec<Mail>, StoreError> {
    let range = keys::mails_of_block(batch.number(), first, last);
    let page = app.table.page_of::<Mail>(&range, CODES_IN_BLOCK as usize, None, false).await?;
    Ok(page.items)
}
