//! What the operator says of a course, new or replaced.

use std::collections::HashSet;

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    clock::Clock,
    domain::{
        CourseId, FieldErrors, Invalid, ModuleId, Title, course::Module, text::Summary,
        validity::MOST_MONTHS,
    },
    http::{
        Caller,
        input::{Few, Whole},
    },
    table::course::{Changed, Course},
};

/// How large the titles of a course's modules are together at most: an answer may show a hundred
/// enrolments with all modules of each, and is at most 5 MB.
const MOST_TITLE_BYTES: usize = 30_000;

/// A course, as the operator writes it.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct CourseInput {
    /// Its title.
    title: Title,
    /// What it is about; empty if it is left out.
    #[deserr(default)]
    #[schemars(default)]
    summary: Summary,
    /// Its modules, in order.
    modules: Few<ModuleInput, 1, 100>,
    /// For how many months of the calendar completing it counts; left out, for ever. What was
    /// completed before keeps its end.
    #[deserr(default)]
    valid_months: Option<Whole<1, MOST_MONTHS>>,
    /// Whether it can be bought.
    active: bool,
}

/// A module, as the operator writes it.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct ModuleInput {
    /// A module that the course has already; left out, it is a new one.
    #[deserr(default)]
    id: Option<ModuleId>,
    /// Its title.
    title: Title,
}

impl CourseInput {
    /// The course that is said, at a version, by somebody. It may keep modules out of `old`; others are new.
    pub fn course(
        &self,
        course_id: CourseId,
        old: &[Module],
        version: u64,
        by: &Caller,
        clock: &Clock,
    ) -> Result<Course, FieldErrors> {
        Ok(Course {
            course_id,
            title: self.title.clone(),
            summary: self.summary.clone(),
            modules: self.modules(old, clock)?,
            valid_months: self.valid_months.map(|months| months.0),
            active: self.active,
            version,
            changed: Some(Changed { at: clock.now(), by: by.actor.clone() }),
        })
    }

    fn too_large(&self) -> Option<Invalid> {
        let size: usize = self.modules.0.iter().map(|module| module.title.as_str().len()).sum();
        let detail = "Their titles must be at most 30,000 bytes together.";
        (size > MOST_TITLE_BYTES).then(|| Invalid::new("too_long", detail))
    }

    fn modules(&self, old: &[Module], clock: &Clock) -> Result<Vec<Module>, FieldErrors> {
        let mut kept = HashSet::new();
        let mut modules = Vec::with_capacity(self.modules.0.len());
        let mut errors = self.too_large().map(|bad| bad.at("modules"));
        for (place, module) in self.modules.0.iter().enumerate() {
            let bad = module.id.and_then(|id| refusal(id, old, !kept.insert(id)));
            if let Some(bad) = bad {
                let bad = bad.at(format!("modules[{place}].id"));
                errors = Some(errors.unwrap_or_default().and(bad));
            }
            let id = module.id.unwrap_or_else(|| ModuleId::new(clock.precise()));
            modules.push(Module { id, title: module.title.clone() });
        }
        errors.map_or(Ok(modules), Err)
    }
}

/// Why a module cannot be kept, if so.
fn refusal(id: ModuleId, old: &[Module], repeated: bool) -> Option<Invalid> {
    if !old.iter().any(|module| module.id == id) {
        Some(Invalid::new("not_found", "The course has no module with this identifier."))
    } else if repeated {
        Some(Invalid::new("repeated", "Must be given once."))
    } else {
        None
    }
}
