//! Elementary functions called by path, as in `f64::exp(x)`.
//!
//! The path may be the user's own, with any types; so the call is chosen by the types of receiver, arguments and
//! result, and where these are not those of a function of floats a dead call stands for it.

use super::ex::{Ex, diverge};
use super::fast::Fuse;
use super::math::Way;
use crate::math;
use crate::math::contract::Contract;
use crate::math::fast::{Flags, Under};
use std::any::TypeId;

/// What a function does with a type of float; only one of the four for each.
pub trait Op<T>: Copy {
    /// Of one value.
    #[inline(always)]
    fn unary<C: Contract>(self, _: T, _: Way<'_>) -> T {
        diverge()
    }
    /// Of two.
    #[inline(always)]
    fn binary<C: Contract>(self, _: T, _: T) -> T {
        diverge()
    }
    /// With an integer.
    #[inline(always)]
    fn integer<C: Contract>(self, _: T, _: i32) -> T {
        diverge()
    }
    /// With two results.
    #[inline(always)]
    fn pair<C: Contract>(self, _: T, _: Way<'_>) -> (T, T) {
        diverge()
    }
}

/// The functions as values.
#[allow(non_camel_case_types)]
pub mod ops {
    use super::super::math::on_the_way;
    use super::{Contract, Op, Way, math};

    macro_rules! ops {
        (unary $($f:ident)*; tabled $($g:ident $near:ident $with:ident)*; binary $($h:ident)*) => {
            $(
                /// The function of this name.
                #[derive(Clone, Copy)]
                pub struct $f;
                ops! { @unary f64 $f }
                ops! { @unary f32 $f }
            )*
            $(
                /// The function of this name.
                #[derive(Clone, Copy)]
                pub struct $g;
                ops! { @tabled f64 $g $near $with }
                ops! { @tabled f32 $g $near $with }
            )*
            $(
                /// The function of this name.
                #[derive(Clone, Copy)]
                pub struct $h;
                ops! { @binary f64 $h }
                ops! { @binary f32 $h }
            )*
        };
        (@unary $t:ident $f:ident) => {
            impl Op<$t> for $f {
                #[inline(always)]
                fn unary<C: Contract>(self, x: $t, _: Way<'_>) -> $t {
                    math::$t::any::$f::<C>(x)
                }
            }
        };
        (@tabled $t:ident $f:ident $near:ident $with:ident) => {
            impl Op<$t> for $f {
                #[inline(always)]
                fn unary<C: Contract>(self, x: $t, way: Way<'_>) -> $t {
                    on_the_way!($t $f $near $with C, x, way)
                }
            }
        };
        (@binary $t:ident $f:ident) => {
            impl Op<$t> for $f {
                #[inline(always)]
                fn binary<C: Contract>(self, x: $t, y: $t) -> $t {
                    math::$t::any::$f::<C>(x, y)
                }
            }
        };
        (@special $($t:ident)*) => {$(
            impl Op<$t> for powi {
                #[inline(always)]
                fn integer<C: Contract>(self, x: $t, n: i32) -> $t {
                    math::$t::any::powi::<C>(x, n)
                }
            }
            impl Op<$t> for sin_cos {
                #[inline(always)]
                fn pair<C: Contract>(self, x: $t, way: Way<'_>) -> ($t, $t) {
                    on_the_way!($t sin_cos sin_cos_near sin_cos_with C, x, way)
                }
            }
        )*};
    }
    ops! {
        unary exp exp2 exp_m1 ln ln_1p log2 log10 sinh cosh tanh asin acos atan asinh acosh atanh cbrt erf erfc sigmoid sqrt recip;
        tabled sin sin_near sin_with cos cos_near cos_with tan tan_near tan_with;
        binary powf powf_fixed atan2 hypot
    }
    /// The function of this name.
    #[derive(Clone, Copy)]
    pub struct powi;
    /// The function of this name.
    #[derive(Clone, Copy)]
    pub struct sin_cos;
    ops! { @special f64 f32 }
}

/// A call: the types of its first argument, of the others and of its result.
#[derive(Clone, Copy)]
pub struct Path<X, Y, R>(pub Ex<X>, pub Ex<Y>, pub Ex<R>);

macro_rules! calls {
    ($($t:ident: $y:ty => $out:ty, |$op:ident, $x:ident, $args:ident, $way:ident| $call:expr;)*) => {$(
        impl Path<$t, $y, $out> {
            /// Ours.
            #[inline(always)]
            pub fn call<O: Op<f64> + Op<f32>, M: Flags, L: Fuse>(
                self, $op: O, $x: $t, $args: $y, $way: Way<'_>, _: M, _: L,
            ) -> $out {
                let _ = (&$args, $way);
                $call
            }
        }
    )*};
}
calls! {
    f64: () => f64, |op, x, y, way| Op::<f64>::unary::<Under<M, L>>(op, x, way);
    f32: () => f32, |op, x, y, way| Op::<f32>::unary::<Under<M, L>>(op, x, way);
    f64: (f64,) => f64, |op, x, y, way| Op::<f64>::binary::<Under<M, L>>(op, x, y.0);
    f32: (f32,) => f32, |op, x, y, way| Op::<f32>::binary::<Under<M, L>>(op, x, y.0);
    f64: (i32,) => f64, |op, x, y, way| Op::<f64>::integer::<Under<M, L>>(op, x, y.0);
    f32: (i32,) => f32, |op, x, y, way| Op::<f32>::integer::<Under<M, L>>(op, x, y.0);
    f64: () => (f64, f64), |op, x, y, way| Op::<f64>::pair::<Under<M, L>>(op, x, way);
    f32: () => (f32, f32), |op, x, y, way| Op::<f32>::pair::<Under<M, L>>(op, x, way);
}

