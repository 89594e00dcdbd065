//! The elementary functions: special values, laws, points of a multi-precision table, and the same bits at
//! every level. (Their error over many more points is measured by `cargo xtask ulp`.)

mod bits;
mod contracts;
mod laws;
mod near;
mod slices;
mod special;
mod table;

/// Fixed pseudo-random numbers (a multiplicative congruential generator).
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (self.0 ^ (self.0 >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (self.0 >> 17)
    }

    fn between(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * ((self.bits() >> 11) as f64 / 9007199254740992.0)
    }

    /// Any finite value with an exponent between the two, either sign.
    fn exponents(&mut self, lo: i32, hi: i32) -> f64 {
        let e = lo + (self.bits() % (hi - lo + 1) as u64) as i32;
        let b = self.bits();
        f64::from_bits((b & (1 << 63 | ((1 << 52) - 1))) | ((e + 1023) as u64) << 52)
    }
}

/// Calls a macro with all functions of one argument.
macro_rules! for_all_unary {
    ($m:ident) => {
        $m!(exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh
            cbrt erf erfc sigmoid recip sqrt)
    };
}
use for_all_unary;
