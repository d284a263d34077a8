//! What stands at the head of each page.

use krilla::{
    geom::Rect,
    tagging::{Node, Tag, TagGroup, TagKind},
};
use shared::domain::moment::moment;

use super::{
    Report,
    columns::{ACCENT, ACCOUNT, SMALL, TITLE},
    wording::number,
};
use crate::print::{
    document::WIDTH,
    sheet::{Sheet, Side},
    text::Text,
    typeface::Typeface,
};

/// From the paper's edge to what is on it.
pub const MARGIN: f32 = 36.0;
/// How wide what is on it may be.
pub const WIDE: f32 = WIDTH - 2.0 * MARGIN;
/// How wide the number of a page may be.
const NUMBER: f32 = 120.0;

/// What a document is called.
pub const NAME: &str = "Report";

/// The head of all pages.
pub struct Head {
    of: Text,
    title: Text,
    says: String,
    made: Text,
    filters: Text,
}

impl Head {
    /// That of a report.
    pub fn of(typeface: &Typeface, report: &Report) -> Self {
        let line = |text: &str, look, width| Text::wrapped(typeface, text, look, width, 1);
        let says = match report.before {
            0 => NAME.to_owned(),
            before => format!("{NAME}, from row {} on", number(before as i64 + 1)),
        };
        let made = moment(report.at, &report.zone);
        let made = format!("Made on {made}. All times are of this zone.");
        let filters = match &report.filters[..] {
            [] => report.naming.all().to_owned(),
            filters => filters.join(" · "),
        };
        Self {
            of: line(&report.of, ACCOUNT, WIDE - NUMBER),
            title: line(&says, TITLE, WIDE),
            says,
            made: line(&made, SMALL, WIDE),
            filters: Text::wrapped(typeface, &filters, SMALL, WIDE, 3),
        }
    }

    fn parts(&self) -> [(&Text, TagKind); 4] {
        let title = Tag::Hn(std::num::NonZeroU16::MIN, Some(self.says.clone()));
        [
            (&self.of, Tag::P.into()),
            (&self.title, title.into()),
            (&self.made, Tag::P.into()),
            (&self.filters, Tag::P.into()),
        ]
    }

    /// Where it ends.
    pub fn bottom(&self) -> f32 {
        MARGIN + self.parts().iter().map(|(part, _)| part.height()).sum::<f32>() + 6.0
    }

    /// Draws it on a page of so many. What it says is told once, on the first; the numbers of pages never.
    pub fn draw(
        &self,
        sheet: &mut Sheet,
        typeface: &Typeface,
        (page, pages): (usize, usize),
    ) -> Vec<Node> {
        let (mut told, mut top) = (vec![], MARGIN);
        for (text, tag) in self.parts() {
            let side = Side::Left(MARGIN);
            if page == 0 {
                told.push(TagGroup::with_children(tag, sheet.draw(text, side, top)).into());
            } else {
                sheet.repeat(text, side, top);
            }
            top += text.height();
        }
        let says = format!("Page {} of {}", number(page as i64 + 1), number(pages as i64));
        let says = Text::wrapped(typeface, &says, SMALL, NUMBER, 1);
        sheet.repeat(&says, Side::Right(WIDTH - MARGIN), MARGIN);
        sheet.areas(Rect::from_xywh(MARGIN, top + 4.0, WIDE, 0.8), ACCENT);
        told
    }
}
