//! Views: a base as pointer and length, alive as long as the borrow that rustc checked.

use super::array::{Array, ArrayMut, Lasting};
use super::ex::Ex;
use super::int::I;
use crate::checks::MayShare;
use crate::cpu::{Isa, isa};
use std::marker::PhantomData;

/// A read-only base. All of its elements stay unchanged while it lives.
pub struct View<'a, T>(&'a [T]);

impl<T> Clone for View<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for View<'_, T> {}

/// A base that the loop writes.
pub struct ViewMut<'a, T> {
    at: *mut T,
    len: usize,
    life: PhantomData<&'a mut [T]>,
}

impl<T> Clone for ViewMut<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for ViewMut<'_, T> {}

// SAFETY: a view reaches elements from several threads at once, so elements must be sendable (a thread may
// be handed the only access to one) and shareable (two may read one). That no two threads touch one
// element of which one writes is what `Independent` proves before a view is used in parallel.
unsafe impl<T: Send + Sync> Send for ViewMut<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for ViewMut<'_, T> {}

/// Stands for a view where the base or its elements are not what the fast form needs.
///
/// A subscript that is a range from a variable (`a[r]`) makes the elements slices, which have no size.
pub struct DeadView<'a, T: ?Sized> {
    of: PhantomData<fn(*const T) -> *const T>,
    life: PhantomData<&'a ()>,
}

impl<T: ?Sized> Clone for DeadView<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for DeadView<'_, T> {}

/// Bytes of a line of the cache, and of the widest vector.
const LINE: usize = 64;
/// From so many iterations on the call for the few in front of the first line is worth it.
const LONG: u64 = 256;

/// The ordinals of a loop, in one piece or two.
pub struct Pieces {
    lo: u64,
    mid: u64,
    hi: u64,
}

impl Iterator for Pieces {
    type Item = (u64, u64);
    #[inline(always)]
    fn next(&mut self) -> Option<(u64, u64)> {
        let lo = self.lo;
        self.lo = if lo < self.mid { self.mid } else { self.hi };
        (lo < self.hi).then_some((lo, self.lo))
    }
}

#[cold]
#[inline(never)]
#[track_caller]
pub(super) fn out_of_bounds(index: usize, len: usize) -> ! {
    panic!("index out of bounds: the len is {len} but the index is {index}")
}

/// Panics as the range index of a slice of so many elements does.
#[inline(always)]
#[track_caller]
fn in_range(lo: usize, hi: usize, len: usize) {
    if lo > hi || hi > len {
        // Elements without a size: no memory, and core's own message.
        let all = vec![(); len];
        let _: &[()] = &all[lo..hi];
    }
}

