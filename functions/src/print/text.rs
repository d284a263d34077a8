//! Texts as they fit into the room that there is for them.

use super::{
    fitting::{Fitted, Frame, LEADING, wrapped},
    typeface::{Shaped, Style, Typeface},
};

/// Red, green and blue.
pub type Colour = [u8; 3];

/// How a text looks where there is room for it.
#[derive(Clone, Copy)]
pub struct Look {
    /// How its glyphs are set.
    pub style: Style,
    /// Its size.
    pub size: f32,
    /// Its colour.
    pub colour: Colour,
}

/// A text as it fits into its frame.
pub struct Text {
    pub(super) shaped: Shaped,
    pub(super) fitted: Fitted,
    pub(super) look: Look,
}

/// From a line's top to what its letters stand on, in sizes of the text.
const ASCENT: f32 = 0.92;

impl Text {
    /// A text that becomes as small as it has to, in order to fit into a width and a height.
    pub fn fitted(
        typeface: &Typeface,
        text: &str,
        look: Look,
        (width, height): (f32, f32),
    ) -> Self {
        let shaped = typeface.shape(text, look.style);
        let fitted = Frame { width, height, size: look.size }.fit(&shaped);
        Self { shaped, fitted, look }
    }

    /// A text of one size on as many lines as it needs, `most` at most: what is longer is cut, and ends
    /// in `…`.
    pub fn wrapped(typeface: &Typeface, text: &str, look: Look, width: f32, most: usize) -> Self {
        let of = |text: &str| {
            let shaped = typeface.shape(text, look.style);
            let fitted = wrapped(&shaped, width, look.size);
            Self { shaped, fitted, look }
        };
        let mut whole = of(text);
        while whole.fitted.lines.len() > most {
            let fits = whole.fitted.lines[most - 1].end;
            // A sign less each time, so that there is room for the dots in the end.
            let left = whole.shaped.text_of(fits).trim_end_matches('…');
            let left = left.char_indices().next_back().map_or("", |(last, _)| &left[..last]);
            whole = of(&format!("{}…", left.trim_end()));
        }
        let Self { shaped, fitted: Fitted { lines, .. }, .. } = &whole;
        if lines.iter().any(|line| shaped.width(line) * look.size > width) {
            // One sign with all that stands on it is wider than that: it becomes smaller.
            let height = most as f32 * look.size * LEADING;
            return Self::fitted(typeface, &whole.shaped.text, look, (width, height));
        }
        whole
    }

    /// How high it is.
    pub fn height(&self) -> f32 {
        self.fitted.lines.len() as f32 * self.fitted.size * LEADING
    }

    /// From its top to what its first line stands on.
    pub fn ascent(&self) -> f32 {
        self.fitted.size * ASCENT
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static TYPEFACE: LazyLock<Typeface> = LazyLock::new(|| Typeface::load().unwrap());

    const LOOK: Look = Look {
        style: Style { small_capitals: false, tracking: 0.0 },
        size: 8.0,
        colour: [0, 0, 0],
    };

    proptest! {
        #[test]
        fn what_is_wrapped_is_never_wider_nor_higher_than_its_room(
            text in "(\\PC|[ -]|W|⸻){0,200}",
        ) {
            let Text { shaped, fitted: Fitted { size, lines }, .. } =
                Text::wrapped(&TYPEFACE, &text, LOOK, 60.0, 2);
            prop_assert!(lines.len() as f32 * size <= 16.01);
            for line in &lines {
                prop_assert!(shaped.width(line) * size <= 60.01, "{:?}", lines);
            }
        }
    }

    #[test]
    fn what_fits_is_as_it_is_and_what_does_not_says_so() {
        let text = |text: &str, most| Text::wrapped(&TYPEFACE, text, LOOK, 60.0, most);
        assert_eq!(text("Ann Lee", 1).shaped.text, "Ann Lee");
        assert_eq!(text("Ann Lee of Anderson and Sons", 2).fitted.lines.len(), 2);
        let cut = text("Ann Lee of Anderson and Sons", 1);
        assert_eq!((&*cut.shaped.text, cut.fitted.lines.len()), ("Ann Lee of…", 1));
        let cut = text(&"יוסף כהן ".repeat(9), 1);
        assert!(cut.shaped.text.starts_with("יוסף כהן") && cut.shaped.text.ends_with('…'));
        assert_eq!(cut.fitted.lines.len(), 1);
    }
}
