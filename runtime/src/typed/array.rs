//! `Array`: the types whose indexing is exactly raw element i.

/// A place whose indexing by `usize` is exactly access to element `i` of one contiguous buffer, without
/// any effect.
///
/// # Safety
/// `parts` gives a pointer and a length such that elements `0..len` are initialised and live for as long
/// as `this` stays borrowed, equal to what `Index<usize>` and `IndexMut<usize>` reach, and neither pointer
/// nor length changes while the borrow lasts. Asking has no effect. Where `this` is borrowed mutably the
/// pointer may be written through.
pub unsafe trait Array {
    /// The element type.
    type Item;
    /// Address of element 0, and the number of elements, of the array behind `this`.
    ///
    /// # Safety
    /// `this` is valid for reads for as long as the result is used.
    unsafe fn parts(this: *mut Self) -> (*mut Self::Item, usize);
}

// SAFETY: the built-in index of a slice is its element; the pointer is the slice's own.
unsafe impl<T> Array for [T] {
    type Item = T;
    #[inline(always)]
    unsafe fn parts(this: *mut Self) -> (*mut T, usize) {
        (this.cast(), this.len())
    }
}

// SAFETY: the built-in index of an array is its element; the elements are stored inline.
unsafe impl<T, const N: usize> Array for [T; N] {
    type Item = T;
    #[inline(always)]
    unsafe fn parts(this: *mut Self) -> (*mut T, usize) {
        (this.cast(), N)
    }
}

// SAFETY: `Vec`'s `Index<usize>` is that of the slice it derefs to; a borrowed `Vec` does not reallocate.
unsafe impl<T> Array for Vec<T> {
    type Item = T;
    #[inline(always)]
    unsafe fn parts(this: *mut Self) -> (*mut T, usize) {
        // SAFETY: `this` is valid (caller); `as_ptr` returns the buffer's own pointer, which carries the
        // right to write where the vector is borrowed mutably (documented for `Vec::as_ptr`/`as_mut_ptr`).
        let vec = unsafe { &*this };
        (vec.as_ptr().cast_mut(), vec.len())
    }
}

// SAFETY: indexing a box indexes the slice or array in it, which stays where it is while borrowed.
unsafe impl<A: Array + ?Sized> Array for Box<A> {
    type Item = A::Item;
    #[inline(always)]
    unsafe fn parts(this: *mut Self) -> (*mut A::Item, usize) {
        // SAFETY: a box is a valid pointer to its content; no reference to the content is made.
        unsafe { A::parts(&raw mut **this) }
    }
}

// SAFETY: indexing a reference indexes what it refers to. Only shared views are made through it.
unsafe impl<A: Array + ?Sized> Array for &A {
    type Item = A::Item;
    #[inline(always)]
    unsafe fn parts(this: *mut Self) -> (*mut A::Item, usize) {
        // SAFETY: `this` is valid (caller) and so is what it refers to.
        unsafe { A::parts(std::ptr::from_ref::<A>(*this).cast_mut()) }
    }
}

// SAFETY: indexing a mutable reference indexes what it refers to; the place is reborrowed, not copied.
unsafe impl<A: Array + ?Sized> Array for &mut A {
    type Item = A::Item;
    #[inline(always)]
    unsafe fn parts(this: *mut Self) -> (*mut A::Item, usize) {
        // SAFETY: `this` is valid (caller); a raw place of what it refers to.
        unsafe { A::parts(&raw mut **this) }
    }
}
