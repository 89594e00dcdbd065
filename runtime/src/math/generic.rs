//! The functions over both types of float.

use super::Tables;
use super::contract::{Near, Strict};

mod sealed {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for f32 {}
}

macro_rules! float {
    ($($f:ident)*; $($near:ident $with:ident)*; $($of:ident $short:ident $beyond:ident)*;
     $($two:ident $two_short:ident $two_beyond:ident)*) => {
        /// `f64` or `f32`: what the functions of [`math`](super) take. Sealed.
        pub trait Float: Copy + Send + Sync + sealed::Sealed {
            $(
                #[doc(hidden)]
                fn $f(self) -> Self;
            )*
            $(
                #[doc(hidden)]
                fn $near(self) -> Self;
                #[doc(hidden)]
                fn $with(self, tables: &Tables) -> Self;
            )*
            $(
                #[doc(hidden)]
                fn $short(self) -> Self;
                #[doc(hidden)]
                fn $beyond(self) -> bool;
            )*
            #[doc(hidden)]
            fn is_beyond(self) -> bool;
            #[doc(hidden)]
            fn sin_cos(self) -> (Self, Self);
            #[doc(hidden)]
            fn sin_cos_near(self) -> (Self, Self);
            #[doc(hidden)]
            fn sin_cos_with(self, tables: &Tables) -> (Self, Self);
            $(
                #[doc(hidden)]
                fn $two(self, y: Self) -> Self;
                #[doc(hidden)]
                fn $two_short(self, y: Self) -> Self;
                #[doc(hidden)]
                fn $two_beyond(self, y: Self) -> bool;
            )*
            #[doc(hidden)]
            fn powi(self, n: i32) -> Self;
        }
        float! { @impl f64 $($f)*; $($near $with)*; $($of $short $beyond)*; $($two $two_short $two_beyond)* }
        float! { @impl f32 $($f)*; $($near $with)*; $($of $short $beyond)*; $($two $two_short $two_beyond)* }
    };
    (@impl $t:ident $($f:ident)*; $($near:ident $with:ident)*; $($of:ident $short:ident $beyond:ident)*;
     $($two:ident $two_short:ident $two_beyond:ident)*) => {
        impl Float for $t {
            $(
                #[inline(always)]
                fn $f(self) -> $t {
                    super::$t::$f(self)
                }
            )*
            $(
                #[inline(always)]
                fn $near(self) -> $t {
                    super::$t::any::$near::<Strict>(self)
                }
                #[inline(always)]
                fn $with(self, tables: &Tables) -> $t {
                    super::$t::any::$with::<Strict>(self, tables)
                }
            )*
            $(
                #[inline(always)]
                fn $short(self) -> $t {
                    super::$t::any::$of::<Near<Strict>>(self)
                }
                #[inline(always)]
                fn $beyond(self) -> bool {
                    super::reach::$t::$of(self)
                }
            )*
            #[inline(always)]
            fn is_beyond(self) -> bool {
                super::$t::is_beyond(self)
            }
            #[inline(always)]
            fn sin_cos(self) -> ($t, $t) {
                super::$t::sin_cos(self)
            }
            #[inline(always)]
            fn sin_cos_near(self) -> ($t, $t) {
                super::$t::any::sin_cos_near::<Strict>(self)
            }
            #[inline(always)]
            fn sin_cos_with(self, tables: &Tables) -> ($t, $t) {
                super::$t::any::sin_cos_with::<Strict>(self, tables)
            }
            $(
                #[inline(always)]
                fn $two(self, y: $t) -> $t {
                    super::$t::$two(self, y)
                }
                #[inline(always)]
                fn $two_short(self, y: $t) -> $t {
                    super::$t::any::$two::<Near<Strict>>(self, y)
                }
                #[inline(always)]
                fn $two_beyond(self, y: $t) -> bool {
                    super::reach::$t::$two(self, y)
                }
            )*
            #[inline(always)]
            fn powi(self, n: i32) -> $t {
                super::$t::powi(self, n)
            }
        }
    };
}
float! {
    exp exp2 exp_m1 ln ln_1p log2 log10 sinh cosh tanh asin acos atan asinh acosh atanh cbrt erf erfc sigmoid recip sqrt sin cos tan;
    sin_near sin_with cos_near cos_with tan_near tan_with;
    exp exp_short exp_beyond exp2 exp2_short exp2_beyond ln ln_short ln_beyond ln_1p ln_1p_short ln_1p_beyond
    log2 log2_short log2_beyond log10 log10_short log10_beyond cbrt cbrt_short cbrt_beyond
    acosh acosh_short acosh_beyond;
    powf powf_short powf_beyond atan2 atan2_short atan2_beyond hypot hypot_short hypot_beyond
}

