//! The briefing as DOCX.
