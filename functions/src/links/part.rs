//! The part of a report that whoever has its link asks for: a page of rows, or a document of them.

use serde::{Serialize, de::DeserializeOwned};
use shared::{
    domain::Invalid,
    http::{
        List, Listed, Problem,
        page::{MOST, MOST_CSV},
    },
    table::report_link::Link,
};

use super::{opened::OpenedRow, opening::Opening};
use crate::reports::printed;

/// A part, of rows that are each at a place.
pub struct Part<P> {
    listed: Listed,
    list: String,
    is_document: bool,
    place: printed::Place<P>,
}

impl<P: Serialize + DeserializeOwned> Part<P> {
    /// The part of a link's report that is asked for. A document's cursor says more than a page's, so
    /// each is of its kind alone.
    pub async fn of(call: &Opening, link: &Link) -> Result<Self, Problem> {
        let (app, listed, is_document) = (&call.app, listed(call)?, call.wants_pdf);
        let link = format!("report link {}", link.link_id);
        let list = if is_document { format!("printed {link}") } else { link };
        let place = match is_document {
            true => listed.start(app, &list).await?.unwrap_or_else(printed::Place::first),
            false => printed::Place { before: 0, after: listed.start(app, &list).await? },
        };
        Ok(Self { listed, list, is_document, place })
    }

    /// After which row it begins, unless it is the first.
    pub fn after(&mut self) -> Option<P> {
        self.place.after.take()
    }

    /// How many rows the documents before it have.
    pub fn before(&self) -> usize {
        self.place.before
    }

    /// Its rows, with the cursor of the next, which begins after a row.
    pub async fn with(
        &self,
        call: &Opening,
        rows: Vec<OpenedRow>,
        next: Option<P>,
    ) -> Result<List<OpenedRow>, Problem> {
        if !self.is_document {
            return self.listed.page(&call.app, &self.list, rows, next).await;
        }
        let before = self.before() + rows.len();
        let next = next.map(|after| printed::Place { before, after: Some(after) });
        self.listed.page(&call.app, &self.list, rows, next).await
    }
}

fn listed(call: &Opening) -> Result<Listed, Problem> {
    let (body, query) = (&call.body.cursor, &call.query.cursor);
    if body.is_some() && query.is_some() {
        let twice = Invalid::new("conflicting", "Give the cursor here or in the body.");
        return Err(Problem::field("cursor", twice));
    }
    Ok(Listed::of_body(body.as_ref().or(query.as_ref()).cloned()))
}

/// How many rows a part has at most.
pub fn most(call: &Opening) -> usize {
    match (call.wants_pdf, call.wants_csv) {
        (true, _) => printed::MOST,
        (_, true) => MOST_CSV,
        _ => MOST,
    }
}
