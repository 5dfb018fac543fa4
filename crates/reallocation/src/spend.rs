//! Expected spending as a function of what is left on the plan.

use dondoc_investment::reallocate::Segment;

/// Concave and piecewise linear: the likeliest money is spent first.
#[derive(Debug, Clone)]
pub(crate) struct Spend(Vec<Segment>);

impl Spend {
    /// Segments in any order: money takes the likeliest way.
    pub(crate) fn new(segments: &[Segment]) -> Self {
        let mut segments = segments.to_vec();
        segments.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        Self(segments)
    }

    /// Returns what is expected to be spent of `left`.
    pub(crate) fn expected(&self, left: i64) -> f64 {
        let mut rest = left.max(0);
        let mut sum = 0.0;
        for segment in &self.0 {
            let here = rest.min(segment.length);
            sum += here as f64 * segment.probability;
            rest -= here;
        }
        sum
    }

    /// Returns where the slope changes.
    pub(crate) fn bends(&self) -> impl Iterator<Item = i64> {
        self.0.iter().scan(0_i64, |at, segment| {
            *at = at.saturating_add(segment.length);
            Some(*at)
        })
    }
}
