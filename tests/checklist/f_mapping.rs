//! F. Mapping: order, chunks, results.
