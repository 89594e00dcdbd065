//! Places of the function that a loop body reads, or keeps private, as values of the chunk.

use super::ex::{Ex, Prim, diverge};
use super::int::{I, Int};
use crate::checks::{MayShare, MayShareByReference};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// A primitive, or a reference, captured by value. By reference, every store would force a reload.
#[derive(Clone, Copy)]
pub struct Val<T>(T);

/// Anything else that may be shared, captured by reference.
pub struct Shared<'a, T: ?Sized>(&'a T);

/// Stands for a place that may not be shared.
pub struct DeadRef<T: ?Sized>(PhantomData<fn(*const T) -> *const T>);

/// A primitive that the loop writes: the chunk's own copy.
#[derive(Clone, Copy)]
pub struct Var<T>(T);

/// A primitive that only some iterations write: a private copy that knows whether it was written.
#[derive(Clone, Copy)]
pub struct Slot<T> {
    value: T,
    set: bool,
}

/// Stands for a written place of another type.
pub struct DeadVar<T: ?Sized>(PhantomData<fn(*const T) -> *const T>);

macro_rules! copy {
    ($($t:ident<$($l:lifetime,)? T>)*) => {$(
        impl<$($l,)? T: ?Sized> Clone for $t<$($l,)? T> {
            fn clone(&self) -> Self { *self }
        }
        impl<$($l,)? T: ?Sized> Copy for $t<$($l,)? T> {}
    )*};
}
copy!(Shared<'a, T> DeadRef<T> DeadVar<T>);

impl<T> Deref for Val<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T: ?Sized> Deref for Shared<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        self.0
    }
}
impl<T: ?Sized> Deref for DeadRef<T> {
    type Target = T;
    fn deref(&self) -> &T {
        diverge()
    }
}
impl<T> Deref for Var<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T> DerefMut for Var<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
impl<T> Deref for Slot<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        &self.value
    }
}
impl<T> Deref for DeadVar<T> {
    type Target = T;
    fn deref(&self) -> &T {
        diverge()
    }
}
impl<T> DerefMut for DeadVar<T> {
    fn deref_mut(&mut self) -> &mut T {
        diverge()
    }
}

impl<T: Copy> Val<T> {
    /// The value.
    #[inline(always)]
    pub fn get(self) -> T {
        self.0
    }
}
impl<T> Shared<'_, T> {
    /// Never run: the fast form reads primitives by value only.
    pub fn get(self) -> T {
        diverge()
    }
}
impl<'a, T: ?Sized> Shared<'a, T> {
    /// The place itself, for as long as it is borrowed.
    #[inline(always)]
    pub fn place(self) -> &'a T {
        self.0
    }
}
impl<T> Val<T> {
    /// The place of the chunk's own copy.
    #[inline(always)]
    pub fn place(&self) -> &T {
        &self.0
    }
}
impl<T> DeadRef<T> {
    /// Never run.
    pub fn get(self) -> T {
        diverge()
    }
}
impl<T: ?Sized> DeadRef<T> {
    /// Never run.
    pub fn place<'a>(self) -> &'a T {
        diverge()
    }
}

impl<T: Copy> Var<T> {
    /// The value.
    #[inline(always)]
    pub fn held(&self) -> T {
        self.0
    }
}
impl<T> Var<T> {
    /// Writes the copy back to the place that it was made of.
    #[inline(always)]
    pub fn put(self, place: &mut T) {
        *place = self.0;
    }
}
impl<T: Copy> Slot<T> {
    /// The copy, to be assigned.
    #[inline(always)]
    pub fn set(&mut self) -> &mut T {
        self.set = true;
        &mut self.value
    }
    /// What two chunks leave: the later one's value, if it wrote any.
    #[inline(always)]
    pub fn then(self, later: Slot<T>) -> Slot<T> {
        if later.set { later } else { self }
    }
    /// The value, if it was written.
    #[inline(always)]
    pub fn left(self) -> Option<T> {
        self.set.then_some(self.value)
    }
    /// The value.
    #[inline(always)]
    pub fn held(&self) -> T {
        self.value
    }
    /// Writes the copy back, if it was written.
    #[inline(always)]
    pub fn put(self, place: &mut T) {
        if self.set {
            *place = self.value;
        }
    }
}
impl<T> DeadVar<T> {
    /// Never run. By value, though the type may not be `Copy`: so an expression may move it.
    pub fn held(&self) -> T {
        diverge()
    }
    /// Never run.
    pub fn put(self, _: &mut T) {}
    /// Never run.
    pub fn set(&mut self) -> &mut T {
        diverge()
    }
    /// Never run.
    pub fn left(self) -> Option<T> {
        diverge()
    }
    /// Never run.
    pub fn then(self, _: DeadVar<T>) -> DeadVar<T> {
        diverge()
    }
}

