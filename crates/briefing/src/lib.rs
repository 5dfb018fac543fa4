//! (state as of a day) to a briefing with receipts, to JSON and HTML.
