//! What practitioners see, through the real command line.

mod demo;
