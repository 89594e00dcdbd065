//! Which arguments need none of a function's paths for special values.
//!
//! In: an argument. Out: is it out of reach of the function's short form, that under [`Near`](super::contract::Near)?
//! Invariant: within reach the short form has the bits of the function. Each question takes a few operations, of which
//! vectors are made; so a block of arguments is asked before it is computed.
//!
//! Within reach, arguments are finite and normal where that counts, and results are normal.

#![allow(
    clippy::neg_cmp_op_on_partial_ord,
    clippy::manual_range_contains,
    reason = "a NaN is beyond every bound, and `contains` would branch"
)]

macro_rules! reach {
    ($t:ident $bits:ident, $digits:literal, $bias:literal; exp $exp:literal, exp2 $exp2:literal, acosh $acosh:literal,
     hypot $hypot:literal, atan2 $atan2:literal, powi $powi:literal) => {
        /// For one type.
        pub mod $t {
            use crate::math::pick;

            /// 2^n
            const fn power(n: $bits) -> $t {
                $t::from_bits(($bias as $bits + n) << $digits)
            }

            /// Has the exponential a special value or a subnormal?
            #[inline(always)]
            pub fn exp(x: $t) -> bool {
                !(x.abs() <= $exp)
            }

            /// Has the power of two a special value or a subnormal?
            #[inline(always)]
            pub fn exp2(x: $t) -> bool {
                !(x.abs() <= $exp2)
            }

            /// Is the argument not positive, not normal or not finite?
            #[inline(always)]
            pub fn ln(x: $t) -> bool {
                !((x >= $t::MIN_POSITIVE) & (x <= $t::MAX))
            }
            pub use {ln as log2, ln as log10};

            /// Is the argument at most -1 or not finite?
            #[inline(always)]
            pub fn ln_1p(x: $t) -> bool {
                !((x > -1.0) & (x <= $t::MAX))
            }

            /// Is the argument zero, not normal or not finite?
            #[inline(always)]
            pub fn cbrt(x: $t) -> bool {
                ln(x.abs())
            }

            /// Is the argument below 1, or so large that its square counts alone?
            #[inline(always)]
            pub fn acosh(x: $t) -> bool {
                !((x >= 1.0) & (x <= $acosh))
            }

            /// Are both arguments zero, or does one want scaling for its square?
            #[inline(always)]
            pub fn hypot(x: $t, y: $t) -> bool {
                const MOST: $t = power($hypot);
                let sum = x.abs() + y.abs();
                !((sum >= 1.0 / MOST) & (sum <= MOST))
            }

            /// Are both coordinates zero, or does one want scaling, or is the lesser so small that its quotient may be
            /// subnormal? Of `f32` none is: computed in `f64`, there is nothing to be saved.
            #[inline(always)]
            pub fn atan2(y: $t, x: $t) -> bool {
                if $atan2 == 0 {
                    return false;
                }
                const MOST: $t = power($atan2);
                let (ax, ay) = (x.abs(), y.abs());
                let (sum, least) = (ax + ay, pick(ax > ay, ay, ax));
                !((sum >= 1.0 / MOST) & (sum <= MOST) & ((least == 0.0) | (least >= 1.0 / MOST / MOST)))
            }

            /// Is the exponent not one of those whose power is a product of few factors? In `f64` the formula for negative
            /// ones is so long that LLVM would not choose between the two in front of a loop.
            #[inline(always)]
            pub fn powi(n: i32) -> bool {
                !($powi..=13).contains(&n)
            }

            /// May the power, or one of what it is made of, be special or subnormal? With |log2 x| <= |k| + 1 for the
            /// exponent k of x, that of the power is known without a logarithm. Of a negative number k is above, of
            /// an infinity, NaN, zero or subnormal at the end of what a power of 1 has.
            #[inline(always)]
            pub fn powf(x: $t, y: $t) -> bool {
                const SHIFT: $t = (1u64 << $digits) as $t;
                let k = $t::from_bits((x.to_bits() >> $digits) | SHIFT.to_bits()) - (SHIFT + $bias);
                let ay = y.abs();
                !((k.abs() + 1.0) * pick(ay < 1.0, 1.0, ay) <= $bias - 1.0)
            }
        }
    };
}
reach! { f64 u64, 52, 1023.0; exp 708.0, exp2 1022.0, acosh 1152921504606846976.0, hypot 499, atan2 200, powi 0 }
reach! { f32 u32, 23, 127.0; exp 87.0, exp2 126.0, acosh 1073741824.0, hypot 49, atan2 0, powi -13 }
