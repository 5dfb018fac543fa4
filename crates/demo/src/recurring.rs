//! The life of a task that comes back: a report each time.

use dondoc_calendar::Rule;
use dondoc_tasks::Command;

use crate::due;
use crate::issue::Handed;
use crate::life::{Says, Thread};
use crate::plot::Plot;
use crate::temper::Temper;

impl Plot<'_> {
    /// Accepts, then reports for each occurrence: mostly in the days before it
    /// is due, sometimes late, seldom not at all.
    pub(crate) fn live_again(
        &mut self,
        thread: &mut Thread,
        handed: &Handed,
        rule: &Rule,
        temper: Temper,
    ) {
        let last = self.story.last_day;
        let days = due::again(rule, handed.issued.at(14, 0, 0, 0), last, &self.calendar);
        self.accept(thread, handed, days.first().copied().unwrap_or(last));
        let (late, never) = temper.monthly();
        for (number, day) in (1_u32..).zip(days) {
            if thread.chance.happens(never) {
                continue;
            }
            let on = if thread.chance.happens(late) {
                let days = thread.chance.between(1, 7);
                due::later(day, days, &self.calendar)
            } else {
                let days = thread.chance.between(0, 3);
                due::earlier(day, days, &self.calendar)
            };
            self.report_on(thread, on, Some(number), Says::Done);
            let wait = thread.chance.between(1, 4);
            let confirm = Command::Confirm {
                task: handed.task.clone(),
                occurrence: Some(number),
                note: None,
            };
            self.assigner_does(thread, due::later(on, wait, &self.calendar), confirm);
        }
    }
}
