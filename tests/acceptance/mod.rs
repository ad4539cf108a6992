//! What practitioners see, through the real command line.
