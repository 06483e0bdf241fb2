//! The tests of this crate live under `tests/`; the library holds nothing.