impl<T: Int> Var<T> {
    /// An induction variable `iterations` later; `by` is known to fit.
    #[inline(always)]
    pub fn advanced(self, iterations: u64, by: I) -> Var<T> {
        Var(by.along(self.0, iterations))
    }
}

impl<T: Drifting> Var<T> {
    /// A float induction variable `iterations` later.
    #[inline(always)]
    pub fn drifted(self, iterations: u64, by: T, minus: bool) -> Var<T> {
        Var(self.0.after(iterations, if minus { by.negated() } else { by }))
    }
}

/// Numbers; integers modulo their width.
pub trait Drifting: Prim {
    /// `self + n * by`
    fn after(self, n: u64, by: Self) -> Self;
    /// `-self`
    fn negated(self) -> Self;
}
macro_rules! drifting {
    ($($t:ty)*) => {$(
        impl Drifting for $t {
            #[inline(always)]
            fn after(self, n: u64, by: $t) -> $t { self + n as $t * by }
            #[inline(always)]
            fn negated(self) -> $t { -self }
        }
    )*};
}
drifting!(f64 f32);

macro_rules! drifting_exactly {
    ($($t:ty)*) => {$(
        impl Drifting for $t {
            #[inline(always)]
            fn after(self, n: u64, by: $t) -> $t { self.wrapping_add((n as $t).wrapping_mul(by)) }
            #[inline(always)]
            fn negated(self) -> $t { self.wrapping_neg() }
        }
    )*};
}
drifting_exactly!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// Copies that drift, in types that do not.
pub trait NotDrifting: Sized {
    /// Never run.
    fn drifted<U>(self, _: u64, _: U, _: bool) -> Self {
        diverge()
    }
}
impl<T> NotDrifting for Var<T> {}
impl<T> NotDrifting for DeadVar<T> {}

/// Copies that can be asked for their value.
pub trait Holds {
    /// Its type.
    type Value;
    /// The value.
    fn holds(&self) -> Self::Value;
}
impl<T: Copy> Holds for Var<T> {
    type Value = T;
    #[inline(always)]
    fn holds(&self) -> T {
        self.0
    }
}
impl<T: Copy> Holds for Slot<T> {
    type Value = T;
    #[inline(always)]
    fn holds(&self) -> T {
        self.value
    }
}
impl<T> Holds for DeadVar<T> {
    type Value = T;
    fn holds(&self) -> T {
        diverge()
    }
}

/// Copies that count, in types that do not.
pub trait NotCounted: Sized {
    /// Never run.
    fn advanced(self, _: u64, _: I) -> Self {
        diverge()
    }
}
impl<T> NotCounted for Var<T> {}
impl<T> NotCounted for DeadVar<T> {}

impl<T: Prim> Ex<T> {
    /// The place, by value.
    #[inline(always)]
    pub fn capture(self, place: &T) -> Val<T> {
        Val(*place)
    }
    /// The place, by value.
    #[inline(always)]
    pub fn lend(self, place: &T) -> Val<T> {
        Val(*place)
    }
    /// A private copy of the place.
    #[inline(always)]
    pub fn var(self, place: &T) -> Var<T> {
        Var(*place)
    }
    /// A private copy of a place that is not read, not written yet.
    #[inline(always)]
    pub fn blank(self) -> Slot<T> {
        Slot { value: T::ZERO, set: false }
    }
    /// A private copy of the place, not written yet.
    #[inline(always)]
    pub fn slot(self, place: &T) -> Slot<T> {
        Slot { value: *place, set: false }
    }
}

