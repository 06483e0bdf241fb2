//! H. Errors from user code.
