//! GitLab as this product needs it: the grammar of project paths and branches, and the preflight client.
