//! Tables: cells of text and bars under heads.

use std::{collections::HashMap, rc::Rc};

use krilla::{
    geom::Rect,
    tagging::{Node, TableHeaderScope, Tag, TagGroup},
};

use super::{
    sheet::{Sheet, Side},
    text::{Colour, Look, Text},
    typeface::Typeface,
};

/// A column of a table.
#[derive(Clone, Copy)]
pub struct Column {
    /// What stands above it. A column without a head is not read out: it shows what others say.
    pub head: &'static str,
    /// How wide it is, with the room to its right.
    pub width: f32,
    /// The room to its right.
    pub beside: f32,
    /// Whether its texts end at its right.
    pub is_number: bool,
    /// The colour of what it counts, where bars show that.
    pub key: Option<Colour>,
}

/// A cell of a row.
pub enum Cell {
    /// A text.
    Text(Rc<Text>),
    /// A bar of parts, each a share of the column's width.
    Bar(Vec<(f32, Colour)>),
}

/// A table.
pub struct Table {
    columns: &'static [Column],
    heads: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    rule: Colour,
}

/// The room above and below what is in a row.
const ABOVE: f32 = 2.4;
/// How high the line is under a head that shows a colour.
const KEY: f32 = 2.6;

/// Makes the texts of cells: the same text in a column is made once.
pub struct Cells<'t> {
    typeface: &'t Typeface,
    look: Look,
    made: HashMap<(u32, String), Rc<Text>>,
}

/// How many lines a cell has at most.
const MOST_LINES: usize = 3;

impl<'t> Cells<'t> {
    /// Of one look.
    pub fn new(typeface: &'t Typeface, look: Look) -> Self {
        Self { typeface, look, made: HashMap::new() }
    }

    /// A cell of a column that has this text, or a dash where it has none: a table that is read out has
    /// something in each cell.
    pub fn text(&mut self, column: &Column, text: String) -> Cell {
        let text = if text.is_empty() { "–".to_owned() } else { text };
        let Self { typeface, look, made } = self;
        let made = made.entry((column.room().to_bits(), text)).or_insert_with_key(|(_, text)| {
            Rc::new(Text::wrapped(typeface, text, *look, column.room(), MOST_LINES))
        });
        Cell::Text(Rc::clone(made))
    }
}

impl Table {
    /// A table of no rows yet; `head` is how heads look, and `rule` the colour of the lines between rows.
    pub fn new(typeface: &Typeface, columns: &'static [Column], head: Look, rule: Colour) -> Self {
        let mut cells = Cells::new(typeface, head);
        let heads = columns.iter().map(|column| match column.head {
            "" => Cell::Bar(vec![]),
            head => cells.text(column, head.to_owned()),
        });
        Self { columns, heads: heads.collect(), rows: vec![], rule }
    }

    /// A further row: a cell for each column.
    pub fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// How high the heads are.
    pub fn head_height(&self) -> f32 {
        height(&self.heads) + KEY
    }

    /// How high a row is.
    pub fn height(&self, row: usize) -> f32 {
        height(&self.rows[row])
    }

    /// Draws the heads; gives what is told of them.
    pub fn draw_heads(&self, sheet: &mut Sheet, left: f32, top: f32) -> TagGroup {
        let mut told = TagGroup::new(Tag::TR);
        self.each(&self.heads, left, |column, cell, left| {
            let Cell::Text(text) = cell else { return };
            let head = sheet.draw(text, column.side(left), top + ABOVE);
            told.push(TagGroup::with_children(Tag::TH(TableHeaderScope::Column), head));
        });
        self.underline(sheet, left, top);
        TagGroup::with_children(Tag::THead, vec![told.into()])
    }

    /// Draws the heads again, on a further page.
    pub fn repeat_heads(&self, sheet: &mut Sheet, left: f32, top: f32) {
        self.each(&self.heads, left, |column, cell, left| {
            let Cell::Text(text) = cell else { return };
            sheet.repeat(text, column.side(left), top + ABOVE);
        });
        self.underline(sheet, left, top);
    }

    /// The line under the heads; under one that counts what bars show, in its colour.
    fn underline(&self, sheet: &mut Sheet, left: f32, top: f32) {
        let top = top + height(&self.heads);
        sheet.areas(Rect::from_xywh(left, top, self.width(), 0.8), self.rule);
        self.each(&self.heads, left, |column, _, left| {
            let Some(colour) = column.key else { return };
            sheet.areas(Rect::from_xywh(left, top, column.room(), KEY), colour);
        });
    }

    fn width(&self) -> f32 {
        let all = self.columns.iter().map(|column| column.width).sum::<f32>();
        all - self.columns.last().map_or(0.0, |column| column.beside)
    }

    /// Draws a row; gives what is told of it.
    pub fn draw_row(&self, sheet: &mut Sheet, row: usize, left: f32, top: f32) -> Node {
        let (row, high) = (&self.rows[row], self.height(row));
        let mut told = TagGroup::new(Tag::TR);
        self.each(row, left, |column, cell, left| match cell {
            Cell::Text(text) => {
                let lines = sheet.draw(text, column.side(left), top + ABOVE);
                told.push(TagGroup::with_children(Tag::TD, lines));
            }
            Cell::Bar(parts) => {
                let (mut left, whole) = (left, column.room());
                for (share, colour) in parts {
                    let part = Rect::from_xywh(left, top + 3.2, share * whole, high - 6.4);
                    sheet.areas(part, *colour);
                    left += share * whole;
                }
            }
        });
        told.into()
    }

    /// The lines under some rows of a page, each of which ends there.
    pub fn draw_rules(&self, sheet: &mut Sheet, left: f32, ends: &[f32]) {
        let width = self.width();
        let rule = |end: &f32| Rect::from_xywh(left, *end - 0.2, width, 0.4);
        sheet.areas(ends.iter().filter_map(rule), self.rule);
    }

    /// Does something with each cell, in its column, whose left is there.
    fn each(&self, cells: &[Cell], mut left: f32, mut act: impl FnMut(&Column, &Cell, f32)) {
        for (column, cell) in self.columns.iter().zip(cells) {
            act(column, cell, left);
            left += column.width;
        }
    }
}

impl Column {
    /// How wide what is in it may be.
    fn room(&self) -> f32 {
        self.width - self.beside
    }

    fn side(&self, left: f32) -> Side {
        if self.is_number { Side::Right(left + self.room()) } else { Side::Left(left) }
    }
}

fn height(cells: &[Cell]) -> f32 {
    let of = |cell: &Cell| match cell {
        Cell::Text(text) => text.height(),
        Cell::Bar(_) => 0.0,
    };
    cells.iter().map(of).fold(0.0, f32::max) + 2.0 * ABOVE
}
