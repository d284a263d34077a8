//! A batch's codes, as JSON or CSV.
//!
//! Only used and voided codes have an item. Those that were redeemed, or voided one by one, are
//! found in their index; all others are found by walking the batch's places in order and reading
//! what lies there: a place where nothing lies is an unused code.

use deserr::Deserr;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{
        Email, FieldErrors, TimeZone,
        code::{Code, CodeIndex},
    },
    http::{
        Account, Call, JsonOrCsv, List, Listed, Problem,
        csv::{self, cell, time_cell},
        input::NoBody,
    },
    table::{
        Key, StoreError,
        batch::{Batch, CodeStatus, UsedCode},
        keys::{self, CODES_IN_BLOCK},
    },
};

use super::{
    sent_codes::{SentTo, sent_codes},
    views::batch_of,
};

/// Which codes.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Filter {
    /// Those of this status. One page looks at 10,000 codes at most (20,000 as CSV), so among
    /// many others it may hold few or none: the list goes on as long as there is a next cursor.
    #[deserr(default)]
    status: Option<CodeStatus>,
}

/// A code and what became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Code")]
pub struct CodeView {
    /// The code.
    #[schemars(with = "String")]
    code: Code,
    /// What became of it.
    status: CodeStatus,
    /// When it was redeemed, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    redeemed_at: Option<Timestamp>,
    /// Who redeemed it, or for whom it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    redeemed_by: Option<RedeemedBy>,
    /// To whom it was sent by mail, if it was, in the last 90 days; not in CSV.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_to: Option<SentTo>,
}

/// Who redeemed a code.
#[derive(Serialize, JsonSchema)]
pub struct RedeemedBy {
    /// Their address.
    email: Email,
}

impl csv::Row for CodeView {
    const COLUMNS: &'static [&'static str] = &["code", "status", "redeemed_at", "redeemed_by"];

    fn cells(&self, zone: &TimeZone) -> Vec<String> {
        let by = self.redeemed_by.as_ref().map(|by| &by.email);
        let at = time_cell(self.redeemed_at, zone);
        vec![self.code.to_string(), self.status.to_string(), at, cell(by)]
    }
}

/// Lists a batch's codes. A page begins at a place in the batch: that is what a cursor tells.
pub async fn list_codes(
    call: Call<Account, NoBody, Listed<Filter>>,
) -> Result<JsonOrCsv<List<CodeView>>, Problem> {
    let (app, query) = (&call.app, &call.query);
    let batch = batch_of(&call)?;
    let list = format!("codes of {}", batch.batch_id);
    let from = query.start(app, &list).await?.unwrap_or(0);
    let (limit, blocks) =
        if call.wants_csv { (query.csv_limit(), 20) } else { (query.limit(), 10) };
    let voided = batch.voided_at.is_some();
    let found = match query.filter.status {
        Some(CodeStatus::Unused) if voided => Found::default(),
        Some(CodeStatus::Voided) if !voided => {
            by_status(app, &batch, CodeStatus::Voided, from, limit).await?
        }
        Some(CodeStatus::Redeemed) => {
            by_status(app, &batch, CodeStatus::Redeemed, from, limit).await?
        }
        wanted => walk(app, &batch, wanted, from, Bounds { limit, blocks }).await?,
    };
    let shown = found.codes.iter().map(|(index, _)| *index).filter(|_| !call.wants_csv);
    let mut sent = sent_codes(app, &batch, shown).await?;
    let seal = app.seal.codes().await?;
    let view = |(index, fate): (CodeIndex, Fate)| CodeView {
        code: seal.seal(batch.number(), index),
        status: fate.status,
        redeemed_at: fate.redeemed.as_ref().map(|(at, _)| *at),
        redeemed_by: fate.redeemed.map(|(_, email)| RedeemedBy { email }),
        sent_to: sent.remove(&index),
    };
    let views = found.codes.into_iter().map(view).collect();
    let page = query.page(app, &list, views, found.next).await?;
    JsonOrCsv::answer(&call, page)
}

