//! Points at which the functions are measured.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::double::ldexp;
use super::functions::Domain;

/// A reproducible stream of arguments.
pub struct Points(ChaCha8Rng);

impl Points {
    pub fn new(seed: u64) -> Points {
        Points(ChaCha8Rng::seed_from_u64(seed))
    }

    /// The `i`-th argument: one in two by exponents, one in two in the focus.
    pub fn next(&mut self, domain: &Domain, i: u64) -> f64 {
        if i.is_multiple_of(2) { self.anywhere(domain) } else { self.within(domain.focus) }
    }

    /// An even spread.
    pub fn within(&mut self, (lo, hi): (f64, f64)) -> f64 {
        lo + (hi - lo) * self.0.random::<f64>()
    }

    /// An even spread over exponents, with significands of all lengths.
    pub fn anywhere(&mut self, domain: &Domain) -> f64 {
        let (least, greatest) = domain.exponents;
        let e = self.0.random_range(least..=greatest);
        let bits = self.0.next_u64();
        // One in eight has a short significand: the hard cases of exact results.
        let keep = if bits >> 61 == 0 { !0u64 << (self.0.random_range(0..52)) } else { !0 };
        let m = f64::from_bits((bits & keep & ((1 << 52) - 1)) | 1.0f64.to_bits());
        let x = ldexp(m, e);
        if domain.signed && bits >> 60 & 1 == 1 { -x } else { x }
    }
}
