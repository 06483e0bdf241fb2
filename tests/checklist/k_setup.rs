//! K. Initializer and environment.
