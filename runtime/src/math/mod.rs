//! Elementary functions with the same bits on every processor and a stated error.
//!
//! In: a float. Out: the function's value within the stated number of units in the last place (ULP; the table
//! is in `README.md` beside this file). Every function is branch-free (the sine, cosine and tangent apart, see
//! below), calls nothing and is inlined, so that a loop around it becomes vector code at whatever level (SSE2,
//! AVX2, AVX-512) the loop is compiled for; the arithmetic is the same operation by operation at each of them.
//! Special values are those of std: NaN, infinities, signed zeros and subnormals, in and out.
//!
//! - [`exp(x)`](exp()) and its like are generic over `f32` and `f64`; the modules [`f64`](mod@f64) and
//!   [`f32`](mod@f32) have the same functions of one type; [`slice`](mod@slice) has them for whole slices.
//! - Sine, cosine and tangent of arguments beyond 1.6 million need a table. Called directly they branch;
//!   loops over slices and annotated loops choose block by block.

pub mod contract;
mod double;
pub mod f32;
pub mod f64;
#[doc(hidden)]
pub mod fast;
mod fixed;
mod generic;
#[doc(hidden)]
pub mod reach;
mod reduction;
pub mod slice;
mod tables;

pub use generic::*;
pub(crate) use reduction::TABLES;
#[doc(hidden)]
pub use reduction::Tables;

/// `a` if the condition holds, else `b`, as one select instruction. An `if` would invite the compiler to make
/// branches of it again, which hides from the vectorizer how little the vector code costs.
#[inline(always)]
fn pick<T>(condition: bool, a: T, b: T) -> T {
    std::hint::select_unpredictable(condition, a, b)
}

/// The value of the last of these conditions that holds, or zero: each implies the one before it. By masks, for a
/// selection takes three operations on SSE2.
#[inline(always)]
fn last_of<const N: usize>(values: [(bool, f64); N]) -> f64 {
    let (mut bits, mut before) = (0, 0);
    for (condition, value) in values {
        bits ^= pick(condition, value.to_bits() ^ before, 0);
        before = value.to_bits();
    }
    f64::from_bits(bits)
}

/// The public functions of one type: those of the default contract.
macro_rules! public_functions {
    ($t:ident) => {
        $crate::math::public_functions! { @each $t
            /// e to the power `x`.
            exp(x)
            /// 2 to the power `x`.
            exp2(x)
            /// e to the power `x`, minus one: accurate for small `x` too.
            exp_m1(x)
            /// The natural logarithm of `x`: minus infinity at zero, NaN below.
            ln(x)
            /// The natural logarithm of `1 + x`: accurate for small `x` too.
            ln_1p(x)
            /// The logarithm of `x` to base 2: minus infinity at zero, NaN below.
            log2(x)
            /// The logarithm of `x` to base 10: minus infinity at zero, NaN below.
            log10(x)
            /// The sine of `x` (radians), accurate for every finite argument; NaN for infinities.
            sin(x)
            /// The cosine of `x` (radians), accurate for every finite argument; NaN for infinities.
            cos(x)
            /// The tangent of `x` (radians), accurate for every finite argument; NaN for infinities.
            tan(x)
            /// The hyperbolic sine of `x`.
            sinh(x)
            /// The hyperbolic cosine of `x`.
            cosh(x)
            /// The hyperbolic tangent of `x`.
            tanh(x)
            /// The arc sine of `x` in radians, from -pi/2 to pi/2; NaN outside of -1 to 1.
            asin(x)
            /// The arc cosine of `x` in radians, from 0 to pi; NaN outside of -1 to 1.
            acos(x)
            /// The arc tangent of `x` in radians, from -pi/2 to pi/2.
            atan(x)
            /// The inverse hyperbolic sine of `x`.
            asinh(x)
            /// The inverse hyperbolic cosine of `x`; NaN below 1.
            acosh(x)
            /// The inverse hyperbolic tangent of `x`; NaN outside of -1 to 1.
            atanh(x)
            /// The cube root of `x`.
            cbrt(x)
            /// The error function of `x`.
            erf(x)
            /// One minus the error function of `x`: accurate for large `x` too.
            erfc(x)
            /// The logistic function of `x`: 1 / (1 + e^-x).
            sigmoid(x)
            /// The reciprocal of `x`, correctly rounded.
            recip(x)
            /// The square root of `x`, correctly rounded.
            sqrt(x)
        }

        /// The sine and the cosine of `x` (radians).
        #[inline(always)]
        pub fn sin_cos(x: $t) -> ($t, $t) {
            any::sin_cos::<Strict>(x)
        }

        /// `x` to the power `y`, with the special cases of IEEE 754.
        #[inline(always)]
        pub fn powf(x: $t, y: $t) -> $t {
            any::powf::<Strict>(x, y)
        }

        /// `x` to the power `n`.
        #[inline(always)]
        pub fn powi(x: $t, n: i32) -> $t {
            any::powi::<Strict>(x, n)
        }

        /// The angle of the point (`x`, `y`) in radians, from -pi to pi, with the special cases of IEEE 754.
        #[inline(always)]
        pub fn atan2(y: $t, x: $t) -> $t {
            any::atan2::<Strict>(y, x)
        }

        /// The square root of `x^2 + y^2`, without overflow or underflow on the way.
        #[inline(always)]
        pub fn hypot(x: $t, y: $t) -> $t {
            any::hypot::<Strict>(x, y)
        }
    };
    (@each $t:ident $($(#[$doc:meta])* $f:ident($x:ident))*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $f($x: $t) -> $t {
            any::$f::<Strict>($x)
        }
    )*};
}
use public_functions;
