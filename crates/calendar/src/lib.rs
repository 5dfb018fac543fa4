//! Working time: holidays, Tết, swapped days, office hours, deadlines with their proof.
