//! A. Sending a task.