impl<T: Copy + MayShare> Ex<T> {
    /// May it be copied, and handed to other threads? Copying is no code of the user's, and what is `Copy` has nothing in
    /// itself that a shared borrow could change.
    #[inline(always)]
    pub const fn is_free(self) -> bool {
        true
    }
    /// The place, by value.
    #[inline(always)]
    pub fn capture_free(self, place: &T) -> Val<T> {
        Val(*place)
    }
}

/// Other places, which only loops that are declared free would capture.
pub trait NotFree<T: ?Sized>: Copy {
    /// No.
    #[inline(always)]
    fn is_free(self) -> bool {
        false
    }
    /// Never used.
    #[inline(always)]
    fn capture_free(self, _: &T) -> DeadRef<T> {
        DeadRef(PhantomData)
    }
}
impl<T: ?Sized> NotFree<T> for Ex<T> {}

impl<'a, T: Sync + ?Sized> Ex<&'a T> {
    /// A place that is a reference, by value: by reference, every store would force a reload.
    #[inline(always)]
    pub fn capture_reference(self, place: &&'a T) -> Val<&'a T> {
        Val(*place)
    }
}

/// References to what may not be shared.
pub trait ReferenceDead<T: ?Sized>: Copy {
    /// Never used.
    #[inline(always)]
    fn capture_reference(self, _: &T) -> DeadRef<T> {
        DeadRef(PhantomData)
    }
}
impl<T: ?Sized> ReferenceDead<T> for Ex<T> {}

/// Places that are shareable but not primitive: by reference.
pub trait CaptureShared<T: ?Sized>: Copy {
    /// Yes.
    #[inline(always)]
    fn is_shareable(self) -> bool {
        true
    }
    /// The place, by reference.
    #[inline(always)]
    fn capture(self, place: &T) -> Shared<'_, T> {
        Shared(place)
    }
    /// The place, by reference whatever it is: a reference to it may be kept.
    #[inline(always)]
    fn capture_place(self, place: &T) -> Shared<'_, T> {
        Shared(place)
    }
}
impl<T: MayShareByReference + ?Sized> CaptureShared<T> for Ex<T> {}

/// Places that are not primitive, for a loop that stays on its thread: by reference.
pub trait Lend<T: ?Sized>: Copy {
    /// The place, by reference.
    #[inline(always)]
    fn lend(self, place: &T) -> Shared<'_, T> {
        Shared(place)
    }
    /// As [`CaptureShared::capture_place`].
    #[inline(always)]
    fn lend_place(self, place: &T) -> Shared<'_, T> {
        Shared(place)
    }
}
impl<T: ?Sized> Lend<T> for Ex<T> {}

/// Places that may not be shared.
pub trait CaptureDead<T: ?Sized>: Copy {
    /// No.
    #[inline(always)]
    fn is_shareable(self) -> bool {
        false
    }
    /// Never used.
    #[inline(always)]
    fn capture(self, _: &T) -> DeadRef<T> {
        DeadRef(PhantomData)
    }
    /// Never used.
    #[inline(always)]
    fn capture_place(self, _: &T) -> DeadRef<T> {
        DeadRef(PhantomData)
    }
}
impl<T: ?Sized> CaptureDead<T> for &Ex<T> {}

/// Written places that are not primitive.
pub trait VarDead<T>: Copy {
    /// Never used.
    #[inline(always)]
    fn blank(self) -> DeadVar<T> {
        DeadVar(PhantomData)
    }
    /// Never used.
    #[inline(always)]
    fn var(self, _: &T) -> DeadVar<T> {
        DeadVar(PhantomData)
    }
    /// Never used.
    #[inline(always)]
    fn slot(self, _: &T) -> DeadVar<T> {
        DeadVar(PhantomData)
    }
}
impl<T> VarDead<T> for Ex<T> {}
