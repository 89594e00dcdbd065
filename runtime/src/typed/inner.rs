//! Parts of elements: a subscript of what is in an element, and rows that are arrays of their own.
//!
//! Emission reaches a part of an element through raw pointers, from the element inwards, and makes a
//! reference to the part alone: another iteration may use another part of the same element.

use super::array::{Array, ArrayMut};
use super::ex::{Ex, diverge};
use super::int::{I, Int};
use super::view::{Source, SourceMut, View, out_of_bounds};
use crate::checks::MayShare;
use std::marker::PhantomData;

impl<S: Array<Item: MayShare> + MayShare> Ex<S> {
    /// Is the value an array whose elements are reached by a subscript?
    #[inline(always)]
    pub const fn is_row(self) -> bool {
        S::CORE
    }
    /// Is the value an array that holds its elements in itself?
    #[inline(always)]
    pub const fn is_inline(self) -> bool {
        S::FIXED.is_some()
    }
    /// The length that all values of the type have.
    #[inline(always)]
    pub fn fixed_len(self) -> I {
        match S::FIXED {
            Some(n) => n.exact(),
            None => I::unknown(),
        }
    }
    /// Where element `k` of the array at `at` is, unchecked. Only to be read through, unless the array
    /// holds its elements in itself.
    ///
    /// # Safety
    /// `at` points to a value that may be read (for an array with `FIXED`: whose place is within one
    /// allocation), and `k` is less than its length.
    #[inline(always)]
    pub unsafe fn inner(self, at: *mut S, k: usize, _: Ex<S::Item>) -> *mut S::Item {
        if let Some(n) = S::FIXED {
            debug_assert!(k < n, "hotloop: a guard let {k} of {n} through");
            // SAFETY: the elements are in the value, from its start; `k` is one of them.
            return unsafe { at.cast::<S::Item>().add(k) };
        }
        // SAFETY: the value may be read; `k` is less than its length.
        unsafe { (*at).slice().as_ptr().add(k) }.cast_mut()
    }
    /// The same, checked.
    ///
    /// # Panics
    /// As core's slice index does.
    ///
    /// # Safety
    /// As [`Ex::inner`], but for the bound.
    #[inline(always)]
    #[track_caller]
    pub unsafe fn inner_checked(self, at: *mut S, k: usize, element: Ex<S::Item>) -> *mut S::Item {
        // SAFETY: the value may be read.
        let len = S::FIXED.unwrap_or_else(|| unsafe { (*at).slice().len() });
        if k >= len {
            out_of_bounds(k, len);
        }
        // SAFETY: just checked; the rest is the caller's contract.
        unsafe { self.inner(at, k, element) }
    }
    /// Row `i`, only to be read, if there is such a row; an empty row otherwise.
    #[inline(always)]
    pub fn row_of<'a>(self, rows: View<'a, S>, i: usize, _: Ex<S::Item>) -> RowPtr<'a, S::Item> {
        match rows.row(i) {
            Some(row) => {
                let row = row.slice();
                RowPtr { at: row.as_ptr().cast_mut(), len: row.len(), life: PhantomData }
            }
            None => RowPtr::EMPTY,
        }
    }
    /// What is asked for its length.
    #[inline(always)]
    pub fn row(self, row: &S) -> &S {
        row
    }
    /// The least length of the rows from `low` to `high`.
    #[inline(always)]
    pub fn least_row(self, rows: View<'_, S>, low: I, high: I) -> I {
        if let Some(n) = S::FIXED {
            return n.exact();
        }
        least(rows.reach(low, high).iter().map(|row| row.slice().len()))
    }
}

impl<S> Ex<S> {
    /// Is a part of type `F` of a value of this type where `F` has to be? Not in a packed struct.
    #[inline(always)]
    pub const fn holds<F>(self, _: Ex<F>) -> bool {
        align_of::<S>() >= align_of::<F>()
    }
}