impl<'a, T> View<'a, T> {
    /// The view of a slice.
    #[inline(always)]
    pub(crate) fn of(all: &'a [T]) -> Self {
        View(all)
    }
    /// Number of elements.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.0.len()
    }
    /// No elements?
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
    /// Address range, for the test of disjointness.
    #[inline(always)]
    pub fn range(self) -> (usize, usize) {
        let at = self.0.as_ptr() as usize;
        (at, at + std::mem::size_of_val(self.0))
    }
    /// Element `i`, unchecked.
    ///
    /// # Safety
    /// `i < len`: the loop's guard holds, or the subscript was checked.
    #[inline(always)]
    pub unsafe fn at(self, i: usize) -> &'a T {
        debug_assert!(i < self.0.len(), "hotloop: a guard let {i} of {} through", self.0.len());
        // Not `get_unchecked`: it tells LLVM again that `i < len`, of which the vectorizer makes a vector of subscripts.
        // SAFETY: the caller's contract.
        unsafe { &*self.0.as_ptr().add(i) }
    }
    /// The elements from `low` to `high`, as far as there are such.
    #[inline(always)]
    pub(super) fn reach(self, low: I, high: I) -> &'a [T] {
        let (first, end) = I::clamp(low, high, self.0.len());
        &self.0[first..end]
    }
    /// Element `i`, if there is one.
    #[inline(always)]
    pub(super) fn row(self, i: usize) -> Option<&'a T> {
        self.0.get(i)
    }
    /// Where element `i` is, unchecked. Only to be read through.
    ///
    /// # Safety
    /// As [`View::at`].
    #[inline(always)]
    pub unsafe fn ptr(self, i: usize) -> *mut T {
        // SAFETY: the caller's contract.
        std::ptr::from_ref(unsafe { self.at(i) }).cast_mut()
    }
    /// Where element `i` is, checked. Only to be read through.
    ///
    /// # Panics
    /// As core's slice index does.
    #[inline(always)]
    #[track_caller]
    pub fn ptr_checked(self, i: usize) -> *mut T {
        std::ptr::from_ref(self.checked(i)).cast_mut()
    }
    /// Elements `lo..hi`, unchecked.
    ///
    /// # Safety
    /// `lo <= hi <= len`: the loop's guard holds.
    #[inline(always)]
    pub unsafe fn sub(self, (lo, hi): (usize, usize)) -> &'a [T] {
        debug_assert!(lo <= hi && hi <= self.0.len(), "hotloop: a guard let {lo}..{hi} through");
        // SAFETY: the caller's contract.
        unsafe { self.0.get_unchecked(lo..hi) }
    }
    /// Elements `lo..hi`, checked.
    ///
    /// # Panics
    /// As core's slice index does.
    #[inline(always)]
    #[track_caller]
    pub fn sub_checked(self, (lo, hi): (usize, usize)) -> &'a [T] {
        &self.0[lo..hi]
    }
    /// Element `i`, checked.
    ///
    /// # Panics
    /// As core's slice index does.
    #[inline(always)]
    #[track_caller]
    pub fn checked(self, i: usize) -> &'a T {
        if i >= self.0.len() {
            out_of_bounds(i, self.0.len());
        }
        &self.0[i]
    }
    /// The same view without the borrow behind it.
    ///
    /// # Safety
    /// As [`ViewMut::erase`].
    #[inline(always)]
    pub unsafe fn erase<'b>(self) -> View<'b, T> {
        // SAFETY: the caller's contract.
        View(unsafe { std::slice::from_raw_parts(self.0.as_ptr(), self.0.len()) })
    }
    /// Runs `f` with this view as a parameter of its own, which tells LLVM that it aliases no other.
    #[inline(always)]
    pub fn with<R>(self, f: impl FnOnce(View<'a, T>) -> R) -> R {
        super::apart::call(f, self)
    }
}

