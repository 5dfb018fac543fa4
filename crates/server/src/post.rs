//! The worker beside the site: collects notices, runs the reminder ladder, and
//! sends mail and tells browsers.
//!
//! Several servers may run it over one folder. Each rung of the ladder is an
//! entry, decided on the versions that the ledger holds, so of two servers one
//! writes it and the other finds it done; a notice is known by entry and person;
//! a message is claimed before it is sent. A server that starts again goes on
//! where the folder says.

use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use dondoc_accounts::Account;
use dondoc_authority::{Action, Principal, Resource};
use dondoc_city::{Act, Acting, Command, civil};
use dondoc_kinds::{PersonId, TaskId, UnitId};
use dondoc_ledger_sqlite::OsEntropy;
use dondoc_outbox::{HttpPusher, Mailer, Reader, Ways, deliver};
use jiff::civil::Date;

use crate::failures::log;
use crate::state::{SiteState, now};

/// How often is looked for what to do.
const ROUND: Duration = Duration::from_secs(2);
/// In whose name the ladder runs, as on the command line: nobody's.
const SYSTEM: &str = "he-thong";

/// Starts the worker; it ends soon after the last holder of the site let go.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn start(
    state: &Arc<SiteState>,
    mailer: Option<Box<dyn Mailer + Send>>,
) -> std::io::Result<()> {
    let state = Arc::downgrade(state);
    let builder = thread::Builder::new().name("post".to_owned());
    let work = move || {
        let mut worker = Worker {
            state,
            mailer,
            pusher: None,
            ran: None,
        };
        while worker.round() {
            thread::sleep(ROUND);
        }
    };
    builder.spawn(work).map(|_| ())
}

struct Worker {
    state: Weak<SiteState>,
    mailer: Option<Box<dyn Mailer + Send>>,
    /// Made at the first round, as its key is.
    pusher: Option<HttpPusher>,
    /// The last day on which this server ran the ladder.
    ran: Option<Date>,
}

impl Worker {
    /// Does what there is to do; returns false once there is no site any more.
    fn round(&mut self) -> bool {
        let Some(state) = self.state.upgrade() else {
            return false;
        };
        if *state.stopping.borrow() {
            return false;
        }
        self.remind(&state);
        if let Err(trouble) = self.post(&state) {
            log("post", &*trouble);
        }
        true
    }

    /// Runs the ladder once a working day. Whatever was missed while no server
    /// ran is due then too.
    fn remind(&mut self, state: &SiteState) {
        let (at, valid) = state.moment();
        let day = valid.date();
        if self.ran == Some(day) || civil(at).time() < state.options.remind_from {
            return;
        }
        let Ok(look) = state.look(None) else { return };
        if look.city.calendar.working_day_from(day) != day {
            return;
        }
        drop(look);
        let Ok(unit) = UnitId::parse(SYSTEM) else {
            return;
        };
        let act = Act {
            command: Command::DailyRun,
            acting: Acting::of(unit),
            at,
            valid,
        };
        match state.act(vec![act], Vec::new()) {
            Ok(_) => self.ran = Some(day),
            Err(trouble) => log("post", &trouble),
        }
    }

    fn post(&mut self, state: &SiteState) -> Result<(), Box<dyn std::error::Error>> {
        let look = state.look(None)?;
        let outbox = &state.outbox;
        outbox.collect(state.folder().ledger(), &look.city)?;
        let base = state.options.base();
        if self.pusher.is_none() {
            // Push services turn to an https or mail address.
            let contact = match base.strip_prefix("http://") {
                Some(host) => format!("mailto:dondoc@{}", host.split(':').next().unwrap_or(host)),
                None => base.clone(),
            };
            self.pusher = Some(HttpPusher::new(outbox, &contact, &OsEntropy)?);
        }
        // Whoever left their post since is told no words.
        let (_, today) = state.moment();
        let at = crate::access::instant(today);
        let may_read = |person: &PersonId, task: &TaskId| {
            let principal = Principal::person(person.clone());
            let on = Resource::Task(task.clone());
            let authority = &state.authority;
            let decision = authority.decide(&look.city, &principal, Action::TaskRead, &on, at);
            decision.allowed
        };
        let ways = Ways {
            mailer: self.mailer.as_deref().map(|it| it as &dyn Mailer),
            pusher: self.pusher.as_ref().map(|it| it as _),
            may_read: &may_read,
        };
        let accounts = state.accounts.accounts()?;
        let lang = state.options.default_lang;
        let reader = |person: &PersonId| {
            let own =
                |account: &&Account| account.is_active && account.person.as_ref() == Some(person);
            let account = accounts.iter().find(own);
            Reader {
                address: account.and_then(|account| account.email.clone()),
                is_active: account.is_some(),
                name: account
                    .map(|account| account.name.clone())
                    .unwrap_or_default(),
                lang,
            }
        };
        deliver(outbox, &look.city, &base, &reader, ways, &OsEntropy, now())?;
        Ok(())
    }
}
