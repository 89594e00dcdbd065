//! Properties of types that `#[accel]` checks at compile time. They appear in error messages, and nowhere else.

use crate::typed::{Array, Chain, Ex, Prim, Tensor};

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

/// What threads may share. A type that is known where its loop stands, and is not, makes the loop run as written.
#[diagnostic::on_unimplemented(
    message = "[A0606] `{Self}` cannot be shared between threads, and its type is known only after this loop",
    label = "neither `Send` nor `Sync` could be asked here",
    note = "write the type where this is bound (`let v: Vec<..> = ..`), or mark the loop `#[serial]`: the loop then runs as written, or in order; of a closure, what it captures is what matters"
)]
pub trait MayShare: Send + Sync {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + ?Sized> MayShare for T {}

/// The same of what is shared by reference.
#[diagnostic::on_unimplemented(
    message = "[A0606] a reference to `{Self}` cannot be shared between threads, and its type is known only after this loop",
    label = "`Sync` could not be asked here",
    note = "write the type where this is bound (`let v: Vec<..> = ..`): the loop then runs as written; or mark the loop `#[serial]`; of a closure, what it captures is what matters"
)]
pub trait MayShareByReference: Sync {}

#[diagnostic::do_not_recommend]
impl<T: Sync + ?Sized> MayShareByReference for T {}

/// What `#[parallel]` demands of a base, at compile time.
#[diagnostic::on_unimplemented(
    message = "[A0401] `{Self}` is not a slice, array or `Vec` of what threads may share, so `#[parallel]` cannot be kept",
    label = "indexing this may do anything",
    note = "without `#[parallel]` on the loop it would run as written; or bind a slice first: `let a = &x[..];`"
)]
pub trait Demanded {}

#[diagnostic::do_not_recommend]
impl<B: Array<Item: Send + Sync> + ?Sized> Demanded for B {}

/// The base is a true array, or the program does not compile.
#[inline(always)]
pub const fn demand<B: Demanded + ?Sized>(_: &B) {}

/// What `#[parallel]` demands of a base with several numbers in its brackets.
#[diagnostic::on_unimplemented(
    message = "[A0401] `{Self}` is not an array of `ndarray` or `nalgebra` of what threads may share, so `#[parallel]` cannot be kept",
    label = "indexing this may do anything",
    note = "without `#[parallel]` on the loop it would run as written; arrays of these crates need hotloop's feature of the crate's name"
)]
pub trait DemandedTensor<const K: usize> {}

#[diagnostic::do_not_recommend]
impl<B: Tensor<K, Item: Send + Sync> + ?Sized, const K: usize> DemandedTensor<K> for B {}

/// The base is a grid, or the program does not compile.
#[inline(always)]
pub const fn demand_tensor<const K: usize, B: DemandedTensor<K> + ?Sized>(_: &B) {}

/// What `#[parallel]` demands of an element that the loop computes with.
#[diagnostic::on_unimplemented(
    message = "[A0401] `{Self}` is no primitive number, so `#[parallel]` cannot be kept",
    label = "operators on this may do anything",
    note = "without `#[parallel]` on the loop it would run as written; or add `nogil` to declare that they are free of order-dependent state"
)]
pub trait DemandedNumber {}

#[diagnostic::do_not_recommend]
impl<T: Prim> DemandedNumber for T {}

#[diagnostic::do_not_recommend]
impl<T: Prim> DemandedNumber for std::mem::MaybeUninit<T> {}

/// The element is a primitive, or the program does not compile.
#[inline(always)]
pub const fn demand_number<T: DemandedNumber>(_: Ex<T>) {}

/// What `#[parallel]` demands of a head that is no range.
#[diagnostic::on_unimplemented(
    message = "[A0401] this is no chain of core's iterators over slices of what threads may share, so `#[parallel]` cannot be kept",
    label = "this iterator may do anything",
    note = "without `#[parallel]` on the loop it would run as written; or write it as `for i in 0..n` with subscripts"
)]
pub trait DemandedChain {}

#[diagnostic::do_not_recommend]
impl<C: Chain> DemandedChain for C {}

/// The head is a chain of core's, or the program does not compile.
#[inline(always)]
pub const fn demand_chain<C: DemandedChain>(_: &C) {}

/// What a `map!` may read.
#[diagnostic::on_unimplemented(
    message = "[A0606] `{Self}` cannot be shared between threads, so `map!` cannot use it",
    label = "a reference to this is not `Send`",
    note = "of a closure, what it captures is what matters; for `&dyn Fn(..)` write `&(dyn Fn(..) + Sync)`, for a generic `T` add `T: Sync`",
    note = "or write a loop in a function with `#[accel]`, which keeps to its thread"
)]
pub trait Shareable {}

#[diagnostic::do_not_recommend]
impl<T: Sync + ?Sized> Shareable for T {}

/// Threads may share it.
#[inline(always)]
pub const fn require_shareable<T: Shareable + ?Sized>(_: &T) {}

/// The elements that a `map!` may write.
#[diagnostic::on_unimplemented(
    message = "[A0606] `{Self}` cannot be sent between threads, so `map!` cannot write it",
    label = "not `Send`",
    note = "for a generic `T` add `T: Send`; or write a loop in a function with `#[accel]`, which keeps to its thread"
)]
pub trait Sendable {}

#[diagnostic::do_not_recommend]
impl<T: Send> Sendable for T {}

/// The elements may be sent to threads.
#[inline(always)]
pub const fn require_sendable<T: Sendable>(_: &[T]) {}

/// An array of a `map!`: its text and its length.
#[derive(Clone, Copy, Debug)]
pub struct Length(pub &'static str, pub usize);

impl Length {
    /// It is as long as the array that is written.
    ///
    /// # Panics
    /// If it is not, with both names and lengths, at the place of the call.
    #[inline(always)]
    #[track_caller]
    pub fn same(self, out: &'static str, len: usize) {
        if self.1 != len {
            self.differs(out, len);
        }
    }

    #[cold]
    #[inline(never)]
    #[track_caller]
    fn differs(self, out: &'static str, out_len: usize) -> ! {
        let Length(name, len) = self;
        panic!("`map!` goes through arrays of one length: `{name}` has {len} elements, `{out}` has {out_len}")
    }
}
