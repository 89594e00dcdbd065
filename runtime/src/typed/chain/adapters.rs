//! What core's adapters make of a chain: each knows its items by number.

use super::{Chain, Items, Ours, Simple};
use crate::typed::ex::Prim;
use std::cmp::Ordering;
use std::iter::{Cloned, Copied, Enumerate, Filter, Map, Product, Rev, Skip, StepBy, Sum, Take, Zip};

/// What `cloned` makes of an item.
#[inline(always)]
pub fn cloned<T: Clone>(item: &T) -> T {
    item.clone()
}

/// The methods of `Iterator` that a chain of ours has too, with the same meaning.
pub trait Adapt: Ours + IntoIterator + Sized {
    /// As core's.
    #[inline(always)]
    fn zip<B: IntoIterator>(self, other: B) -> Pairs<Self, B> {
        Pairs(self, other)
    }
    /// As core's.
    #[inline(always)]
    fn enumerate(self) -> Counted<Self> {
        Counted(self)
    }
    /// As core's.
    #[inline(always)]
    fn rev(self) -> Reversed<Self>
    where
        Self::IntoIter: DoubleEndedIterator,
    {
        Reversed(self, 0)
    }
    /// As core's.
    #[inline(always)]
    fn skip(self, n: usize) -> Skipped<Self> {
        Skipped(self, n)
    }
    /// As core's.
    #[inline(always)]
    fn take(self, n: usize) -> Taken<Self> {
        Taken(self, n)
    }
    /// As core's.
    ///
    /// # Panics
    /// If the step is 0, in core's own words.
    #[inline(always)]
    fn step_by(self, step: usize) -> Stepped<Self> {
        if step == 0 {
            let _: StepBy<std::iter::Empty<()>> = std::iter::empty().step_by(step);
        }
        Stepped(self, step)
    }
    /// Core's own.
    #[inline(always)]
    fn map<R, F: FnMut(Self::Item) -> R>(self, f: F) -> Map<Self::IntoIter, F> {
        self.into_iter().map(f)
    }
    /// Core's own.
    #[inline(always)]
    fn filter<F: FnMut(&Self::Item) -> bool>(self, f: F) -> Filter<Self::IntoIter, F> {
        self.into_iter().filter(f)
    }
    /// Core's own.
    #[inline(always)]
    fn sum<S: Sum<Self::Item>>(self) -> S {
        self.into_iter().sum()
    }
    /// Core's own.
    #[inline(always)]
    fn collect<C: FromIterator<Self::Item>>(self) -> C {
        self.into_iter().collect()
    }
    /// Core's own.
    #[inline(always)]
    fn count(self) -> usize {
        self.into_iter().count()
    }
    /// Core's own.
    #[inline(always)]
    fn any<F: FnMut(Self::Item) -> bool>(self, f: F) -> bool {
        self.into_iter().any(f)
    }
    /// Core's own.
    #[inline(always)]
    fn all<F: FnMut(Self::Item) -> bool>(self, f: F) -> bool {
        self.into_iter().all(f)
    }
    /// Core's own.
    #[inline(always)]
    fn position<F: FnMut(Self::Item) -> bool>(self, f: F) -> Option<usize> {
        self.into_iter().position(f)
    }
    /// Core's own.
    #[inline(always)]
    fn product<P: Product<Self::Item>>(self) -> P {
        self.into_iter().product()
    }
    /// Core's own.
    #[inline(always)]
    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, first: B, f: F) -> B {
        self.into_iter().fold(first, f)
    }
    /// Core's own.
    #[inline(always)]
    fn min(self) -> Option<Self::Item>
    where
        Self::Item: Ord,
    {
        self.into_iter().min()
    }
    /// Core's own.
    #[inline(always)]
    fn max(self) -> Option<Self::Item>
    where
        Self::Item: Ord,
    {
        self.into_iter().max()
    }
    /// Core's own.
    #[inline(always)]
    fn min_by<F: FnMut(&Self::Item, &Self::Item) -> Ordering>(self, f: F) -> Option<Self::Item> {
        self.into_iter().min_by(f)
    }
    /// Core's own.
    #[inline(always)]
    fn max_by<F: FnMut(&Self::Item, &Self::Item) -> Ordering>(self, f: F) -> Option<Self::Item> {
        self.into_iter().max_by(f)
    }
    /// Core's own.
    #[inline(always)]
    fn min_by_key<K: Ord, F: FnMut(&Self::Item) -> K>(self, f: F) -> Option<Self::Item> {
        self.into_iter().min_by_key(f)
    }
    /// Core's own.
    #[inline(always)]
    fn max_by_key<K: Ord, F: FnMut(&Self::Item) -> K>(self, f: F) -> Option<Self::Item> {
        self.into_iter().max_by_key(f)
    }
    /// Core's own.
    #[inline(always)]
    fn for_each<F: FnMut(Self::Item)>(self, f: F) {
        self.into_iter().for_each(f);
    }
    /// As core's.
    #[inline(always)]
    fn copied<'a, T: Copy + 'a>(self) -> Copies<Self, false>
    where
        Self: IntoIterator<Item = &'a T>,
    {
        Copies(self)
    }
    /// As core's.
    #[inline(always)]
    fn cloned<'a, T: Clone + 'a>(self) -> Copies<Self, true>
    where
        Self: IntoIterator<Item = &'a T>,
    {
        Copies(self)
    }
}
impl<C: Ours + IntoIterator> Adapt for C {}

