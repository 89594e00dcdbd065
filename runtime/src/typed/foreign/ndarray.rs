//! Arrays of `ndarray`: owned, borrowed and views of any rank, extents and strides.

use super::super::array::{Array, ArrayMut, Lasting};
use super::super::tensor::{Cell, Layout, Tensor, TensorMut};
use super::super::view::View;
use ndarray::{ArrayBase, ArrayD, ArrayRef, Data, DataMut, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn};

fn layout<const K: usize>(shape: &[usize], strides: &[isize]) -> Option<Layout<K>> {
    Some(Layout { extents: shape.try_into().ok()?, strides: strides.try_into().ok()? })
}

macro_rules! tensors {
    ($($k:literal $dim:ident |$extents:ident, $cell:ident| $outside:expr;)*) => {$(
        // SAFETY: `ndarray`'s `Index` of `[usize; K]` and of tuples computes this offset from the pointer to the element
        // whose numbers are all 0, after a comparison of each number with its extent, and has no effect; all elements of
        // an array are within its allocation. Shape, strides and pointer of a borrowed array do not change.
        unsafe impl<A> Tensor<$k> for ArrayRef<A, $dim> {
            type Item = A;
            #[inline(always)]
            fn layout(&self) -> Option<Layout<$k>> {
                layout(self.shape(), self.strides())
            }
            #[inline(always)]
            fn start(&self) -> *const A {
                self.as_ptr()
            }
            #[cold]
            #[inline(never)]
            fn outside($extents: [usize; $k], $cell: Cell<$k>) -> ! {
                // An array of the same shape whose elements have no size: the crate's own message.
                let () = $outside;
                unreachable!("hotloop: a subscript was said to be outside")
            }
        }
        // SAFETY: as above; elements of an array that may be written do not overlap, which `ndarray` keeps to (its views
        // of one element at several places cannot be written).
        unsafe impl<A> TensorMut<$k> for ArrayRef<A, $dim> {
            #[inline(always)]
            fn start_mut(&mut self) -> *mut A {
                self.as_mut_ptr()
            }
        }
        // SAFETY: the index of an owned array or a view is that of the `ArrayRef` that it derefs to, without effect.
        unsafe impl<S: Data> Tensor<$k> for ArrayBase<S, $dim> {
            type Item = S::Elem;
            #[inline(always)]
            fn layout(&self) -> Option<Layout<$k>> {
                Tensor::<$k>::layout(&**self)
            }
            #[inline(always)]
            fn start(&self) -> *const S::Elem {
                Tensor::<$k>::start(&**self)
            }
            #[cold]
            fn outside(extents: [usize; $k], cell: Cell<$k>) -> ! {
                <ArrayRef<S::Elem, $dim> as Tensor<$k>>::outside(extents, cell)
            }
        }
        // SAFETY: as above. What it derefs to mutably is an array that is not shared; one that was is copied first, as
        // the type's own `IndexMut` does.
        unsafe impl<S: DataMut> TensorMut<$k> for ArrayBase<S, $dim> {
            #[inline(always)]
            fn start_mut(&mut self) -> *mut S::Elem {
                TensorMut::<$k>::start_mut(&mut **self)
            }
        }
    )*};
}

macro_rules! of_rank {
    ($($k:literal $dim:ident $($n:literal)*;)*) => {
        tensors! {$(
            $k $dim |extents, cell| {
                let all = ndarray::Array::<(), $dim>::from_elem(extents, ());
                match cell.tuple {
                    true => all[($(cell.at[$n]),*)],
                    false => all[cell.at],
                }
            };
        )*}
    };
}
of_rank! {
    1 Ix1 0;
    2 Ix2 0 1;
    3 Ix3 0 1 2;
    4 Ix4 0 1 2 3;
    5 Ix5 0 1 2 3 4;
    6 Ix6 0 1 2 3 4 5;
}

macro_rules! of_any_rank {
    ($($k:literal)*) => {
        tensors! {$(
            $k IxDyn |extents, cell| ArrayD::<()>::from_elem(IxDyn(&extents), ())[cell.at];
        )*}
    };
}
of_any_rank!(1 2 3 4 5 6);

// SAFETY: of one dimension the index by `usize` is the element, without effect; where elements lie side by side they are a
// slice. Where they do not, `is_whole` says so and `slice` has none of them.
unsafe impl<A> Array for ArrayRef<A, Ix1> {
    type Item = A;
    const CORE: bool = false;
    #[inline(always)]
    fn slice(&self) -> &[A] {
        self.as_slice().unwrap_or_default()
    }
    #[inline(always)]
    fn is_whole(&self) -> bool {
        self.as_slice().is_some()
    }
}
// SAFETY: as above.
unsafe impl<A> ArrayMut for ArrayRef<A, Ix1> {
    #[inline(always)]
    fn slice_mut(&mut self) -> &mut [A] {
        self.as_slice_mut().unwrap_or_default()
    }
}
impl<'a, A: 'a> Lasting<'a> for ArrayRef<A, Ix1> {
    type View = View<'a, A>;
    #[inline(always)]
    fn lasting(&'a self) -> View<'a, A> {
        View::of(Array::slice(self))
    }
}
impl<'a, S: Data> Lasting<'a> for ArrayBase<S, Ix1>
where
    S::Elem: 'a,
{
    type View = View<'a, S::Elem>;
    #[inline(always)]
    fn lasting(&'a self) -> View<'a, S::Elem> {
        View::of(Array::slice(self))
    }
}
// SAFETY: the index of an owned array or a view is that of the `ArrayRef` that it derefs to, without effect.
unsafe impl<S: Data> Array for ArrayBase<S, Ix1> {
    type Item = S::Elem;
    const CORE: bool = false;
    #[inline(always)]
    fn slice(&self) -> &[S::Elem] {
        Array::slice(&**self)
    }
    #[inline(always)]
    fn is_whole(&self) -> bool {
        (**self).is_whole()
    }
}
// SAFETY: as above; an array that was shared is copied first, as the type's own `IndexMut` does.
unsafe impl<S: DataMut> ArrayMut for ArrayBase<S, Ix1> {
    #[inline(always)]
    fn slice_mut(&mut self) -> &mut [S::Elem] {
        ArrayMut::slice_mut(&mut **self)
    }
}
