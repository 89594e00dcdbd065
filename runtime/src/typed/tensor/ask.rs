//! What is asked of a base that is subscripted by several numbers, and its view.

use super::dead::DeadTensor;
use super::view::{Raw, TensorView, TensorViewMut};
use super::{Tensor, TensorMut};
use crate::checks::MayShare;
use crate::typed::ex::Ex;
use std::marker::PhantomData;

/// A tensor borrowed shared, with the exemplar of its elements.
pub struct Cells<'a, B: ?Sized, T, const K: usize>(&'a B, Ex<T>);

/// A tensor borrowed mutably, with the exemplar of its elements.
pub struct CellsMut<'a, B: ?Sized, T, const K: usize>(pub(super) &'a mut B, Ex<T>);

impl<'a, B: ?Sized, T, const K: usize> Cells<'a, B, T, K> {
    /// Pairs a base with its element exemplar.
    #[inline(always)]
    pub fn new(base: &'a B, element: Ex<T>) -> Self {
        Cells(base, element)
    }
}

impl<'a, B: ?Sized, T, const K: usize> CellsMut<'a, B, T, K> {
    /// Pairs a base with its element exemplar.
    #[inline(always)]
    pub fn new(base: &'a mut B, element: Ex<T>) -> Self {
        CellsMut(base, element)
    }
}

macro_rules! answers {
    ($($cells:ident $tensor:ident $view:ident $dead:ident |$base:ident| $start:expr;)*) => {$(
        impl<'a, B: $tensor<K, Item = T> + ?Sized, T, const K: usize> $cells<'a, B, T, K> {
            /// Is the base a tensor, for a loop that stays on its thread?
            #[inline(always)]
            pub const fn is_array_here(&self) -> bool {
                true
            }
            /// The view of a tensor, for a loop that stays on its thread.
            #[inline(always)]
            pub fn view_here(self) -> $view<'a, T, K> {
                let $base = self.0;
                let start = $start;
                $view { raw: Raw::new(start, $base.layout(), B::outside), life: PhantomData }
            }
        }

        impl<'a, B: $tensor<K, Item = T> + ?Sized, T: MayShare, const K: usize> $cells<'a, B, T, K> {
            /// Is the base a tensor of what threads may share?
            #[inline(always)]
            pub const fn is_array(&self) -> bool {
                true
            }
            /// The view of a tensor.
            #[inline(always)]
            pub fn view(self) -> $view<'a, T, K> {
                self.view_here()
            }
        }

        /// The answers of every other base.
        pub trait $dead<'a, T, const K: usize>: Sized {
            /// No.
            #[inline(always)]
            fn is_array(&self) -> bool {
                false
            }
            /// No.
            #[inline(always)]
            fn is_array_here(&self) -> bool {
                false
            }
            /// A view that is never used.
            #[inline(always)]
            fn view(self) -> DeadTensor<'a, T, K> {
                DeadTensor { of: PhantomData, life: PhantomData }
            }
            /// A view that is never used.
            #[inline(always)]
            fn view_here(self) -> DeadTensor<'a, T, K> {
                DeadTensor { of: PhantomData, life: PhantomData }
            }
        }
        impl<'a, B: ?Sized, T, const K: usize> $dead<'a, T, K> for $cells<'a, B, T, K> {}
    )*};
}
answers! {
    Cells Tensor TensorView CellsDead |base| base.start().cast_mut();
    CellsMut TensorMut TensorViewMut CellsMutDead |base| base.start_mut();
}
