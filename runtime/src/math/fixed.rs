//! Powers whose exponent is written as a number, under `afn`: products and square roots instead of e^(y ln x).
//!
//! In: an exponent that the optimizer knows, so that one product remains. Out: at most 4 ULP. Invariant: the special
//! cases of `powf`; an exponent that is none of these, and any without `afn`, gets `powf` itself.

macro_rules! fixed {
    ($t:ident) => {
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
                let root = pick(x == $t::NEG_INFINITY, $t::INFINITY, x + 0.0).sqrt();
                let square = x * x;
                // Negative powers are products of reciprocals: those do not overflow before the result does.
                let inverse = 1.0 / x;
                if y == 0.5 {
                    root
                } else if y == 1.0 {
                    x
                } else if y == 1.5 {
                    pick(x == $t::NEG_INFINITY, $t::INFINITY, (x + 0.0) * root)
                } else if y == 2.0 {
                    square
                } else if y == 2.5 {
                    square * root
                } else if y == 3.0 {
                    square * x
                } else if y == 3.5 {
                    pick(x == $t::NEG_INFINITY, $t::INFINITY, square * (x + 0.0) * root)
                } else if y == 4.0 {
                    square * square
                } else if y == -0.5 {
                    1.0 / root
                } else if y == -1.0 {
                    inverse
                } else if y == -1.5 {
                    // The reciprocal of what the root is of: positive, so that -0 gives infinity.
                    let inverse = inverse.abs();
                    pick(x < 0.0 && x > $t::NEG_INFINITY, $t::NAN, inverse * inverse.sqrt())
                } else if y == -2.0 {
                    inverse * inverse
                } else {
                    powf::<C>(x, y)
                }
            }
        }
    };
}
fixed!(f64);
fixed!(f32);
