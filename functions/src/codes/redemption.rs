//! How a code opens its course for a person: one write, whole or not at all.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a code is used at most once, and never both used and voided (19) | nothing lies under the code's key, and its stripe of the batch is not voided |
//! | a second code for a course extends access (20) | nothing lies under the enrolment's key, or it has the version that the extension starts from |
//! | one round of a course is open at a time (38) | likewise; a round that is over lies there as it was read |
//! | it opens in the account that the person holds (18) | the person holds this account |
//! | who manages cannot come to hold an account, who holds one holds no other (2) | the person holds none and manages none |
//! | somebody else makes nobody a holder who is invited to manage | then: the person is not |
//! | an address is one person's | nothing lies under the address |
//!
//! The batch is only read, perhaps a minute ago: all that can change of it is that it is voided,
//! and that is held by the mark of the code's stripe, which every thousandth code has in common;
//! a mark on the batch would be touched by all. Else no item of the write is shared with another
//! driver's redemption. For a driver with an account two items are written, the code's and the
//! enrolment's, and two looked at, the mark and the person. (Access that lived on the code's item
//! would be one, but then a driver's own list would lag, and extending would mean adding up codes.)

use jiff::{SignedDuration, Timestamp};
use shared::{
    app::App,
    domain::{
        AccountId, AccountKind, AccountName, EnrolmentId, EventId,
        code::CodeIndex,
        enrolment::{Phase, Results, Window},
        event::Actor,
    },
    http::{Code, Problem},
    table::{
        Change, Condition, Entity, StoreError, Write, WriteError,
        account::Account,
        batch::{Batch, CodeStatus, Redemption, UsedCode},
        enrolment::{Enrolment, FIRST_ROUND},
        keys,
        person::{EmailOwner, Person},
        pool::{Licence, Pool},
    },
};

use super::on_behalf::OnBehalf;
use crate::{
    accounts::account_creation::{Founding, free, free_and_uninvited, may_hold},
    enrolments::rounds,
    workers::audit::entries,
};

/// A code about to be redeemed for a person.
pub struct Opening<'a> {
    /// The code's batch.
    pub batch: &'a Batch,
    /// The code's place in it.
    pub index: CodeIndex,
    /// For whom.
    pub person: &'a Person,
    /// Whether the person is made by this write.
    pub person_is_new: bool,
    /// Who redeems.
    pub by: &'a Actor,
    /// What else is written: the reseller's trail, the driver's mail.
    pub on_behalf: Option<OnBehalf>,
}

/// What a code opened.
pub struct Opened {
    /// The enrolment as it is now.
    pub enrolment: Enrolment,
    /// The account, if it was made for it.
    pub new_account: Option<Account>,
}

/// Why a code did not open its course.
pub enum NotOpened {
    /// It was used or voided before, perhaps at this moment.
    Spent(Box<UsedCode>),
    /// The person has changed since they were read: read them again.
    PersonChanged,
    /// Something else.
    Because(Problem),
}

impl<E: Into<Problem>> From<E> for NotOpened {
    fn from(problem: E) -> Self {
        Self::Because(problem.into())
    }
}

#[derive(Clone, Copy)]
enum Rule {
    CodeUnused,
    BatchNotVoided,
    EnrolmentUnchanged,
    PersonUnchanged,
    Pool,
}

/// How a code opens its course, by what lies there.
enum Way {
    /// Nothing does.
    First,
    /// A round that is open, of this version.
    Extends(u64),
    /// A round that is over.
    After(Box<Enrolment>),
}

/// How often an extension is tried that meets other changes of the enrolment. Each time one of
/// those who collide gets through, so this is more than one call redeems side by side.
const TRIES: usize = 20;

