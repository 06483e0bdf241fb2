//! M. Process object and start methods.
