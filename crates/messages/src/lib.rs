//! What the edges say to people, in Vietnamese and English.
