//! Elements that are not initialized yet: is it the standard library's `MaybeUninit`, of a primitive?

use super::ex::{Ex, Prim};
use super::int::W;
use std::any::TypeId;
use std::mem::MaybeUninit;

fn is_type_of<F: 'static, G: 'static>(_: G) -> bool {
    TypeId::of::<F>() == TypeId::of::<G>()
}

/// What can be assigned and copied without an effect. One trait for one method: of two methods of that name rustc could
/// choose none while the type is not known yet.
#[diagnostic::on_unimplemented(
    message = "[A0403] hotloop took `{Self}` for a number: its type is found only after the loop",
    label = "this type has to be known in front of the loop",
    note = "write the type where the array or variable is bound (`let mut v: Vec<..> = ..`), or mark the loop `#[serial]`"
)]
pub trait Element {}
#[diagnostic::do_not_recommend]
impl<T: Prim> Element for T {}
impl<T: Prim> Element for MaybeUninit<T> {}

impl<T: Element> Ex<T> {
    /// Can it be assigned and copied without an effect?
    #[inline(always)]
    pub const fn is_element(self) -> bool {
        true
    }
}
impl<T: Prim> Ex<MaybeUninit<T>> {
    /// Is it such memory for a value of the other exemplar's type, to which its `write` returns a reference?
    #[inline(always)]
    pub fn is_uninit<R: 'static>(self, _: Ex<R>) -> bool {
        TypeId::of::<R>() == TypeId::of::<T>()
    }
}

/// Other elements.
pub trait NotUninit: Copy {
    /// No.
    #[inline(always)]
    fn is_uninit<R>(self, _: Ex<R>) -> bool {
        false
    }
}
impl<T> NotUninit for Ex<T> {}

impl<T: Prim> Ex<T> {
    /// Is the other exemplar that of `MaybeUninit::new` for this type?
    #[inline(always)]
    pub fn is_new<F: 'static>(self, _: Ex<F>) -> bool {
        is_type_of::<F, _>(MaybeUninit::<T>::new)
    }
}

/// Values that are no primitives.
pub trait NotNew: Copy {
    /// No.
    #[inline(always)]
    fn is_new<F>(self, _: Ex<F>) -> bool {
        false
    }
}
impl<T> NotNew for Ex<T> {}

impl<T> W<&&mut T> {
    /// Says that the exemplar has the type of what is referred to.
    #[inline(always)]
    pub fn tie_target(self, _: Ex<T>) {}
}

/// What is no reference of this kind.
pub trait NotTarget: Sized {
    /// Any type will do.
    #[inline(always)]
    fn tie_target(self, _: Ex<()>) {}
}
impl<T> NotTarget for W<T> {}
