//! What stands for the view of a tensor where the base is none: it type-checks like one and is never used.

use super::Cell;
use crate::typed::ex::diverge;
use crate::typed::held::Held;
use std::marker::PhantomData;

/// Stands for a view where the base or its elements are not what the fast form needs.
pub struct DeadTensor<'a, T, const K: usize> {
    pub(super) of: PhantomData<fn(T) -> T>,
    pub(super) life: PhantomData<&'a ()>,
}

impl<T, const K: usize> Clone for DeadTensor<'_, T, K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, const K: usize> Copy for DeadTensor<'_, T, K> {}

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
