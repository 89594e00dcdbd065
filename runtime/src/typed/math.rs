//! Elementary functions by receiver type: ours for `f64` and `f32`, nothing for any other type.
//!
//! Each function has a method of its own name on [`W`] for the default contract, and one `.._under` for flags of
//! `fastmath`; those whose large arguments need a table (`sin`, `cos`, `tan`, `sin_cos`) have a pair more, `.._with`
//! and `.._under_with`, for loops, which say the way to go. The first argument is an exemplar of the result.

use super::ex::{Ex, diverge};
use super::fast::Fuse;
use super::int::W;
use crate::math;
use crate::math::contract::Strict;
use crate::math::fast::{Flags, Under};

/// Flags of `fastmath` for elementary functions.
pub use crate::math::fast::{Math, Short};

/// Tables of the sine, cosine and tangent, as a parameter of the loop.
pub use crate::math::Tables;

/// How a sine, cosine or tangent is computed. Each way gives the same bits.
#[derive(Clone, Copy, Debug)]
pub enum Way<'a> {
    /// By the fast reduction. Only where no argument is [`beyond`](Ex::beyond) it.
    Near,
    /// By both reductions and a selection, which is vector code.
    Both(&'a Tables),
    /// By a branch, which is best where there are no vectors.
    Branch,
}

impl<'a> Way<'a> {
    /// The way of a loop that keeps the order of its float sums, if `ordered`; else that of vectors.
    #[inline(always)]
    pub fn of(tables: &'a Tables, ordered: bool) -> Way<'a> {
        if ordered { Way::Branch } else { Way::Both(tables) }
    }
}

/// Iterations of a block, of which one argument beyond the fast reduction makes all go the longer way. A multiple
/// of the number of lanes, so that blocks change no lane.
pub(super) const BLOCK: u64 = 256;

/// The end of the block that begins with iteration `from`, where there are iterations up to `end`.
#[inline(always)]
pub fn block(from: u64, end: u64) -> u64 {
    if end - from > BLOCK { from + BLOCK } else { end }
}

/// When to look at the arguments of a block whose functions have short forms: not at those of a few iterations, and
/// not soon after a block with an argument beyond, which is mostly followed by others.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    least: u64,
    resting: u64,
}

impl Looks {
    /// Blocks that are not looked at after one that had an argument beyond.
    const RESTING: u64 = 3;

    /// For blocks of at least so many iterations.
    #[inline(always)]
    pub fn from(least: u64) -> Looks {
        Looks { least, resting: 0 }
    }

    /// Is the block of these iterations to be looked at?
    #[inline(always)]
    pub fn at(&mut self, from: u64, to: u64) -> bool {
        let rested = self.resting == 0;
        self.resting -= u64::from(!rested);
        rested & (to - from >= self.least)
    }

    /// What was seen: an argument beyond?
    #[inline(always)]
    pub fn saw(&mut self, beyond: bool) {
        self.resting = if beyond { Looks::RESTING } else { 0 };
    }
}

macro_rules! beyond {
    ($($f:ident $of:ident)*; $($two:ident $of_two:ident)*) => {
        beyond! { @type f64 $($f $of)*; $($two $of_two)* }
        beyond! { @type f32 $($f $of)*; $($two $of_two)* }

        /// Receivers that are not floats.
        pub trait NotBeyond: Sized {
            /// Never used.
            #[inline(always)]
            fn beyond<X: ?Sized>(self, _: &X) -> bool {
                true
            }
            /// Never used.
            #[inline(always)]
            fn beyond_powi<X: ?Sized>(self, _: &X) -> bool {
                true
            }
            $(
                /// Never used.
                #[inline(always)]
                fn $f<X: ?Sized>(self, _: &X) -> bool {
                    true
                }
            )*
            $(
                /// Never used.
                #[inline(always)]
                fn $two<X: ?Sized, Y: ?Sized>(self, _: &X, _: &Y) -> bool {
                    true
                }
            )*
        }
        impl<T: ?Sized> NotBeyond for Ex<T> {}
    };
    (@type $t:ident $($f:ident $of:ident)*; $($two:ident $of_two:ident)*) => {
        impl Ex<$t> {
            /// Is the argument of a sine, cosine or tangent beyond the fast reduction?
            #[inline(always)]
            pub fn beyond(self, x: &$t) -> bool {
                math::$t::is_beyond(*x)
            }
            /// Is the exponent beyond those of the power's short form, whatever is raised to it?
            #[inline(always)]
            pub fn beyond_powi(self, n: &i32) -> bool {
                math::reach::$t::powi(*n)
            }
            $(
                /// Is the argument beyond the reach of the function's short form?
                #[inline(always)]
                pub fn $f(self, x: &$t) -> bool {
                    math::reach::$t::$of(*x)
                }
            )*
            $(
                /// Is one of the arguments?
                #[inline(always)]
                pub fn $two(self, x: &$t, y: &$t) -> bool {
                    math::reach::$t::$of_two(*x, *y)
                }
            )*
        }
    };
}
beyond! {
    beyond_exp exp beyond_exp2 exp2 beyond_ln ln beyond_ln_1p ln_1p beyond_log2 log2 beyond_log10 log10
    beyond_cbrt cbrt beyond_acosh acosh;
    beyond_powf powf beyond_atan2 atan2 beyond_hypot hypot
}

/// One function of one type of float, the way that is asked for.
macro_rules! on_the_way {
    ($t:ident $f:ident $near:ident $with:ident $c:ty, $x:expr, $way:expr) => {
        match $way {
            Way::Near => math::$t::any::$near::<$c>($x),
            Way::Both(tables) => math::$t::any::$with::<$c>($x, tables),
            Way::Branch => math::$t::any::$f::<$c>($x),
        }
    };
}
pub(super) use on_the_way;

