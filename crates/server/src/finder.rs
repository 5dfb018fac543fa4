//! What can be found by its words: documents, orders and reports, kept as entries
//! come in.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use dondoc_city::Event;
use dondoc_kinds::{DocumentId, ProposalId, TaskId, UnitId};
use dondoc_ledger::Hash;
use dondoc_search::{Hits, Index, Piece, Text};
use dondoc_tasks::Event as TaskEvent;
use jiff::civil::Date;

use crate::answer::Trouble;
use crate::look::Look;
use crate::state::{SiteState, TextTrouble};

/// What is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Document(DocumentId),
    /// An order, once, however many units it was issued to.
    Order(ProposalId),
    /// A report, by its entry.
    Report {
        task: TaskId,
        entry: u64,
        /// Which of [`Finder::circles`] its task is in.
        circle: usize,
    },
}

/// All that policies can tell tasks apart by: who leads, who assigned, who helps, the
/// field. Who may read reports of one task of a circle may read those of all.
type Circle = (UnitId, UnitId, Vec<UnitId>, Option<String>);

/// Texts by their words.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    /// How many entries it holds.
    folded: u64,
    index: Index<Key>,
    orders: BTreeMap<ProposalId, Vec<TaskId>>,
    /// The circles of tasks that were reported on, and their tasks.
    circles: BTreeMap<Circle, usize>,
    of_circles: Vec<BTreeSet<TaskId>>,
    reports: BTreeMap<TaskId, Vec<Key>>,
    /// What each file came with, by the streams of its entries.
    files: BTreeMap<Hash, BTreeSet<String>>,
}

impl Finder {
    /// Returns whether it holds all that is shown.
    pub(crate) fn is_new(&self, look: &Look) -> bool {
        self.folded >= look.city.folded()
    }

    /// Takes in what was appended since. What was erased is forgotten: then all
    /// is read again, since an erasure names entries and not words.
    pub(crate) fn follow(&mut self, state: &SiteState, look: &Look) -> Result<(), Trouble> {
        let until = look.city.folded();
        let is_erasing = self.read(state, look, self.folded..until)?;
        if is_erasing {
            *self = Self::default();
            self.read(state, look, 0..until)?;
        }
        self.folded = until;
        Ok(())
    }

