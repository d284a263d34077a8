//! A page that is drawn on: texts, lines and a QR code, each with what it is to those who have it read
//! out.

use krilla::{
    color::rgb,
    geom::{Path, PathBuilder, Point, Rect},
    page::Page,
    paint::{Fill, Paint, Stroke},
    surface::Surface,
    tagging::{Artifact, ArtifactType, BBox, ContentTag, Node, SpanTag, Tag, TagGroup, TagKind},
};

use super::{
    fitting::{Fitted, Frame, LEADING},
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

/// Along which line of the page a text stands.
#[derive(Clone, Copy)]
pub enum Side {
    /// It begins there.
    Left(f32),
    /// It has its middle there.
    Middle(f32),
    /// It ends there.
    Right(f32),
}

/// A text as it fits into its frame.
pub struct Text {
    shaped: Shaped,
    fitted: Fitted,
    look: Look,
}

/// From a line's top to what its letters stand on, in sizes of the text.
const ASCENT: f32 = 0.92;

impl Text {
    /// How high it is.
    pub fn height(&self) -> f32 {
        self.fitted.lines.len() as f32 * self.fitted.size * LEADING
    }

    /// From its top to what its first line stands on.
    pub fn ascent(&self) -> f32 {
        self.fitted.size * ASCENT
    }
}

/// A page that is being drawn on.
pub struct Sheet<'a> {
    surface: Surface<'a>,
    typeface: &'a Typeface,
    nodes: Vec<Node>,
}

impl<'a> Sheet<'a> {
    /// An empty one.
    pub fn of(page: &'a mut Page, typeface: &'a Typeface) -> Self {
        Self { surface: page.surface(), typeface, nodes: vec![] }
    }

    /// What is on it, in the order in which it is read.
    pub fn finish(self) -> Vec<Node> {
        self.nodes
    }

    /// A text as it fits into a width and a height.
    pub fn fit(&self, text: &str, look: Look, (width, height): (f32, f32)) -> Text {
        let shaped = self.typeface.shape(text, look.style);
        let fitted = Frame { width, height, size: look.size }.fit(&shaped);
        Text { shaped, fitted, look }
    }

    /// Draws a text from `top` on, which is a paragraph; gives where it ends.
    pub fn put(&mut self, text: &Text, side: Side, top: f32) -> f32 {
        self.put_as(Tag::P.into(), text, side, top)
    }

    /// Draws a text which is something else.
    pub fn put_as(&mut self, tag: TagKind, text: &Text, side: Side, top: f32) -> f32 {
        let Text { shaped, fitted: Fitted { size, lines }, look } = text;
        self.fill(look.colour);
        let mut group = TagGroup::new(tag);
        let mut baseline = top + text.ascent();
        for line in lines {
            // What is added after the last glyph is no part of the line.
            let width = (shaped.width(line) - look.style.tracking) * size;
            let left = match side {
                Side::Left(left) => left,
                Side::Middle(middle) => middle - width / 2.0,
                Side::Right(right) => right - width,
            };
            let (start, font) = (Point::from_xy(left, baseline), self.typeface.font.clone());
            group.push(self.surface.start_tagged(ContentTag::Span(SpanTag::empty())));
            let glyphs = shaped.drawn(line);
            self.surface.draw_glyphs(start, &glyphs, font, &shaped.text, *size, false);
            self.surface.end_tagged();
            baseline += size * LEADING;
        }
        self.nodes.push(group.into());
        top + text.height()
    }

    /// Fills a path that is a picture: where it is, and what it says to who does not see it.
    pub fn picture(&mut self, path: &Path, colour: Colour, bounds: Option<Rect>, says: String) {
        self.fill(colour);
        let identifier = self.surface.start_tagged(ContentTag::Other);
        self.surface.draw_path(path);
        self.surface.end_tagged();
        let figure = Tag::Figure(Some(says)).with_bbox(bounds.map(|rect| BBox::new(0, rect)));
        self.nodes.push(TagGroup::with_children(figure, vec![identifier.into()]).into());
    }

    /// A hairline around a rectangle, which says nothing.
    pub fn hairline(&mut self, around: Option<Rect>, colour: Colour) {
        let mut path = PathBuilder::new();
        around.into_iter().for_each(|rect| path.push_rect(rect));
        let stroke = Stroke { paint: paint(colour), width: 0.75, ..Stroke::default() };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke));
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        path.finish().into_iter().for_each(|path| self.surface.draw_path(&path));
        self.surface.end_tagged();
        self.surface.set_stroke(None);
    }

    fn fill(&mut self, colour: Colour) {
        self.surface.set_fill(Some(Fill { paint: paint(colour), ..Fill::default() }));
    }
}

fn paint([red, green, blue]: Colour) -> Paint {
    rgb::Color::new(red, green, blue).into()
}
