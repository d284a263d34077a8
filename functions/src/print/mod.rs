//! Documents for paper: texts in one typeface, fitted or wrapped into the room that there is for them, and
//! tables that go over pages, tagged so that they can be read out.

mod direction;
pub mod document;
pub mod fitting;
pub mod flow;
pub mod sheet;
pub mod table;
pub mod text;
pub mod typeface;
