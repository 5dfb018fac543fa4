//! What can be found by its words: documents, orders and reports, kept as entries
//! come in.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use dondoc_city::Event;
use dondoc_kinds::{DocumentId, ProposalId, TaskId};
use dondoc_ledger::Hash;
use dondoc_search::{Hits, Index, Text};
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
    },
}

/// Texts by their words.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    /// How many entries it holds.
    folded: u64,
    index: Index<Key>,
    orders: BTreeMap<ProposalId, Vec<TaskId>>,
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
                        let key = Key::Report {
                            task: it.task.clone(),
                            entry: entry.index,
                        };
                        let text = Text {
                            title: String::new(),
                            body: it.narrative.to_string(),
                            day: entry.valid,
                        };
                        reports.push((key, text));
                    }
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
        for (key, text) in reports {
            self.index.put(key, text);
        }
        Ok(is_erasing)
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