    fn read(
        &mut self,
        state: &SiteState,
        look: &Look,
        entries: std::ops::Range<u64>,
    ) -> Result<bool, Trouble> {
        let from_start = entries.start == 0;
        let (mut documents, mut orders) = (BTreeSet::new(), BTreeSet::new());
        let mut reports = Vec::new();
        let mut moved = BTreeSet::new();
        let mut is_erasing = false;
        state.folder().ledger().scan_range(entries, |entry| {
            for hash in &entry.attachments {
                let streams = self.files.entry(*hash).or_default();
                streams.insert(entry.stream.to_owned());
            }
            match entry.kind {
                "document.registered" => {
                    let id = entry.stream.strip_prefix("document/");
                    documents.extend(id.and_then(|id| DocumentId::parse(id).ok()));
                }
                "task.issued" => {
                    let id = entry.stream.strip_prefix("task/");
                    let id = id.and_then(|id| TaskId::parse(id).ok());
                    if let Some(task) = id.and_then(|id| look.city.tasks.task(&id)) {
                        let all = self.orders.entry(task.item().clone()).or_default();
                        all.push(task.id.clone());
                        orders.insert(task.item().clone());
                    }
                }
                "task.reported" => {
                    let entry = entry.to_entry();
                    let payload = entry.payload.as_deref();
                    let event =
                        payload.and_then(|it| Event::decode(&entry.kind, entry.schema, it).ok());
                    if let Some(Event::Task(TaskEvent::Reported(it))) = event {
                        let text = Text {
                            title: String::new(),
                            body: it.narrative.to_string(),
                            day: entry.valid,
                        };
                        reports.push((it.task, entry.index, text));
                    }
                }
                "task.transferred" | "task.assigner_changed" => {
                    let id = entry.stream.strip_prefix("task/");
                    moved.extend(id.and_then(|id| TaskId::parse(id).ok()));
                }
                // While all is read from the beginning, what was erased is gone.
                dondoc_ledger::REDACTED if !from_start => is_erasing = true,
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        for id in documents {
            self.put_document(state, look, id)?;
        }
        for id in orders {
            self.put_order(look, id);
        }
        for id in moved {
            self.of_circles.iter_mut().for_each(|it| {
                it.remove(&id);
            });
            for key in self.reports.remove(&id).unwrap_or_default() {
                if let (Key::Report { entry, .. }, Some(text)) = (&key, self.index.get(&key)) {
                    reports.push((id.clone(), *entry, text.clone()));
                    self.index.take(&key);
                }
            }
        }
        for (task, entry, text) in reports {
            let Some(circle) = self.circle(look, &task) else {
                continue;
            };
            let key = Key::Report {
                task: task.clone(),
                entry,
                circle,
            };
            self.index.put(key.clone(), text);
            self.reports.entry(task).or_default().push(key);
        }
        Ok(is_erasing)
    }

    fn circle(&mut self, look: &Look, id: &TaskId) -> Option<usize> {
        let task = look.city.tasks.task(id)?;
        let circle = (
            task.lead.clone(),
            task.assigner.clone(),
            task.coordinating().cloned().collect(),
            task.field().map(str::to_owned),
        );
        let next = self.of_circles.len();
        let known = *self.circles.entry(circle).or_insert(next);
        if known == next {
            self.of_circles.push(BTreeSet::new());
        }
        self.of_circles.get_mut(known)?.insert(id.clone());
        Some(known)
    }

    /// Returns what may be read of each circle, asked when it is first met: there are
    /// far fewer of them than reports.
    pub(crate) fn may_read(&self, may: impl Fn(&TaskId) -> bool) -> impl Fn(usize) -> bool {
        let known = vec![std::cell::Cell::new(None); self.of_circles.len()];
        move |circle| {
            let Some(known) = known.get(circle) else {
                return false;
            };
            let ask = || {
                let any = self.of_circles.get(circle).and_then(BTreeSet::first);
                any.is_some_and(&may)
            };
            let is_read = known.get().unwrap_or_else(ask);
            known.set(Some(is_read));
            is_read
        }
    }

    fn put_document(
        &mut self,
        state: &SiteState,
        look: &Look,
        id: DocumentId,
    ) -> Result<(), Trouble> {
        let Some(it) = look.city.documents.get(&id) else {
            return Ok(());
        };
        let body = match state.text(&look.city, &id) {
            Ok(read) => read.text.clone(),
            // Its title can still be found.
            Err(TextTrouble::Missing | TextTrouble::Damaged) => String::new(),
            Err(failure) => return Err(failure.into()),
        };
        let title = it.registered.title.clone().unwrap_or_default();
        let text = Text {
            title: format!("{} {title}", it.short_name()),
            body,
            day: it.on,
        };
        self.index.put(Key::Document(id), text);
        Ok(())
    }

    fn put_order(&mut self, look: &Look, id: ProposalId) {
        let tasks = self.orders.get(&id).into_iter().flatten();
        let mut tasks = tasks.filter_map(|id| look.city.tasks.task(id)).peekable();
        let Some(first) = tasks.peek() else { return };
        let (mut body, day) = (
            format!("{}\n{}", first.text(), first.product()),
            first.issued,
        );
        for task in tasks {
            let unit = look.city.registry.name_on(&task.lead, look.as_of);
            body.push_str(&format!("\n{} {unit}", task.id));
        }
        let title = String::new();
        self.index.put(Key::Order(id), Text { title, body, day });
    }

    /// Returns the words that are looked for in a text.
    pub(crate) fn text(&self, key: &Key) -> Option<&Text> {
        self.index.get(key)
    }

    /// Returns the tasks of an order.
    pub(crate) fn tasks(&self, order: &ProposalId) -> &[TaskId] {
        self.orders.get(order).map_or(&[], Vec::as_slice)
    }

    /// Returns the streams whose entries name a file. One that none names is
    /// nobody's.
    pub(crate) fn owners(&self, file: &Hash) -> impl Iterator<Item = &str> {
        let owners = self.files.get(file).into_iter().flatten();
        owners.map(String::as_str)
    }

    /// Returns the part of a text that answers a question best.
    pub(crate) fn snippet(&self, key: &Key, question: &str, most: usize) -> Vec<Piece> {
        self.index.snippet(key, question, most)
    }

    pub(crate) fn search(
        &self,
        question: &str,
        as_of: Option<Date>,
        skip: usize,
        most: usize,
        wanted: impl Fn(&Key) -> bool,
    ) -> Hits<Key> {
        self.index.search(question, as_of, skip, most, wanted)
    }
}