/// `zip`
#[derive(Clone, Copy)]
pub struct Pairs<A, B>(A, B);
/// `enumerate`
#[derive(Clone, Copy)]
pub struct Counted<A>(A);
/// `rev`; of items, with their number.
#[derive(Clone, Copy)]
pub struct Reversed<A>(A, usize);
/// `skip`; of items, no more than there are.
#[derive(Clone, Copy)]
pub struct Skipped<A>(A, usize);
/// `take`; of items, no more than there are.
#[derive(Clone, Copy)]
pub struct Taken<A>(A, usize);
/// `step_by`
#[derive(Clone, Copy)]
pub struct Stepped<A>(A, usize);
/// `copied`, and `cloned` of primitives.
#[derive(Clone, Copy)]
pub struct Copies<A, const CLONES: bool>(A);

impl<A, B> Ours for Pairs<A, B> {}
impl<A> Ours for Counted<A> {}
impl<A> Ours for Reversed<A> {}
impl<A> Ours for Skipped<A> {}
impl<A> Ours for Taken<A> {}
impl<A> Ours for Stepped<A> {}
impl<A, const CLONES: bool> Ours for Copies<A, CLONES> {}

impl<A: Simple, B: Simple> Simple for Pairs<A, B> {
    const FLOATS: bool = A::FLOATS && B::FLOATS;
}
impl<A: Simple> Simple for Counted<A> {
    const FLOATS: bool = A::FLOATS;
}
impl<A: Simple> Simple for Reversed<A> {
    const FLOATS: bool = A::FLOATS;
}
impl<A: Simple> Simple for Skipped<A> {
    const FLOATS: bool = A::FLOATS;
}
impl<A: Simple> Simple for Taken<A> {
    const FLOATS: bool = A::FLOATS;
}
impl<A: Simple> Simple for Stepped<A> {
    const FLOATS: bool = A::FLOATS;
}
impl<A: Simple, const CLONES: bool> Simple for Copies<A, CLONES> {
    const FLOATS: bool = A::FLOATS;
}

