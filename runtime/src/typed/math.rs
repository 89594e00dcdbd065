//! Elementary functions by receiver type: ours for `f64` and `f32`, nothing for any other type.

use super::ex::{Ex, diverge};
use super::fast::Fuse;
use super::int::W;
use crate::math;
use crate::math::fast::Flags;

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
            pub fn $with(self, _: Ex<f64>, tables: &Tables) -> f64 { math::f64::$with(*self.0, tables) }
        )*}
        impl W<&f32> {$(
            /// Ours, with the tables at hand.
            #[inline(always)]
            pub fn $with(self, _: Ex<f32>, tables: &Tables) -> f32 { math::f32::$with(*self.0, tables) }
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

/// Flags of `fastmath` for elementary functions.
pub use crate::math::fast::Math;

macro_rules! flagged {
    ($($name:ident $f:ident)*) => {
        impl W<&f64> {$(
            /// Ours, under flags.
            #[inline(always)]
            pub fn $name<M: Flags, L: Fuse>(self, _: Ex<f64>, _: M, _: L) -> f64 { math::fast::f64::$f::<M, L>(*self.0) }
        )*}
        impl W<&f32> {$(
            /// Ours, under flags.
            #[inline(always)]
            pub fn $name<M: Flags, L: Fuse>(self, _: Ex<f32>, _: M, _: L) -> f32 { math::fast::f32::$f::<M, L>(*self.0) }
        )*}
        /// Receivers that are not floats.
        pub trait NotFlagged: Sized {$(
            /// Never run.
            fn $name<R, M, L>(self, _: Ex<R>, _: M, _: L) -> R { diverge() }
        )*}
    };
}
flagged!(exp_under exp ln_under ln sin_under sin cos_under cos);

macro_rules! flagged_and_tabled {
    ($($name:ident $f:ident)*) => {
        impl W<&f64> {$(
            /// Ours, under flags, with the tables at hand.
            #[inline(always)]
            pub fn $name<M: Flags, L: Fuse>(self, _: Ex<f64>, tables: &Tables, _: M, _: L) -> f64 {
                math::fast::f64::$f::<M, L>(*self.0, tables)
            }
        )*}
        impl W<&f32> {$(
            /// Ours, under flags, with the tables at hand.
            #[inline(always)]
            pub fn $name<M: Flags, L: Fuse>(self, _: Ex<f32>, tables: &Tables, _: M, _: L) -> f32 {
                math::fast::f32::$f::<M, L>(*self.0, tables)
            }
        )*}
        /// Receivers that are not floats.
        pub trait NotFlaggedAndTabled: Sized {$(
            /// Never run.
            fn $name<R, M, L>(self, _: Ex<R>, _: &Tables, _: M, _: L) -> R { diverge() }
        )*}
    };
}
flagged_and_tabled!(sin_under_with sin_with cos_under_with cos_with);

impl<T: ?Sized> NotFlagged for W<&T> {}
impl<T: ?Sized> NotFlaggedAndTabled for W<&T> {}
