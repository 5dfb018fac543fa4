//! Between rates and the line on which the curve is straight.

/// Keeps a rate that has reached 0 or 1 at a finite distance.
const EDGE: f64 = 0.02;

/// Returns log(x / (1 - x)), with `x` kept a millionth away from 0 and 1.
pub(super) fn logit(x: f64) -> f64 {
    let x = x.clamp(1e-6, 1.0 - 1e-6);
    (x / (1.0 - x)).ln()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Returns which share of what is left on the plan gets spent, on the logit
/// line: from the rate `now` to the rate at the `end`.
pub(super) fn remainder(end: f64, now: f64) -> f64 {
    logit(((end - now).clamp(0.0, 1.0) + EDGE) / (1.0 - now + 2.0 * EDGE))
}

/// Returns the rate at the end, from a share of the remainder on the logit line.
pub(super) fn end_rate(z: f64, now: f64) -> f64 {
    (now + logistic(z) * (1.0 - now + 2.0 * EDGE) - EDGE).clamp(now, 1.0)
}

/// Returns the rate now on the logit line, where the curve is straight.
pub(super) fn pace(now: f64) -> f64 {
    logit(now.clamp(0.005, 0.995))
}

/// Returns the share of the remainder that got spent, without the line.
pub(super) fn share(end: f64, now: f64) -> f64 {
    (end - now) / (1.0 - now).max(EDGE)
}
