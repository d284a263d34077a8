//! What a certificate looks like: one page of A4, across, in one typeface and one colour.
//!
//! The page is tagged, so that it can be read out.

use std::num::NonZeroU16;

use krilla::{
    geom::Rect,
    page::Page,
    tagging::{Node, Tag},
};

use super::{qr, wording::Wording};
use crate::print::{
    document::{self, About, Fault, HEIGHT, WIDTH},
    fitting::LEADING,
    sheet::{Sheet, Side},
    text::{Colour, Look},
    typeface::{Style, Typeface},
};

const MIDDLE: Side = Side::Middle(WIDTH / 2.0);
/// From the paper's edge to the border, and to what stands at the foot within it.
const BORDER: f32 = 30.0;
const MARGIN: f32 = 84.0;
/// How wide a line of the text may be.
const MEASURE: f32 = WIDTH - 2.0 * 110.0;
/// On what the labels and the values at the foot stand.
const LABELS: f32 = 470.0;
const VALUES: f32 = 489.0;
/// How wide a date may be, and what checks the certificate.
const DATE: f32 = 136.0;
const CHECK: f32 = 270.0;

const INK: Colour = [0x1c, 0x20, 0x26];
const QUIET: Colour = [0x59, 0x61, 0x6b];
const ACCENT: Colour = [0x0e, 0x4d, 0x64];

const PLAIN: Style = Style { small_capitals: false, tracking: 0.0 };
const AIRY: Style = Style { small_capitals: false, tracking: 0.03 };
const CAPITALS: Style = Style { small_capitals: true, tracking: 0.07 };

const ACCOUNT: Look = Look { style: AIRY, size: 17.0, colour: QUIET };
const HEADING: Look = Look { style: CAPITALS, size: 31.0, colour: ACCENT };
const PHRASE: Look = Look { style: PLAIN, size: 14.0, colour: QUIET };
const NAME: Look = Look { style: PLAIN, size: 46.0, colour: INK };
const COURSE: Look = Look { style: PLAIN, size: 27.0, colour: INK };
const LABEL: Look = Look { style: CAPITALS, size: 10.5, colour: QUIET };
const VALUE: Look = Look { style: PLAIN, size: 14.0, colour: INK };
const CODE: Look = Look { style: AIRY, size: 14.0, colour: INK };
const PLACE: Look = Look { style: PLAIN, size: 10.0, colour: QUIET };

const TITLE: &str = "Certificate of Completion";

/// Writes a certificate.
pub fn write(wording: &Wording) -> Result<Vec<u8>, Fault> {
    let typeface = Typeface::load().ok_or_else(|| Fault("the typeface is none".into()))?;
    let mut document = document::begin()?;
    let mut page = document::page(&mut document)?;
    let nodes = draw(&mut page, &typeface, wording)?;
    page.finish();
    document::finish(document, nodes, about(wording))
}

/// Draws everything; gives what a reader is told of it, in order.
fn draw(page: &mut Page, typeface: &Typeface, wording: &Wording) -> Result<Vec<Node>, Fault> {
    let mut sheet = Sheet::of(page, 0, typeface);
    let (width, height) = (WIDTH - 2.0 * BORDER, HEIGHT - 2.0 * BORDER);
    sheet.hairline(Rect::from_xywh(BORDER, BORDER, width, height), ACCENT);
    draw_heading(&mut sheet, wording);
    draw_statement(&mut sheet, wording);
    draw_dates(&mut sheet, wording);
    draw_check(&mut sheet, wording)?;
    Ok(sheet.finish())
}

/// Whose certificate it is: the account's.
fn draw_heading(sheet: &mut Sheet, wording: &Wording) {
    let account = sheet.fit(&wording.account, ACCOUNT, (MEASURE, 38.0));
    let heading = sheet.fit(TITLE, HEADING, (MEASURE, 40.0));
    let tag = Tag::Hn(NonZeroU16::MIN, Some(TITLE.into()));
    sheet.put(&account, MIDDLE, 72.0);
    sheet.put_as(tag.into(), &heading, MIDDLE, 112.0);
    sheet.hairline(Rect::from_xywh(WIDTH / 2.0 - 24.0, 164.0, 48.0, 0.01), ACCENT);
}

/// Who completed what: in the middle of the room that there is for it.
fn draw_statement(sheet: &mut Sheet, wording: &Wording) {
    const ROOM: (f32, f32) = (172.0, 440.0);
    let parts = [
        (sheet.fit("This is to certify that", PHRASE, (MEASURE, 20.0)), 5.0),
        (sheet.fit(&wording.name, NAME, (MEASURE, 108.0)), 13.0),
        (sheet.fit("has completed the course", PHRASE, (MEASURE, 20.0)), 6.0),
        (sheet.fit(&wording.course, COURSE, (MEASURE, 76.0)), 0.0),
    ];
    let height: f32 = parts.iter().map(|(text, after)| text.height() + after).sum();
    let mut top = (ROOM.0 + ROOM.1 - height) / 2.0;
    for (text, after) in &parts {
        top = sheet.put(text, MIDDLE, top) + after;
    }
}

/// When it was completed, and until when that counts.
fn draw_dates(sheet: &mut Sheet, wording: &Wording) {
    let until = wording.valid_until.as_ref().map(|until| ("Valid until", until));
    let dates = [Some(("Completed", &wording.completed)), until].into_iter().flatten();
    for ((label, date), left) in dates.zip([MARGIN, MARGIN + DATE + 16.0]) {
        put_on(sheet, LABELS, label, LABEL, Side::Left(left), DATE);
        put_on(sheet, VALUES, date, VALUE, Side::Left(left), DATE);
    }
}

/// By what anybody can check it.
fn draw_check(sheet: &mut Sheet, wording: &Wording) -> Result<(), Fault> {
    const SIZE: f32 = 78.0;
    let (left, top) = (WIDTH - MARGIN - SIZE, LABELS - 24.0);
    let side = Side::Right(left - 18.0);
    put_on(sheet, LABELS, "Check this certificate", LABEL, side, CHECK);
    put_on(sheet, VALUES, &wording.code, CODE, side, CHECK);
    put_on(sheet, VALUES + 17.0, &wording.place, PLACE, side, CHECK);
    let path = qr::path(&wording.url, left, top, SIZE);
    let path = path.map_err(|error| Fault(error.to_string()))?;
    let path = path.ok_or_else(|| Fault("a QR code of nothing".into()))?;
    let says = format!("QR code that leads to {}", wording.url);
    sheet.picture(&path, INK, Rect::from_xywh(left, top, SIZE, SIZE), says);
    Ok(())
}

/// A line whose letters stand on `baseline`.
fn put_on(sheet: &mut Sheet, baseline: f32, text: &str, look: Look, side: Side, width: f32) {
    let text = sheet.fit(text, look, (width, look.size * LEADING + 0.1));
    sheet.put(&text, side, baseline - text.ascent());
}

fn about(wording: &Wording) -> About {
    About {
        title: format!("{TITLE}: {}, {}", wording.name, wording.course),
        author: wording.account.clone(),
        id: wording.id.clone(),
        at: wording.at,
        parts: vec![(TITLE.into(), 0, 0.0)],
    }
}
