//! Proposals and issued tasks: progress, evidence, extension, escalation.
