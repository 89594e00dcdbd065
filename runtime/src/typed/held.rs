//! An element kept at hand through a loop that uses no other of its base.
//!
//! LLVM keeps an element in a register through a loop only if nothing that the loop stores can be that element. Of two
//! written bases it does not know that they do not overlap (rustc does: their borrows were held side by side), so it
//! would store and load the element in each iteration. Here the value has a place of its own, and goes back to the
//! base where the loop ends, be it by a panic.

use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

use super::view::{DeadView, ViewMut};

/// The value of one element of a written base, for the time of a loop; or, if it is no primitive, the element.
pub struct Held<'a, T> {
    value: UnsafeCell<MaybeUninit<T>>,
    home: *mut T,
    /// A constant: has the value been taken?
    taken: bool,
    life: PhantomData<&'a mut T>,
}

impl<'a, T> ViewMut<'a, T> {
    /// Takes the value of element `i`, if it is a primitive, until the result is dropped.
    ///
    /// # Safety
    /// `i < len`; if `primitive`, so is `T`; until the result is dropped nobody else touches element `i`.
    #[inline(always)]
    pub unsafe fn hold(self, i: usize, primitive: bool) -> Held<'a, T> {
        // SAFETY: the caller's contract.
        unsafe { Held::of(self.ptr(i), primitive) }
    }
}

impl<'a, T> Held<'a, T> {
    /// Takes the value of the element at `home`, if it is a primitive.
    ///
    /// # Safety
    /// `home` is an element; if `primitive`, so is `T`; until the result is dropped nobody else touches it.
    #[inline(always)]
    pub(super) unsafe fn of(home: *mut T, primitive: bool) -> Held<'a, T> {
        let value = if primitive {
            // SAFETY: an element, and a primitive may be copied.
            MaybeUninit::new(unsafe { std::ptr::read(home) })
        } else {
            MaybeUninit::uninit()
        };
        Held { value: UnsafeCell::new(value), home, taken: primitive, life: PhantomData }
    }
}

impl<T> Held<'_, T> {
    #[inline(always)]
    fn place(&self) -> *mut T {
        if self.taken { self.value.get().cast() } else { self.home }
    }
    /// The value, to be read.
    ///
    /// # Safety
    /// It is not written while the result is used.
    #[inline(always)]
    pub unsafe fn get(&self) -> &T {
        // SAFETY: the caller's contract; nobody else has the cell, or (the contract of `hold`) the element.
        unsafe { &*self.place() }
    }
    /// The value, to be written.
    ///
    /// # Safety
    /// It is not otherwise used during the borrow; the plain function's own borrow of the element at this
    /// very place was accepted by rustc.
    #[inline(always)]
    #[allow(clippy::mut_from_ref, reason = "the contract of `ViewMut::at`")]
    pub unsafe fn at(&self) -> &mut T {
        // SAFETY: the caller's contract; nobody else has the cell, or (the contract of `hold`) the element.
        unsafe { &mut *self.place() }
    }
}

impl<T> Drop for Held<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.taken {
            // SAFETY: `home` is an element that nobody else touches until here (the contract of `hold`), and a
            // primitive, of which a copy is as good as the value.
            unsafe { std::ptr::copy_nonoverlapping(self.place(), self.home, 1) }
        }
    }
}

impl<'a, T> DeadView<'a, T> {
    /// Diverges.
    ///
    /// # Safety
    /// None needed.
    #[inline(always)]
    pub unsafe fn hold(self, _: usize, _: bool) -> Held<'a, T> {
        super::ex::diverge()
    }
}