/// What values that are no arrays answer.
pub trait NotRow<S: ?Sized>: Copy {
    /// No.
    #[inline(always)]
    fn is_row(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_inline(self) -> bool {
        false
    }
    /// Never run. A user's `len` may change what it is called on.
    fn row<'a>(self, _: &S) -> &'a mut S {
        diverge()
    }
    /// Unknown.
    #[inline(always)]
    fn fixed_len(self) -> I {
        I::unknown()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    unsafe fn inner<U>(self, _: *mut S, _: usize, _: Ex<U>) -> *mut U {
        diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    unsafe fn inner_checked<U>(self, _: *mut S, _: usize, _: Ex<U>) -> *mut U {
        diverge()
    }
    /// An empty row, never used.
    #[inline(always)]
    fn row_of<'a, V, U>(self, _: V, _: usize, _: Ex<U>) -> RowPtr<'a, U> {
        RowPtr::EMPTY
    }
    /// Unknown.
    #[inline(always)]
    fn least_row<V>(self, _: V, _: I, _: I) -> I {
        I::unknown()
    }
}
impl<S: ?Sized> NotRow<S> for Ex<S> {}

fn least(lengths: impl Iterator<Item = usize>) -> I {
    lengths.min().map_or(I::of(i64::MAX), Int::exact)
}

/// Rows that the loop writes: arrays of their own inside a base.
///
/// A row that keeps its elements elsewhere (`Vec`) gives its pointer through a unique borrow only, which no
/// thread could take while others use the row. So the pointers are taken once, before the loop.
pub struct Rows<'a, S: Array> {
    at: *mut S,
    len: usize,
    life: PhantomData<&'a mut [S]>,
}

/// The rows of [`Rows`] that a loop reaches.
pub struct Table<'a, S: Array> {
    rows: Rows<'a, S>,
    /// Pointer and length of the rows from `first` on; none for rows that hold their elements.
    reached: Vec<(*mut S::Item, usize)>,
    first: usize,
}

/// A table, to be handed to the chunks.
pub struct Grid<'a, S: Array> {
    at: *mut S,
    len: usize,
    reached: *const (*mut S::Item, usize),
    first: usize,
    rows: usize,
    life: PhantomData<&'a mut [S]>,
}

impl<S: Array> Clone for Grid<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S: Array> Copy for Grid<'_, S> {}

// SAFETY: as for `ViewMut`: elements must be sendable and shareable; rows themselves are only read. That no
// two threads touch one element of which one writes is what `Independent` proves.
unsafe impl<S: Array<Item: Send + Sync> + Send + Sync> Send for Grid<'_, S> {}
// SAFETY: as above.
unsafe impl<S: Array<Item: Send + Sync> + Send + Sync> Sync for Grid<'_, S> {}

impl<'a, S: ArrayMut<Item: Send + Sync> + Send + Sync> Rows<'a, S> {
    /// Number of rows.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }
    /// No rows?
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    /// Address range of the rows' own values, for the test of disjointness.
    #[inline(always)]
    pub fn range(&self) -> (usize, usize) {
        (self.at as usize, self.at as usize + self.len * size_of::<S>())
    }
    /// The same rows without the borrow behind them.
    ///
    /// # Safety
    /// As [`super::ViewMut::erase`].
    #[inline(always)]
    pub unsafe fn erase<'b>(self) -> Rows<'b, S> {
        Rows { at: self.at, len: self.len, life: PhantomData }
    }
    /// Takes the pointers of the rows from `low` to `high`, as far as there are such.
    #[inline(always)]
    pub fn table(self, low: I, high: I) -> Table<'a, S> {
        if S::FIXED.is_some() {
            return Table { rows: self, reached: Vec::new(), first: 0 };
        }
        let (first, end) = I::clamp(low, high, self.len);
        let mut reached = Vec::with_capacity(end - first);
        for row in first..end {
            // SAFETY: within the rows, which are borrowed mutably for `'a`; no other borrow of one is alive.
            let row = unsafe { &mut *self.at.add(row) }.slice_mut();
            reached.push((row.as_mut_ptr(), row.len()));
        }
        Table { rows: self, reached, first }
    }
}

impl<S: ArrayMut<Item: Send + Sync> + Send + Sync> Table<'_, S> {
    /// What the chunks use.
    #[inline(always)]
    pub fn grid(&self) -> Grid<'_, S> {
        Grid {
            at: self.rows.at,
            len: self.rows.len,
            reached: self.reached.as_ptr(),
            first: self.first,
            rows: self.reached.len(),
            life: PhantomData,
        }
    }
}

