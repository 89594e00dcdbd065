//! Matrices and vectors of `nalgebra`: of static and dynamic sizes, and views of them. Columns come one after the other.

use super::super::array::{Array, ArrayMut, Lasting};
use super::super::tensor::{Cell, Layout, Tensor, TensorMut};
use super::super::view::View;
use nalgebra::{
    ArrayStorage, Const, DMatrix, Dim, Matrix, RawStorage, RawStorageMut, VecStorage, ViewStorage,
    ViewStorageMut,
};

fn layout((rows, columns): (usize, usize), (row, column): (usize, usize)) -> Option<Layout<2>> {
    let strides = [isize::try_from(row).ok()?, isize::try_from(column).ok()?];
    Some(Layout { extents: [rows, columns], strides })
}

fn outside([rows, columns]: [usize; 2], cell: Cell<2>) -> ! {
    // A matrix of the same shape whose elements have no size: the crate's own message.
    let () = DMatrix::from_element(rows, columns, ())[(cell.at[0], cell.at[1])];
    unreachable!("hotloop: a subscript was said to be outside")
}

macro_rules! matrices {
    ($([$($params:tt)*] $storage:ty, $rows:ty, $columns:ty, $element:ty;)*) => {$(
        // SAFETY: `nalgebra`'s `Index<(usize, usize)>` compares both numbers with the shape and computes this offset from
        // the pointer of this storage, which is one of the crate's own, without effect; all elements are within one
        // allocation. Shape, strides and pointer of a borrowed matrix do not change.
        unsafe impl<$($params)*> Tensor<2> for Matrix<$element, $rows, $columns, $storage>
        where
            $storage: RawStorage<$element, $rows, $columns>,
        {
            type Item = $element;
            #[inline(always)]
            fn layout(&self) -> Option<Layout<2>> {
                layout(self.shape(), self.strides())
            }
            #[inline(always)]
            fn start(&self) -> *const $element {
                self.as_ptr()
            }
            #[cold]
            fn outside(extents: [usize; 2], cell: Cell<2>) -> ! {
                outside(extents, cell)
            }
        }
    )*};
}
matrices! {
    [T, R: Dim, C: Dim] VecStorage<T, R, C>, R, C, T;
    [T, const R: usize, const C: usize] ArrayStorage<T, R, C>, Const<R>, Const<C>, T;
    ['a, T, R: Dim, C: Dim, A: Dim, B: Dim] ViewStorage<'a, T, R, C, A, B>, R, C, T;
    ['a, T, R: Dim, C: Dim, A: Dim, B: Dim] ViewStorageMut<'a, T, R, C, A, B>, R, C, T;
}

macro_rules! written {
    ($([$($params:tt)*] $storage:ty, $rows:ty, $columns:ty;)*) => {$(
        // SAFETY: as for `Tensor`; elements with different subscripts are different places: a view that may be
        // written is made of one that may be, or of a slice, where `nalgebra` refuses strides that alias.
        unsafe impl<$($params)*> TensorMut<2> for Matrix<T, $rows, $columns, $storage>
        where
            $storage: RawStorageMut<T, $rows, $columns>,
        {
            #[inline(always)]
            fn start_mut(&mut self) -> *mut T {
                self.as_mut_ptr()
            }
        }
    )*};
}
written! {
    [T, R: Dim, C: Dim] VecStorage<T, R, C>, R, C;
    [T, const R: usize, const C: usize] ArrayStorage<T, R, C>, Const<R>, Const<C>;
    ['a, T, R: Dim, C: Dim, A: Dim, B: Dim] ViewStorageMut<'a, T, R, C, A, B>, R, C;
}

macro_rules! owned {
    ($([$($params:tt)*] $storage:ty, $rows:ty, $columns:ty;)*) => {$(
        // SAFETY: the index of an owned matrix or vector by one number is that of its elements column by column, which are
        // a slice, without effect.
        unsafe impl<$($params)*> Array for Matrix<T, $rows, $columns, $storage>
        where
            $storage: RawStorage<T, $rows, $columns> + nalgebra::storage::IsContiguous,
        {
            type Item = T;
            const CORE: bool = false;
            #[inline(always)]
            fn slice(&self) -> &[T] {
                self.as_slice()
            }
        }
        impl<'long, $($params)*> Lasting<'long> for Matrix<T, $rows, $columns, $storage>
        where
            T: 'long,
            $storage: RawStorage<T, $rows, $columns> + nalgebra::storage::IsContiguous,
        {
            type View = View<'long, T>;
            #[inline(always)]
            fn lasting(&'long self) -> View<'long, T> {
                View::of(Array::slice(self))
            }
        }
        // SAFETY: as above.
        unsafe impl<$($params)*> ArrayMut for Matrix<T, $rows, $columns, $storage>
        where
            $storage: RawStorageMut<T, $rows, $columns> + nalgebra::storage::IsContiguous,
        {
            #[inline(always)]
            fn slice_mut(&mut self) -> &mut [T] {
                self.as_mut_slice()
            }
        }
    )*};
}
owned! {
    [T, R: Dim, C: Dim] VecStorage<T, R, C>, R, C;
    [T, const R: usize, const C: usize] ArrayStorage<T, R, C>, Const<R>, Const<C>;
}
