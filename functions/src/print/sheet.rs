//! A page that is drawn on: texts, lines, areas and pictures, each with what it is to those who have it read
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
    fitting::{Fitted, LEADING},
    text::{Colour, Look, Text},
    typeface::Typeface,
};

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

/// A page that is being drawn on.
pub struct Sheet<'a> {
    surface: Surface<'a>,
    number: usize,
    typeface: &'a Typeface,
    nodes: Vec<Node>,
}

impl<'a> Sheet<'a> {
    /// An empty one: the first of a document has the number 0.
    pub fn of(page: &'a mut Page, number: usize, typeface: &'a Typeface) -> Self {
        Self { surface: page.surface(), number, typeface, nodes: vec![] }
    }

    /// What is on it, in the order in which it is read.
    pub fn finish(self) -> Vec<Node> {
        self.nodes
    }

    /// A text as it fits into a width and a height.
    pub fn fit(&self, text: &str, look: Look, room: (f32, f32)) -> Text {
        Text::fitted(self.typeface, text, look, room)
    }

    /// Draws a text from `top` on, which is a paragraph; gives where it ends.
    pub fn put(&mut self, text: &Text, side: Side, top: f32) -> f32 {
        self.put_as(Tag::P.into(), text, side, top)
    }

    /// Draws a text which is something else.
    pub fn put_as(&mut self, tag: TagKind, text: &Text, side: Side, top: f32) -> f32 {
        let lines = self.draw(text, side, top);
        self.nodes.push(TagGroup::with_children(tag, lines).into());
        top + text.height()
    }

    /// Draws a text that is a part of something: its lines.
    pub fn draw(&mut self, text: &Text, side: Side, top: f32) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(1);
        self.draw_lines(text, side, top, |surface| {
            nodes.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())).into());
        });
        nodes
    }

    /// Draws a text that the document has said before, or that is about its pages: it is not read out.
    pub fn repeat(&mut self, text: &Text, side: Side, top: f32) {
        let repeated = Artifact::with_kind(ArtifactType::Header);
        self.draw_lines(text, side, top, |surface| {
            surface.start_tagged(ContentTag::Artifact(repeated));
        });
    }

    fn draw_lines(
        &mut self,
        text: &Text,
        side: Side,
        top: f32,
        mut start: impl FnMut(&mut Surface<'a>),
    ) {
        let Text { shaped, fitted: Fitted { size, lines }, look } = text;
        self.fill(look.colour);
        let mut baseline = top + text.ascent();
        for line in lines {
            // What is added after the last glyph is no part of the line.
            let width = (shaped.width(line) - look.style.tracking) * size;
            let left = match side {
                Side::Left(left) => left,
                Side::Middle(middle) => middle - width / 2.0,
                Side::Right(right) => right - width,
            };
            let (place, font) = (Point::from_xy(left, baseline), self.typeface.font.clone());
            start(&mut self.surface);
            let glyphs = shaped.drawn(line);
            self.surface.draw_glyphs(place, &glyphs, font, &shaped.text, *size, false);
            self.surface.end_tagged();
            baseline += size * LEADING;
        }
    }

    /// Fills a path that is a picture: where it is, and what it says to who does not see it.
    pub fn picture(&mut self, path: &Path, colour: Colour, bounds: Option<Rect>, says: String) {
        self.fill(colour);
        let identifier = self.surface.start_tagged(ContentTag::Other);
        self.surface.draw_path(path);
        self.surface.end_tagged();
        let bounds = bounds.map(|rect| BBox::new(self.number, rect));
        let figure = Tag::Figure(Some(says)).with_bbox(bounds);
        self.nodes.push(TagGroup::with_children(figure, vec![identifier.into()]).into());
    }

    /// A hairline around a rectangle, which says nothing.
    pub fn hairline(&mut self, around: Option<Rect>, colour: Colour) {
        let stroke = Stroke { paint: paint(colour), width: 0.75, ..Stroke::default() };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke));
        self.decorate(around);
        self.surface.set_stroke(None);
    }

    /// Areas, which say nothing that is not said beside them.
    pub fn areas(&mut self, areas: impl IntoIterator<Item = Rect>, colour: Colour) {
        self.fill(colour);
        self.decorate(areas);
    }

    fn decorate(&mut self, areas: impl IntoIterator<Item = Rect>) {
        let mut path = PathBuilder::new();
        areas.into_iter().for_each(|rect| path.push_rect(rect));
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        path.finish().into_iter().for_each(|path| self.surface.draw_path(&path));
        self.surface.end_tagged();
    }

    fn fill(&mut self, colour: Colour) {
        self.surface.set_fill(Some(Fill { paint: paint(colour), ..Fill::default() }));
    }
}

fn paint([red, green, blue]: Colour) -> Paint {
    rgb::Color::new(red, green, blue).into()
}
