//! Elementary functions under `fastmath`: shorter ones (`afn`), fused operations (`contract`), no paths for NaN
//! (`nnan`), none for overflow (`ninf`).
//!
//! The flags of the attribute and the level of the code make a [`Contract`]. Without `afn` and `contract` a
//! function is the accurate one, to the bit, wherever the assumption holds. With `afn` the result is off by at
//! most 4 ULP; with `contract` it depends on whether the level has fused multiply-add. Where an assumption does
//! not hold the result is unspecified; no argument makes undefined behavior.

use super::contract::Contract;
use crate::typed::Fuse;

/// Which of the flags hold.
pub trait Flags: Copy {
    /// At most 4 ULP will do.
    const AFN: bool;
    /// No argument and no result is a NaN.
    const NNAN: bool;
    /// No argument and no result is infinite.
    const NINF: bool;
    /// The arguments are within the function's reach.
    const NEAR: bool;
}

/// The flags as a value of generated code.
#[derive(Clone, Copy, Debug)]
pub struct Math<const AFN: bool, const NNAN: bool, const NINF: bool>;

/// Flags for arguments within reach.
#[derive(Clone, Copy, Debug)]
pub struct Short<M>(pub M);

impl<M: Flags> Flags for Short<M> {
    const AFN: bool = M::AFN;
    const NNAN: bool = M::NNAN;
    const NINF: bool = M::NINF;
    const NEAR: bool = true;
}

impl<const AFN: bool, const NNAN: bool, const NINF: bool> Flags for Math<AFN, NNAN, NINF> {
    const AFN: bool = AFN;
    const NNAN: bool = NNAN;
    const NINF: bool = NINF;
    const NEAR: bool = false;
}

/// The contract of flags at a level. (`L` is a level without the instruction where `contract` was not asked
/// for.)
#[derive(Clone, Copy, Debug)]
pub struct Under<M, L>(std::marker::PhantomData<(M, L)>);

impl<M: Flags, L: Fuse> Contract for Under<M, L> {
    const FUSED: bool = L::FUSED;
    const SHORT: bool = M::AFN;
    const NNAN: bool = M::NNAN;
    const NINF: bool = M::NINF;
    const NEAR: bool = M::NEAR;
}

macro_rules! functions {
    ($($t:ident)*: $($f:ident)*) => {
        functions! { @each [$($t)*] $($f)* }
    };
    (@each [$t:ident $($more:ident)*] $($f:ident)*) => {
        /// Under flags.
        pub mod $t {
            use super::super::$t::any;
            use super::{Flags, Fuse, Under};
            $(
                /// Under flags; see the function of this name in the module above.
                #[inline(always)]
                pub fn $f<M: Flags, L: Fuse>(x: $t) -> $t {
                    any::$f::<Under<M, L>>(x)
                }
            )*
        }
        functions! { @each [$($more)*] $($f)* }
    };
    (@each [] $($f:ident)*) => {};
}
functions! { f64 f32: exp ln sin cos }
