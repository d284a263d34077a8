//! A summary's counts, added up from tallies or from single enrolments.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::json;
use shared::{
    app::App,
    domain::{CourseId, EnrolmentStatus, TimeZone, Validity, course::CourseRef},
    http::{
        Problem,
        csv::{self, cell},
    },
    table::{
        course::Course,
        enrolment::Enrolment,
        keys,
        record::Record,
        tally::{Delta, Tally},
        user::CourseProgress,
        validity_tally::ValidityTally,
    },
};

use super::validities::ByValidity;

/// How many enrolments have each status; every status is there.
pub type ByStatus = BTreeMap<EnrolmentStatus, i64>;

/// The schema of [`ByStatus`]: no status is ever left out.
pub fn every_status(schema: &mut Schema) {
    let names: Vec<_> = EnrolmentStatus::ALL.iter().map(ToString::to_string).collect();
    schema.insert("required".into(), json!(names));
}

/// Enrolments, counted by status and by course.
pub struct Sums {
    at: Timestamp,
    all: CourseSums,
    by_course: BTreeMap<CourseId, CourseSums>,
}

/// The counts of one course, or of all.
#[derive(Clone)]
pub struct CourseSums {
    /// How many there are, and their scores.
    pub total: Delta,
    /// How many have each status.
    pub by_status: ByStatus,
    /// For how many it counts that they have completed it.
    pub by_validity: ByValidity,
}

impl Default for CourseSums {
    fn default() -> Self {
        let by_status = EnrolmentStatus::ALL.map(|status| (status, 0)).into();
        Self { total: Delta::default(), by_status, by_validity: ByValidity::default() }
    }
}

impl CourseSums {
    fn add(&mut self, status: EnrolmentStatus, delta: Delta) {
        self.total = self.total.and(delta);
        *self.by_status.entry(status).or_default() += delta.count;
    }

    fn with(&self, status: EnrolmentStatus) -> i64 {
        self.by_status.get(&status).copied().unwrap_or_default()
    }

    /// The mean score, rounded to one decimal; none of none.
    fn average_score(&self) -> Option<f64> {
        let Delta { scored, score_tenths, .. } = self.total;
        (scored > 0).then(|| (score_tenths as f64 / scored as f64).round() / 10.0)
    }
}

/// A course's counts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CourseSummary")]
pub struct CourseSummary {
    /// The course.
    course: CourseRef,
    /// How many are enrolled.
    enrolments: i64,
    /// How many have completed it.
    completed: i64,
    /// How many have each status now; every status is there.
    #[schemars(transform = every_status)]
    by_status: ByStatus,
    #[serde(flatten)]
    by_validity: ByValidity,
    /// The mean of the enrolments' scores, those that have one.
    average_score: Option<f64>,
}

impl csv::Row for CourseSummary {
    const COLUMNS: &'static [&'static str] = &[
        "course",
        "enrolments",
        "scheduled",
        "not_started",
        "in_progress",
        "completed",
        "overdue",
        "expired",
        "average_score",
        "valid_records",
        "expiring_records",
        "expired_records",
    ];

    fn cells(&self, _: &TimeZone) -> Vec<String> {
        let mut cells = vec![self.course.title.to_string(), self.enrolments.to_string()];
        cells.extend(self.by_status.values().map(ToString::to_string));
        cells.push(cell(self.average_score));
        cells.extend(self.by_validity.counts().map(|count| count.to_string()));
        cells
    }
}

impl Sums {
    /// Of nothing, with statuses as they are at this moment.
    pub fn new(at: Timestamp) -> Self {
        Self { at, all: CourseSums::default(), by_course: BTreeMap::new() }
    }

    /// Adds the tallies of an account or a combination, with today's moments. Where today's moments
    /// tell what a tally by days does not, they count instead.
    pub fn add_tallies(&mut self, tallies: Vec<Tally>) {
        for Tally { place, delta } in tallies {
            if place.on.is_some() || place.is_certain(self.at) {
                let completed = EnrolmentStatus::Completed;
                let status =
                    place.window.map_or(completed, |window| window.status(place.phase, self.at));
                self.add(place.course_id, status, delta);
            }
        }
    }

