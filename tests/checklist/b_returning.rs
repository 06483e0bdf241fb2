//! B. Returning a result.
