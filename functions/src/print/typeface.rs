//! The one typeface of documents, and texts shaped with it: kerned, with marks in their places.
//!
//! Libertinus Serif has Latin with all its accents, Greek, Cyrillic and Hebrew, and small capitals that
//! are drawn as such. A sign of another script is a box on the page and itself in what is selected.

use std::ops::Range;

use harfrust::{
    Feature, FontRef, GlyphBuffer, GlyphInfo, GlyphPosition, ShapeOptions, ShaperData, Tag,
    UnicodeBuffer,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};

/// See its licence beside it.
const FILE: &[u8] = include_bytes!("fonts/LibertinusSerif-Regular.otf");

/// What stands for a sign that the typeface has not.
const BOX: char = '\u{25a1}';

/// The typeface.
pub struct Typeface {
    /// As a page needs it.
    pub font: Font,
    reader: FontRef<'static>,
    data: ShaperData,
}

/// How a text is set.
#[derive(Clone, Copy, Default)]
pub struct Style {
    /// In small capitals.
    pub small_capitals: bool,
    /// What is added to each glyph's width, in ems.
    pub tracking: f32,
}

/// A text as glyphs, in the order in which it is read. Their measures are in ems.
pub struct Shaped {
    /// The text.
    pub text: String,
    glyphs: Vec<KrillaGlyph>,
    right_to_left: bool,
}

impl Typeface {
    /// Reads the typeface. It is part of the program: `None` would be a fault of the program's.
    pub fn load() -> Option<Self> {
        let reader = FontRef::new(FILE).ok()?;
        Some(Self { font: Font::new(FILE.into(), 0)?, data: ShaperData::new(&reader), reader })
    }

    /// Shapes a text. What no reader of a document could make sense of, signs for private use and those
    /// that stand for nothing, are boxes in the text too.
    pub fn shape(&self, text: &str, style: Style) -> Shaped {
        let text: String =
            text.chars().map(|sign| if is_private(sign) { BOX } else { sign }).collect();
        let buffer = self.buffer(&text, style);
        let right_to_left = runs_backward(&buffer);
        let mut glyphs = self.glyphs(&text, &buffer, style);
        if right_to_left {
            glyphs.reverse();
        }
        Shaped { text, glyphs, right_to_left }
    }

    fn buffer(&self, text: &str, style: Style) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let features = match style.small_capitals {
            true => &[Feature::new(Tag::new(b"smcp"), 1, ..)][..],
            false => &[],
        };
        let shaper = self.data.shaper(&self.reader).build();
        shaper.shape(buffer, ShapeOptions::new().features(features))
    }

    /// The glyphs of a shaped text, each with the part of the text that it stands for.
    fn glyphs(&self, text: &str, buffer: &GlyphBuffer, style: Style) -> Vec<KrillaGlyph> {
        let missing = self.buffer(BOX.encode_utf8(&mut [0; 4]), Style::default());
        let mut starts: Vec<_> =
            buffer.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.push(text.len());
        let glyph = |(info, place): (&GlyphInfo, &GlyphPosition)| {
            let start = info.cluster as usize;
            let end = starts[starts.partition_point(|one| *one <= start)];
            let (id, place) = match info.glyph_id {
                0 => (missing.glyph_infos()[0].glyph_id, &missing.glyph_positions()[0]),
                id => (id, place),
            };
            self.glyph(id, place, start..end, style)
        };
        buffer.glyph_infos().iter().zip(buffer.glyph_positions()).map(glyph).collect()
    }

    fn glyph(
        &self,
        id: u32,
        place: &GlyphPosition,
        part: Range<usize>,
        style: Style,
    ) -> KrillaGlyph {
        let em = |units: i32| units as f32 / self.font.units_per_em();
        // A mark stands on what is before it: it takes no room, nor any beside it.
        let tracking = if place.x_advance == 0 { 0.0 } else { style.tracking };
        let (x, y) = (em(place.x_offset), em(place.y_offset));
        KrillaGlyph::new(GlyphId::new(id), em(place.x_advance) + tracking, x, y, 0.0, part, None)
    }
}

/// Whether a text runs from right to left.
fn runs_backward(buffer: &GlyphBuffer) -> bool {
    let infos = buffer.glyph_infos();
    infos.first().map(|info| info.cluster) > infos.last().map(|info| info.cluster)
}

/// Whether a sign is for private use, or stands for nothing.
fn is_private(sign: char) -> bool {
    let code = u32::from(sign);
    sign.is_control()
        || matches!(code, 0xe000..=0xf8ff | 0xf_0000.. | 0xfdd0..=0xfdef | 0xfeff)
        || code & 0xfffe == 0xfffe
}

impl Shaped {
    /// The text that the first `count` glyphs stand for.
    pub fn text_of(&self, count: usize) -> &str {
        let ends = self.glyphs[..count].iter().map(|glyph| glyph.text_range.end);
        &self.text[..ends.max().unwrap_or_default()]
    }

    /// How many glyphs there are.
    pub fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// How wide some of them are. Space at the end has no width.
    pub fn width(&self, range: &Range<usize>) -> f32 {
        let glyphs = &self.glyphs[range.clone()];
        let seen = glyphs.iter().rposition(|glyph| !self.is_space(glyph)).map_or(0, |at| at + 1);
        glyphs[..seen].iter().map(|glyph| glyph.x_advance).sum()
    }

    /// Whether a line may best end after this glyph: after space or a hyphen.
    pub fn may_break_after(&self, at: usize) -> bool {
        let glyph = &self.glyphs[at];
        self.is_space(glyph)
            || matches!(&self.text[glyph.text_range.clone()], "-" | "‐" | "–" | "/")
    }

    /// Whether a line may end before this glyph at all: it is no part of what is before it.
    pub fn may_break_before(&self, at: usize) -> bool {
        at > 0 && self.glyphs[at].text_range != self.glyphs[at - 1].text_range
    }

    /// The width of one glyph, or none of space.
    pub fn advance(&self, at: usize) -> Advance {
        let glyph = &self.glyphs[at];
        match self.is_space(glyph) {
            true => Advance::Space(glyph.x_advance),
            false => Advance::Sign(glyph.x_advance),
        }
    }

    /// Some of the glyphs in the order in which they are drawn.
    pub fn drawn(&self, range: &Range<usize>) -> Vec<KrillaGlyph> {
        let mut glyphs = self.glyphs[range.clone()].to_vec();
        if self.right_to_left {
            glyphs.reverse();
        }
        glyphs
    }

    fn is_space(&self, glyph: &KrillaGlyph) -> bool {
        self.text[glyph.text_range.clone()].chars().all(char::is_whitespace)
    }
}

/// The width of a glyph, in ems.
pub enum Advance {
    /// Of space.
    Space(f32),
    /// Of anything else.
    Sign(f32),
}
