//! Records: what completed courses have left.

use std::collections::{HashMap, HashSet};

use shared::{
    domain::enrolment::Phase,
    table::{Entity, enrolment::PastRound, record::UserRecord},
};

use super::Books;

impl Books {
    /// Who has completed a course has its record, the account and the driver the same, and no round has
    /// left two.
    pub(super) fn check_records(&self) {
        let own: HashMap<_, _> =
            self.own_records.iter().map(|one| (one.0.record_id, &one.0)).collect();
        let mut of = HashMap::new();
        let forgotten = self.people.iter().filter(|person| person.forgotten_at.is_some());
        let forgotten: HashSet<_> = forgotten.map(|person| person.person_id).collect();
        for record in &self.records {
            let theirs = Some(&record).filter(|one| !forgotten.contains(&one.person_id));
            assert_eq!(own.get(&record.record_id), theirs, "the driver has it too");
            assert!(of.insert(record.enrolment_id, record).is_none(), "one of a round: {record:?}");
        }
        let of_users: HashSet<_> = self.user_records.iter().map(Entity::key).collect();
        let records = self.records.iter().map(|one| UserRecord::of(one).key());
        assert_eq!(of_users, records.collect(), "of whom each is");
        let others = self.records.iter().filter(|one| !forgotten.contains(&one.person_id));
        assert_eq!(own.len(), others.count(), "the account has every one too");
        let past = self.past_rounds.iter().map(|PastRound(past)| past);
        for enrolment in self.enrolments.iter().chain(past) {
            let record = of.get(&enrolment.enrolment_id);
            let recorded = record.map(|record| record.recorded());
            assert!(record.is_none_or(|record| record.round == enrolment.round), "{record:?}");
            assert_eq!(enrolment.recorded, recorded, "{enrolment:?}");
            assert_eq!(enrolment.phase == Phase::Completed, recorded.is_some(), "{enrolment:?}");
        }
    }
}