impl<A: IntoIterator, B: IntoIterator> IntoIterator for Pairs<A, B> {
    type Item = (A::Item, B::Item);
    type IntoIter = Zip<A::IntoIter, B::IntoIter>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().zip(self.1)
    }
}
impl<A: Chain, B: Chain> Chain for Pairs<A, B> {
    type Items = Taken<Pairs<A::Items, B::Items>>;
    const SHARED: bool = A::SHARED && B::SHARED;
    #[inline(always)]
    fn items(&mut self) -> Self::Items {
        let (a, b) = (self.0.items(), self.1.items());
        Taken(Pairs(a, b), a.len().min(b.len()))
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts() && self.1.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.items().len() == self.1.items().len() && self.0.is_even() && self.1.is_even()
    }
}
// SAFETY: item `k` is the pair of the items `k`.
unsafe impl<A: Items, B: Items> Items for Pairs<A, B> {
    type Item = (A::Item, B::Item);
    const SOURCES: u32 = A::SOURCES + B::SOURCES;
    fn touched(self, uses: &mut u64) -> u64 {
        self.0.touched(uses).saturating_add(self.1.touched(uses))
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.0.len().min(self.1.len())
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> Self::Item {
        // SAFETY: `k` is less than the number of either; the rest is the caller's contract.
        unsafe { (self.0.at(k), self.1.at(k)) }
    }
    #[inline(always)]
    fn by(self, step: usize) -> Self {
        Pairs(self.0.by(step), self.1.by(step))
    }
}

impl<A: IntoIterator> IntoIterator for Counted<A> {
    type Item = (usize, A::Item);
    type IntoIter = Enumerate<A::IntoIter>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().enumerate()
    }
}
impl<A: Chain> Chain for Counted<A> {
    type Items = Counted<A::Items>;
    const SHARED: bool = A::SHARED;
    #[inline(always)]
    fn items(&mut self) -> Self::Items {
        Counted(self.0.items())
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.is_even()
    }
}
// SAFETY: item `k` is item `k` with its number.
unsafe impl<A: Items> Items for Counted<A> {
    type Item = (usize, A::Item);
    const SOURCES: u32 = A::SOURCES;
    fn touched(self, uses: &mut u64) -> u64 {
        self.0.touched(uses)
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.0.len()
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> Self::Item {
        // SAFETY: the caller's contract.
        (k, unsafe { self.0.at(k) })
    }
    #[inline(always)]
    fn by(self, step: usize) -> Self {
        Counted(self.0.by(step))
    }
}

impl<A: IntoIterator<IntoIter: DoubleEndedIterator>> IntoIterator for Reversed<A> {
    type Item = A::Item;
    type IntoIter = Rev<A::IntoIter>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().rev()
    }
}
impl<A: Chain<IntoIter: DoubleEndedIterator>> Chain for Reversed<A> {
    type Items = Reversed<A::Items>;
    const SHARED: bool = A::SHARED;
    #[inline(always)]
    fn items(&mut self) -> Self::Items {
        let items = self.0.items();
        Reversed(items, items.len())
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.is_even()
    }
}
// SAFETY: from the last to the first; different numbers stay different.
unsafe impl<A: Items> Items for Reversed<A> {
    type Item = A::Item;
    const SOURCES: u32 = A::SOURCES;
    fn touched(self, uses: &mut u64) -> u64 {
        self.0.touched(uses)
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.1
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> A::Item {
        // SAFETY: `k` is less than the number of items, so the difference is too; the rest is the caller's.
        unsafe { self.0.at(self.1.wrapping_sub(1).wrapping_sub(k)) }
    }
    #[inline(always)]
    fn by(self, step: usize) -> Self {
        Reversed(self.0.by(step), self.1)
    }
}

impl<A: IntoIterator> IntoIterator for Skipped<A> {
    type Item = A::Item;
    type IntoIter = Skip<A::IntoIter>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().skip(self.1)
    }
}
impl<A: Chain> Chain for Skipped<A> {
    type Items = Skipped<A::Items>;
    const SHARED: bool = A::SHARED;
    #[inline(always)]
    fn items(&mut self) -> Self::Items {
        let items = self.0.items();
        Skipped(items, self.1.min(items.len()))
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.is_even()
    }
}
// SAFETY: item `k` is the one as many later.
unsafe impl<A: Items> Items for Skipped<A> {
    type Item = A::Item;
    const SOURCES: u32 = A::SOURCES;
    fn touched(self, uses: &mut u64) -> u64 {
        self.0.touched(uses)
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.0.len() - self.1
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> A::Item {
        // SAFETY: the sum is less than the number of all items; the rest is the caller's contract.
        unsafe { self.0.at(self.1.wrapping_add(k)) }
    }
    #[inline(always)]
    fn by(self, step: usize) -> Self {
        Skipped(self.0.by(step), self.1)
    }
}

impl<A: IntoIterator> IntoIterator for Taken<A> {
    type Item = A::Item;
    type IntoIter = Take<A::IntoIter>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().take(self.1)
    }
}
impl<A: Chain> Chain for Taken<A> {
    type Items = Taken<A::Items>;
    const SHARED: bool = A::SHARED;
    #[inline(always)]
    fn items(&mut self) -> Self::Items {
        let items = self.0.items();
        Taken(items, self.1.min(items.len()))
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.is_even()
    }
}
// SAFETY: the first of the items.
unsafe impl<A: Items> Items for Taken<A> {
    type Item = A::Item;
    const SOURCES: u32 = A::SOURCES;
    fn touched(self, uses: &mut u64) -> u64 {
        self.0.touched(uses)
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.1
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> A::Item {
        // SAFETY: `k` is less than a number that is at most that of the items; the rest is the caller's.
        unsafe { self.0.at(k) }
    }
    #[inline(always)]
    fn by(self, step: usize) -> Self {
        Taken(self.0.by(step), self.1)
    }
}

impl<A: IntoIterator> IntoIterator for Stepped<A> {
    type Item = A::Item;
    type IntoIter = StepBy<A::IntoIter>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().step_by(self.1)
    }
}
impl<A: Chain> Chain for Stepped<A> {
    type Items = Stepped<A::Items>;
    const SHARED: bool = A::SHARED;
    #[inline(always)]
    fn items(&mut self) -> Self::Items {
        Stepped(self.0.items(), self.1)
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.is_even()
    }
}
// SAFETY: item `k` is item `k * step`; different numbers stay different, since the step is not 0.
unsafe impl<A: Items> Items for Stepped<A> {
    type Item = A::Item;
    const SOURCES: u32 = A::SOURCES;
    fn touched(self, uses: &mut u64) -> u64 {
        self.0.touched(uses)
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.0.len().div_ceil(self.1)
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> A::Item {
        // SAFETY: `k` is less than the quotient (rounded up), so the product is less than the number of items.
        unsafe { self.0.at(self.1.wrapping_mul(k)) }
    }
    #[inline(always)]
    fn by(self, step: usize) -> Self {
        assert_eq!(self.1, step, "the step of a chain");
        Stepped(self.0, step)
    }
}

impl<'a, T: Copy + 'a, A: IntoIterator<Item = &'a T>> IntoIterator for Copies<A, false> {
    type Item = T;
    type IntoIter = Copied<A::IntoIter>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().copied()
    }
}
impl<'a, T: Clone + 'a, A: IntoIterator<Item = &'a T>> IntoIterator for Copies<A, true> {
    type Item = T;
    type IntoIter = Cloned<A::IntoIter>;
    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().cloned()
    }
}
impl<'a, T: Copy + 'a, A: Chain<Item = &'a T, Items: Items<Item = &'a T>>> Chain for Copies<A, false> {
    type Items = Copies<A::Items, false>;
    const SHARED: bool = A::SHARED;
    #[inline(always)]
    fn items(&mut self) -> Self::Items {
        Copies(self.0.items())
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.is_even()
    }
}
// The `clone` of a type of the user's may do anything.
impl<'a, T: Prim + 'a, A: Chain<Item = &'a T, Items: Items<Item = &'a T>>> Chain for Copies<A, true> {
    type Items = Copies<A::Items, false>;
    const SHARED: bool = A::SHARED;
    #[inline(always)]
    fn items(&mut self) -> Self::Items {
        Copies(self.0.items())
    }
    #[inline(always)]
    fn counts(&self) -> bool {
        self.0.counts()
    }
    #[inline(always)]
    fn is_even(&mut self) -> bool {
        self.0.is_even()
    }
}
// SAFETY: item `k` is a copy of item `k`.
unsafe impl<'a, T: Copy + 'a, A: Items<Item = &'a T>> Items for Copies<A, false> {
    type Item = T;
    const SOURCES: u32 = A::SOURCES;
    fn touched(self, uses: &mut u64) -> u64 {
        self.0.touched(uses)
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.0.len()
    }
    #[inline(always)]
    unsafe fn at(self, k: usize) -> T {
        // SAFETY: the caller's contract.
        *unsafe { self.0.at(k) }
    }
    #[inline(always)]
    fn by(self, step: usize) -> Self {
        Copies(self.0.by(step))
    }
}
