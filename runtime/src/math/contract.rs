//! What a function promises about its arithmetic, as a type parameter.
//!
//! In: nothing. Out: constants that the optimizer folds. Invariant: under [`Strict`] the operations of a
//! function are the same, in the same order, whatever the processor.

/// How a function computes.
pub trait Contract: Copy {
    /// Multiplications and additions are fused where the code says so. Only for code that is compiled for a
    /// level that has the instruction: elsewhere each becomes a call.
    const FUSED: bool;
    /// Corrections that cost more than they give within 4 ULP are left out.
    const SHORT: bool;
    /// No argument and no result is a NaN: else the result is unspecified.
    const NNAN: bool = false;
    /// No argument and no result is infinite: else the result is unspecified.
    const NINF: bool = false;
    /// The arguments are within the function's reach ([`reach`](super::reach)), so that it needs no path for special
    /// values: else the result is unspecified.
    const NEAR: bool = false;
}

/// The contract `C` for arguments within reach. The bits are those of `C`.
#[derive(Clone, Copy, Debug)]
pub struct Near<C>(std::marker::PhantomData<C>);

impl<C: Contract> Contract for Near<C> {
    const FUSED: bool = C::FUSED;
    const SHORT: bool = C::SHORT;
    const NNAN: bool = C::NNAN;
    const NINF: bool = C::NINF;
    const NEAR: bool = true;
}

macro_rules! contracts {
    ($($(#[$doc:meta])* $name:ident $fused:literal $short:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl Contract for $name {
            const FUSED: bool = $fused;
            const SHORT: bool = $short;
        }
    )*};
}

contracts! {
    /// The default: no fusion, the same bits on every processor and level.
    Strict false false
    /// Fused multiply-add.
    Fused true false
    /// Fewer terms and corrections.
    Short false true
    /// Both.
    FusedShort true true
}

/// a * b + c, in one rounding if the contract allows.
#[inline(always)]
pub(crate) fn mad<C: Contract>(a: f64, b: f64, c: f64) -> f64 {
    if C::FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// c - a * b, in one rounding if the contract allows.
#[inline(always)]
pub(crate) fn nmad<C: Contract>(a: f64, b: f64, c: f64) -> f64 {
    if C::FUSED { (-a).mul_add(b, c) } else { c - a * b }
}

/// a * b + c in single precision, in one rounding if the contract allows.
#[inline(always)]
pub(crate) fn mad32<C: Contract>(a: f32, b: f32, c: f32) -> f32 {
    if C::FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// c - a * b in single precision, in one rounding if the contract allows.
#[inline(always)]
pub(crate) fn nmad32<C: Contract>(a: f32, b: f32, c: f32) -> f32 {
    if C::FUSED { (-a).mul_add(b, c) } else { c - a * b }
}

/// The polynomial with these coefficients, lowest first: groups of four by Estrin's scheme, the groups by
/// Horner's. Its loop has a constant trip count and is unrolled before loops around it are vectorized.
#[inline(always)]
pub(crate) fn poly<C: Contract, const N: usize>(x: f64, c: &[f64; N]) -> f64 {
    let x2 = x * x;
    let x4 = x2 * x2;
    let at = |i: usize| if i < N { c[i] } else { 0.0 };
    let pair = |i: usize| if i + 1 < N { mad::<C>(at(i + 1), x, at(i)) } else { at(i) };
    let quad = |i: usize| if i + 2 < N { mad::<C>(pair(i + 2), x2, pair(i)) } else { pair(i) };
    let mut first = (N - 1) / 4 * 4;
    let mut y = quad(first);
    while first > 0 {
        first -= 4;
        y = mad::<C>(y, x4, quad(first));
    }
    y
}

/// The polynomial with these coefficients in single precision, lowest first: even and odd powers by Horner's
/// scheme.
#[inline(always)]
pub(crate) fn poly32<C: Contract, const N: usize>(x: f32, c: &[f32; N]) -> f32 {
    let at = |i: usize| if i < N { c[i] } else { 0.0 };
    let x2 = x * x;
    let pair = |i: usize| if i + 1 < N { mad32::<C>(at(i + 1), x, at(i)) } else { at(i) };
    let mut first = (N - 1) / 2 * 2;
    let mut y = pair(first);
    while first > 0 {
        first -= 2;
        y = mad32::<C>(y, x2, pair(first));
    }
    y
}
