//! What the books say of counts.

use std::collections::{BTreeSet, HashMap};

use shared::{
    domain::{AccountId, AccountKind, GroupId, Role, UserId, code::BatchNumber},
    table::{
        batch::{CodeStatus, Uses},
        group::Combination,
        tally::{Delta, Place, day_of},
        user::{CourseProgress, UserProgress},
        validity_tally::ValidityPlace,
    },
};

use super::Books;

impl Books {
    /// A batch counts its used codes, all buckets together.
    pub(super) fn check_batches(&self) {
        let mut counted = HashMap::<BatchNumber, Uses>::new();
        for code in &self.codes {
            let uses = counted.entry(code.number()).or_default();
            uses.redeemed += u32::from(code.status == CodeStatus::Redeemed);
            uses.voided += u32::from(code.status == CodeStatus::Voided);
        }
        let mut buckets = HashMap::<BatchNumber, Vec<_>>::new();
        for count in &self.batch_counts {
            buckets.entry(count.number).or_default().push(count);
        }
        let kept: HashMap<_, _> =
            buckets.into_iter().map(|(number, counts)| (number, Uses::of(counts))).collect();
        assert_eq!(kept, counted);
    }

    /// What should be counted of everybody.
    fn progress(&self) -> HashMap<(AccountId, UserId), UserProgress> {
        let kinds: HashMap<_, _> =
            self.accounts.iter().map(|one| (one.account_id, one.kind)).collect();
        let own: BTreeSet<_> = self
            .users
            .iter()
            .filter(|user| user.role == Role::Holder)
            .filter(|user| kinds[&user.account_id] == AccountKind::Individual)
            .map(|user| user.user_id)
            .collect();
        let mut counted = HashMap::new();
        for one in self.enrolments.iter().filter(|one| !own.contains(&one.user_id)) {
            let (account, user) = (one.account_id, one.user_id);
            let progress =
                counted.entry((account, user)).or_insert_with(|| UserProgress::none(account, user));
            progress.courses.insert(one.course_id, CourseProgress::of(one));
        }
        for user in self.users.iter().filter(|user| !user.group_ids.is_empty()) {
            let (account, id) = (user.account_id, user.user_id);
            let driver = user.is_active_driver() || own.contains(&id);
            if driver || counted.contains_key(&(account, id)) {
                let progress =
                    counted.entry((account, id)).or_insert_with(|| UserProgress::none(account, id));
                (progress.driver, progress.group_ids) = (driver, user.group_ids.clone());
            }
        }
        counted
    }

    /// What is counted of a user is what there is.
    pub(super) fn check_progress(&self) {
        let mut kept: HashMap<_, _> =
            self.progress.iter().map(|one| ((one.account_id, one.user_id), one)).collect();
        for (who, expected) in self.progress() {
            let one = kept.remove(&who).expect("a count");
            assert!(one.is_like(&expected), "{one:?} {expected:?}");
        }
        assert!(kept.values().all(|one| one.is_none()), "{kept:?}");
    }

    /// Tallies add up to what is counted of users, whatever their days and buckets.
    pub(super) fn check_tallies(&self) {
        let today = day_of(self.now);
        let add = |sums: &mut HashMap<Place, Delta>, place: Place, delta| {
            if place.on.is_none_or(|day| day >= today) {
                let place = if place.on.is_none() { place.settled(self.now) } else { place };
                let sum = sums.entry(Place { bucket: 0, ..place }).or_default();
                *sum = sum.and(delta);
            }
        };
        let (mut kept, mut counted) = (HashMap::new(), HashMap::new());
        for tally in &self.tallies {
            add(&mut kept, tally.place.clone(), tally.delta);
        }
        for progress in self.progress().values() {
            let combination = Combination::name(&progress.group_ids);
            let part = combination.as_deref().map(|name| (progress.account_id, Some(name)));
            for part in [(progress.account_id, None)].into_iter().chain(part) {
                for (course, one) in &progress.courses {
                    for place in Place::of(part, *course, one, 0, self.now) {
                        add(&mut counted, place, Delta::of(one, 1));
                    }
                }
            }
        }
        kept.retain(|_, delta| *delta != Delta::default());
        assert_eq!(kept, counted);
    }

    /// Tallies of validity add up to who has completed courses, whatever their days and buckets.
    pub(super) fn check_validities(&self) {
        let add = |sums: &mut HashMap<ValidityPlace, i64>, place: ValidityPlace, count| {
            if !place.ends.is_gone(self.now) {
                let place = ValidityPlace { bucket: 0, ..place.settled(self.now) };
                *sums.entry(place).or_default() += count;
            }
        };
        let (mut kept, mut counted) = (HashMap::new(), HashMap::new());
        for tally in &self.validities {
            add(&mut kept, tally.place.clone(), tally.count);
        }
        for progress in self.progress().values() {
            let combination = Combination::name(&progress.group_ids);
            let part = combination.as_deref().map(|name| (progress.account_id, Some(name)));
            for part in [(progress.account_id, None)].into_iter().chain(part) {
                for (course, one) in &progress.courses {
                    for place in ValidityPlace::of(part, *course, one, 0, self.now) {
                        add(&mut counted, place, 1);
                    }
                }
            }
        }
        kept.retain(|_, count| *count != 0);
        assert_eq!(kept, counted);
    }

    /// Combinations count who is in just their groups.
    pub(super) fn check_combinations(&self) {
        let mut counted = HashMap::<(GroupId, BTreeSet<GroupId>), (i64, i64)>::new();
        for progress in self.progress().into_values() {
            for group in &progress.group_ids {
                let under = (*group, progress.group_ids.clone());
                let (users, drivers) = counted.entry(under).or_default();
                (*users, *drivers) = (*users + 1, *drivers + i64::from(progress.driver));
            }
        }
        let kept = self.combinations.iter().filter(|one| (one.users, one.drivers) != (0, 0));
        let kept =
            kept.map(|one| ((one.group_id, one.group_ids.clone()), (one.users, one.drivers)));
        assert_eq!(kept.collect::<HashMap<_, _>>(), counted);
    }
}