/// What became of a code.
#[derive(Clone)]
struct Fate {
    status: CodeStatus,
    redeemed: Option<(Timestamp, Email)>,
}

impl Fate {
    fn of(code: UsedCode) -> (CodeIndex, Self) {
        let redeemed = code.redemption.map(|redemption| (code.at, redemption.email));
        (code.index, Self { status: code.status, redeemed })
    }

    /// What a code is that has no item.
    fn without_item(batch: &Batch) -> Self {
        let voided = batch.voided_at.is_some();
        let status = if voided { CodeStatus::Voided } else { CodeStatus::Unused };
        Self { status, redeemed: None }
    }
}

/// The codes of a page, and the place where the next begins.
#[derive(Default)]
struct Found {
    codes: Vec<(CodeIndex, Fate)>,
    next: Option<u32>,
}

/// How many codes a page has at most, and how many blocks' worth of codes are looked at for it.
struct Bounds {
    limit: usize,
    blocks: u32,
}

/// Walks the batch's places from `from` on. What is looked at next doubles while the page is not
/// full, so a page costs no more than a few times what lies on it.
async fn walk(
    app: &App,
    batch: &Batch,
    wanted: Option<CodeStatus>,
    from: u32,
    Bounds { limit, blocks }: Bounds,
) -> Result<Found, StoreError> {
    let stop = batch.quantity.min(from.saturating_add(blocks * CODES_IN_BLOCK));
    let mut span = u32::try_from(limit).unwrap_or(u32::MAX);
    let (mut codes, mut at) = (Vec::with_capacity(limit), from);
    while at < stop && codes.len() < limit {
        let to = stop.min(at.saturating_add(span));
        let used = app.table.used_codes(batch.number(), at..to, Fate::of).await?;
        let mut used = used.into_iter().peekable();
        while at < to && codes.len() < limit {
            let Some(index) = CodeIndex::new(at) else { return Ok(Found { codes, next: None }) };
            let fate = used.next_if(|(place, _)| *place == index).map(|(_, fate)| fate);
            let fate = fate.unwrap_or_else(|| Fate::without_item(batch));
            if wanted.is_none_or(|wanted| wanted == fate.status) {
                codes.push((index, fate));
            }
            at += 1;
        }
        span = span.saturating_mul(2);
    }
    Ok(Found { codes, next: (at < batch.quantity).then_some(at) })
}

/// The most keys that one read takes, and how many reads run side by side: however long a page of
/// CSV is, few of its items are in memory at once.
const KEYS_A_READ: usize = 100;
const READS_AT_ONCE: usize = 10;

/// The codes that have an item of this status, from a place on, as their index lists them.
async fn by_status(
    app: &App,
    batch: &Batch,
    status: CodeStatus,
    from: u32,
    limit: usize,
) -> Result<Found, StoreError> {
    let Some(from) = CodeIndex::new(from) else { return Ok(Found::default()) };
    let ranges = keys::codes_with(batch.number(), status, from);
    let page = app.table.page_across(ranges, limit, None).await?;
    let keys: Vec<Key> = page.items.iter().filter_map(Key::of).collect();
    let reads: Vec<_> = keys.chunks(KEYS_A_READ).map(|keys| read(app, keys)).collect();
    let read = stream::iter(reads).buffered(READS_AT_ONCE).try_concat().await?;
    let next = page.next.and_then(|_| read.last()).map(|(last, _)| last.get() + 1);
    Ok(Found { codes: read, next })
}

async fn read(app: &App, keys: &[Key]) -> Result<Vec<(CodeIndex, Fate)>, StoreError> {
    let found = app.table.get_many(keys.iter().cloned()).await?;
    let codes = keys.iter().filter_map(|key| found.get::<UsedCode>(key).transpose());
    codes.map(|code| code.map(Fate::of)).collect()
}
