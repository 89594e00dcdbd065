//! `collect` of what a `filter` has left: each chunk has a vector of its own, and these are joined in their order.

use crate::typed::ex::{Ex, diverge};

/// What one chunk has kept so far.
#[derive(Debug)]
pub struct Pack<T>(Vec<T>);

/// What chunks have kept, in their order.
#[derive(Debug)]
pub struct Packed<T>(Vec<Vec<T>>);

impl<T: Copy + Send> Ex<Vec<T>> {
    /// A vector of what threads may hand on, and nobody sees dropped?
    #[inline(always)]
    pub const fn is_packed(self) -> bool {
        true
    }
    /// Nothing yet.
    #[inline(always)]
    pub fn pack(self) -> Pack<T> {
        Pack(Vec::new())
    }
    /// The vector of all of them.
    ///
    /// # Panics
    /// As core's `collect` does, if there is no room.
    pub fn packed(self, Packed(mut parts): Packed<T>) -> Vec<T> {
        match parts.len() {
            1 => parts.pop().unwrap_or_default(),
            _ => parts.concat(),
        }
    }
}

impl<T> Pack<T> {
    /// Keeps an item.
    #[inline(always)]
    pub fn write(&mut self, item: T) {
        self.0.push(item);
    }
    /// What was kept.
    #[inline(always)]
    pub fn part(self) -> Packed<T> {
        Packed(vec![self.0])
    }
}

impl<T> Packed<T> {
    /// Both, one after the other.
    #[must_use]
    pub fn join(mut self, mut later: Self) -> Self {
        self.0.append(&mut later.0);
        self
    }
}

/// What other results answer.
pub trait NotPacked<V>: Copy {
    /// No.
    #[inline(always)]
    fn is_packed(self) -> bool {
        false
    }
    /// Never used.
    #[inline(always)]
    fn pack(self) -> DeadPack {
        DeadPack
    }
    /// Never run.
    fn packed(self, _: DeadPack) -> V {
        diverge()
    }
}
impl<V> NotPacked<V> for Ex<V> {}

/// Stands for what is kept of another collection.
#[derive(Clone, Copy, Debug)]
pub struct DeadPack;

impl DeadPack {
    /// Never run.
    pub fn write<U>(&mut self, _: U) {
        diverge()
    }
    /// Itself.
    #[must_use]
    pub fn part(self) -> Self {
        self
    }
    /// Itself.
    #[must_use]
    pub fn join(self, _: Self) -> Self {
        self
    }
}
