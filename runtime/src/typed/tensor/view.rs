//! Views of tensors: where an element is, checked and unchecked.

use super::{Cell, Layout};
use crate::typed::held::Held;
use std::marker::PhantomData;

/// What the views of a tensor hold.
pub(super) struct Raw<T, const K: usize> {
    start: *mut T,
    pub(super) layout: Layout<K>,
    /// Is it what the loop takes it for: has it as many dimensions?
    known: bool,
    outside: fn([usize; K], Cell<K>) -> !,
}

impl<T, const K: usize> Clone for Raw<T, K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, const K: usize> Copy for Raw<T, K> {}

impl<T, const K: usize> Raw<T, K> {
    #[inline(always)]
    pub(super) fn new(
        start: *mut T,
        layout: Option<Layout<K>>,
        outside: fn([usize; K], Cell<K>) -> !,
    ) -> Self {
        let none = Layout { extents: [0; K], strides: [0; K] };
        Raw { start, layout: layout.unwrap_or(none), known: layout.is_some(), outside }
    }

    #[inline(always)]
    fn has(&self, cell: Cell<K>) -> bool {
        let mut within = true;
        for (at, extent) in cell.at.iter().zip(&self.layout.extents) {
            within &= at < extent;
        }
        within
    }

    /// Where an element is.
    ///
    /// # Safety
    /// Its numbers are less than the extents.
    #[inline(always)]
    pub(super) unsafe fn ptr(self, cell: Cell<K>) -> *mut T {
        debug_assert!(
            self.has(cell),
            "hotloop: a guard let {:?} of {:?} through",
            cell.at,
            self.layout.extents
        );
        let mut offset = 0_isize;
        for d in 0..K {
            offset = offset.wrapping_add((cell.at[d] as isize).wrapping_mul(self.layout.strides[d]));
        }
        // SAFETY: the caller's contract; the contract of `Tensor`.
        unsafe { self.start.offset(offset) }
    }

    #[inline(always)]
    pub(super) fn check(&self, cell: Cell<K>) {
        if !self.has(cell) {
            (self.outside)(self.layout.extents, cell);
        }
    }

    /// Least address, and one past the greatest.
    fn range(&self) -> (usize, usize) {
        if self.layout.extents.contains(&0) {
            return (0, 0);
        }
        let (mut low, mut high) = (self.start as usize, self.start as usize + size_of::<T>());
        for (&extent, &stride) in self.layout.extents.iter().zip(&self.layout.strides) {
            let reach = stride.unsigned_abs() * (extent - 1) * size_of::<T>();
            if stride < 0 {
                low -= reach;
            } else {
                high += reach;
            }
        }
        (low, high)
    }
}

/// A tensor that is only read. All of its elements stay unchanged while it lives.
pub struct TensorView<'a, T, const K: usize> {
    pub(super) raw: Raw<T, K>,
    pub(super) life: PhantomData<&'a T>,
}

/// A tensor that the loop writes.
pub struct TensorViewMut<'a, T, const K: usize> {
    pub(super) raw: Raw<T, K>,
    pub(super) life: PhantomData<&'a mut T>,
}

macro_rules! copies {
    ($($view:ident)*) => {$(
        impl<T, const K: usize> Clone for $view<'_, T, K> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<T, const K: usize> Copy for $view<'_, T, K> {}
    )*};
}
copies!(TensorView TensorViewMut);

// SAFETY: a shared borrow of elements that are `Sync`.
unsafe impl<T: Sync, const K: usize> Send for TensorView<'_, T, K> {}
// SAFETY: as above.
unsafe impl<T: Sync, const K: usize> Sync for TensorView<'_, T, K> {}
// SAFETY: as for `ViewMut`: elements are sendable and shareable; that no two threads touch one element of which one
// writes is what `Independent` proves before a view is used in parallel.
unsafe impl<T: Send + Sync, const K: usize> Send for TensorViewMut<'_, T, K> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync, const K: usize> Sync for TensorViewMut<'_, T, K> {}

