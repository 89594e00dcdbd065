//! The check that `nogil` makes of arguments and result.

/// What a free-threaded function may be given and may return.
#[diagnostic::on_unimplemented(
    message = "[A0606] `{Self}` cannot be sent between threads, so this function cannot be `nogil`",
    label = "not `Send`",
    note = "for a reference to a function or closure write `&(dyn Fn(..) + Sync)`; for a generic `T` behind `&` add `T: Sync`",
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
