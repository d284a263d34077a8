//! The courses that a new store comes with.

use shared::{
    domain::{CourseId, Invalid, ModuleId, Title, course::Module, text::Summary},
    table::{StoreError, Table, WriteError, course::Course},
};
use ulid::Ulid;

/// A course as it is told here: title, summary, modules.
type Sample = (&'static str, &'static str, &'static [&'static str]);

const SAMPLES: [Sample; 3] = [
    (
        "Winter driving",
        "Getting to work and home again when it is dark, wet and icy: what to check before \
         setting off, how far it takes to stop, and what to do when the wheels slip.",
        &["Before you set off", "Braking and distance", "Ice and snow", "When you get stuck"],
    ),
    (
        "Eco driving",
        "The same round on a tenth less fuel or charge, with fewer worn brakes and tyres: \
         reading the road ahead, smooth speed, and a vehicle that carries nothing it need not.",
        &["Reading the road ahead", "Smooth speed", "Load, tyres and air"],
    ),
    (
        "Manual handling for drivers",
        "Loading and unloading without a bad back: when to fetch a trolley or a second person, \
         how to lift what is left, and how to secure it for the road.",
        &["Judging a load", "Lifting and carrying", "Trolleys and tail lifts", "Securing the load"],
    ),
];

/// 1 November 2026: identifiers of samples are the same in every store.
const MADE: u64 = 1_793_491_200_000;

/// Adds the samples that the catalogue does not have; one that the operator changed stays so.
pub async fn add(table: &Table) -> Result<(), StoreError> {
    for (number, sample) in (1..).zip(SAMPLES) {
        let course = course(number, sample).map_err(|bad| StoreError(bad.to_string()))?;
        match table.write().create(&course, ()).run().await {
            Ok(()) | Err(WriteError::Refused((), _)) => {}
            Err(WriteError::Store(error)) => return Err(error),
        }
    }
    Ok(())
}

fn course(number: u128, (title, summary, modules): Sample) -> Result<Course, Invalid> {
    let id = |part: u128| Ulid::from_parts(MADE, number * 32 + part);
    let module = |(part, title): (u128, &&str)| {
        Ok(Module { id: ModuleId::from_ulid(id(part)), title: Title::parse(title)? })
    };
    Ok(Course {
        course_id: CourseId::from_ulid(id(0)),
        title: Title::parse(title)?,
        summary: Summary::parse(summary)?,
        modules: (1..).zip(modules).map(module).collect::<Result<_, _>>()?,
        valid_months: None,
        active: true,
        version: 1,
        changed: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_a_course_with_identifiers_of_its_own() {
        let courses: Vec<_> =
            (1..).zip(SAMPLES).map(|(number, sample)| course(number, sample).unwrap()).collect();
        let ids = courses.iter().flat_map(|course| {
            let modules = course.modules.iter().map(|module| module.id.ulid());
            modules.chain([course.course_id.ulid()])
        });
        let mut ids: Vec<_> = ids.collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert_eq!(courses[0].course_id.to_string(), "crs_01M6A6FT000000000000000010");
    }
}