impl<'a, T> ViewMut<'a, T> {
    /// Number of elements.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.len
    }
    /// No elements?
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
    /// Address range, for the test of disjointness.
    #[inline(always)]
    pub fn range(self) -> (usize, usize) {
        (self.at as usize, self.at as usize + self.len * size_of::<T>())
    }
    /// Element `i`, unchecked, to be read.
    ///
    /// # Safety
    /// `i < len`; no other thread writes element `i` while the result is used, nor does this one.
    #[inline(always)]
    pub unsafe fn get(self, i: usize) -> &'a T {
        debug_assert!(i < self.len, "hotloop: a guard let {i} of {} through", self.len);
        // SAFETY: the caller's contract; `at` points to `len` elements for `'a`.
        unsafe { &*self.at.add(i) }
    }
    /// Element `i`, checked, to be read.
    ///
    /// # Panics
    /// As core's slice index does.
    ///
    /// # Safety
    /// As [`ViewMut::get`], but for the bound.
    #[inline(always)]
    #[track_caller]
    pub unsafe fn get_checked(self, i: usize) -> &'a T {
        if i >= self.len {
            out_of_bounds(i, self.len);
        }
        // SAFETY: just checked; the rest is the caller's contract.
        unsafe { self.get(i) }
    }
    /// Element `i`, unchecked, to be written.
    ///
    /// # Safety
    /// `i < len`; no other thread touches element `i` during the borrow, and the plain function's own
    /// borrow of `base[i]` at this very place was accepted by rustc.
    #[inline(always)]
    pub unsafe fn at(self, i: usize) -> &'a mut T {
        debug_assert!(i < self.len, "hotloop: a guard let {i} of {} through", self.len);
        // SAFETY: the caller's contract; `at` points to `len` elements for `'a`.
        unsafe { &mut *self.at.add(i) }
    }
    /// Element `i`, checked, to be written.
    ///
    /// # Panics
    /// As core's slice index does.
    ///
    /// # Safety
    /// As [`ViewMut::at`], but for the bound.
    #[inline(always)]
    #[track_caller]
    pub unsafe fn checked_mut(self, i: usize) -> &'a mut T {
        if i >= self.len {
            out_of_bounds(i, self.len);
        }
        // SAFETY: just checked; the rest is the caller's contract.
        unsafe { self.at(i) }
    }
    /// Where element `i` is, unchecked.
    ///
    /// # Safety
    /// `i < len`.
    #[inline(always)]
    pub unsafe fn ptr(self, i: usize) -> *mut T {
        debug_assert!(i < self.len, "hotloop: a guard let {i} of {} through", self.len);
        // SAFETY: within the base.
        unsafe { self.at.add(i) }
    }
    /// Where element `i` is, checked.
    ///
    /// # Panics
    /// As core's slice index does.
    #[inline(always)]
    #[track_caller]
    pub fn ptr_checked(self, i: usize) -> *mut T {
        if i >= self.len {
            out_of_bounds(i, self.len);
        }
        // SAFETY: just checked.
        unsafe { self.ptr(i) }
    }
    /// Elements `lo..hi`, unchecked, to be read.
    ///
    /// # Safety
    /// `lo <= hi <= len`; nobody writes these elements while the result is used.
    #[inline(always)]
    pub unsafe fn sub(self, (lo, hi): (usize, usize)) -> &'a [T] {
        debug_assert!(lo <= hi && hi <= self.len, "hotloop: a guard let {lo}..{hi} through");
        // SAFETY: the caller's contract; the elements are within the base.
        unsafe { std::slice::from_raw_parts(self.at.add(lo), hi - lo) }
    }
    /// Elements `lo..hi`, unchecked, to be written.
    ///
    /// # Safety
    /// `lo <= hi <= len`; nobody else touches these elements during the borrow, and the plain function's
    /// own borrow at this very place was accepted by rustc.
    #[inline(always)]
    pub unsafe fn sub_mut(self, (lo, hi): (usize, usize)) -> &'a mut [T] {
        debug_assert!(lo <= hi && hi <= self.len, "hotloop: a guard let {lo}..{hi} through");
        // SAFETY: the caller's contract; the elements are within the base.
        unsafe { std::slice::from_raw_parts_mut(self.at.add(lo), hi - lo) }
    }
    /// Elements `lo..hi`, checked, to be read.
    ///
    /// # Panics
    /// As core's slice index does.
    ///
    /// # Safety
    /// As [`ViewMut::sub`], but for the bounds.
    #[inline(always)]
    #[track_caller]
    pub unsafe fn sub_checked(self, (lo, hi): (usize, usize)) -> &'a [T] {
        in_range(lo, hi, self.len);
        // SAFETY: just checked; the rest is the caller's contract.
        unsafe { self.sub((lo, hi)) }
    }
    /// Elements `lo..hi`, checked, to be written.
    ///
    /// # Panics
    /// As core's slice index does.
    ///
    /// # Safety
    /// As [`ViewMut::sub_mut`], but for the bounds.
    #[inline(always)]
    #[track_caller]
    pub unsafe fn sub_mut_checked(self, (lo, hi): (usize, usize)) -> &'a mut [T] {
        in_range(lo, hi, self.len);
        // SAFETY: just checked; the rest is the caller's contract.
        unsafe { self.sub_mut((lo, hi)) }
    }
    /// As [`View::with`].
    #[inline(always)]
    pub fn with<R>(self, f: impl FnOnce(ViewMut<'a, T>) -> R) -> R {
        f(self)
    }
    /// The ordinals from `lo` to `hi`, of which each writes the next element, `first(lo)` the first one: if they are many, in
    /// two pieces, the second of which begins where a line of the cache does.
    #[inline(always)]
    pub fn pieces(self, lo: u64, hi: u64, first: impl FnOnce(u64) -> usize) -> Pieces {
        let size = size_of::<T>();
        let fits = size.is_power_of_two() && size < LINE;
        // Vectors of 16 bytes rarely cross two lines.
        if !fits || hi.saturating_sub(lo) < LONG || isa() == Isa::Baseline {
            return Pieces { lo, mid: lo, hi };
        }
        let at = (self.at as usize).wrapping_add(first(lo).wrapping_mul(size));
        Pieces { lo, mid: lo + (at.wrapping_neg() % LINE / size) as u64, hi }
    }
    /// The same view without the borrow behind it.
    ///
    /// # Safety
    /// The base stays borrowed in effect: only sibling fields of one struct are reached beside it, and the
    /// loop's guard compares their address ranges before any of the views is used.
    #[inline(always)]
    pub unsafe fn erase<'b>(self) -> ViewMut<'b, T> {
        ViewMut { at: self.at, len: self.len, life: PhantomData }
    }
}

