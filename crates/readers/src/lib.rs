//! Bytes of a document (text, HTML, DOCX, PDF, scans) to the text that `documents` reads.
