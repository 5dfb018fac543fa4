//! The briefing typeset as PDF.
