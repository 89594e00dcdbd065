//! Properties of types that `#[accel]` checks at compile time. They appear in error messages, and nowhere else.

use crate::typed::{Array, Prim};

/// What a free-threaded function may be given and may return.
#[diagnostic::on_unimplemented(
    message = "[A0606] `{Self}` cannot be sent between threads, so this function cannot be `nogil`",
    label = "not `Send`",
    note = "for a reference to a function or closure write `&(dyn Fn(..) + Sync)`; for a generic `T` behind `&` add `T: Sync`, for `&self` in a trait `trait Name: Sync`",
    note = "or remove `nogil`: the function then keeps to the thread that calls it"
)]
pub trait NoGil {}

#[diagnostic::do_not_recommend]
impl<T: Send + ?Sized> NoGil for T {}

/// An argument is `Send`.
#[inline(always)]
pub const fn require_send<T: NoGil>(_: &T) {}

/// A type is `Send`.
#[inline(always)]
pub const fn require_send_type<T: NoGil + ?Sized>() {}

/// What `#[parallel]` demands of a base, at compile time.
#[diagnostic::on_unimplemented(
    message = "[A0401] `{Self}` is not a slice, array or `Vec` of primitive numbers, so `#[parallel]` cannot be kept",
    label = "indexing this may do anything",
    note = "without `#[parallel]` on the loop it would run as written; or bind a slice first: `let a = &x[..];`"
)]
pub trait Demanded {}

#[diagnostic::do_not_recommend]
impl<B: Array<Item: Prim> + ?Sized> Demanded for B {}

/// The base is a true array of primitives, or the program does not compile.
#[inline(always)]
pub const fn demand<B: Demanded + ?Sized>(_: &B) {}
