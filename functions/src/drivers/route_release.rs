//! What ends with a share or with a driver: the coming routes that they were on.
//!
//! A share's removal takes the driver off the account's coming routes in the same write. That the
//! share and the user are there is a condition of every assignment, and that the driver's calendar
//! has not changed since it was read is one of the removal: so an assignment is either in the
//! calendar that was read, and undone, or comes after the removal, and is refused. A driver who
//! is on more coming routes of the account than one write takes is taken off the rest in further
//! ones; the stream's consumer sees to those that the call did not come to. Either end changes the
//! calendar even if it has no coming route, so that none that has begun is moved ahead with the
//! driver by somebody who read it before.

use shared::{
    app::App,
    domain::{AccountId, AccountKind, MailId, PersonId, Role, RouteId, UserId, event::Actor},
    http::Problem,
    table::{
        Change, Condition, Key, Write, WriteError,
        account::Account,
        keys,
        mail::{Content, Mail, RouteTimes},
        refusal::Refusal,
        route::{Calendar, Engagement, Route},
        share::{SharedDriver, Sharing},
    },
};

use super::share_end::{Ender, notice};

/// How many routes one write takes a driver off: each is two of its 100 items.
const AT_ONCE: usize = 40;
/// How often the calendar may change under way.
const TRIES: usize = 10;

/// The rules of the write.
#[derive(Clone, Copy)]
enum Rule {
    /// The driver is shared.
    Shared,
    /// Nobody has changed the calendar.
    Calendar,
    /// What is to end has not begun again.
    Ended,
}

/// What must hold for something to be taken away after its ground is gone: that the ground has
/// not come back.
type Ground = (Key, Condition);

