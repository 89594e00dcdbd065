//! Copies of places that outlive a panic: a field, or what a reference refers to.
//!
//! A serial loop works on a copy, so that stores to arrays force no reload. Whoever sees the place after a
//! panic must find what the loop had written until then; so the copy is handed out also where it unwinds.

use super::capture::{DeadVar, Holds, Slot};
use std::any::Any;
use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Where a chunk leaves its copy.
pub struct Kept<V>(Cell<V>);

/// The copy while the chunk runs.
pub struct Open<'a, V: Copy> {
    value: V,
    to: &'a Kept<V>,
}

impl<V: Copy> Kept<V> {
    /// The copy as it is before the loop.
    #[inline(always)]
    pub const fn new(value: V) -> Self {
        Kept(Cell::new(value))
    }

    /// For the one chunk that there is.
    #[inline(always)]
    pub const fn open(&self, value: V) -> Open<'_, V> {
        Open { value, to: self }
    }

    /// What the chunk has left.
    #[inline(always)]
    pub const fn take(&self) -> V {
        self.0.get()
    }
}

impl<V: Copy + Deref> Deref for Open<'_, V> {
    type Target = V::Target;
    #[inline(always)]
    fn deref(&self) -> &V::Target {
        &self.value
    }
}
impl<V: Copy + DerefMut> DerefMut for Open<'_, V> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut V::Target {
        &mut self.value
    }
}
impl<V: Copy + Holds> Open<'_, V> {
    /// The value.
    #[inline(always)]
    pub fn held(&self) -> V::Value {
        self.value.holds()
    }
}
impl<T: Copy> Open<'_, Slot<T>> {
    /// The copy, to be assigned.
    #[inline(always)]
    pub fn set(&mut self) -> &mut T {
        self.value.set()
    }
}
impl<T> Open<'_, DeadVar<T>> {
    /// Never run.
    pub fn set(&mut self) -> &mut T {
        self.value.set()
    }
}
impl<V: Copy> Drop for Open<'_, V> {
    #[inline(always)]
    fn drop(&mut self) {
        self.to.0.set(self.value);
    }
}

/// What a serial loop gave, or what it panicked with.
#[inline(always)]
pub fn caught<R>(run: impl FnOnce() -> R) -> Result<R, Box<dyn Any + Send>> {
    catch_unwind(AssertUnwindSafe(run))
}

/// Goes on with it.
#[inline(always)]
pub fn resumed<R>(ran: Result<R, Box<dyn Any + Send>>) -> R {
    ran.unwrap_or_else(|payload| resume_unwind(payload))
}
