//! Records: what completed courses have left.

use std::collections::HashMap;

use shared::domain::enrolment::Phase;

use super::Books;

impl Books {
    /// Who has completed a course has its record, the account and the driver the same, and no round has
    /// left two.
    pub(super) fn check_records(&self) {
        let own: HashMap<_, _> =
            self.own_records.iter().map(|one| (one.0.record_id, &one.0)).collect();
        let mut of = HashMap::new();
        for record in &self.records {
            assert_eq!(own.get(&record.record_id), Some(&record), "the driver has it too");
            assert!(of.insert(record.enrolment_id, record).is_none(), "one of a round: {record:?}");
        }
        assert_eq!(own.len(), self.records.len(), "the account has every one too");
        for enrolment in &self.enrolments {
            let record = of.get(&enrolment.enrolment_id);
            let recorded = record.map(|record| record.recorded());
            assert_eq!(enrolment.recorded, recorded, "{enrolment:?}");
            assert_eq!(enrolment.phase == Phase::Completed, recorded.is_some(), "{enrolment:?}");
        }
    }
}
