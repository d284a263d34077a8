//! The ledger of a batch: whatever is done with its codes, what was bought is what is unused,
//! redeemed and voided together, and everybody was told what the list says.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use tests::{
    Caller, Service,
    service::{Company, number},
    standing::{text, time},
};

const CODES: usize = 8;
const DRIVERS: usize = 3;

#[derive(Debug, Clone)]
enum Step {
    Redeem { driver: usize, code: usize },
    RedeemFor(Vec<(usize, usize)>),
    Void(Vec<usize>),
    VoidAll,
    Send(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let pair = || (0..DRIVERS, 0..CODES);
    let step = prop_oneof![
        12 => pair().prop_map(|(driver, code)| Step::Redeem { driver, code }),
        4 => vec(pair(), 1..4).prop_map(|mut rows| {
            // Of one code for two drivers in a call, chance decides: that is for the races.
            let mut seen = HashSet::new();
            rows.retain(|(_, code)| seen.insert(*code));
            Step::RedeemFor(rows)
        }),
        4 => vec(0..CODES, 1..4).prop_map(Step::Void),
        1 => Just(Step::VoidAll),
        3 => (1..4_usize).prop_map(Step::Send),
    ];
    vec(step, 1..30)
}

/// What became of a code, as somebody was told.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Unused,
    Redeemed(usize),
    Voided,
}

/// A batch with the drivers who redeem its codes, and what everybody was told.
struct Ledger {
    service: Service,
    reseller: Company,
    batch: String,
    codes: Vec<String>,
    drivers: Vec<Caller>,
    fates: [Fate; CODES],
    sent: BTreeSet<usize>,
    enrolments: BTreeMap<usize, String>,
}

