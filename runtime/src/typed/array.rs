//! `Array`: the types whose indexing is exactly raw element i; `Lasting`: how long their elements can be had.

use super::view::View;

/// A place whose indexing by `usize` is exactly access to element `i` of one slice, without any effect.
///
/// # Safety
/// If `is_whole`: for `i < len`, `this[i]` by the type's own `Index<usize>` (or the built-in index) is element `i`
/// of `slice(this)`, for `i >= len` it panics (if `CORE`, as a slice does), and neither has any other effect. Pointer
/// and length do not change while `this` is borrowed. Asking for the slice has no effect.
pub unsafe trait Array {
    /// The element type.
    type Item;
    /// The number of elements, where the type says it; the elements are then within the value itself, one
    /// after the other from its start.
    const FIXED: Option<usize> = None;
    /// Does it panic as a slice does, and is always whole?
    const CORE: bool = true;
    /// The elements.
    fn slice(&self) -> &[Self::Item];
    /// Are the elements a slice? If not, `slice` may be any.
    #[inline(always)]
    fn is_whole(&self) -> bool {
        true
    }
}

/// An `Array` whose elements may be assigned through a mutable borrow.
///
/// # Safety
/// As [`Array`] (with `FIXED` as there), for `IndexMut<usize>` and `slice_mut`.
pub unsafe trait ArrayMut: Array {
    /// The elements.
    fn slice_mut(&mut self) -> &mut [Self::Item];
}

// SAFETY: the built-in index of a slice is its element.
unsafe impl<T> Array for [T] {
    type Item = T;
    #[inline(always)]
    fn slice(&self) -> &[T] {
        self
    }
}
// SAFETY: as above.
unsafe impl<T> ArrayMut for [T] {
    #[inline(always)]
    fn slice_mut(&mut self) -> &mut [T] {
        self
    }
}

// SAFETY: the built-in index of an array is its element, and an array is its elements.
unsafe impl<T, const N: usize> Array for [T; N] {
    type Item = T;
    const FIXED: Option<usize> = Some(N);
    #[inline(always)]
    fn slice(&self) -> &[T] {
        self
    }
}
// SAFETY: as above.
unsafe impl<T, const N: usize> ArrayMut for [T; N] {
    #[inline(always)]
    fn slice_mut(&mut self) -> &mut [T] {
        self
    }
}

// SAFETY: `Vec`'s `Index<usize>` is that of its slice; a borrowed `Vec` does not reallocate.
unsafe impl<T> Array for Vec<T> {
    type Item = T;
    #[inline(always)]
    fn slice(&self) -> &[T] {
        self
    }
}
// SAFETY: as above.
unsafe impl<T> ArrayMut for Vec<T> {
    #[inline(always)]
    fn slice_mut(&mut self) -> &mut [T] {
        self
    }
}

// SAFETY: indexing a box indexes what is in it, which stays where it is while borrowed.
unsafe impl<A: Array + ?Sized> Array for Box<A> {
    type Item = A::Item;
    const CORE: bool = A::CORE;
    #[inline(always)]
    fn is_whole(&self) -> bool {
        (**self).is_whole()
    }
    #[inline(always)]
    fn slice(&self) -> &[A::Item] {
        (**self).slice()
    }
}
// SAFETY: as above.
unsafe impl<A: ArrayMut + ?Sized> ArrayMut for Box<A> {
    #[inline(always)]
    fn slice_mut(&mut self) -> &mut [A::Item] {
        (**self).slice_mut()
    }
}

// SAFETY: indexing a reference indexes what it refers to.
unsafe impl<A: Array + ?Sized> Array for &A {
    type Item = A::Item;
    const CORE: bool = A::CORE;
    #[inline(always)]
    fn is_whole(&self) -> bool {
        (**self).is_whole()
    }
    #[inline(always)]
    fn slice(&self) -> &[A::Item] {
        (**self).slice()
    }
}
// SAFETY: indexing a reference indexes what it refers to.
unsafe impl<A: Array + ?Sized> Array for &mut A {
    type Item = A::Item;
    const CORE: bool = A::CORE;
    #[inline(always)]
    fn is_whole(&self) -> bool {
        (**self).is_whole()
    }
    #[inline(always)]
    fn slice(&self) -> &[A::Item] {
        (**self).slice()
    }
}
// SAFETY: as above.
unsafe impl<A: ArrayMut + ?Sized> ArrayMut for &mut A {
    #[inline(always)]
    fn slice_mut(&mut self) -> &mut [A::Item] {
        (**self).slice_mut()
    }
}

/// An [`Array`] that is borrowed for `'a`, and the view of its elements that lives longest: what a reference refers
/// to outlives the variable that holds the reference, and the loop may keep references to elements.
pub trait Lasting<'a>: Array {
    /// The view.
    type View;
    /// The view of the elements.
    fn lasting(&'a self) -> Self::View;
}

impl<'a, T: 'a> Lasting<'a> for [T] {
    type View = View<'a, T>;
    #[inline(always)]
    fn lasting(&'a self) -> View<'a, T> {
        View::of(self)
    }
}

impl<'a, T: 'a, const N: usize> Lasting<'a> for [T; N] {
    type View = View<'a, T>;
    #[inline(always)]
    fn lasting(&'a self) -> View<'a, T> {
        View::of(self)
    }
}

impl<'a, T: 'a> Lasting<'a> for Vec<T> {
    type View = View<'a, T>;
    #[inline(always)]
    fn lasting(&'a self) -> View<'a, T> {
        View::of(self)
    }
}

impl<'a, A: Lasting<'a> + ?Sized> Lasting<'a> for Box<A> {
    type View = A::View;
    #[inline(always)]
    fn lasting(&'a self) -> A::View {
        (**self).lasting()
    }
}

impl<'a, 'b: 'a, A: Lasting<'b> + ?Sized> Lasting<'a> for &'b A {
    type View = A::View;
    #[inline(always)]
    fn lasting(&'a self) -> A::View {
        let outer: &'b A = self;
        outer.lasting()
    }
}

impl<'a, A: Lasting<'a> + ?Sized> Lasting<'a> for &mut A {
    type View = A::View;
    #[inline(always)]
    fn lasting(&'a self) -> A::View {
        (**self).lasting()
    }
}