impl<'a, T: ?Sized> DeadView<'a, T> {
    /// 0. (What is said to be an element lives as long as anyone likes: it is never made.)
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
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn at<'b>(self, _: usize) -> &'b mut T
    where
        T: 'b,
    {
        super::ex::diverge()
    }
    /// Never run.
    pub fn checked<'b>(self, _: usize) -> &'b T
    where
        T: 'b,
    {
        super::ex::diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn ptr(self, _: usize) -> *mut T {
        super::ex::diverge()
    }
    /// Never run.
    pub fn ptr_checked(self, _: usize) -> *mut T {
        super::ex::diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn get<'b>(self, _: usize) -> &'b T
    where
        T: 'b,
    {
        super::ex::diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn get_checked<'b>(self, _: usize) -> &'b T
    where
        T: 'b,
    {
        super::ex::diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn checked_mut<'b>(self, _: usize) -> &'b mut T
    where
        T: 'b,
    {
        super::ex::diverge()
    }
    /// Itself.
    #[inline(always)]
    pub fn with<R>(self, f: impl FnOnce(DeadView<'a, T>) -> R) -> R {
        f(self)
    }
    /// Never run.
    pub fn pieces(self, _: u64, _: u64, _: impl FnOnce(u64) -> usize) -> Pieces {
        super::ex::diverge()
    }
    /// Itself.
    ///
    /// # Safety
    /// None needed.
    #[inline(always)]
    pub unsafe fn erase<'b>(self) -> DeadView<'b, T> {
        DeadView { of: PhantomData, life: PhantomData }
    }
}

impl<T> DeadView<'_, T> {
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn sub<'b>(self, _: (usize, usize)) -> &'b [T]
    where
        T: 'b,
    {
        super::ex::diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn sub_mut<'b>(self, _: (usize, usize)) -> &'b mut [T]
    where
        T: 'b,
    {
        super::ex::diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn sub_checked<'b>(self, _: (usize, usize)) -> &'b [T]
    where
        T: 'b,
    {
        super::ex::diverge()
    }
    /// Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn sub_mut_checked<'b>(self, _: (usize, usize)) -> &'b mut [T]
    where
        T: 'b,
    {
        super::ex::diverge()
    }
}

/// A base borrowed shared, with the exemplar of its elements.
pub struct Source<'a, B: ?Sized, T: ?Sized>(&'a B, Ex<T>);

/// A base borrowed mutably, with the exemplar of its elements.
pub struct SourceMut<'a, B: ?Sized, T: ?Sized>(&'a mut B, Ex<T>);

impl<'a, B: ?Sized, T: ?Sized> Source<'a, B, T> {
    pub(super) fn into_inner(self) -> &'a B {
        self.0
    }
    /// Pairs a base with its element exemplar.
    #[inline(always)]
    pub fn new(base: &'a B, element: Ex<T>) -> Self {
        Source(base, element)
    }
}

impl<'a, B: ?Sized, T: ?Sized> SourceMut<'a, B, T> {
    pub(crate) fn into_inner(self) -> &'a mut B {
        self.0
    }
    /// Pairs a base with its element exemplar.
    #[inline(always)]
    pub fn new(base: &'a mut B, element: Ex<T>) -> Self {
        SourceMut(base, element)
    }
}

impl<'a, B: Lasting<'a, Item = T> + ?Sized, T> Source<'a, B, T> {
    /// Is the base a true array, for a loop that stays on its thread?
    #[inline(always)]
    pub const fn is_array_here(&self) -> bool {
        true
    }
    /// The view of a true array, for a loop that stays on its thread.
    #[inline(always)]
    pub fn view_here(self) -> B::View {
        self.0.lasting()
    }
}

impl<'a, B: Lasting<'a, Item = T> + ?Sized, T: MayShare> Source<'a, B, T> {
    /// Is the base a true array of what threads may share?
    #[inline(always)]
    pub const fn is_array(&self) -> bool {
        true
    }
    /// The view of a true array.
    #[inline(always)]
    pub fn view(self) -> B::View {
        self.0.lasting()
    }
}