impl Ledger {
    async fn open() -> Self {
        let service = Service::start().await;
        let reseller = service.reseller("Shop").await;
        let (batch, codes) = service.batch(&reseller, CODES as u32).await;
        let mut drivers = vec![];
        for _ in 0..DRIVERS {
            drivers.push(service.sign_in(&format!("driver{}@example.com", number())).await);
        }
        Self {
            batch: format!("{}/code-batches/{batch}", reseller.path),
            service,
            reseller,
            codes,
            drivers,
            fates: [Fate::Unused; CODES],
            sent: BTreeSet::new(),
            enrolments: BTreeMap::new(),
        }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Redeem { driver, code } => self.redeem(driver, code).await,
            Step::RedeemFor(rows) => self.redeem_for(&rows).await,
            Step::Void(codes) => self.void(&codes).await,
            Step::VoidAll => self.void_all().await,
            Step::Send(count) => self.send(count).await,
        }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.reseller.holder.post(path, body).await.expect(200)
    }

    async fn redeem(&mut self, driver: usize, code: usize) {
        let answer =
            self.drivers[driver].post("/v1/redemptions", json!({ "code": self.codes[code] }));
        let answer = answer.await;
        match self.fates[code] {
            Fate::Unused => self.opened(driver, code, &answer.expect(201)["enrolment"]["id"]),
            Fate::Redeemed(by) if by == driver => {
                self.opened(driver, code, &answer.expect(200)["enrolment"]["id"]);
            }
            Fate::Redeemed(_) => drop(answer.expect_problem(409, "code_already_used")),
            Fate::Voided => drop(answer.expect_problem(409, "code_voided")),
        }
    }

    /// A driver has one access, however many codes extend it.
    fn opened(&mut self, driver: usize, code: usize, enrolment: &Value) {
        self.fates[code] = Fate::Redeemed(driver);
        let first = self.enrolments.entry(driver).or_insert_with(|| text(enrolment).to_owned());
        assert_eq!(first, enrolment);
    }

    async fn redeem_for(&mut self, rows: &[(usize, usize)]) {
        let redemptions = rows.iter().map(|(driver, code)| {
            json!({ "code": self.codes[*code], "email": self.drivers[*driver].email })
        });
        let path = format!("{}/redemptions", self.reseller.path);
        let answer =
            self.post(&path, json!({ "redemptions": Value::from_iter(redemptions) })).await;
        for ((driver, code), row) in rows.iter().zip(answer["results"].as_array().unwrap()) {
            let (told, expected) = match self.fates[*code] {
                Fate::Unused => (&row["status"], "redeemed"),
                Fate::Redeemed(by) if by == *driver => (&row["status"], "already_redeemed"),
                Fate::Redeemed(_) => (&row["error"]["code"], "code_already_used"),
                Fate::Voided => (&row["error"]["code"], "code_voided"),
            };
            assert_eq!(told, expected);
            if row["status"] != "failed" {
                self.opened(*driver, *code, &row["enrolment_id"]);
            }
        }
    }

    async fn void(&mut self, codes: &[usize]) {
        let given = codes.iter().map(|code| json!(self.codes[*code]));
        let body = json!({ "codes": Value::from_iter(given) });
        let answer = self.post(&format!("{}/void", self.batch), body).await;
        for (code, row) in codes.iter().zip(answer["results"].as_array().unwrap()) {
            let expected = match self.fates[*code] {
                Fate::Unused => "voided",
                Fate::Redeemed(_) => "already_redeemed",
                Fate::Voided => "already_voided",
            };
            assert_eq!(row["status"], expected);
            if row["status"] == "voided" {
                self.fates[*code] = Fate::Voided;
            }
        }
    }

    async fn void_all(&mut self) {
        let answer =
            self.post(&format!("{}/void", self.batch), json!({ "all_unused": true })).await;
        let unused = self.fates.iter_mut().filter(|fate| **fate == Fate::Unused);
        let voided = unused.map(|fate| *fate = Fate::Voided).count();
        assert_eq!(answer["voided"], voided);
    }

    async fn send(&mut self, count: usize) {
        let recipients = vec![json!({ "email": "waiting@example.com" }); count];
        let body = json!({ "recipients": recipients });
        let answer = self.post(&format!("{}/send", self.batch), body).await;
        let first = self.sent.last().map_or(0, |last| last + 1);
        let mut left = (first..CODES).filter(|code| self.fates[*code] == Fate::Unused);
        for row in answer["results"].as_array().unwrap() {
            match left.next() {
                Some(code) => {
                    assert_eq!(row["code"], self.codes[code]);
                    assert!(self.sent.insert(code), "sent twice");
                }
                None => assert_eq!(row["error"]["code"], "batch_exhausted"),
            }
        }
    }

    /// The list and the counts say what everybody was told.
    async fn check(&self) {
        self.service.settle().await;
        let listed = self.reseller.holder.list(&format!("{}/codes?limit=3", self.batch)).await;
        let told = self.codes.iter().zip(self.fates).map(|(code, fate)| match fate {
            Fate::Unused => (code.as_str(), "unused", None),
            Fate::Voided => (code.as_str(), "voided", None),
            Fate::Redeemed(by) => {
                (code.as_str(), "redeemed", Some(self.drivers[by].email.as_str()))
            }
        });
        let listed = listed.iter().map(|code| {
            (text(&code["code"]), text(&code["status"]), code["redeemed_by"]["email"].as_str())
        });
        assert_eq!(listed.collect::<Vec<_>>(), told.collect::<Vec<_>>());
        let batch = self.reseller.holder.get(&self.batch).await.expect(200);
        let count =
            |wanted: fn(&Fate) -> bool| self.fates.iter().filter(|fate| wanted(fate)).count();
        assert_eq!(batch["unused"], count(|fate| *fate == Fate::Unused));
        assert_eq!(batch["redeemed"], count(|fate| matches!(fate, Fate::Redeemed(_))));
        assert_eq!(batch["voided"], count(|fate| *fate == Fate::Voided));
        assert_eq!(batch["quantity"], CODES);
    }

    /// Each driver's access is as long as their codes together, and the whole table agrees.
    async fn close(self) {
        for (driver, caller) in self.drivers.iter().enumerate() {
            let codes = self.fates.iter().filter(|fate| **fate == Fate::Redeemed(driver)).count();
            let enrolments = caller.list("/v1/me/enrolments").await;
            assert_eq!(enrolments.len(), usize::from(codes > 0));
            for enrolment in enrolments {
                let until = time(&enrolment["access_until"]);
                let open = until.duration_since(time(&enrolment["starts_at"]));
                assert_eq!(open.as_hours() as usize, codes * 30 * 24);
            }
        }
        assert_eq!(self.service.mails("waiting@example.com").await.len(), self.sent.len());
        self.service.balanced().await;
    }
}

async fn run(steps: Vec<Step>) {
    let mut ledger = Ledger::open().await;
    for step in steps {
        ledger.take(step).await;
        ledger.check().await;
    }
    ledger.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12, failure_persistence: None, max_shrink_iters: 50, ..ProptestConfig::default()
    })]

    #[test]
    fn what_was_bought_is_unused_redeemed_and_voided_together_after_anything(steps in steps()) {
        tokio::runtime::Runtime::new().unwrap().block_on(run(steps));
    }
}
