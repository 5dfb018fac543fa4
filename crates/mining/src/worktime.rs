//! Office time as an axis of its own: the hours in which an office is open, end to end.

/// When the office is open; moments in milliseconds of UTC since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
// INVARIANT: spans are in order and apart; `before` is the sum of those before each.
pub struct WorkTime {
    spans: Vec<(i64, i64)>,
    before: Vec<i64>,
    day: i64,
}

impl WorkTime {
    /// Takes open spans in any order (those that touch or overlap become one) and
    /// how many milliseconds a working day has.
    #[must_use]
    pub fn new(mut spans: Vec<(i64, i64)>, day: i64) -> Self {
        spans.retain(|span| span.0 < span.1);
        spans.sort_unstable();
        let mut apart: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
        for (begin, end) in spans {
            match apart.last_mut() {
                Some(last) if begin <= last.1 => last.1 = last.1.max(end),
                _ => apart.push((begin, end)),
            }
        }
        let mut sum = 0;
        let before = apart
            .iter()
            .map(|span| {
                let here = sum;
                sum += span.1 - span.0;
                here
            })
            .collect();
        Self {
            spans: apart,
            before,
            day: day.max(1),
        }
    }

    /// Returns an office that never closes: wall time.
    #[must_use]
    pub fn always() -> Self {
        Self {
            spans: Vec::new(),
            before: Vec::new(),
            day: 86_400_000,
        }
    }

    /// Returns the axis of moments that are office time already, with a working
    /// day of `day` milliseconds.
    #[must_use]
    pub fn converted(day: i64) -> Self {
        Self::new(Vec::new(), day)
    }

    /// Returns the office time gone by at `at`.
    #[must_use]
    pub fn gone(&self, at: i64) -> i64 {
        if self.spans.is_empty() {
            return at;
        }
        let next = self.spans.partition_point(|span| span.0 <= at);
        match next.checked_sub(1) {
            Some(last) => self.before[last] + at.min(self.spans[last].1) - self.spans[last].0,
            None => 0,
        }
    }

    /// Returns office time in working days, by the length of a working day.
    #[must_use]
    pub fn days(&self, time: i64) -> f64 {
        time as f64 / self.day as f64
    }

    /// Returns the length of a working day in milliseconds.
    #[must_use]
    pub const fn day(&self) -> i64 {
        self.day
    }
}
