//! Tensors: arrays of several dimensions with one pair of brackets, `a[[i, j]]` and `a[(i, j)]`.
//!
//! A view of a tensor is a pointer, and for each dimension an extent and a stride (in elements, of either sign). What
//! types are tensors is said in `foreign/`, behind the features of the crates that have them.

use super::ex::{Ex, diverge};
use super::held::Held;
use super::int::W;
use crate::checks::MayShare;
use crate::verify::{Check, Checked};
use std::marker::PhantomData;

/// A subscript of a tensor, and whether it was written in parentheses: `a[(i, j)]`.
#[derive(Clone, Copy, Debug)]
pub struct Cell<const K: usize> {
    /// The numbers.
    pub at: [usize; K],
    /// In parentheses?
    pub tuple: bool,
}

/// Where the elements of a tensor are, from its first one on.
#[derive(Clone, Copy, Debug)]
pub struct Layout<const K: usize> {
    /// How far each dimension reaches.
    pub extents: [usize; K],
    /// How many elements further the next one of each dimension is.
    pub strides: [isize; K],
}

/// A place whose indexing by `K` numbers is exactly access to one element of its own, without any effect.
///
/// # Safety
/// Where `layout` gives extents and strides: for `at[d] < extents[d]`, `this[at]` by the type's own `Index` is the element
/// `sum of at[d] * strides[d]` elements after `start`, and all of these are within one allocation; otherwise it panics
/// as `outside` does; and neither has any other effect. Nothing of this changes while `this` is borrowed. Asking for it
/// has no effect.
pub unsafe trait Tensor<const K: usize> {
    /// The element type.
    type Item;
    /// Extents and strides; `None` for an array whose number of dimensions is another.
    fn layout(&self) -> Option<Layout<K>>;
    /// The element whose numbers are all 0, if there is one.
    fn start(&self) -> *const Self::Item;
    /// Panics as the type's own index does.
    fn outside(extents: [usize; K], cell: Cell<K>) -> !;
}

/// A `Tensor` whose elements may be assigned through a mutable borrow.
///
/// # Safety
/// As [`Tensor`], for `IndexMut` and `start_mut`, after which `layout` is still the same; elements with different subscripts
/// are different places.
pub unsafe trait TensorMut<const K: usize>: Tensor<K> {
    /// The element whose numbers are all 0, if there is one.
    fn start_mut(&mut self) -> *mut Self::Item;
}

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        // SAFETY: indexing a pointer indexes what it points to, which stays where it is while borrowed.
        unsafe impl<A: Tensor<K> + ?Sized, const K: usize> Tensor<K> for $pointer {
            type Item = A::Item;
            #[inline(always)]
            fn layout(&self) -> Option<Layout<K>> {
                (**self).layout()
            }
            #[inline(always)]
            fn start(&self) -> *const A::Item {
                (**self).start()
            }
            #[cold]
            fn outside(extents: [usize; K], cell: Cell<K>) -> ! {
                A::outside(extents, cell)
            }
        }
    )*};
}
pointers!(&A, &mut A, Box<A>);

// SAFETY: indexing a reference indexes what it refers to.
unsafe impl<A: TensorMut<K> + ?Sized, const K: usize> TensorMut<K> for &mut A {
    #[inline(always)]
    fn start_mut(&mut self) -> *mut A::Item {
        (**self).start_mut()
    }
}
// SAFETY: indexing a box indexes what is in it.
unsafe impl<A: TensorMut<K> + ?Sized, const K: usize> TensorMut<K> for Box<A> {
    #[inline(always)]
    fn start_mut(&mut self) -> *mut A::Item {
        (**self).start_mut()
    }
}

impl<const K: usize> W<[usize; K]> {
    /// A subscript.
    #[inline(always)]
    pub fn cell(self) -> Cell<K> {
        Cell { at: self.0, tuple: false }
    }
}

macro_rules! tuples {
    ($($k:literal: $($t:ident)*;)*) => {$(
        impl W<($($t,)*)> {
            /// A subscript.
            #[inline(always)]
            pub fn cell(self) -> Cell<$k> {
                Cell { at: self.0.into(), tuple: true }
            }
        }
    )*};
}
tuples! {
    2: usize usize;
    3: usize usize usize;
    4: usize usize usize usize;
    5: usize usize usize usize usize;
    6: usize usize usize usize usize usize;
}

/// Subscripts of other types.
pub trait NoCell: Sized {
    /// Never run.
    fn cell<const K: usize>(self) -> Cell<K> {
        diverge()
    }
}
impl<T> NoCell for W<T> {}

/// A tensor borrowed shared, with the exemplar of its elements.
pub struct Cells<'a, B: ?Sized, T, const K: usize>(&'a B, Ex<T>);

/// A tensor borrowed mutably, with the exemplar of its elements.
pub struct CellsMut<'a, B: ?Sized, T, const K: usize>(&'a mut B, Ex<T>);

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

