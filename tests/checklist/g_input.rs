//! G. Input iterators and back-pressure.