/// Calls with other types: the user's own.
pub trait NotPath<X, Y, R>: Sized {
    /// Never run.
    fn call<O, M, L>(self, _: O, _: X, _: Y, _: Way<'_>, _: M, _: L) -> R {
        diverge()
    }
}
impl<X, Y, R> NotPath<X, Y, R> for Path<X, Y, R> {}

/// A type of float with its functions.
pub trait Owner {
    /// Is `F` the type of the function of this name: the standard library's, ours, or that of a crate whose
    /// feature is on?
    fn owns<F: 'static>(name: &str) -> bool;
}

fn is_type_of<F: 'static, G: 'static>(_: G) -> bool {
    TypeId::of::<F>() == TypeId::of::<G>()
}

macro_rules! owners {
    ($($t:ident)*) => {$(
        impl Owner for $t {
            #[inline(always)]
            fn owns<F: 'static>(name: &str) -> bool {
                owners! { @names $t F name
                    exp exp2 exp_m1 ln ln_1p log2 log10 sinh cosh tanh asin acos atan asinh acosh atanh cbrt sin cos tan sin_cos powf powi atan2 hypot sqrt recip;
                    erf erfc sigmoid
                }
            }
        }
    )*};
    (@names $t:ident $g:ident $name:ident $($f:ident)*; $($ours:ident)*) => {
        match $name {
            $(stringify!($f) => {
                is_type_of::<$g, _>($t::$f)
                    || is_type_of::<$g, _>(math::$t::$f)
                    || is_type_of::<$g, _>(math::$f::<$t>)
                    || of_float!($g $t $f)
                    || of_libm::$t::<$g>($name)
            })*
            $(stringify!($ours) => {
                is_type_of::<$g, _>(math::$t::$ours)
                    || is_type_of::<$g, _>(math::$ours::<$t>)
                    || of_libm::$t::<$g>($name)
            })*
            _ => false,
        }
    };
}

/// Is it the function of `num_traits::Float`?
#[cfg(feature = "num-traits")]
macro_rules! of_float {
    ($g:ident $t:ident $f:ident) => {
        is_type_of::<$g, _>(<$t as num_traits::Float>::$f)
    };
}
#[cfg(not(feature = "num-traits"))]
macro_rules! of_float {
    ($g:ident $t:ident $f:ident) => {
        false
    };
}

owners!(f64 f32);

/// Is it the function of `libm`?
#[cfg(feature = "libm")]
mod of_libm {
    use super::is_type_of;

    macro_rules! of_libm {
        ($t:ident; $($ours:ident $theirs:ident)*) => {
            #[inline(always)]
            pub fn $t<F: 'static>(name: &str) -> bool {
                match name {
                    $(stringify!($ours) => is_type_of::<F, _>(libm::$theirs),)*
                    _ => false,
                }
            }
        };
    }
    of_libm! { f64;
        exp exp exp2 exp2 exp_m1 expm1 ln log ln_1p log1p log2 log2 log10 log10 sin sin cos cos tan tan sin_cos sincos
        sinh sinh cosh cosh tanh tanh asin asin acos acos atan atan asinh asinh acosh acosh atanh atanh cbrt cbrt
        powf pow atan2 atan2 hypot hypot erf erf erfc erfc sqrt sqrt
    }
    of_libm! { f32;
        exp expf exp2 exp2f exp_m1 expm1f ln logf ln_1p log1pf log2 log2f log10 log10f sin sinf cos cosf tan tanf
        sin_cos sincosf sinh sinhf cosh coshf tanh tanhf asin asinf acos acosf atan atanf asinh asinhf acosh acoshf
        atanh atanhf cbrt cbrtf powf powf atan2 atan2f hypot hypotf erf erff erfc erfcf sqrt sqrtf
    }
}
#[cfg(not(feature = "libm"))]
#[allow(clippy::extra_unused_type_parameters, reason = "the functions with the feature ask about the type")]
mod of_libm {
    #[inline(always)]
    pub fn f64<F>(_: &str) -> bool {
        false
    }
    #[inline(always)]
    pub fn f32<F>(_: &str) -> bool {
        false
    }
}

impl<T: Owner> Ex<T> {
    /// Is the other exemplar that of the float's own function of this name, as in `f64::exp`?
    #[inline(always)]
    pub fn owns<F: 'static>(self, _: Ex<F>, name: &str) -> bool {
        T::owns::<F>(name)
    }
}
