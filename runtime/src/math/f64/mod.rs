//! Elementary functions on `f64`: one value in, one value out, straight-line code.
//!
//! One file a question; each function takes a [`Contract`] as its type parameter. The public functions here
//! are those of the default contract: multiplications and additions are never fused, so that a processor with
//! fused multiply-add computes the same bits as one without.
//!
//! [`Contract`]: super::contract::Contract

#[expect(clippy::approx_constant, reason = "heads of sums, as the program writes them")]
pub(in crate::math) mod constants;
// The public functions below have the documentation; those inside differ by the contract alone.
#[allow(missing_docs)]
mod erf;
#[allow(missing_docs)]
mod exp;
#[allow(missing_docs)]
mod hyperbolic;
#[allow(missing_docs)]
mod inverse_trig;
#[allow(missing_docs)]
mod log;
#[allow(missing_docs)]
mod power;
#[allow(missing_docs)]
pub(in crate::math) mod root;
#[allow(missing_docs)]
mod trig;

use super::contract::Strict;
use super::pick;

pub use trig::is_beyond;

/// The functions under any contract.
#[doc(hidden)]
pub mod any {
    pub use super::super::fixed::f64::powf_fixed;
    pub use super::erf::{erf, erfc};
    pub use super::exp::{exp, exp_m1, exp2, sigmoid};
    pub use super::hyperbolic::{acosh, asinh, atanh, cosh, sinh, tanh};
    pub use super::inverse_trig::{acos, asin, atan, atan2};
    pub use super::log::{ln, ln_1p, log2, log10};
    pub use super::power::{powf, powi};
    pub use super::root::{cbrt, hypot, recip, sqrt};
    pub use super::trig::{cos, cos_near, cos_with, sin, sin_cos, sin_cos_near, sin_cos_with};
    pub use super::trig::{sin_near, sin_with, tan, tan_near, tan_with};
}

/// 1.5 * 2^52: adding it leaves the nearest integer in the low bits of the sum.
const MAGIC: f64 = 6755399441055744.0;
const TWO_52: f64 = 4503599627370496.0;
const TWO_54: f64 = 18014398509481984.0;
const ONE: u64 = 1.0f64.to_bits();
const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
const MANTISSA: u64 = (1 << 52) - 1;
const SIGN: u64 = 1 << 63;

/// 1/d to 5.1 %, for a normal d of either sign below 2^1022; finite for every d but NaN. Enough to divide what corrects
/// a rounding.
#[inline(always)]
fn rough_inverse(d: f64) -> f64 {
    // Bit patterns are logarithms, roughly: their difference is exact at powers of two and up to 12.5 % too great
    // between. The last part balances the two.
    f64::from_bits((((2 * 1023) << 52) - 0x0001_9dc7_b000_0000u64).wrapping_sub(d.to_bits()))
}

super::public_functions!(f64);
