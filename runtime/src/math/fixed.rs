//! Powers whose exponent is written as a number, under `afn`: products and square roots instead of e^(y ln x).
//!
//! In: an exponent that the optimizer knows, so that one product remains. Out: at most 4 ULP. Invariant: the special
//! cases of `powf`; an exponent that is none of these, and any without `afn`, gets `powf` itself.

macro_rules! fixed {
    ($t:ident, $short_root:path) => {
        /// Of one type.
        pub mod $t {
            use crate::math::contract::Contract;
            use crate::math::{pick, $t::any::powf};

            /// `x` to a power that is known here.
            #[inline(always)]
            pub fn powf_fixed<C: Contract>(x: $t, y: $t) -> $t {
                if !C::SHORT {
                    return powf::<C>(x, y);
                }
                // -0 and minus infinity have positive powers of halves, no other negative number has any.
                let of_half = |power| pick((x < 0.0) & (x > $t::NEG_INFINITY), $t::NAN, power);
                // Of powers from 3/2 on a subnormal's is zero, whatever its root; an infinity's is infinite.
                let root = |a: $t| $short_root(pick(a < $t::MAX, a, $t::MAX));
                let a = x.abs();
                let square = x * x;
                // Negative powers are products of reciprocals: those do not overflow before the result does.
                let inverse = 1.0 / x;
                if y == 0.5 {
                    of_half(a.sqrt())
                } else if y == 1.0 {
                    x
                } else if y == 1.5 {
                    of_half(a * root(a))
                } else if y == 2.0 {
                    square
                } else if y == 2.5 {
                    of_half(square * root(a))
                } else if y == 3.0 {
                    square * x
                } else if y == 3.5 {
                    of_half(square * a * root(a))
                } else if y == 4.0 {
                    square * square
                } else if y == -0.5 {
                    of_half(1.0 / a.sqrt())
                } else if y == -1.0 {
                    inverse
                } else if y == -1.5 {
                    of_half(inverse.abs() * root(inverse.abs()))
                } else if y == -2.0 {
                    inverse * inverse
                } else {
                    powf::<C>(x, y)
                }
            }
        }
    };
}
fixed!(f64, crate::math::f64::root::short_root::<C>);
fixed!(f32, f32::sqrt);
