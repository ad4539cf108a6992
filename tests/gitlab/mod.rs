//! GitLab's grammar and the preflight client against a fake GitLab.