impl Opening<'_> {
    /// Opens the course. A refusal tells what lay in the way, so nothing is read first.
    pub async fn open(self, app: &App) -> Result<Opened, NotOpened> {
        let founding = match self.person.holds {
            Some(_) => None,
            None => Some(self.founding(app)?),
        };
        let now = app.clock.now();
        let mut enrolment = self.fresh(app, founding.as_ref(), now)?;
        let mut way = Way::First;
        for _ in 0..TRIES {
            match self.write(app, founding.as_ref(), &enrolment, &way, now).run().await {
                Ok(()) => {
                    let new_account = founding.map(|founding| founding.account);
                    return Ok(Opened { enrolment, new_account });
                }
                Err(WriteError::Store(error)) => return Err(error.into()),
                Err(WriteError::Refused(Rule::CodeUnused, Some(used))) => {
                    return Err(NotOpened::Spent(Box::new(UsedCode::from_item(used)?)));
                }
                Err(WriteError::Refused(Rule::BatchNotVoided, _)) => {
                    return Err(Problem::new(Code::CodeVoided).into());
                }
                Err(WriteError::Refused(Rule::EnrolmentUnchanged, Some(old))) => {
                    let old = Enrolment::from_item(old)?;
                    if old.is_over(now) {
                        let Some(over) = rounds::recorded(app, old).await? else { continue };
                        enrolment = self.fresh(app, founding.as_ref(), now)?.after(Some(&over));
                        way = Way::After(Box::new(over));
                    } else {
                        way = Way::Extends(old.version);
                        enrolment = extended(old, self.batch.duration_days, now)?;
                    }
                }
                Err(WriteError::Refused(Rule::PersonUnchanged, _)) => {
                    return Err(NotOpened::PersonChanged);
                }
                Err(WriteError::Refused(Rule::Pool, _)) => {
                    return Err(Problem::internal("a licence is of no pool").into());
                }
                // It went away between the attempt and its refusal: try with none there.
                Err(WriteError::Refused(..)) => {
                    way = Way::First;
                    enrolment = self.fresh(app, founding.as_ref(), now)?;
                }
            }
        }
        Err(StoreError("an enrolment kept changing".into()).into())
    }

    fn founding(&self, app: &App) -> Result<Founding, Problem> {
        may_hold(self.person)?;
        if self.on_behalf.is_some() && self.person.invited_to_manage > 0 {
            return Err(Problem::new(Code::NotRedeemable));
        }
        let name = AccountName::of_holder(self.person.name.as_ref(), &self.person.email);
        let account_id = AccountId::new(app.clock.precise());
        Ok(Founding::of(app, self.person, account_id, AccountKind::Individual, name))
    }

    fn fresh(
        &self,
        app: &App,
        founding: Option<&Founding>,
        now: Timestamp,
    ) -> Result<Enrolment, Problem> {
        let holding = self.person.holds.or_else(|| founding.map(Founding::holding));
        let holding = holding.ok_or_else(|| Problem::internal("neither held nor founded"))?;
        Ok(Enrolment {
            account_id: holding.account_id,
            person_id: self.person.person_id,
            user_id: holding.user_id,
            course_id: self.batch.course_id,
            enrolment_id: EnrolmentId::new(app.clock.precise()),
            licence: false,
            window: Window {
                starts_at: now,
                due_at: None,
                access_until: Some(days_after(now, self.batch.duration_days)?),
            },
            due_on: None,
            phase: Phase::NotStarted,
            results: Results::new(),
            score: None,
            percent: 0,
            last_activity_at: None,
            recorded: None,
            round: FIRST_ROUND,
            recorded_before: None,
            version: 1,
        })
    }

    fn write<'t>(
        &self,
        app: &'t App,
        founding: Option<&Founding>,
        enrolment: &Enrolment,
        way: &Way,
        now: Timestamp,
    ) -> Write<'t, Rule> {
        let used = self.used_code(app, enrolment, way, founding.is_some(), now);
        let voided = keys::voided_with(self.batch.number(), self.index);
        let write = app.table.write().create(&used, Rule::CodeUnused);
        let mut write = write.check(&voided, Condition::Absent, Rule::BatchNotVoided);
        write = match way {
            Way::First => write.create(enrolment, Rule::EnrolmentUnchanged),
            Way::Extends(version) => {
                let unchanged = enrolment.is_at(*version);
                write.change(extension(enrolment), unchanged, Rule::EnrolmentUnchanged)
            }
            Way::After(over) => after(write, enrolment, over, &used),
        };
        write = match founding {
            Some(founding) => self.found(write, founding),
            None => {
                let held = Condition::is("holds", self.person.holds);
                let same = Condition::All(vec![held, self.person.has_same_address()]);
                write.check(&self.person.key(), same, Rule::PersonUnchanged)
            }
        };
        if let Some(on_behalf) = &self.on_behalf {
            let mail = on_behalf.mail(app, self.person, enrolment, now);
            write = write.put(&on_behalf.event).put(&mail);
        }
        write
    }

    fn found<'t>(&self, write: Write<'t, Rule>, founding: &Founding) -> Write<'t, Rule> {
        let write = if self.person_is_new {
            let person = Person { holds: Some(founding.holding()), ..self.person.clone() };
            let owner = EmailOwner { email: person.email.clone(), person_id: person.person_id };
            write.create(&owner, Rule::PersonUnchanged).create(&person, Rule::PersonUnchanged)
        } else {
            let by_another = self.on_behalf.is_some();
            let free = if by_another { free_and_uninvited() } else { free() };
            founding.hold(write, self.person, free, Rule::PersonUnchanged)
        };
        founding.add_to(write, Rule::PersonUnchanged)
    }

    fn used_code(
        &self,
        app: &App,
        enrolment: &Enrolment,
        way: &Way,
        account_is_new: bool,
        now: Timestamp,
    ) -> UsedCode {
        let over = match way {
            Way::After(over) => Some(&**over),
            Way::First | Way::Extends(_) => None,
        };
        UsedCode {
            batch_id: self.batch.batch_id,
            index: self.index,
            reseller_id: self.batch.account_id,
            status: CodeStatus::Redeemed,
            at: now,
            by: self.by.clone(),
            redemption: Some(Redemption {
                person_id: self.person.person_id,
                email: self.person.email.clone(),
                account_id: enrolment.account_id,
                course_id: enrolment.course_id,
                enrolment_id: enrolment.enrolment_id,
                account_is_new,
                event_id: EventId::new(app.clock.precise()),
                in_place_of: over.map(|over| over.enrolment_id),
                licence_used_up: over.is_some_and(|over| over.licence),
            }),
        }
    }
}

