//! Tasks in a snapshot: each order once, and the tasks that point at it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use dondoc_kinds::{ProposalId, TaskId, UnitId};
use jiff::civil::Date;
use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::order::Order;
use crate::proposal::Proposal;
use crate::reports::Reports;
use crate::task::{Fired, Happenings, Standing, Task, Timing};
use crate::tasks::Tasks;
use crate::trail::Trail;

/// A task without its order, which stands in the list of orders at `order`.
#[derive(Serialize)]
struct Saved<'a> {
    id: &'a TaskId,
    order: u32,
    lead: &'a UnitId,
    assigner: &'a UnitId,
    timing: &'a Timing,
    issued: Date,
    standing: &'a Standing,
    reports: &'a Reports,
    fired: &'a [Fired],
    happenings: Option<&'a Happenings>,
    trail: &'a Trail,
}

/// [`Saved`], as it is read.
#[derive(Deserialize)]
struct Read {
    id: TaskId,
    order: u32,
    lead: UnitId,
    assigner: UnitId,
    timing: Timing,
    issued: Date,
    standing: Standing,
    reports: Reports,
    fired: Box<[Fired]>,
    happenings: Option<Box<Happenings>>,
    trail: Trail,
}

impl Serialize for Tasks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut orders = Vec::new();
        let mut places = BTreeMap::new();
        let mut saved = Vec::with_capacity(self.len());
        for task in self.iter() {
            let order = *places.entry(Arc::as_ptr(&task.order)).or_insert_with(|| {
                orders.push(task.order.as_ref());
                (orders.len() - 1) as u32
            });
            saved.push(Saved {
                id: &task.id,
                order,
                lead: &task.lead,
                assigner: &task.assigner,
                timing: &task.timing,
                issued: task.issued,
                standing: &task.standing,
                reports: &task.reports,
                fired: &task.fired,
                happenings: task.happenings.as_deref(),
                trail: &task.trail,
            });
        }
        (&self.proposals, &self.strays, orders, saved).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tasks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(4, Parts)
    }
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Tasks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("proposals, strays, orders and tasks")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tasks, A::Error> {
        let short = |length| move || A::Error::invalid_length(length, &Self);
        let proposals: BTreeMap<ProposalId, Box<Proposal>> =
            seq.next_element()?.ok_or_else(short(0))?;
        let strays: Trail = seq.next_element()?.ok_or_else(short(1))?;
        let mut orders: Vec<Arc<Order>> = seq.next_element()?.ok_or_else(short(2))?;
        let mut tasks = Tasks {
            proposals,
            strays,
            ..Tasks::default()
        };
        for order in orders.iter_mut().filter_map(Arc::get_mut) {
            order.share_names(&mut tasks.names);
        }
        seq.next_element_seed(Fill {
            tasks: &mut tasks,
            orders,
        })?
        .ok_or_else(short(3))?;
        Ok(tasks)
    }
}

/// Reads tasks one by one, so that a start needs no room for all of them twice.
struct Fill<'a> {
    tasks: &'a mut Tasks,
    orders: Vec<Arc<Order>>,
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tasks")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(read) = seq.next_element::<Read>()? {
            let order = usize::try_from(read.order)
                .ok()
                .and_then(|place| self.orders.get(place))
                .ok_or_else(|| A::Error::custom("a task of an order that is not there"))?;
            let task = Task {
                id: read.id,
                order: Arc::clone(order),
                lead: self.tasks.names.shared(&read.lead),
                assigner: self.tasks.names.shared(&read.assigner),
                timing: read.timing,
                issued: read.issued,
                standing: read.standing,
                reports: read.reports,
                fired: read.fired,
                happenings: read.happenings,
                trail: read.trail,
            };
            self.tasks.insert(task);
        }
        Ok(())
    }
}