/// What the views of a tensor hold.
struct Raw<T, const K: usize> {
    start: *mut T,
    layout: Layout<K>,
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
    fn new(start: *mut T, layout: Option<Layout<K>>, outside: fn([usize; K], Cell<K>) -> !) -> Self {
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
    unsafe fn ptr(self, cell: Cell<K>) -> *mut T {
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
    fn check(&self, cell: Cell<K>) {
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
    raw: Raw<T, K>,
    life: PhantomData<&'a T>,
}

/// A tensor that the loop writes.
pub struct TensorViewMut<'a, T, const K: usize> {
    raw: Raw<T, K>,
    life: PhantomData<&'a mut T>,
}

/// Stands for a view where the base or its elements are not what the fast form needs.
pub struct DeadTensor<'a, T, const K: usize> {
    of: PhantomData<fn(T) -> T>,
    life: PhantomData<&'a ()>,
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
copies!(TensorView TensorViewMut DeadTensor);

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
            /// As [`super::View::with`].
            #[inline(always)]
            pub fn with<R>(self, f: impl FnOnce($view<'a, T, K>) -> R) -> R {
                f(self)
            }
            /// The same view without the borrow behind it.
            ///
            /// # Safety
            /// As [`super::ViewMut::erase`].
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
    /// As [`super::ViewMut::hold`].
    #[inline(always)]
    pub unsafe fn hold(self, cell: Cell<K>, primitive: bool) -> Held<'a, T> {
        // SAFETY: the caller's contract.
        unsafe { Held::of(self.raw.ptr(cell), primitive) }
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

macro_rules! never {
    ($($(#[$attr:meta])* $name:ident -> $out:ty;)*) => {
        impl<'a, T, const K: usize> DeadTensor<'a, T, K> {
            $(
                /// Never run.
                ///
                /// # Safety
                /// None needed: it diverges.
                pub unsafe fn $name(self, _: Cell<K>) -> $out {
                    diverge()
                }
            )*
        }
    };
}
never! {
    at -> &'a mut T;
    get -> &'a T;
    get_checked -> &'a T;
    checked_mut -> &'a mut T;
    ptr -> *mut T;
}

impl<'a, T, const K: usize> DeadTensor<'a, T, K> {
    /// No.
    #[inline(always)]
    pub fn is_known(self) -> bool {
        false
    }
    /// 0.
    #[inline(always)]
    pub fn extent(self, _: usize) -> usize {
        0
    }
    /// 0.
    #[inline(always)]
    pub fn len(self) -> usize {
        0
    }
    /// Yes.
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        true
    }
    /// Nothing.
    #[inline(always)]
    pub fn range(self) -> (usize, usize) {
        (0, 0)
    }
    /// Never run.
    pub fn checked(self, _: Cell<K>) -> &'a T {
        diverge()
    }
    /// Never run.
    pub fn ptr_checked(self, _: Cell<K>) -> *mut T {
        diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn hold(self, _: Cell<K>, _: bool) -> Held<'a, T> {
        diverge()
    }
    /// Itself.
    #[inline(always)]
    pub fn with<R>(self, f: impl FnOnce(DeadTensor<'a, T, K>) -> R) -> R {
        f(self)
    }
    /// Itself.
    ///
    /// # Safety
    /// None needed.
    #[inline(always)]
    pub unsafe fn erase<'b>(self) -> DeadTensor<'b, T, K> {
        DeadTensor { of: PhantomData, life: PhantomData }
    }
}

impl<B: TensorMut<K, Item = T> + ?Sized, T: Checked, const K: usize> CellsMut<'_, B, T, K> {
    /// The elements, for `check`: in a list of their own, and back.
    #[cold]
    pub fn verify(self, check: &mut Check, name: &'static str, tolerant: bool) {
        let start = self.0.start_mut();
        let raw = Raw::new(start, self.0.layout(), B::outside);
        let extents = raw.layout.extents;
        // The numbers of the element that comes in this place, the last one first.
        let cell = |mut place: usize| {
            let mut at = [0; K];
            for d in (0..K).rev() {
                at[d] = place % extents[d];
                place /= extents[d];
            }
            at
        };
        let places: Vec<*mut T> =
            (0..extents.iter().product()).map(|place| raw.ptr_of(cell(place))).collect();
        // SAFETY: each is an element, borrowed mutably with the whole, and nothing else refers to one here.
        let mut all: Vec<T> = places.iter().map(|&place| unsafe { (*place).clone() }).collect();
        let name = |index: &str| {
            let (place, rest) = index.trim_start_matches('[').split_once(']').unwrap_or_default();
            format!("{name}[{:?}]{rest}", cell(place.parse().unwrap_or_default()))
        };
        check.place(&mut all, &name, tolerant);
        for (place, value) in places.into_iter().zip(&all) {
            // SAFETY: as above.
            unsafe { (*place).assign(value) }
        }
    }
}

impl<T, const K: usize> Raw<T, K> {
    /// Where an element is that there is.
    fn ptr_of(self, at: [usize; K]) -> *mut T {
        let cell = Cell { at, tuple: false };
        self.check(cell);
        // SAFETY: just checked.
        unsafe { self.ptr(cell) }
    }
}

/// The answer of every other base.
pub trait NotCheckedCells: Sized {
    /// It cannot be compared.
    fn verify(self, check: &mut Check, _: &'static str, _: bool) {
        check.unknown();
    }
}
impl<B: ?Sized, T, const K: usize> NotCheckedCells for CellsMut<'_, B, T, K> {}
