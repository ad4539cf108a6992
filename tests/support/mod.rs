//! What several tests need: processes, directories, clients.
