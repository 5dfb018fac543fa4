//! Tasks, targets and headings of an official document.
//!
//! The paragraphs are walked once. Headings, unit headings and lead-ins open a
//! level that holds until a paragraph of the same or an outer level; what they
//! say (who leads, by when, whether orders stand below) passes to the items.

use crate::build::{Builder, Draft};
use crate::grammar::{Act, Label, Zone};
use crate::layout::Para;
use crate::marker::Rank;
use crate::orders::{Opening, Orders};
use crate::reading::{Deadline, Section, Target, Task};
use crate::units::Who;

mod headings;
mod items;

/// What was found in the body.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) tasks: Vec<Task>,
    pub(crate) targets: Vec<Target>,
    pub(crate) sections: Vec<(Section, Rank)>,
}

impl Found {
    /// Adds what was found in an attached document.
    pub(crate) fn extend(&mut self, more: Self) {
        self.tasks.extend(more.tasks);
        self.targets.extend(more.targets);
        self.sections.extend(more.sections);
    }
}

/// An open level.
#[derive(Debug, Clone)]
struct Level {
    rank: Option<Rank>,
    zone: Zone,
    lead: Vec<String>,
    coordinate: Vec<String>,
    deadline: Option<Deadline>,
}

/// Walks a document.
pub(crate) struct Walker<'t, 'a> {
    build: Builder<'t, 'a>,
    orders: Orders<'t, 'a>,
    paras: &'t [Para],
    levels: Vec<Level>,
    /// Orders have been announced, or the document is a plan.
    base: Zone,
    announced: bool,
    /// The first task that the next label lines speak of.
    block: usize,
    /// A heading that may turn out to be the task of its label lines.
    heading: Option<(usize, usize)>,
    /// The tasks of the block have their labels: the next task opens a new one.
    labelled: bool,
    /// Paragraphs before this one belong to a sentence already read.
    passed: usize,
    found: Found,
}

impl<'t, 'a> Walker<'t, 'a> {
    /// `plan`: orders stand below headings without being announced.
    pub(crate) fn new(build: Builder<'t, 'a>, paras: &'t [Para], plan: bool) -> Self {
        Self {
            orders: build.orders(),
            build,
            paras,
            levels: Vec::new(),
            base: if plan { Zone::Orders } else { Zone::Skip },
            announced: false,
            block: 0,
            heading: None,
            labelled: false,
            passed: 0,
            found: Found::default(),
        }
    }

    /// Walks all paragraphs.
    pub(crate) fn walk(mut self) -> Found {
        for i in 0..self.paras.len() {
            self.para(i);
        }
        self.found
    }

    fn tok(&self, at: usize) -> &crate::text::Tok {
        &self.build.text.toks[at]
    }

    fn zone(&self) -> Zone {
        self.levels.last().map_or(self.base, |l| l.zone)
    }