/// Why a share ends.
#[derive(Clone, Copy)]
enum Cause<'a> {
    /// Somebody asks for it.
    Asked,
    /// This holds.
    Ground(&'a Ground),
    /// The other account is refused: for as long as it is, which counts the share.
    Refused(&'a Refusal),
}

/// Ends a share, and the driver's coming routes of the account; 404 where there is none.
pub async fn unshare(app: &App, by: Ender<'_>, shared: &SharedDriver) -> Result<(), Problem> {
    unshare_if(app, by, shared, Cause::Asked).await.map(drop)
}

/// Ends a share as one of those that a refusal ends, for all of which there is one notice. Tells
/// whether it is refused still.
pub async fn unshare_refused(
    app: &App,
    shared: &SharedDriver,
    refusal: &Refusal,
) -> Result<bool, Problem> {
    let by = Ender::Recipient(&Actor::SYSTEM);
    unshare_if(app, by, shared, Cause::Refused(refusal)).await
}

/// Ends a share, if its cause holds: whether it does is told.
async fn unshare_if(
    app: &App,
    by: Ender<'_>,
    shared: &SharedDriver,
    cause: Cause<'_>,
) -> Result<bool, Problem> {
    let SharedDriver { account_id: recipient, home_account_id: home, user_id, .. } = *shared;
    let person = shared.person_id;
    let whose = |one: &Engagement| one.account_id == recipient && one.user_id == user_id;
    for _ in 0..TRIES {
        let coming = Coming::read(app, person, whose).await?;
        let [given, received] = by.events(app, shared, &coming.ids());
        let write = app
            .table
            .write()
            .delete(&keys::shared_driver(recipient, user_id), Condition::Present, Rule::Shared)
            .change_always(Sharing::less(home, user_id, recipient))
            .put(&given)
            .put(&received);
        // The notice sees to the routes that are left, too.
        let write = match cause {
            Cause::Refused(_) if !coming.goes_on => write,
            _ => write.put(&notice(app, shared)),
        };
        match coming.take_off(app, cause.hold(write)).run().await {
            Ok(()) if coming.goes_on => return take_off_rest(app, shared).await.map(|()| true),
            Ok(()) => return Ok(true),
            Err(WriteError::Refused(Rule::Shared, _)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::Ended, _)) => return Ok(false),
            Err(WriteError::Refused(Rule::Calendar, _)) => {}
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a calendar kept changing"))
}

/// How many shares are ended in one round.
const SHARES_AT_ONCE: usize = 25;

/// Ends some of the shares of somebody who is a driver of their account no longer, removed or of
/// another role now; then their coming routes. Tells whether that was all. Doing it again ends what
/// is left, and nothing is done to one who has become a driver again.
pub async fn end_driver(
    app: &App,
    home: AccountId,
    user: UserId,
    person: PersonId,
) -> Result<bool, Problem> {
    let found = app.table.get_many([keys::account(home), keys::sharing(home, user)]).await?;
    let mut no_driver = vec![Condition::Absent, Condition::is("role", Role::Admin)];
    // The holder of an individual account is its driver. What is a company stays one, and an
    // account that becomes one ends its holder's shares then.
    let account: Option<Account> = found.get(&keys::account(home))?;
    if account.is_some_and(|account| account.kind == AccountKind::Company) {
        no_driver.push(Condition::is("role", Role::Holder));
    }
    let ground = (keys::user(home, user), Condition::Any(no_driver));
    let sharing: Option<Sharing> = found.get(&keys::sharing(home, user))?;
    let by = Ender::Home(&Actor::SYSTEM);
    let recipients = sharing.map(|sharing| sharing.recipients).unwrap_or_default();
    for recipient in recipients.iter().take(SHARES_AT_ONCE) {
        let shared = app.table.get(&keys::shared_driver(*recipient, user)).await?;
        let Some(shared) = shared else { continue };
        match unshare_if(app, by, &shared, Cause::Ground(&ground)).await {
            // A driver again.
            Ok(false) => return Ok(true),
            Err(problem) if problem.code != Problem::not_found().code => return Err(problem),
            _ => {}
        }
    }
    if recipients.len() > SHARES_AT_ONCE {
        return Ok(false);
    }
    let whose = |one: &Engagement| one.home_account_id == home && one.user_id == user;
    for _ in 0..TRIES {
        let calendar = take_off(app, person, whose, &ground).await?;
        let Some(calendar) = calendar.filter(|calendar| calendar.version > 0) else {
            return Ok(true);
        };
        let (next, same) = (calendar.without(&[], app.clock.now()), calendar.unchanged());
        let write = Cause::Ground(&ground).hold(app.table.write());
        match write.put_if(&next, same, Rule::Calendar).run().await {
            Ok(()) | Err(WriteError::Refused(Rule::Ended, _)) => return Ok(true),
            Err(WriteError::Refused(..)) => {}
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a calendar kept changing"))
}

/// Takes a driver off what coming routes the end of a share has left, unless they are shared again.
pub async fn take_off_rest(app: &App, shared: &SharedDriver) -> Result<(), Problem> {
    let SharedDriver { account_id: recipient, user_id, person_id, .. } = *shared;
    let ground = (keys::shared_driver(recipient, user_id), Condition::Absent);
    let whose = |one: &Engagement| one.account_id == recipient && one.user_id == user_id;
    take_off(app, person_id, whose, &ground).await.map(drop)
}

/// Takes a driver off their coming routes of a kind, write by write until none is left, and gives
/// the calendar that had none; nothing where the ground has come back.
async fn take_off(
    app: &App,
    person: PersonId,
    whose: impl Fn(&Engagement) -> bool,
    ground: &Ground,
) -> Result<Option<Calendar>, Problem> {
    let mut refused = 0;
    while refused < TRIES {
        let coming = Coming::read(app, person, &whose).await?;
        if coming.off.is_empty() {
            return Ok(Some(coming.calendar));
        }
        let write = Cause::Ground(ground).hold(app.table.write());
        match coming.take_off(app, write).run().await {
            Ok(()) => {}
            Err(WriteError::Refused(Rule::Ended, _)) => return Ok(None),
            Err(WriteError::Refused(..)) => refused += 1,
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a calendar kept changing"))
}

impl Cause<'_> {
    /// Makes it a condition of a write that it holds.
    fn hold<'t>(self, write: Write<'t, Rule>) -> Write<'t, Rule> {
        match self {
            Self::Asked => write,
            Self::Ground((key, condition)) => write.check(key, condition.clone(), Rule::Ended),
            Self::Refused(refusal) => {
                write.change(refusal.one_more(), Condition::Present, Rule::Ended)
            }
        }
    }
}

/// Coming routes of one account that a driver is to be taken off.
struct Coming {
    calendar: Calendar,
    off: Vec<Engagement>,
    /// Whether there are more.
    goes_on: bool,
    /// What the driver is told.
    told: Option<Mail>,
}

impl Coming {
    async fn read(
        app: &App,
        person: PersonId,
        whose: impl Fn(&Engagement) -> bool,
    ) -> Result<Self, Problem> {
        let calendar: Option<Calendar> = app.table.get(&keys::calendar(person)).await?;
        let calendar = calendar.unwrap_or_else(|| Calendar::empty(person));
        let now = app.clock.now();
        let coming = calendar.engagements.iter().filter(|one| one.starts_at > now && whose(one));
        let coming: Vec<_> = coming.collect();
        let account = coming.first().map(|first| first.account_id);
        let same = coming.iter().filter(|one| Some(one.account_id) == account);
        let off: Vec<Engagement> = same.take(AT_ONCE).map(|one| (*one).clone()).collect();
        let goes_on = coming.len() > off.len();
        let told = told(app, &off).await?;
        Ok(Self { calendar, off, goes_on, told })
    }

    fn ids(&self) -> Vec<RouteId> {
        self.off.iter().map(|one| one.route_id).collect()
    }

    /// Takes the driver off, if the calendar is as it was read: then each of its routes is there
    /// and has the driver. A calendar without such a route is changed too.
    fn take_off<'t>(&self, app: &App, write: Write<'t, Rule>) -> Write<'t, Rule> {
        let key = keys::calendar(self.calendar.person_id);
        if self.calendar.version == 0 {
            return write.check(&key, self.calendar.unchanged(), Rule::Calendar);
        }
        let next = self.calendar.without(&self.ids(), app.clock.now());
        let mut write = write.put_if(&next, self.calendar.unchanged(), Rule::Calendar);
        for one in &self.off {
            let change = Change::of(keys::route(one.account_id, one.route_id));
            let change = change.remove(&format!("drivers.{}", one.user_id)).add("version", 1);
            let side = keys::assignment(next.person_id, one.account_id, one.route_id);
            write = write.change(change, Condition::Present, Rule::Calendar).delete(
                &side,
                Condition::Present,
                Rule::Calendar,
            );
        }
        match &self.told {
            Some(mail) => write.put(mail),
            None => write,
        }
    }
}

/// The mail to a driver who is taken off these routes of one account.
async fn told(app: &App, off: &[Engagement]) -> Result<Option<Mail>, Problem> {
    let Some(first) = off.first() else { return Ok(None) };
    let account = keys::account(first.account_id);
    let routes = off.iter().map(|one| keys::route(one.account_id, one.route_id));
    let found = app.table.get_many(routes.clone().chain([account.clone()])).await?;
    let account: Option<Account> = found.get(&account)?;
    let (mut times, mut driver) = (Vec::new(), None);
    for key in routes {
        // One that was removed just now is no longer in the calendar either.
        let Some(mut route) = found.get::<Route>(&key)? else { continue };
        driver = driver.or_else(|| route.drivers.remove(&first.user_id));
        times.push(RouteTimes::of(&route));
    }
    let Some((account, driver)) = account.zip(driver) else { return Ok(None) };
    let content =
        Content::RouteUnassigned { account: account.name, routes: times, name: driver.name };
    let id = MailId::new(app.clock.precise());
    let mail = Mail::owed(id, first.account_id, driver.email, content, app.clock.now());
    Ok(Some(mail.read_by(driver.person_id)))
}