impl<'a, S: ArrayMut<Item: Send + Sync> + Send + Sync> Grid<'a, S> {
    /// Number of rows.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.len
    }
    /// No rows?
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
    /// The least length of the rows reached.
    #[inline(always)]
    pub fn least(self) -> I {
        match S::FIXED {
            Some(n) => n.exact(),
            // SAFETY: `rows` entries, which live as long as the table that this grid borrows.
            None => least((0..self.rows).map(|r| unsafe { (*self.reached.add(r)).1 })),
        }
    }
    /// Pointer and length of row `i`.
    ///
    /// # Safety
    /// `i` is one of the rows that the table was made for.
    #[inline(always)]
    unsafe fn row(self, i: usize) -> (*mut S::Item, usize) {
        match S::FIXED {
            // SAFETY: `i` is less than `len`; such a row is its elements.
            Some(n) => (unsafe { self.at.add(i) }.cast(), n),
            None => {
                debug_assert!(
                    i >= self.first && i - self.first < self.rows,
                    "hotloop: row {i} was not taken"
                );
                // SAFETY: the caller's contract.
                unsafe { *self.reached.add(i - self.first) }
            }
        }
    }
    /// Row `i`, if it is one of those reached; an empty row otherwise.
    #[inline(always)]
    pub fn row_or_empty(self, i: usize) -> RowPtr<'a, S::Item> {
        let is_reached = match S::FIXED {
            Some(_) => i < self.len,
            None => i.wrapping_sub(self.first) < self.rows,
        };
        if !is_reached {
            return RowPtr::EMPTY;
        }
        // SAFETY: just checked.
        let (at, len) = unsafe { self.row(i) };
        RowPtr { at, len, life: PhantomData }
    }
    /// Length of row `i`, unchecked.
    ///
    /// # Safety
    /// As [`Grid::cell`].
    #[inline(always)]
    pub unsafe fn row_len(self, i: usize) -> usize {
        // SAFETY: the caller's contract.
        unsafe { self.row(i) }.1
    }
    /// Length of row `i`, checked.
    ///
    /// # Panics
    /// As core's slice index does.
    ///
    /// # Safety
    /// As [`Grid::row_checked`].
    #[inline(always)]
    #[track_caller]
    pub unsafe fn row_len_checked(self, i: usize) -> usize {
        // SAFETY: the caller's contract.
        unsafe { self.row_checked(i) }.len
    }
    /// Where element `k` of row `i` is, unchecked.
    ///
    /// # Safety
    /// The guard holds: `i` is one of the rows reached, `k` is less than its length.
    #[inline(always)]
    pub unsafe fn cell(self, i: usize, k: usize) -> *mut S::Item {
        // SAFETY: the caller's contract.
        let (at, len) = unsafe { self.row(i) };
        debug_assert!(k < len, "hotloop: a guard let {k} of {len} through");
        // SAFETY: `k` is less than the row's length.
        unsafe { at.add(k) }
    }
    /// Row `i`, checked; its elements are then reached by [`RowPtr::checked`].
    ///
    /// # Panics
    /// As core's slice index does.
    ///
    /// # Safety
    /// The table was made for all rows.
    #[inline(always)]
    #[track_caller]
    pub unsafe fn row_checked(self, i: usize) -> RowPtr<'a, S::Item> {
        if i >= self.len {
            out_of_bounds(i, self.len);
        }
        // SAFETY: one of all rows.
        let (at, len) = unsafe { self.row(i) };
        RowPtr { at, len, life: PhantomData }
    }
    /// Runs `f` with this grid as a parameter of its own.
    #[inline(always)]
    pub fn with<R>(self, f: impl FnOnce(Grid<'a, S>) -> R) -> R {
        f(self)
    }
}

/// One row.
pub struct RowPtr<'a, T> {
    at: *mut T,
    len: usize,
    life: PhantomData<&'a mut [T]>,
}

impl<T> Clone for RowPtr<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for RowPtr<'_, T> {}

