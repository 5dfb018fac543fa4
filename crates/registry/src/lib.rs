//! Units and posts over time, people in posts, and names as documents write them.
