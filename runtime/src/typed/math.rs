//! Elementary functions by receiver type: ours for `f64` and `f32`, nothing for any other type.

use super::ex::{Ex, diverge};
use super::int::W;
use crate::math;

macro_rules! elementary {
    ($($f:ident)*) => {
        impl W<&f64> {$(
            /// Ours.
            #[inline(always)]
            pub fn $f(self, _: Ex<f64>) -> f64 { math::f64::$f(*self.0) }
        )*}
        impl W<&f32> {$(
            /// Ours.
            #[inline(always)]
            pub fn $f(self, _: Ex<f32>) -> f32 { math::f32::$f(*self.0) }
        )*}
        /// Receivers that are not floats; the caller keeps their own method.
        pub trait NotFloat: Sized {$(
            /// Never run.
            fn $f<R>(self, _: Ex<R>) -> R { diverge() }
        )*}
    };
}
elementary!(exp ln sin cos);

/// Tables of the sine and the cosine, as a parameter of the loop.
pub use crate::math::Tables;

macro_rules! tabled {
    ($($f:ident $with:ident)*) => {
        impl W<&f64> {$(
            /// Ours, with the tables at hand.
            #[inline(always)]
            pub fn $with(self, _: Ex<f64>, tables: &Tables) -> f64 { math::f64::any::$with::<math::contract::Strict>(*self.0, tables) }
        )*}
        impl W<&f32> {$(
            /// Ours, with the tables at hand.
            #[inline(always)]
            pub fn $with(self, _: Ex<f32>, tables: &Tables) -> f32 { math::f32::any::$with::<math::contract::Strict>(*self.0, tables) }
        )*}
        /// Receivers that are not floats.
        pub trait NotTabled: Sized {$(
            /// Never run.
            fn $with<R>(self, _: Ex<R>, _: &Tables) -> R { diverge() }
        )*}
    };
}
tabled!(sin sin_with cos cos_with);

impl<T: ?Sized> NotTabled for W<&T> {}

impl<T: ?Sized> NotFloat for W<&T> {}
