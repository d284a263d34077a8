//! What holds of enrolments whatever comes in, in whatever order, at whatever time.

use proptest::{collection::vec, prelude::*, sample::subsequence};

use super::{EnrolmentStatus as Status, *};
use crate::domain::Title;

/// A result as it comes in: for which module, and what.
type Incoming = (ModuleId, ModuleResult);

/// How many modules the tests' course has.
const MODULES: usize = 3;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn module(number: usize) -> ModuleId {
    ModuleId::from_ulid(ulid::Ulid::from(number as u128))
}

/// The course, with `count` modules.
fn course(count: usize) -> Vec<Module> {
    let module = |number| Module { id: module(number), title: Title::parse("A module").unwrap() };
    (0..count).map(module).collect()
}

fn result(completed: bool, score: Option<f64>, second: i64) -> ModuleResult {
    ModuleResult {
        completed,
        completed_at: completed.then(|| at(second)),
        score: score.map(|score| Score::try_from(score).unwrap()),
        scored_at: score.map(|_| at(second)),
        occurred_at: at(second),
    }
}

fn recorded<'a>(incoming: impl IntoIterator<Item = &'a Incoming>) -> Results {
    let mut results = Results::new();
    for (module, result) in incoming {
        record(&mut results, *module, *result);
    }
    results
}

/// Scores with up to one decimal, as clients send them.
fn score() -> impl Strategy<Value = f64> {
    (0..=1_000u32).prop_map(|tenths| f64::from(tenths) / 10.0)
}

/// Any results, with or without scores, at times that may be the same.
fn any_results() -> impl Strategy<Value = Vec<Incoming>> {
    let one = (0..MODULES, any::<bool>(), proptest::option::of(score()), 0..20i64);
    let one = one.prop_map(|(number, completed, score, second)| {
        (module(number), result(completed, score, second))
    });
    vec(one, 0..16)
}

/// Results that each have a time of their own, in the order in which they occurred.
fn timed_results() -> impl Strategy<Value = Vec<Incoming>> {
    vec((0..MODULES, any::<bool>(), proptest::option::of(score())), 0..16).prop_map(|all| {
        let one = |(second, (number, completed, score))| {
            (module(number), result(completed, score, second))
        };
        (0..).zip(all).map(one).collect()
    })
}

/// Any window, also one that no operation would make.
fn any_window() -> impl Strategy<Value = Window> {
    let sometimes = || proptest::option::of((0..12i64).prop_map(at));
    (0..12i64, sometimes(), sometimes()).prop_map(|(starts, due_at, access_until)| Window {
        starts_at: at(starts),
        due_at,
        access_until,
    })
}

fn any_phase() -> impl Strategy<Value = Phase> {
    prop_oneof![Just(Phase::NotStarted), Just(Phase::Started), Just(Phase::Completed)]
}

/// Whether an enrolment has a status at `now`: rule 17 and the API's page, said of each alone.
fn is(status: Status, window: &Window, phase: Phase, now: Timestamp) -> bool {
    let passed = |time: Option<Timestamp>| time.is_some_and(|time| now >= time);
    let (completed, ended) = (phase == Phase::Completed, passed(window.access_until));
    let (opened, late) = (now >= window.starts_at, passed(window.due_at));
    match status {
        Status::Completed => completed,
        Status::Expired => !completed && ended,
        Status::Scheduled => !completed && !ended && !opened,
        Status::Overdue => !completed && !ended && opened && late,
        Status::InProgress => phase == Phase::Started && !ended && opened && !late,
        Status::NotStarted => phase == Phase::NotStarted && !ended && opened && !late,
    }
}

/// Where time alone may take a status; each may stay as it is.
fn may_become(status: Status) -> &'static [Status] {
    match status {
        Status::Scheduled => {
            &[Status::NotStarted, Status::InProgress, Status::Overdue, Status::Expired]
        }
        Status::NotStarted | Status::InProgress => &[Status::Overdue, Status::Expired],
        Status::Overdue => &[Status::Expired],
        Status::Expired | Status::Completed => &[],
    }
}

