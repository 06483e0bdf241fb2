//! ordered-float: written as the float inside. What is not finite is an error at encode where floats must be.

use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use ordered_float::{NotNan, OrderedFloat};

sendable! {
    keys in NumberKeys;
    [] OrderedFloat<f32> => Shape::Float;
    [] OrderedFloat<f64> => Shape::Float;
    [] NotNan<f32> => Shape::Float;
    [] NotNan<f64> => Shape::Float;
}
