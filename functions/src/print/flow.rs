//! Puts what a document says onto as many pages as it needs: a heading stays with what follows, and the
//! heads of a table stand on each of its pages.

use std::num::NonZeroU16;

use krilla::tagging::{Node, Tag, TagGroup};

use super::{
    sheet::{Sheet, Side},
    table::Table,
    text::Text,
};

/// A part of what a document says.
pub enum Block {
    /// A heading of this level, and what it says.
    Heading(u16, String, Text),
    /// A paragraph.
    Paragraph(Text),
    /// A table.
    Table(Table),
}

/// Where on a page the blocks stand.
#[derive(Clone, Copy)]
pub struct Room {
    /// Where they begin.
    pub left: f32,
    /// From where on.
    pub top: f32,
    /// Down to where rows may stand; a text may end a little below.
    pub bottom: f32,
}

/// What stands on a page, and from where on.
type Placed = (Part, f32);

/// A part of a block, which is told by its place among them.
#[derive(Clone, Copy)]
enum Part {
    Text(usize),
    Heads(usize),
    HeadsAgain(usize),
    Row(usize, usize),
}

/// Blocks, laid out.
pub struct Flow<'b> {
    blocks: &'b [Block],
    room: Room,
    pages: Vec<Vec<Placed>>,
    top: f32,
}

/// What is left free under a text, and above a heading.
const BELOW: f32 = 5.0;
/// How far a text may stand below the rows of a page, so that none is alone on the next.
const UNDER_ROWS: f32 = 20.0;
const ABOVE_HEADING: f32 = 12.0;
/// How much of what follows a heading is on its page at least.
const WITH_HEADING: f32 = 60.0;

impl<'b> Flow<'b> {
    /// Lays blocks out.
    pub fn of(blocks: &'b [Block], room: Room) -> Self {
        let mut flow = Self { blocks, room, pages: vec![vec![]], top: room.top };
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Heading(_, _, text) => flow.add_heading(at, text),
                Block::Paragraph(text) => flow.add(Part::Text(at), text.height(), BELOW),
                Block::Table(table) => flow.add_table(at, table),
            }
        }
        flow
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The headings, each with its page and where on it that it begins.
    pub fn headings(&self) -> Vec<(String, usize, f32)> {
        let mut found = vec![];
        for (number, page) in self.pages.iter().enumerate() {
            for (part, top) in page {
                if let Part::Text(at) = part
                    && let Block::Heading(_, says, _) = &self.blocks[*at]
                {
                    found.push((says.clone(), number, *top));
                }
            }
        }
        found
    }

    fn add_heading(&mut self, at: usize, text: &Text) {
        let is_first = self.pages.last().is_none_or(Vec::is_empty);
        self.top += if is_first { 0.0 } else { ABOVE_HEADING };
        if !self.has_room(text.height() + WITH_HEADING) {
            self.turn();
        }
        self.add(Part::Text(at), text.height(), BELOW);
    }

    fn add_table(&mut self, at: usize, table: &Table) {
        let first = if table.row_count() > 0 { table.height(0) } else { 0.0 };
        if !self.has_room(table.head_height() + first) {
            self.turn();
        }
        self.add(Part::Heads(at), table.head_height(), 0.0);
        for row in 0..table.row_count() {
            if !self.has_room(table.height(row)) {
                self.turn();
                self.add(Part::HeadsAgain(at), table.head_height(), 0.0);
            }
            self.add(Part::Row(at, row), table.height(row), 0.0);
        }
        self.top += BELOW;
    }

    fn has_room(&self, height: f32) -> bool {
        self.top + height <= self.room.bottom
    }

    fn turn(&mut self) {
        self.pages.push(vec![]);
        self.top = self.room.top;
    }

    fn add(&mut self, part: Part, height: f32, below: f32) {
        if !self.has_room(height - UNDER_ROWS) {
            self.turn();
        }
        let top = self.top;
        self.pages.last_mut().into_iter().for_each(|page| page.push((part, top)));
        self.top += height + below;
    }

    /// Draws what stands on a page, and tells of it.
    pub fn draw(&self, page: usize, sheet: &mut Sheet, told: &mut Told) {
        let left = self.room.left;
        let mut rules: Vec<(usize, Vec<f32>)> = vec![];
        for (part, top) in &self.pages[page] {
            match *part {
                Part::Text(at) => {
                    told.text(&self.blocks[at], |text| sheet.draw(text, Side::Left(left), *top))
                }
                Part::Heads(at) => {
                    let Block::Table(table) = &self.blocks[at] else { continue };
                    told.table(table.draw_heads(sheet, left, *top));
                    rules.push((at, vec![]));
                }
                Part::HeadsAgain(at) => {
                    let Block::Table(table) = &self.blocks[at] else { continue };
                    table.repeat_heads(sheet, left, *top);
                    rules.push((at, vec![]));
                }
                Part::Row(at, row) => {
                    let Block::Table(table) = &self.blocks[at] else { continue };
                    told.row(table.draw_row(sheet, row, left, *top));
                    let ends = rules.last_mut().map(|(_, ends)| ends);
                    ends.into_iter().for_each(|ends| ends.push(*top + table.height(row)));
                }
            }
        }
        for (at, ends) in rules {
            if let Block::Table(table) = &self.blocks[at] {
                table.draw_rules(sheet, left, &ends);
            }
        }
    }
}

/// What readers are told of a document whose tables go over pages.
#[derive(Default)]
pub struct Told {
    nodes: Vec<Node>,
    table: Option<(TagGroup, TagGroup)>,
}

impl Told {
    /// Further things that are told.
    pub fn add(&mut self, nodes: Vec<Node>) {
        if !nodes.is_empty() {
            self.end_table();
            self.nodes.extend(nodes);
        }
    }

    /// All of it.
    pub fn finish(mut self) -> Vec<Node> {
        self.end_table();
        self.nodes
    }

    fn text(&mut self, block: &Block, draw: impl FnOnce(&Text) -> Vec<Node>) {
        let group = match block {
            Block::Heading(level, says, text) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                TagGroup::with_children(Tag::Hn(level, Some(says.clone())), draw(text))
            }
            Block::Paragraph(text) => TagGroup::with_children(Tag::P, draw(text)),
            Block::Table(_) => return,
        };
        self.add(vec![group.into()]);
    }

    fn table(&mut self, heads: TagGroup) {
        self.end_table();
        let table = TagGroup::with_children(Tag::Table, vec![heads.into()]);
        self.table = Some((table, TagGroup::new(Tag::TBody)));
    }

    fn row(&mut self, row: Node) {
        if let Some((_, body)) = &mut self.table {
            body.push(row);
        }
    }

    fn end_table(&mut self) {
        let Some((mut table, body)) = self.table.take() else { return };
        if !body.children.is_empty() {
            table.push(body);
        }
        self.nodes.push(table.into());
    }
}
