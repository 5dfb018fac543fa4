//! Where rooms meet: all events and commands in one place, the folded state.
