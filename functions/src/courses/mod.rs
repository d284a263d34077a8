//! The course catalogue, as anyone signed in reads it.

pub mod get_course;
pub mod list_courses;
pub mod views;

pub use get_course::get_course;
pub use list_courses::list_courses;
