//! Sums and products with their rounding errors (T. J. Dekker 1971; D. E. Knuth, volume 2, 4.2.2).

use super::contract::{Contract, nmad};

/// The 26 leading bits of a value: the product of two such heads is exact, and so is `x - head(x)`.
#[inline(always)]
pub(super) fn head(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & (!0 << 27))
}

/// a + b as a rounded sum and its error, for an `a` that is zero or not smaller than `b` in magnitude.
#[inline(always)]
pub(super) fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// a + b as a rounded sum and its error.
#[inline(always)]
pub(super) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// a * b as a rounded product and its error (up to the last bit of the product of the two tails).
#[inline(always)]
pub(super) fn two_product<C: Contract>(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    if C::FUSED {
        return (product, a.mul_add(b, -product));
    }
    let (ah, bh) = (head(a), head(b));
    let (al, bl) = (a - ah, b - bh);
    (product, ((ah * bh - product) + ah * bl + al * bh) + al * bl)
}

/// c - a * b, for a product near c.
#[inline(always)]
pub(super) fn remainder<C: Contract>(c: f64, a: f64, b: f64) -> f64 {
    if C::FUSED {
        return nmad::<C>(a, b, c);
    }
    let (product, rest) = two_product::<C>(a, b);
    (c - product) - rest
}

/// x^2 as a head that is exact and a rest that is rounded.
#[inline(always)]
pub(super) fn square<C: Contract>(x: f64) -> (f64, f64) {
    if C::FUSED {
        return two_product::<C>(x, x);
    }
    let h = head(x);
    (h * h, (x - h) * (x + h))
}
