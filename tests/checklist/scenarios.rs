//! The fault scenarios that Python pools were measured on.
