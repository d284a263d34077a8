//! The pages of a document: A4, across.

use super::{
    Report,
    contents::blocks,
    head::{Head, MARGIN, NAME},
};
use crate::print::{
    document::{self, About, Fault, HEIGHT},
    flow::{Flow, Room, Told},
    sheet::Sheet,
    typeface::Typeface,
};

/// Writes a document.
pub fn write(report: &Report) -> Result<Vec<u8>, Fault> {
    let typeface = Typeface::load().ok_or_else(|| Fault("the typeface is none".into()))?;
    let head = Head::of(&typeface, report);
    let blocks = blocks(&typeface, report);
    let room = Room { left: MARGIN, top: head.bottom() + 8.0, bottom: HEIGHT - MARGIN - 16.0 };
    let flow = Flow::of(&blocks, room);
    let (mut document, mut told) = (document::begin()?, Told::default());
    for number in 0..flow.pages() {
        let mut page = document::page(&mut document)?;
        let mut sheet = Sheet::of(&mut page, number, &typeface);
        told.add(head.draw(&mut sheet, &typeface, (number, flow.pages())));
        flow.draw(number, &mut sheet, &mut told);
        drop(sheet);
        page.finish();
    }
    document::finish(document, told.finish(), about(report, flow.headings()))
}

fn about(report: &Report, parts: Vec<(String, usize, f32)>) -> About {
    let from = report.before + 1;
    let id = [&*report.of, &report.at.to_string(), &report.filters.join(";")].join(" ");
    About {
        title: format!("{NAME}: {}", report.of),
        author: report.of.clone(),
        id: format!("{id} {from}"),
        at: report.at,
        parts,
    }
}
