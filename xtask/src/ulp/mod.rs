//! The error of the elementary functions, measured.

pub mod double;
pub mod functions;
pub mod points;
pub mod reference;
