//! Kernels whose machine code is read by a test.

#[cfg(feature = "all")]
pub mod functions;
#[cfg(feature = "all")]
mod helpers;
pub mod levels;
#[cfg(feature = "all")]
pub mod loops;
#[cfg(feature = "all")]
pub mod options;
