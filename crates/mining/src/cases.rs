//! The cases of a log as the rooms of this crate read them.

/// Events of cases in columns; those of one case stand together, in time order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cases {
    /// Names of the activities; `activity` holds numbers into them.
    pub activities: Vec<String>,
    /// Ids of the cases.
    pub ids: Vec<String>,
    /// Where the events of each case begin; one more than there are cases.
    pub offsets: Vec<usize>,
    /// The activity of each event.
    pub activity: Vec<u32>,
    /// When each event happened, in milliseconds of UTC since 1970.
    pub at: Vec<i64>,
    /// Of each case that still runs, until when it was seen to; an empty list means
    /// that all have ended.
    pub open_until: Vec<Option<i64>>,
    /// Figures that an event carries (an amount, points): named, aligned with the
    /// events, not-a-number where there is none. Never who did the step.
    pub figures: Vec<(String, Vec<f32>)>,
}

/// Milliseconds of a day.
pub(crate) const DAY_MS: f64 = 86_400_000.0;

impl Cases {
    /// Returns an empty log with these activities.
    #[must_use]
    pub fn new(activities: Vec<String>) -> Self {
        Self {
            activities,
            offsets: vec![0],
            ..Self::default()
        }
    }

    /// Appends a case. Its events are put in time order; ties keep theirs.
    pub fn push(&mut self, id: &str, events: &[(u32, i64)]) {
        let mut events = events.to_vec();
        events.sort_by_key(|&(_, at)| at);
        for (activity, at) in events {
            self.activity.push(activity);
            self.at.push(at);
        }
        self.ids.push(id.to_owned());
        self.offsets.push(self.activity.len());
    }

    /// Returns how many cases there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Returns where the events of `case` stand.
    #[must_use]
    pub fn events(&self, case: usize) -> std::ops::Range<usize> {
        self.offsets[case]..self.offsets[case + 1]
    }

    /// Returns when `case` began, or 0 when it has no events.
    #[must_use]
    pub fn begin(&self, case: usize) -> i64 {
        self.at.get(self.offsets[case]).copied().unwrap_or(0)
    }

    /// Returns when the last event of `case` happened.
    #[must_use]
    pub fn end(&self, case: usize) -> i64 {
        self.events(case).last().map_or(0, |last| self.at[last])
    }

    /// Returns until when `case` was seen to run, when it had not ended by then.
    #[must_use]
    pub fn open_until(&self, case: usize) -> Option<i64> {
        self.open_until.get(case).copied().flatten()
    }

    /// Returns whether `case` still runs.
    #[must_use]
    pub fn runs(&self, case: usize) -> bool {
        self.open_until(case).is_some()
    }

    /// Returns the cases by their first event, ties by id.
    #[must_use]
    pub fn by_begin(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|&left, &right| {
            (self.begin(left), &self.ids[left]).cmp(&(self.begin(right), &self.ids[right]))
        });
        order
    }
}
