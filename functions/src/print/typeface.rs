//! The one typeface of documents, and texts shaped with it: kerned, with marks in their places.
//!
//! Libertinus Serif has Latin with all its accents, Greek, Cyrillic and Hebrew, and small capitals that
//! are drawn as such. A sign of another script is a box on the page and itself in what is selected.

use std::ops::Range;

use harfrust::{
    Direction, Feature, FontRef, GlyphBuffer, GlyphInfo, GlyphPosition, ShapeOptions, ShaperData,
    Tag, UnicodeBuffer,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::direction::{HIGHEST, Level, runs};

/// See its licence beside it. Of what its makers publish it has every sign, and neither hints for coarse screens nor
/// alternates that no document uses, by which it is three tenths smaller: `pyftsubset` of fonttools with `--unicodes=*
/// --layout-features+=smcp --no-hinting --notdef-outline --name-IDs=*`.
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
    /// How each of them runs.
    levels: Vec<Level>,
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
        let (mut glyphs, mut levels) = (vec![], vec![]);
        for (part, level) in runs(&text) {
            let is_right_to_left = !level.is_multiple_of(2);
            let buffer = self.buffer(&text[part.clone()], style, is_right_to_left);
            let mut drawn = self.glyphs(part, &buffer, style);
            if is_right_to_left {
                drawn.reverse();
            }
            levels.resize(levels.len() + drawn.len(), level);
            glyphs.extend(drawn);
        }
        Shaped { text, glyphs, levels }
    }

    fn buffer(&self, text: &str, style: Style, is_right_to_left: bool) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(match is_right_to_left {
            true => Direction::RightToLeft,
            false => Direction::LeftToRight,
        });
        buffer.guess_segment_properties();
        let features = match style.small_capitals {
            true => &[Feature::new(Tag::new(b"smcp"), 1, ..)][..],
            false => &[],
        };
        let shaper = self.data.shaper(&self.reader).build();
        shaper.shape(buffer, ShapeOptions::new().features(features))
    }

    /// The glyphs of a shaped part of a text, each with what of the text it stands for.
    fn glyphs(&self, part: Range<usize>, buffer: &GlyphBuffer, style: Style) -> Vec<KrillaGlyph> {
        let is_missing = buffer.glyph_infos().iter().any(|info| info.glyph_id == 0);
        let missing =
            is_missing.then(|| self.buffer(BOX.encode_utf8(&mut [0; 4]), Style::default(), false));
        let mut starts: Vec<_> =
            buffer.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.push(part.len());
        let glyph = |(info, place): (&GlyphInfo, &GlyphPosition)| {
            let start = info.cluster as usize;
            let end = starts[starts.partition_point(|one| *one <= start)];
            let (id, place) = match (info.glyph_id, &missing) {
                (0, Some(missing)) => {
                    (missing.glyph_infos()[0].glyph_id, &missing.glyph_positions()[0])
                }
                (id, _) => (id, place),
            };
            self.glyph(id, place, part.start + start..part.start + end, style)
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
    pub fn glyph_count(&self) -> usize {
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

    /// The glyphs of a line in the order in which they are drawn.
    pub fn drawn(&self, range: &Range<usize>) -> Vec<KrillaGlyph> {
        let mut places: Vec<_> = range.clone().collect();
        for level in (1..=HIGHEST).rev() {
            let is_within = |place: &usize| self.levels[*place] >= level;
            let parts = places.chunk_by_mut(|one, other| is_within(one) == is_within(other));
            parts.filter(|part| is_within(&part[0])).for_each(<[_]>::reverse);
        }
        places.into_iter().map(|place| self.glyphs[place].clone()).collect()
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
