//! What is asked of formats, types and tasks: each is a trait, and rustc says its words.

pub mod any_map_key;
pub mod carries_code;
pub mod codec;
pub mod map_key;
pub mod named_fields;
pub mod nested_options;
pub mod not_null;
pub mod plain_captures;
pub mod remote_task;
pub mod self_describing;
pub mod sendable;
pub mod short_array;
pub mod task;
