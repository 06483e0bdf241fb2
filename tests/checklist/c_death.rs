//! C. Worker death.