impl<T> RowPtr<'_, T> {
    const EMPTY: Self = RowPtr { at: std::ptr::dangling_mut(), len: 0, life: PhantomData };

    /// Where element `k` is, unchecked.
    ///
    /// # Safety
    /// `k` is less than the row's length: the loop's guard holds.
    #[inline(always)]
    pub unsafe fn at(self, k: usize) -> *mut T {
        debug_assert!(k < self.len, "hotloop: a guard let {k} of {} through", self.len);
        // SAFETY: the caller's contract.
        unsafe { self.at.add(k) }
    }
    /// Where element `k` is.
    ///
    /// # Panics
    /// As core's slice index does.
    #[inline(always)]
    #[track_caller]
    pub fn checked(self, k: usize) -> *mut T {
        if k >= self.len {
            out_of_bounds(k, self.len);
        }
        // SAFETY: just checked.
        unsafe { self.at.add(k) }
    }
}

impl<'a, B: ArrayMut<Item = S> + ?Sized, S: ArrayMut<Item: MayShare> + MayShare> SourceMut<'a, B, S> {
    /// Is the base a true array of arrays?
    #[inline(always)]
    pub const fn is_rows(&self) -> bool {
        B::CORE && S::CORE
    }
    /// The rows of a true array of arrays.
    #[inline(always)]
    pub fn rows<U>(self, _: Ex<U>) -> Rows<'a, S> {
        let all = self.into_inner().slice_mut();
        Rows { at: all.as_mut_ptr(), len: all.len(), life: PhantomData }
    }
}

/// Stands for rows of another base.
pub struct DeadRows<'a, S, U> {
    row: PhantomData<fn(S) -> S>,
    element: PhantomData<fn(U) -> U>,
    life: PhantomData<&'a ()>,
}

impl<S, U> Clone for DeadRows<'_, S, U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S, U> Copy for DeadRows<'_, S, U> {}

/// The answers of every other base.
pub trait NotRows<'a, S>: Sized {
    /// No.
    #[inline(always)]
    fn is_rows(&self) -> bool {
        false
    }
    /// Rows that are never used.
    #[inline(always)]
    fn rows<U>(self, _: Ex<U>) -> DeadRows<'a, S, U> {
        DeadRows { row: PhantomData, element: PhantomData, life: PhantomData }
    }
}
impl<'a, B: ?Sized, S> NotRows<'a, S> for SourceMut<'a, B, S> {}

impl<'a, S, U> DeadRows<'a, S, U> {
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
    /// Itself.
    ///
    /// # Safety
    /// None needed.
    #[inline(always)]
    pub unsafe fn erase<'b>(self) -> DeadRows<'b, S, U> {
        DeadRows { row: PhantomData, element: PhantomData, life: PhantomData }
    }
    /// Itself.
    #[inline(always)]
    pub fn table(self, _: I, _: I) -> DeadRows<'a, S, U> {
        self
    }
    /// Itself.
    #[inline(always)]
    pub fn grid(&self) -> DeadRows<'a, S, U> {
        *self
    }
    /// Unknown.
    #[inline(always)]
    pub fn least(self) -> I {
        I::unknown()
    }
    /// An empty row, never used.
    #[inline(always)]
    pub fn row_or_empty(self, _: usize) -> RowPtr<'a, U> {
        RowPtr::EMPTY
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn cell(self, _: usize, _: usize) -> *mut U {
        diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn row_len(self, _: usize) -> usize {
        diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn row_len_checked(self, _: usize) -> usize {
        diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn row_checked(self, _: usize) -> RowPtr<'a, U> {
        diverge()
    }
    /// Itself.
    #[inline(always)]
    pub fn with<R>(self, f: impl FnOnce(DeadRows<'a, S, U>) -> R) -> R {
        f(self)
    }
}

impl<B: Array<Item = S> + ?Sized, S: Array> Source<'_, B, S> {
    /// Is what the user's `len()` says of each row the number of its elements? For the types that have one of
    /// their own this folds to yes; a trait of the user's may come first for others.
    #[inline(always)]
    pub fn rows_say(self, len: impl Fn(&S) -> usize) -> bool {
        self.into_inner().slice().iter().all(|row| len(row) == row.slice().len())
    }
}

/// Bases without rows.
pub trait NoRows<S: ?Sized>: Sized {
    /// No.
    #[inline(always)]
    fn rows_say<N>(self, _: impl Fn(&S) -> N) -> bool {
        false
    }
}
impl<B: ?Sized, S: ?Sized> NoRows<S> for Source<'_, B, S> {}
