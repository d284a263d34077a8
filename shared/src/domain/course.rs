//! Courses of the catalogue and their modules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CourseId, ModuleId, Title};

/// A module of a course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Module {
    /// The module.
    pub id: ModuleId,
    /// Its title.
    pub title: Title,
}

/// A course, as it is named beside other things.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CourseRef {
    /// The course.
    pub id: CourseId,
    /// Its title.
    pub title: Title,
}
