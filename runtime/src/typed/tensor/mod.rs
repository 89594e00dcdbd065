//! Tensors: arrays of several dimensions with one pair of brackets, `a[[i, j]]` and `a[(i, j)]`.
//!
//! A view of a tensor is a pointer, and for each dimension an extent and a stride (in elements, of either sign). What
//! types are tensors is said in `foreign/`, behind the features of the crates that have them; what is asked of a base in
//! `ask.rs`, what a view can do in `view.rs`, what stands for it where a base is none in `dead.rs`.

mod ask;
mod dead;
mod verified;
mod view;

pub use ask::{Cells, CellsDead, CellsMut, CellsMutDead};
pub use dead::DeadTensor;
pub use verified::NotCheckedCells;
pub use view::{TensorView, TensorViewMut};

use super::ex::diverge;
use super::int::W;

/// A subscript of a tensor, and whether it was written in parentheses: `a[(i, j)]`.
#[derive(Clone, Copy, Debug)]
pub struct Cell<const K: usize> {
    /// The numbers.
    pub at: [usize; K],
    /// In parentheses?
    pub tuple: bool,
}

/// Where the elements of a tensor are, from its first one on.
#[derive(Clone, Copy, Debug)]
pub struct Layout<const K: usize> {
    /// How far each dimension reaches.
    pub extents: [usize; K],
    /// How many elements further the next one of each dimension is.
    pub strides: [isize; K],
}

/// A place whose indexing by `K` numbers is exactly access to one element of its own, without any effect.
///
/// # Safety
/// Where `layout` gives extents and strides: for `at[d] < extents[d]`, `this[at]` by the type's own `Index` is the element
/// `sum of at[d] * strides[d]` elements after `start`, and all of these are within one allocation; otherwise it panics
/// as `outside` does; and neither has any other effect. Nothing of this changes while `this` is borrowed. Asking for it
/// has no effect.
pub unsafe trait Tensor<const K: usize> {
    /// The element type.
    type Item;
    /// Extents and strides; `None` for an array whose number of dimensions is another.
    fn layout(&self) -> Option<Layout<K>>;
    /// The element whose numbers are all 0, if there is one.
    fn start(&self) -> *const Self::Item;
    /// Panics as the type's own index does.
    fn outside(extents: [usize; K], cell: Cell<K>) -> !;
}

/// A `Tensor` whose elements may be assigned through a mutable borrow.
///
/// # Safety
/// As [`Tensor`], for `IndexMut` and `start_mut`, after which `layout` is still the same; elements with different subscripts
/// are different places.
pub unsafe trait TensorMut<const K: usize>: Tensor<K> {
    /// The element whose numbers are all 0, if there is one.
    fn start_mut(&mut self) -> *mut Self::Item;
}

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        // SAFETY: indexing a pointer indexes what it points to, which stays where it is while borrowed.
        unsafe impl<A: Tensor<K> + ?Sized, const K: usize> Tensor<K> for $pointer {
            type Item = A::Item;
            #[inline(always)]
            fn layout(&self) -> Option<Layout<K>> {
                (**self).layout()
            }
            #[inline(always)]
            fn start(&self) -> *const A::Item {
                (**self).start()
            }
            #[cold]
            fn outside(extents: [usize; K], cell: Cell<K>) -> ! {
                A::outside(extents, cell)
            }
        }
    )*};
}
pointers!(&A, &mut A, Box<A>);

// SAFETY: indexing a reference indexes what it refers to.
unsafe impl<A: TensorMut<K> + ?Sized, const K: usize> TensorMut<K> for &mut A {
    #[inline(always)]
    fn start_mut(&mut self) -> *mut A::Item {
        (**self).start_mut()
    }
}
// SAFETY: indexing a box indexes what is in it.
unsafe impl<A: TensorMut<K> + ?Sized, const K: usize> TensorMut<K> for Box<A> {
    #[inline(always)]
    fn start_mut(&mut self) -> *mut A::Item {
        (**self).start_mut()
    }
}

impl<const K: usize> W<[usize; K]> {
    /// A subscript.
    #[inline(always)]
    pub fn cell(self) -> Cell<K> {
        Cell { at: self.0, tuple: false }
    }
}

macro_rules! tuples {
    ($($k:literal: $($t:ident)*;)*) => {$(
        impl W<($($t,)*)> {
            /// A subscript.
            #[inline(always)]
            pub fn cell(self) -> Cell<$k> {
                Cell { at: self.0.into(), tuple: true }
            }
        }
    )*};
}
tuples! {
    2: usize usize;
    3: usize usize usize;
    4: usize usize usize usize;
    5: usize usize usize usize usize;
    6: usize usize usize usize usize usize;
}

/// Subscripts of other types.
pub trait NoCell: Sized {
    /// Never run.
    fn cell<const K: usize>(self) -> Cell<K> {
        diverge()
    }
}
impl<T> NoCell for W<T> {}