    fn deeper_follows(&self, i: usize) -> bool {
        let rank = self.paras[i].marker.map(|m| m.rank);
        match (self.paras.get(i + 1).and_then(|p| p.marker), rank) {
            (Some(next), Some(rank)) => next.rank > rank,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    fn para(&mut self, i: usize) {
        let para = self.paras[i];
        if para.body >= para.end || i < self.passed {
            return;
        }
        if let Some(marker) = para.marker {
            let outer = self
                .levels
                .iter()
                .position(|l| l.rank.is_some_and(|r| r >= marker.rank));
            self.levels.truncate(outer.unwrap_or(self.levels.len()));
        }
        // `2. Mục tiêu: đón 5 triệu lượt khách, …`
        if self.names_goals(&para) {
            return self.goals(&para, true);
        }
        if self.label_line(para.body, para.end) {
            return;
        }
        let deeper = self.deeper_follows(i);
        if self.unit_heading(&para, i, deeper)
            || self.lead_in(&para, i, deeper)
            || self.heading(&para, i, deeper)
        {
            return;
        }
        if para.marker.is_none() {
            return self.running(i, &para);
        }
        let named = || {
            matches!(
                self.orders.opening(para.body, para.end),
                Opening::Order { .. } | Opening::Subject { .. }
            )
        };
        match self.zone() {
            // Before anything is announced, an item that tells somebody is a task.
            Zone::Skip if self.levels.is_empty() && named() => self.item(&para),
            Zone::Skip => self.goals(&para, false),
            Zone::Goals => self.goals(&para, true),
            Zone::Named if !named() => {}
            Zone::Orders | Zone::Named => self.item(&para),
        }
    }

    fn open(
        &mut self,
        rank: Option<Rank>,
        zone: Zone,
        lead: Vec<String>,
        coordinate: Vec<String>,
        deadline: Option<Deadline>,
    ) {
        if rank.is_none() {
            self.levels
                .retain(|l| l.rank.is_some_and(|r| r < Rank::Number));
        }
        self.levels.push(Level {
            rank,
            zone,
            lead,
            coordinate,
            deadline,
        });
    }

    fn section(&mut self, para: &Para, end: usize) {
        let own_line = !para.inline;
        let Some(marker) = para.marker.filter(|m| own_line && !m.is_dash()) else {
            return;
        };
        let (first, last) = (self.tok(para.first), self.tok(end - 1));
        // A heading is shown by its first line.
        let section = Section {
            start: first.start as usize,
            end: last.end as usize,
            text: self.build.text.slice(first, last).to_owned(),
            level: 1,
        };
        self.found.sections.push((section, marker.rank));
    }

    fn label_at(&self, from: usize, end: usize) -> Option<(Label, usize)> {
        let (label, _, after) = self
            .build
            .grammar
            .labels
            .at(&self.build.text.toks, from, end)?;
        let mut after = after;
        if self.orders.mark(after) == b'(' {
            after = (after..end)
                .find(|&k| self.orders.mark(k) == b')')
                .map_or(after, |k| k + 1);
        }
        (self.orders.mark(after) == b':' && after < end).then_some((label, after + 1))
    }

    /// `Đơn vị chủ trì: A; Đơn vị phối hợp: B`, `Thời gian thực hiện: Quý III`.
    fn label_line(&mut self, from: usize, end: usize) -> bool {
        let Some((first, _)) = self.label_at(from, end) else {
            return false;
        };
        if first == Label::Other && self.zone() == Zone::Skip {
            return false;
        }
        if matches!(
            first,
            Label::Lead | Label::Coordinate | Label::Time | Label::Product
        ) {
            self.task_of_heading();
        }
        self.labels(from, end);
        self.labelled |= matches!(
            first,
            Label::Lead | Label::Coordinate | Label::Time | Label::Product
        );
        true
    }

    /// Applies every label between two tokens to the tasks of the block.
    fn labels(&mut self, from: usize, end: usize) {
        let mut at = from;
        while at < end {
            let Some((label, after)) = self.label_at(at, end) else {
                at += 1;
                continue;
            };
            let stop = (after..end)
                .find(|&k| {
                    matches!(self.orders.mark(k), b';' | b'.' | b',')
                        && self.label_at(k + 1, end).is_some()
                })
                .unwrap_or(end);
            self.label(label, after, stop);
            at = stop;
        }
    }

    /// The heading above label lines is the task when nothing else was.
    fn task_of_heading(&mut self) {
        if self.found.tasks.len() == self.block
            && let Some((from, end)) = self.heading.take()
        {
            self.push(Draft {
                from,
                end,
                ..Draft::default()
            });
        }
    }

    fn label(&mut self, label: Label, from: usize, end: usize) {
        if from >= end {
            return;
        }
        let block = self.block.min(self.found.tasks.len());
        match label {
            Label::Task => {
                if self.zone() == Zone::Orders && end > from + 3 {
                    self.block = self.found.tasks.len();
                    self.push(Draft {
                        from,
                        end,
                        ..Draft::default()
                    });
                }
            }
            Label::Lead | Label::Coordinate => {
                let names = crate::units::labelled(self.build.text, self.build.grammar, from, end);
                let partners = if label == Label::Lead {
                    self.orders.partners(from, end)
                } else {
                    Vec::new()
                };
                for task in &mut self.found.tasks[block..] {
                    if label == Label::Lead {
                        task.lead.clone_from(&names);
                        task.coordinate.extend(partners.iter().cloned());
                    } else {
                        for name in &names {
                            if !task.coordinate.contains(name) {
                                task.coordinate.push(name.clone());
                            }
                        }
                    }
                }
            }
            Label::Time => {
                let limits = self.build.clock().limits(from, end, true);
                let deadline = limits.last().map(|l| l.deadline(self.build.text));
                for task in &mut self.found.tasks[block..] {
                    if deadline.is_some() {
                        task.deadline.clone_from(&deadline);
                    }
                }
            }
            Label::Product => {
                let words = crate::header::one_line(
                    self.build.text.slice(self.tok(from), self.tok(end - 1)),
                );
                for task in &mut self.found.tasks[block..] {
                    task.product = Some(words.trim_end_matches(['.', ';']).to_owned());
                }
            }
            Label::Other => {}
        }
    }

    /// `Để …, tỉnh Đắk Lắk cần tiếp tục …`: who stands right before a duty, however
    /// long the adjunct before it.
    fn obliged(&self, from: usize, end: usize) -> Vec<String> {
        let o = &self.orders;
        let duty = (from..end).find(|&at| matches!(o.act(at, end), Some((Act::Modal, _))));
        let Some(duty) = duty else { return Vec::new() };
        (from..duty)
            .rev()
            .take(40)
            .filter(|&at| at == from || o.mark(at - 1) == b',')
            .find_map(|at| {
                o.namer()
                    .list(at, end, Who::Units)
                    .filter(|names| names.end == duty)
            })
            .map(|names| names.names)
            .unwrap_or_default()
    }

    /// Returns who is told in a lead-in, and who must cooperate.
    fn who(&self, from: usize, end: usize, marked: bool) -> (Vec<String>, Vec<String>) {
        let o = &self.orders;
        let coordinate = o.partners(from, end);
        if o.words(from, end, "chỉ đạo")
            && let Some(names) = o
                .namer()
                .list(from + 2, end, Who::Units)
                .filter(|n| n.end + 1 >= end)
        {
            return (names.names, coordinate);
        }
        let sentence = o.sentences(from, end).last().map_or(from, |s| s.0);
        let at = (sentence..end).rev().find(|&at| {
            matches!(o.act(at, end), Some((Act::Order, _)))
                && o.is_order(at, end)
                && matches!(o.opening(at, end), Opening::Order { .. })
        });
        if let Some(at) = at
            && let Opening::Order { names, .. } = o.opening(at, end)
        {
            return (names.names, coordinate);
        }
        match o.opening(from, end) {
            Opening::Subject { names, modal } if marked || modal => (names.names, coordinate),
            _ => (self.obliged(sentence, end), coordinate),
        }
    }
}

/// Puts levels to the headings: the ranks that occur, outermost first.
pub(crate) fn level(sections: Vec<(Section, Rank)>) -> Vec<Section> {
    let mut ranks: Vec<Rank> = sections.iter().map(|(_, rank)| *rank).collect();
    ranks.sort();
    ranks.dedup();
    sections
        .into_iter()
        .map(|(mut section, rank)| {
            section.level = ranks
                .iter()
                .position(|r| *r == rank)
                .map_or(1, |p| p as u8 + 1);
            section
        })
        .collect()
}
