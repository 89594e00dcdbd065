//! Elementary functions on `f32`: one value in, one value out, straight-line code.
//!
//! e^x, 2^x, the logarithms and the logistic function compute in `f32` with compensation (`single.rs`); all else in `f64`,
//! where short polynomials and plain arithmetic leave little but the last rounding.

pub(in crate::math) mod constants;
// The public functions below have the documentation; those inside differ by the contract alone.
#[allow(missing_docs)]
mod exp_log;
#[allow(missing_docs)]
mod other;
#[allow(missing_docs)]
mod short;
#[allow(missing_docs)]
mod single;
#[allow(missing_docs)]
mod trig;

use super::contract::Strict;
use super::pick;

pub use trig::is_beyond;

/// The functions under any contract.
#[doc(hidden)]
pub mod any {
    pub use super::super::fixed::f32::powf_fixed;
    pub use super::exp_log::{acosh, asinh, atanh, cosh, sinh, tanh};
    pub use super::exp_log::{exp_m1, ln_1p, powf, powi};
    pub use super::other::{acos, asin, atan, atan2, cbrt, erf, erfc, hypot, recip, sqrt};
    pub use super::single::{exp, exp2, ln, log2, log10, sigmoid};
    pub use super::trig::{cos, cos_near, cos_with, sin, sin_cos, sin_cos_near, sin_cos_with};
    pub use super::trig::{sin_near, sin_with, tan, tan_near, tan_with};
}

super::public_functions!(f32);
