//! Vietnamese administrative and Party documents: text to structure, references, proposed tasks, targets, each with its exact span.
