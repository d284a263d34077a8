//! What a document sums up, by course.

use std::collections::BTreeMap;

use shared::domain::{CourseId, EnrolmentStatus};

use crate::reports::{row::Row, summary::Summary, sums::ByStatus};

/// What is summed up.
pub struct Figures {
    /// How many drivers are active, where that is known of just these.
    pub drivers: Option<u32>,
    /// The same by course.
    pub courses: Vec<CourseFigures>,
}

/// What is summed up of a course.
pub struct CourseFigures {
    /// Its title.
    pub title: String,
    /// How many have each status.
    pub by_status: ByStatus,
    /// The mean of the scores.
    pub average_score: Option<f64>,
}

impl Figures {
    /// A summary, or what it says of one course.
    pub fn of_summary(summary: &Summary, course: Option<CourseId>) -> Self {
        let courses = summary.by_course().iter();
        let courses = courses.filter(|one| course.is_none_or(|course| one.course().id == course));
        let courses = courses.map(|one| CourseFigures {
            title: one.course().title.to_string(),
            by_status: one.by_status().clone(),
            average_score: one.average_score(),
        });
        let drivers = course.is_none().then_some(summary.drivers);
        Self { drivers, courses: courses.collect() }
    }

    /// Rows, in the order of their courses.
    pub fn of_rows(rows: &[Row]) -> Self {
        let mut courses = BTreeMap::<_, Vec<&Row>>::new();
        rows.iter().for_each(|row| courses.entry(row.course.id).or_default().push(row));
        let courses = courses.into_values().map(|rows| CourseFigures::of_rows(&rows));
        Self { drivers: None, courses: courses.collect() }
    }

    /// How many have a status.
    pub fn with(&self, status: EnrolmentStatus) -> i64 {
        self.courses.iter().map(|course| course.with(status)).sum()
    }

    /// How many there are.
    pub fn total(&self) -> i64 {
        self.courses.iter().map(CourseFigures::total).sum()
    }
}

impl CourseFigures {
    fn of_rows(rows: &[&Row]) -> Self {
        let mut by_status = ByStatus::from(EnrolmentStatus::ALL.map(|status| (status, 0)));
        rows.iter().for_each(|row| *by_status.entry(row.standing.status).or_default() += 1);
        let tenths: Vec<_> =
            rows.iter().filter_map(|row| Some(row.standing.score? * 10.0)).collect();
        let mean = tenths.iter().sum::<f64>() / tenths.len() as f64;
        Self {
            title: rows.first().map_or_else(String::new, |row| row.course.title.to_string()),
            by_status,
            average_score: (!tenths.is_empty()).then_some(mean.round() / 10.0),
        }
    }

    /// How many have a status.
    pub fn with(&self, status: EnrolmentStatus) -> i64 {
        self.by_status.get(&status).copied().unwrap_or_default()
    }

    /// How many there are.
    pub fn total(&self) -> i64 {
        self.by_status.values().sum()
    }
}