/// Has a round follow one that is over. If a licence of the account's is used up by that, the trail tells
/// at once, as whoever counts licences again expects.
fn after<'t>(
    write: Write<'t, Rule>,
    new: &Enrolment,
    over: &Enrolment,
    used: &UsedCode,
) -> Write<'t, Rule> {
    let write = rounds::follow(write, new, over, Rule::EnrolmentUnchanged);
    if !over.licence {
        return write;
    }
    let used_up = Pool::release(over.account_id, over.course_id, Licence::IsUsedUp);
    let write = write.change(used_up, Condition::Present, Rule::Pool);
    entries(used).iter().fold(write, Write::put)
}

/// The enrolment with more access: from its end, or from now if that is later. Access that never
/// ends stays so.
fn extended(mut enrolment: Enrolment, days: u32, now: Timestamp) -> Result<Enrolment, Problem> {
    let window = &mut enrolment.window;
    if let Some(until) = window.access_until {
        window.access_until = Some(days_after(until.max(now), days)?);
    }
    window.starts_at = window.starts_at.min(now);
    enrolment.version += 1;
    Ok(enrolment)
}

fn extension(enrolment: &Enrolment) -> Change {
    Change::of(enrolment.key())
        .set("starts_at", enrolment.window.starts_at)
        .set_or_remove("access_until", enrolment.window.access_until)
        .set("version", enrolment.version)
}

/// So many days of 24 hours later.
fn days_after(from: Timestamp, days: u32) -> Result<Timestamp, Problem> {
    let later = from.saturating_add(SignedDuration::from_hours(i64::from(days) * 24));
    later.map_err(|error| Problem::internal(error.to_string()))
}

/// How a code that was used or voided is answered to somebody else than the one it served.
pub fn spent(used: &UsedCode) -> Problem {
    Problem::new(match used.status {
        CodeStatus::Voided => Code::CodeVoided,
        CodeStatus::Redeemed | CodeStatus::Unused => Code::CodeAlreadyUsed,
    })
}
