//! The course catalogue.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{
    CourseId, Title,
    course::{CourseRef, Module},
    event::Actor,
    text::Summary,
};

/// A course.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Course {
    /// Which.
    pub course_id: CourseId,
    /// Its title.
    pub title: Title,
    /// What it is about.
    pub summary: Summary,
    /// Its modules, in order.
    pub modules: Vec<Module>,
    /// For how many months completing it counts; for ever where none are said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_months: Option<u32>,
    /// Whether it can be bought.
    pub active: bool,
    /// Counts its changes.
    pub version: u64,
    /// Who changed it last, and when: the catalogue belongs to no account, so it is in no
    /// account's audit trail. A course that the service came with was changed by nobody.
    pub changed: Option<Changed>,
}

/// Who changed something, and when.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Changed {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
}

impl Course {
    /// The course as it is named beside other things.
    pub fn reference(&self) -> CourseRef {
        CourseRef { id: self.course_id, title: self.title.clone() }
    }
}

impl Entity for Course {
    const KIND: &'static str = "course";

    fn key(&self) -> Key {
        keys::course(self.course_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        vec![keys::course_of_catalogue(self.course_id)]
    }
}