macro_rules! questions {
    ($($view:ident)*) => {$(
        impl<'a, T, const K: usize> $view<'a, T, K> {
            /// Is it an array of as many dimensions as the loop takes it for?
            #[inline(always)]
            pub fn is_known(self) -> bool {
                self.raw.known
            }
            /// How far a dimension reaches.
            #[inline(always)]
            pub fn extent(self, dim: usize) -> usize {
                self.raw.layout.extents[dim]
            }
            /// Number of elements.
            #[inline(always)]
            pub fn len(self) -> usize {
                self.raw.layout.extents.iter().fold(1, |product, extent| extent.wrapping_mul(product))
            }
            /// No elements?
            #[inline(always)]
            pub fn is_empty(self) -> bool {
                self.len() == 0
            }
            /// Address range, for the test of disjointness.
            #[inline(always)]
            pub fn range(self) -> (usize, usize) {
                self.raw.range()
            }
            /// Where an element is, unchecked. Of a view that is only read, only to be read through.
            ///
            /// # Safety
            /// Its numbers are less than the extents: the loop's guard holds, or the subscript was checked.
            #[inline(always)]
            pub unsafe fn ptr(self, cell: Cell<K>) -> *mut T {
                // SAFETY: the caller's contract.
                unsafe { self.raw.ptr(cell) }
            }
            /// The same, checked.
            ///
            /// # Panics
            /// As the type's own index does.
            #[inline(always)]
            pub fn ptr_checked(self, cell: Cell<K>) -> *mut T {
                self.raw.check(cell);
                // SAFETY: just checked.
                unsafe { self.raw.ptr(cell) }
            }
            /// As [`crate::typed::View::with`].
            #[inline(always)]
            pub fn with<R>(self, f: impl FnOnce($view<'a, T, K>) -> R) -> R {
                f(self)
            }
            /// The same view without the borrow behind it.
            ///
            /// # Safety
            /// As [`crate::typed::ViewMut::erase`].
            #[inline(always)]
            pub unsafe fn erase<'b>(self) -> $view<'b, T, K> {
                $view { raw: self.raw, life: PhantomData }
            }
        }
    )*};
}
questions!(TensorView TensorViewMut);

impl<'a, T, const K: usize> TensorView<'a, T, K> {
    /// An element, unchecked.
    ///
    /// # Safety
    /// As [`TensorView::ptr`].
    #[inline(always)]
    pub unsafe fn at(self, cell: Cell<K>) -> &'a T {
        // SAFETY: the caller's contract; the elements are borrowed shared for `'a`.
        unsafe { &*self.raw.ptr(cell) }
    }
    /// An element, checked.
    ///
    /// # Panics
    /// As the type's own index does.
    #[inline(always)]
    pub fn checked(self, cell: Cell<K>) -> &'a T {
        // SAFETY: just checked; the elements are borrowed shared for `'a`.
        unsafe { &*self.ptr_checked(cell) }
    }
}

impl<'a, T, const K: usize> TensorViewMut<'a, T, K> {
    /// An element, unchecked, to be read.
    ///
    /// # Safety
    /// Its numbers are less than the extents; nobody writes the element while the result is used.
    #[inline(always)]
    pub unsafe fn get(self, cell: Cell<K>) -> &'a T {
        // SAFETY: the caller's contract; the elements are borrowed mutably for `'a`.
        unsafe { &*self.raw.ptr(cell) }
    }
    /// An element, checked, to be read.
    ///
    /// # Panics
    /// As the type's own index does.
    ///
    /// # Safety
    /// As [`TensorViewMut::get`], but for the bounds.
    #[inline(always)]
    pub unsafe fn get_checked(self, cell: Cell<K>) -> &'a T {
        // SAFETY: just checked; the rest is the caller's contract.
        unsafe { &*self.ptr_checked(cell) }
    }
    /// An element, unchecked, to be written.
    ///
    /// # Safety
    /// Its numbers are less than the extents; no other thread touches the element during the borrow, and the plain
    /// function's own borrow at this very place was accepted by rustc.
    #[inline(always)]
    pub unsafe fn at(self, cell: Cell<K>) -> &'a mut T {
        // SAFETY: the caller's contract; the elements are borrowed mutably for `'a`.
        unsafe { &mut *self.raw.ptr(cell) }
    }
    /// An element, checked, to be written.
    ///
    /// # Panics
    /// As the type's own index does.
    ///
    /// # Safety
    /// As [`TensorViewMut::at`], but for the bounds.
    #[inline(always)]
    pub unsafe fn checked_mut(self, cell: Cell<K>) -> &'a mut T {
        // SAFETY: just checked; the rest is the caller's contract.
        unsafe { &mut *self.ptr_checked(cell) }
    }
    /// Takes the value of an element, if it is a primitive, until the result is dropped.
    ///
    /// # Safety
    /// As [`crate::typed::ViewMut::hold`].
    #[inline(always)]
    pub unsafe fn hold(self, cell: Cell<K>, primitive: bool) -> Held<'a, T> {
        // SAFETY: the caller's contract.
        unsafe { Held::of(self.raw.ptr(cell), primitive) }
    }
}
