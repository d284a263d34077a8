//! Fits a text into a frame: as large as may be, on as few lines as may be, and never beyond it.

use std::ops::Range;

use super::typeface::{Advance, Shaped};

/// Where a text has to fit in, in points.
#[derive(Clone, Copy)]
pub struct Frame {
    /// How wide.
    pub width: f32,
    /// How high.
    pub height: f32,
    /// The size of the text where there is room for it.
    pub size: f32,
}

/// A text that fits.
pub struct Fitted {
    /// The size of its text.
    pub size: f32,
    /// The glyphs of each line.
    pub lines: Vec<Range<usize>>,
}

/// From one line to the next, in sizes of the text.
pub const LEADING: f32 = 1.22;

/// How small a text may become before it is given a further line: on one line, on two, on three.
const SMALLEST: [f32; 3] = [0.7, 0.58, 0.45];

/// How much smaller the next try is.
const STEP: f32 = 0.97;

impl Frame {
    /// The text as it fits: on one line if it needs not be much smaller for that, else on two or three,
    /// else on as many as there is room for at a size that becomes as small as it has to.
    pub fn fit(&self, text: &Shaped) -> Fitted {
        let mut size = self.size;
        for (lines, share) in SMALLEST.into_iter().enumerate() {
            size = self.size;
            while size >= self.size * share {
                if let Some(fitted) = self.at(text, size).filter(|one| one.lines.len() <= lines + 1)
                {
                    return fitted;
                }
                size *= STEP;
            }
        }
        loop {
            if let Some(fitted) = self.at(text, size) {
                return fitted;
            }
            size *= STEP;
        }
    }

    /// The text at a size, if it fits so. Its lines are about as long as each other.
    fn at(&self, text: &Shaped, size: f32) -> Option<Fitted> {
        let widest = self.width / size;
        let lines = broken(text, widest);
        let is_wide = lines.iter().any(|line| text.width(line) > widest);
        if is_wide || lines.len() as f32 * size * LEADING > self.height {
            return None;
        }
        Some(Fitted { size, lines: balanced(text, widest, lines) })
    }
}

/// The lines of a text at a size on lines of a width, however many they are.
pub fn wrapped(text: &Shaped, width: f32, size: f32) -> Fitted {
    Fitted { size, lines: broken(text, width / size) }
}

/// The lines of the smallest width that makes no more of them.
fn balanced(text: &Shaped, widest: f32, lines: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let (mut narrow, mut wide, mut best) = (0.0, widest, lines);
    for _ in 0..12 {
        let between = (narrow + wide) / 2.0;
        let tried = broken(text, between);
        let fits = tried.iter().all(|line| text.width(line) <= between);
        if fits && tried.len() == best.len() {
            (wide, best) = (between, tried);
        } else {
            narrow = between;
        }
    }
    best
}

/// The glyphs of each line of at most this width. A word that is wider than a line goes on in the next.
fn broken(text: &Shaped, widest: f32) -> Vec<Range<usize>> {
    let (mut lines, mut start, mut width, mut after) = (vec![], 0, 0.0, None);
    for at in 0..text.glyph_count() {
        match text.advance(at) {
            Advance::Space(advance) => width += advance,
            Advance::Sign(advance) => {
                width += advance;
                while width > widest {
                    let here = (text.may_break_before(at) && at > start).then_some(at);
                    let Some(end) = after.take().or(here) else { break };
                    lines.push(start..end);
                    start = end;
                    width = text.width(&(start..at + 1));
                }
            }
        }
        if text.may_break_after(at) {
            after = Some(at + 1).filter(|end| *end < text.glyph_count());
        }
    }
    lines.push(start..text.glyph_count());
    lines
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::{
        super::typeface::{Style, Typeface},
        *,
    };

    static TYPEFACE: LazyLock<Typeface> = LazyLock::new(|| Typeface::load().unwrap());

    const FRAME: Frame = Frame { width: 600.0, height: 100.0, size: 40.0 };

    fn fitted(text: &str) -> (Shaped, Fitted) {
        let shaped = TYPEFACE.shape(text, Style::default());
        let fitted = FRAME.fit(&shaped);
        (shaped, fitted)
    }

    proptest! {
        #[test]
        fn whatever_it_says_it_is_all_within_its_frame(text in "(\\PC|[ -]|W|⸻){1,200}") {
            let (shaped, Fitted { size, lines }) = fitted(&text);
            prop_assert!(size > 0.0 && size <= FRAME.size);
            prop_assert!(lines.len() as f32 * size * LEADING <= FRAME.height);
            let mut next = 0;
            for line in &lines {
                prop_assert_eq!(line.start, next);
                next = line.end;
                prop_assert!(shaped.width(line) * size <= FRAME.width + 0.01, "{:?}", lines);
            }
            prop_assert_eq!(next, shaped.glyph_count());
        }
    }

    #[test]
    fn what_is_short_is_on_one_line_as_large_as_may_be() {
        let (_, fitted) = fitted("Ann Lee");
        assert_eq!((fitted.size, fitted.lines.len()), (FRAME.size, 1));
    }

    #[test]
    fn what_is_a_little_too_long_becomes_smaller_and_what_is_longer_has_lines_alike() {
        let (_, one) = fitted("Maria Alexandra von Hohenstein-Waldburg");
        assert!(one.lines.len() == 1 && one.size < FRAME.size);
        let (shaped, two) = fitted("Maria Alexandra Theodora Wilhelmina von Hohenstein-Waldburg");
        let widths: Vec<_> = two.lines.iter().map(|line| shaped.width(line)).collect();
        assert!(widths.len() == 2 && (widths[0] / widths[1] - 1.0).abs() < 0.4, "{widths:?}");
    }

    #[test]
    fn a_word_is_broken_only_where_it_is_wider_than_a_line() {
        let (shaped, fitted) = fitted(&"Donaudampfschiffahrt ".repeat(9));
        let ends = fitted.lines.iter().all(|line| shaped.may_break_after(line.end - 1));
        assert!(ends, "{:?}", fitted.lines);
        let (_, fitted) = self::fitted(&"W".repeat(200));
        assert!(fitted.lines.len() > 3);
    }
}
