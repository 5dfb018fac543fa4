//! The briefing as XLSX.
