//! Accumulators of types that have none: they type-check like the real ones and are never used.

use super::ex::diverge;
use std::marker::PhantomData;

/// Stands for an accumulator of another type.
pub struct DeadAcc<T>(PhantomData<fn(T) -> T>);
/// Stands for its result.
pub struct DeadPart<T, P = ()>(PhantomData<fn(T) -> P>);

impl<T> Clone for DeadAcc<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for DeadAcc<T> {}
impl<T, P> Clone for DeadPart<T, P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, P> Copy for DeadPart<T, P> {}

impl<T> DeadAcc<T> {
    #[inline(always)]
    pub(super) fn new() -> Self {
        DeadAcc(PhantomData)
    }
    /// Never run.
    pub fn count(&mut self, _: u64) {
        diverge()
    }
    /// Never run.
    pub fn take<U>(&mut self, _: usize, _: u64, _: U) -> bool {
        diverge()
    }
    /// Never run.
    pub fn in_order<U>(&mut self, _: &mut U, _: usize) {
        diverge()
    }
    /// Never run.
    pub fn pairs(&self) {
        diverge()
    }
    /// Never run.
    pub fn pair_up<P>(&mut self, _: &mut P) {
        diverge()
    }
    /// Never run.
    pub fn paired<P>(self, _: P) -> DeadPart<T> {
        diverge()
    }
    /// Never run.
    pub fn part(self) -> DeadPart<T> {
        diverge()
    }
}

macro_rules! never {
    ($($name:ident)*) => {
        impl<T> DeadAcc<T> {$(
            /// Never run.
            pub fn $name<U>(&mut self, _: usize, _: U) {
                diverge()
            }
        )*}
    };
}
never!(add sub mul and or xor wrap_add wrap_sub wrap_mul see);

impl<T> DeadPart<T> {
    /// Never run.
    pub fn with<P>(self, _: P) -> DeadPart<T, P> {
        diverge()
    }
}
impl<T, P> DeadPart<T, P> {
    /// Never run.
    pub fn join(self, _: Self) -> Self {
        diverge()
    }
    /// Never run.
    pub fn fits(&self, _: &T) -> bool {
        diverge()
    }
    /// Never run.
    pub fn ordinal(&self) -> u64 {
        diverge()
    }
    /// Never run.
    pub fn put(self, _: &mut T) {
        diverge()
    }
    /// Never run.
    pub fn settle(self, _: &mut T) -> Option<P> {
        diverge()
    }
}
