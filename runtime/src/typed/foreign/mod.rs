//! Types of other crates that count as arrays, each behind the feature of the crate's name.

#[cfg(feature = "nalgebra")]
mod nalgebra;
#[cfg(feature = "ndarray")]
mod ndarray;