proptest! {
    #[test]
    fn results_end_the_same_in_whatever_order_they_arrive(
        (occurred, arrived) in timed_results()
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        prop_assert_eq!(recorded(&arrived), recorded(&occurred));
    }

    #[test]
    fn of_each_module_the_latest_score_and_the_first_completion_stand(
        (occurred, arrived) in timed_results()
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        for (module, stands) in recorded(&arrived) {
            let own: Vec<_> = occurred.iter().filter(|(of, _)| *of == module).map(|(_, r)| r).collect();
            prop_assert_eq!(stands.score, own.iter().rev().find_map(|one| one.score));
            prop_assert_eq!(stands.completed_at, own.iter().find_map(|result| result.completed_at));
        }
    }

    #[test]
    fn what_arrives_again_changes_nothing(
        (all, again) in timed_results().prop_flat_map(|all| {
            let size = 0..=all.len();
            (Just(all.clone()), subsequence(all, size))
        })
    ) {
        prop_assert_eq!(recorded(all.iter().chain(&again)), recorded(&all));
    }

    #[test]
    fn completion_and_progress_are_never_undone(incoming in any_results()) {
        let (mut results, course) = (Results::new(), course(MODULES));
        for (module, result) in incoming {
            let before = (results.clone(), progress(&results, &course));
            record(&mut results, module, result);
            let after = progress(&results, &course);
            prop_assert!(after.percent >= before.1.percent && after.phase >= before.1.phase);
            for (module, old) in before.0.iter().filter(|(_, old)| old.completed) {
                prop_assert!(results[module].completed);
                prop_assert!(results[module].completed_at <= old.completed_at);
            }
        }
    }

    #[test]
    fn what_is_completed_says_when(incoming in any_results()) {
        for result in recorded(&incoming).values() {
            prop_assert_eq!(result.completed, result.completed_at.is_some());
        }
    }

    #[test]
    fn progress_and_score_stay_within_bounds(incoming in any_results(), modules in 0..=MODULES) {
        let results = recorded(&incoming);
        let progress = progress(&results, &course(modules));
        prop_assert!(progress.percent <= 100);
        prop_assert_eq!(progress.phase == Phase::NotStarted, incoming.is_empty());
        prop_assert_eq!(progress.phase == Phase::Completed, progress.percent == 100);
        let course = course(modules);
        let scores: Vec<_> =
            course.iter().filter_map(|module| results.get(&module.id)?.score).map(Score::get).collect();
        prop_assert_eq!(progress.score.is_some(), !scores.is_empty());
        if let Some(mean) = progress.score {
            let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
            let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(least <= mean && mean <= most, "{least} <= {mean} <= {most}");
            prop_assert_eq!(mean, format!("{mean:.1}").parse::<f64>().unwrap());
        }
    }

    #[test]
    fn a_score_is_a_number_from_0_to_100(number in prop_oneof![any::<f64>(), -150.0..250.0]) {
        prop_assert_eq!(Score::try_from(number).is_ok(), (0.0..=100.0).contains(&number));
    }

    #[test]
    fn there_is_exactly_one_status_at_any_moment(
        window in any_window(),
        phase in any_phase(),
        now in (-1..14i64).prop_map(at),
    ) {
        let all = Status::ALL.into_iter().filter(|status| is(*status, &window, phase, now));
        prop_assert_eq!(all.collect::<Vec<_>>(), [window.status(phase, now)]);
    }

    #[test]
    fn time_alone_moves_a_status_only_forward(window in any_window(), phase in any_phase()) {
        let mut status = window.status(phase, at(-1));
        for second in 0..14 {
            let next = window.status(phase, at(second));
            prop_assert!(next == status || may_become(status).contains(&next), "{status} -> {next}");
            status = next;
        }
    }

    #[test]
    fn a_completed_enrolment_stays_so_whatever_the_time(window in any_window(), second in -1..14i64) {
        prop_assert_eq!(window.status(Phase::Completed, at(second)), Status::Completed);
    }
}

#[test]
fn a_scheduled_course_opens_falls_due_and_ends_at_those_very_moments() {
    let window = Window { starts_at: at(10), due_at: Some(at(20)), access_until: Some(at(30)) };
    let seen = [9, 10, 19, 20, 29, 30].map(|second| window.status(Phase::NotStarted, at(second)));
    let (open, late) = (Status::NotStarted, Status::Overdue);
    assert_eq!(seen, [Status::Scheduled, open, open, late, late, Status::Expired]);
}

#[test]
fn every_status_is_read_by_its_word_and_no_other() {
    for status in Status::ALL {
        assert_eq!(Status::parse(status.as_str()), Ok(status));
    }
    for wrong in ["", "Completed", "done", " completed"] {
        assert!(Status::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_result_without_a_score_leaves_the_score() {
    let results =
        recorded(&[(module(0), result(false, Some(80.0), 1)), (module(0), result(true, None, 2))]);
    assert_eq!(results[&module(0)].score.map(Score::get), Some(80.0));
    assert_eq!(results[&module(0)].completed_at, Some(at(2)));
}

#[test]
fn the_mean_score_has_one_decimal_and_counts_scored_modules_only() {
    let results = recorded(&[
        (module(0), result(true, Some(90.0), 1)),
        (module(1), result(true, Some(85.0), 2)),
        (module(2), result(true, None, 3)),
    ]);
    assert_eq!(progress(&results, &course(3)).score, Some(87.5));
    assert_eq!(
        Score::mean([1.0, 2.0, 2.0].map(|s| Score::try_from(s).unwrap()).into_iter())
            .map(Score::get),
        Some(1.7)
    );
}