/// The methods of one type of float.
macro_rules! on {
    ($t:ident; $($f:ident $under:ident ($($y:ident: $y_of:ty)?) $out:ty;)*) => {
        impl W<&$t> {$(
            /// Ours.
            #[inline(always)]
            pub fn $f(self, _: Ex<$out> $(, $y: $y_of)?) -> $out {
                math::$t::any::$f::<Strict>(*self.0 $(, $y)?)
            }
            /// Ours, under flags.
            #[inline(always)]
            pub fn $under<M: Flags, L: Fuse>(self, _: Ex<$out> $(, $y: $y_of)?, _: M, _: L) -> $out {
                math::$t::any::$f::<Under<M, L>>(*self.0 $(, $y)?)
            }
        )*}
    };
}

macro_rules! on_tabled {
    ($t:ident; $($f:ident $near:ident $with:ident $under:ident $under_with:ident $out:ty;)*) => {
        on! { $t; $($f $under () $out;)* }
        impl W<&$t> {$(
            /// Ours, in a loop.
            #[inline(always)]
            pub fn $with(self, _: Ex<$out>, way: Way<'_>) -> $out {
                on_the_way!($t $f $near $with Strict, *self.0, way)
            }
            /// Ours, under flags, in a loop.
            #[inline(always)]
            pub fn $under_with<M: Flags, L: Fuse>(self, _: Ex<$out>, way: Way<'_>, _: M, _: L) -> $out {
                on_the_way!($t $f $near $with Under<M, L>, *self.0, way)
            }
        )*}
    };
}

/// What stands for them where the receiver is no float.
macro_rules! off {
    ($($f:ident $under:ident;)*; $($f2:ident $under2:ident;)*; $($tabled:ident $with:ident $tabled_under:ident $under_with:ident;)*) => {
        /// Receivers that are not floats; the caller keeps their own method.
        pub trait NotFloat: Sized {
            $(
                /// Never run.
                fn $f<R>(self, _: Ex<R>) -> R { diverge() }
            )*
            $(
                /// Never run.
                fn $f2<R, Y>(self, _: Ex<R>, _: Y) -> R { diverge() }
            )*
            $(
                /// Never run.
                fn $tabled<R>(self, _: Ex<R>) -> R { diverge() }
            )*
        }
        /// Receivers that are not floats.
        pub trait NotTabled: Sized {$(
            /// Never run.
            fn $with<R>(self, _: Ex<R>, _: Way<'_>) -> R { diverge() }
        )*}
        /// Receivers that are not floats.
        pub trait NotFlagged: Sized {
            $(
                /// Never run.
                fn $under<R, M, L>(self, _: Ex<R>, _: M, _: L) -> R { diverge() }
            )*
            $(
                /// Never run.
                fn $under2<R, Y, M, L>(self, _: Ex<R>, _: Y, _: M, _: L) -> R { diverge() }
            )*
            $(
                /// Never run.
                fn $tabled_under<R, M, L>(self, _: Ex<R>, _: M, _: L) -> R { diverge() }
            )*
        }
        /// Receivers that are not floats.
        pub trait NotFlaggedAndTabled: Sized {$(
            /// Never run.
            fn $under_with<R, M, L>(self, _: Ex<R>, _: Way<'_>, _: M, _: L) -> R { diverge() }
        )*}
    };
}

macro_rules! elementary {
    ($($f:ident $under:ident;)*) => {
        elementary! { @type f64 $($f $under;)* }
        elementary! { @type f32 $($f $under;)* }
        off! {
            $($f $under;)*;
            powf powf_under; powf_fixed powf_fixed_under; powi powi_under; atan2 atan2_under; hypot hypot_under;;
            sin sin_with sin_under sin_under_with; cos cos_with cos_under cos_under_with;
            tan tan_with tan_under tan_under_with; sin_cos sin_cos_with sin_cos_under sin_cos_under_with;
        }
    };
    (@type $t:ident $($f:ident $under:ident;)*) => {
        on! { $t;
            $($f $under () $t;)*
            powf powf_under (y: $t) $t;
            powf_fixed powf_fixed_under (y: $t) $t;
            powi powi_under (n: i32) $t;
            atan2 atan2_under (x: $t) $t;
            hypot hypot_under (y: $t) $t;
        }
        on_tabled! { $t;
            sin sin_near sin_with sin_under sin_under_with $t;
            cos cos_near cos_with cos_under cos_under_with $t;
            tan tan_near tan_with tan_under tan_under_with $t;
            sin_cos sin_cos_near sin_cos_with sin_cos_under sin_cos_under_with ($t, $t);
        }
    };
}
elementary! {
    exp exp_under;
    exp2 exp2_under;
    exp_m1 exp_m1_under;
    ln ln_under;
    ln_1p ln_1p_under;
    log2 log2_under;
    log10 log10_under;
    sinh sinh_under;
    cosh cosh_under;
    tanh tanh_under;
    asin asin_under;
    acos acos_under;
    atan atan_under;
    asinh asinh_under;
    acosh acosh_under;
    atanh atanh_under;
    cbrt cbrt_under;
}

impl<T: ?Sized> NotFloat for W<&T> {}
impl<T: ?Sized> NotTabled for W<&T> {}
impl<T: ?Sized> NotFlagged for W<&T> {}
impl<T: ?Sized> NotFlaggedAndTabled for W<&T> {}