impl<'a, B: ArrayMut<Item = T> + ?Sized, T> SourceMut<'a, B, T> {
    /// Is the base a true array, for a loop that stays on its thread?
    #[inline(always)]
    pub const fn is_array_here(&self) -> bool {
        true
    }
    /// The view of a true array, for a loop that stays on its thread.
    #[inline(always)]
    pub fn view_here(self) -> ViewMut<'a, T> {
        let all = self.0.slice_mut();
        ViewMut { at: all.as_mut_ptr(), len: all.len(), life: PhantomData }
    }
}

impl<'a, B: ArrayMut<Item = T> + ?Sized, T: MayShare> SourceMut<'a, B, T> {
    /// Is the base a true array of what threads may share?
    #[inline(always)]
    pub const fn is_array(&self) -> bool {
        true
    }
    /// The view of a true array.
    #[inline(always)]
    pub fn view(self) -> ViewMut<'a, T> {
        self.view_here()
    }
}

impl<B: Array + ?Sized, T: ?Sized> Source<'_, B, T> {
    /// Are the elements of the array side by side?
    #[inline(always)]
    pub fn is_whole(&self) -> bool {
        self.0.is_whole()
    }
    /// Does the array panic as a slice does?
    #[inline(always)]
    pub const fn panics_as_core(&self) -> bool {
        B::CORE
    }
}

impl<B: Array + ?Sized, T: ?Sized> SourceMut<'_, B, T> {
    /// Are the elements of the array side by side?
    #[inline(always)]
    pub fn is_whole(&self) -> bool {
        self.0.is_whole()
    }
    /// Does the array panic as a slice does?
    #[inline(always)]
    pub const fn panics_as_core(&self) -> bool {
        B::CORE
    }
}

/// The answers of every other base, read or written.
pub trait NotWhole {
    /// No.
    #[inline(always)]
    fn is_whole(&self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn panics_as_core(&self) -> bool {
        false
    }
}
impl<B: ?Sized, T: ?Sized> NotWhole for Source<'_, B, T> {}
impl<B: ?Sized, T: ?Sized> NotWhole for SourceMut<'_, B, T> {}

/// The answers of every other base.
pub trait SourceDead<'a, T: ?Sized>: Sized {
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
    fn view(self) -> DeadView<'a, T> {
        DeadView { of: PhantomData, life: PhantomData }
    }
    /// A view that is never used.
    #[inline(always)]
    fn view_here(self) -> DeadView<'a, T> {
        DeadView { of: PhantomData, life: PhantomData }
    }
}
impl<'a, B: ?Sized, T: ?Sized> SourceDead<'a, T> for Source<'a, B, T> {}

/// The answers of every other base.
pub trait SourceMutDead<'a, T: ?Sized>: Sized {
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
    fn view(self) -> DeadView<'a, T> {
        DeadView { of: PhantomData, life: PhantomData }
    }
    /// A view that is never used.
    #[inline(always)]
    fn view_here(self) -> DeadView<'a, T> {
        DeadView { of: PhantomData, life: PhantomData }
    }
}
impl<'a, B: ?Sized, T: ?Sized> SourceMutDead<'a, T> for SourceMut<'a, B, T> {}