macro_rules! functions {
    ($($(#[$doc:meta])* $f:ident)*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $f<T: Float>(x: T) -> T {
            T::$f(x)
        }
    )*};
}
functions! {
    /// E to the power `x`; see [`f64::exp`](super::f64::exp()).
    exp
    /// 2 to the power `x`; see [`f64::exp2`](super::f64::exp2()).
    exp2
    /// E to the power `x`, minus one; see [`f64::exp_m1`](super::f64::exp_m1()).
    exp_m1
    /// The natural logarithm of `x`; see [`f64::ln`](super::f64::ln()).
    ln
    /// The natural logarithm of `1 + x`; see [`f64::ln_1p`](super::f64::ln_1p()).
    ln_1p
    /// The logarithm of `x` to base 2; see [`f64::log2`](super::f64::log2()).
    log2
    /// The logarithm of `x` to base 10; see [`f64::log10`](super::f64::log10()).
    log10
    /// The sine of `x` (radians); see [`f64::sin`](super::f64::sin()).
    sin
    /// The cosine of `x` (radians); see [`f64::cos`](super::f64::cos()).
    cos
    /// The tangent of `x` (radians); see [`f64::tan`](super::f64::tan()).
    tan
    /// The hyperbolic sine of `x`; see [`f64::sinh`](super::f64::sinh()).
    sinh
    /// The hyperbolic cosine of `x`; see [`f64::cosh`](super::f64::cosh()).
    cosh
    /// The hyperbolic tangent of `x`; see [`f64::tanh`](super::f64::tanh()).
    tanh
    /// The arc sine of `x` in radians; see [`f64::asin`](super::f64::asin()).
    asin
    /// The arc cosine of `x` in radians; see [`f64::acos`](super::f64::acos()).
    acos
    /// The arc tangent of `x` in radians; see [`f64::atan`](super::f64::atan()).
    atan
    /// The inverse hyperbolic sine of `x`; see [`f64::asinh`](super::f64::asinh()).
    asinh
    /// The inverse hyperbolic cosine of `x`; see [`f64::acosh`](super::f64::acosh()).
    acosh
    /// The inverse hyperbolic tangent of `x`; see [`f64::atanh`](super::f64::atanh()).
    atanh
    /// The cube root of `x`; see [`f64::cbrt`](super::f64::cbrt()).
    cbrt
    /// The error function of `x`; see [`f64::erf`](super::f64::erf()).
    erf
    /// One minus the error function of `x`; see [`f64::erfc`](super::f64::erfc()).
    erfc
    /// The logistic function of `x`, 1 / (1 + e^-x); see [`f64::sigmoid`](super::f64::sigmoid()).
    sigmoid
    /// The reciprocal of `x`; see [`f64::recip`](super::f64::recip()).
    recip
    /// The square root of `x`; see [`f64::sqrt`](super::f64::sqrt()).
    sqrt
}

/// The sine and the cosine of `x` (radians).
#[inline(always)]
pub fn sin_cos<T: Float>(x: T) -> (T, T) {
    T::sin_cos(x)
}

/// `x` to the power `y`.
#[inline(always)]
pub fn powf<T: Float>(x: T, y: T) -> T {
    T::powf(x, y)
}

/// `x` to the power `n`.
#[inline(always)]
pub fn powi<T: Float>(x: T, n: i32) -> T {
    T::powi(x, n)
}

/// The angle of the point (`x`, `y`) in radians, from -pi to pi.
#[inline(always)]
pub fn atan2<T: Float>(y: T, x: T) -> T {
    T::atan2(y, x)
}

/// The square root of `x^2 + y^2`.
#[inline(always)]
pub fn hypot<T: Float>(x: T, y: T) -> T {
    T::hypot(x, y)
}