    /// Adds the tallies of validity, as far as they tell of this moment.
    pub fn add_validities(&mut self, tallies: Vec<ValidityTally>) {
        for ValidityTally { place, count } in tallies {
            for (validity, sign) in place.ends.says(self.at) {
                self.add_validity(place.course_id, validity, sign * count);
            }
        }
    }

    /// Adds an enrolment.
    pub fn add_enrolment(&mut self, enrolment: &Enrolment) {
        let delta = Delta::of(&CourseProgress::of(enrolment), 1);
        self.add(enrolment.course_id, enrolment.status(self.at), delta);
        if let Some(record) = enrolment.newest_record() {
            let validity = Validity::at(self.at, record.valid_until);
            self.add_validity(enrolment.course_id, validity, 1);
        }
    }

    /// Adds what a record says was completed.
    pub fn add_record(&mut self, record: &Record) {
        // A mean has one decimal, so tenths are whole.
        let score = record.score.map(|score| (score * 10.0).round() as i64);
        let scored = i64::from(score.is_some());
        let delta = Delta { count: 1, scored, score_tenths: score.unwrap_or_default() };
        self.add(record.course.id, EnrolmentStatus::Completed, delta);
        let validity = Validity::at(self.at, record.valid_until);
        self.add_validity(record.course.id, validity, 1);
    }

    /// What was added of one course alone.
    #[must_use]
    pub fn only(mut self, course: CourseId) -> Self {
        let one = self.by_course.remove(&course).unwrap_or_default();
        Self { at: self.at, all: one.clone(), by_course: BTreeMap::from([(course, one)]) }
    }

    fn add(&mut self, course: CourseId, status: EnrolmentStatus, delta: Delta) {
        self.all.add(status, delta);
        self.by_course.entry(course).or_default().add(status, delta);
    }

    fn add_validity(&mut self, course: CourseId, validity: Validity, count: i64) {
        self.by_course.entry(course).or_default().by_validity.add(validity, count);
    }

    /// The counts of all courses.
    pub fn all(mut self) -> CourseSums {
        self.settle();
        self.all
    }

    /// Leaves out what comes to nothing, and adds up for all courses what was added by course.
    fn settle(&mut self) {
        // What buckets say of a course may come to nothing.
        self.by_course.retain(|_, sums| sums.total.count > 0);
        let each = self.by_course.values_mut();
        self.all.by_validity = each
            .map(|sums| {
                sums.by_validity = sums.by_validity.never_negative();
                sums.by_validity
            })
            .sum();
    }

    /// The counts by course, with the courses' titles, in the report's order; and those of all.
    pub async fn by_course(
        mut self,
        app: &App,
    ) -> Result<(Vec<CourseSummary>, CourseSums), Problem> {
        self.settle();
        let courses = app.table.get_many(self.by_course.keys().copied().map(keys::course)).await?;
        let mut summaries = Vec::with_capacity(self.by_course.len());
        for (course, sums) in self.by_course {
            if let Some(course) = courses.get::<Course>(&keys::course(course))? {
                summaries.push(CourseSummary {
                    course: course.reference(),
                    enrolments: sums.total.count,
                    completed: sums.with(EnrolmentStatus::Completed),
                    average_score: sums.average_score(),
                    by_validity: sums.by_validity,
                    by_status: sums.by_status,
                });
            }
        }
        Ok((summaries, self.all))
    }
}

impl CourseSummary {
    /// The course.
    pub fn course(&self) -> &CourseRef {
        &self.course
    }

    /// How many have each status now.
    pub fn by_status(&self) -> &ByStatus {
        &self.by_status
    }

    /// The mean of the scores.
    pub fn average_score(&self) -> Option<f64> {
        self.average_score
    }
}
