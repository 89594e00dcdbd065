//! `Ex<T>`: a type exemplar, and the yes/no questions asked of it.

use super::array::Array;
use super::int::W;
use std::fmt::Debug;
use std::marker::PhantomData;

/// Stands for the type of an expression in the model of a loop.
///
/// The model (a copy of the loop in a branch that never runs) ties exemplars to expressions; after it,
/// type inference has settled `T` and the questions have constant answers.
///
/// The type may be a slice: `w[1..3].fill(0.0)` has one as its receiver.
pub struct Ex<T: ?Sized>(PhantomData<fn(*const T) -> *const T>);

impl<T: ?Sized> Clone for Ex<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for Ex<T> {}

impl<T: ?Sized> Default for Ex<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ?Sized> Ex<T> {
    /// An exemplar of a type that inference will find.
    #[inline(always)]
    pub const fn new() -> Self {
        Ex(PhantomData)
    }

    /// Says that the exemplar has the type of this place. Called in code that never runs.
    #[inline(always)]
    pub fn tie(self, _: &T) {}

    /// The same for a place that may not be borrowed, such as a field of a packed struct.
    #[inline(always)]
    pub fn tie_raw(self, _: *const T) {}
}

impl<T> Ex<T> {
    /// Passes a value on and says that the exemplar has its type.
    #[inline(always)]
    pub fn through(self, value: T) -> T {
        value
    }
    /// How many bytes a value of its type has.
    #[inline(always)]
    pub const fn size(self) -> u64 {
        size_of::<T>() as u64
    }
}

/// A value as it is.
#[inline(always)]
pub fn value<T>(value: T) -> T {
    value
}

/// Ends a branch that never runs.
#[cold]
pub fn diverge() -> ! {
    unreachable!("hotloop: the model of a loop was run")
}

mod sealed {
    pub trait Sealed {}
}

/// Numbers (with the feature `num-complex`, complex ones), `bool` and `char`: operators on them are instructions, copying them is free of effects, and
/// they may be shared and sent between threads. Sealed: no user type can claim it.
#[diagnostic::on_unimplemented(
    message = "[A0403] hotloop took `{Self}` for a number: its type is found only after the loop",
    label = "this type has to be known in front of the loop",
    note = "write the type where the array or variable is bound (`let mut v: Vec<..> = ..`), or mark the loop `#[serial]`"
)]
pub trait Prim: Copy + PartialEq + Debug + Send + Sync + 'static + sealed::Sealed {
    /// `f32` or `f64`.
    const FLOAT: bool = false;
    /// An integer of at most 128 bits.
    const INT: bool = false;
    /// A signed integer.
    const SIGNED: bool = false;
    /// Exactly `usize`.
    const USIZE: bool = false;
    /// A value, for places that are not used.
    const ZERO: Self;
}

macro_rules! prims {
    ($($t:ty, $zero:expr, $float:expr, $int:expr, $signed:expr, $usize:expr;)*) => {$(
        impl sealed::Sealed for $t {}
        impl Prim for $t {
            const FLOAT: bool = $float;
            const INT: bool = $int;
            const SIGNED: bool = $signed;
            const USIZE: bool = $usize;
            const ZERO: Self = $zero;
        }
    )*};
}

prims! {
    f64, 0.0, true, false, false, false;
    f32, 0.0, true, false, false, false;
    u8, 0, false, true, false, false;
    u16, 0, false, true, false, false;
    u32, 0, false, true, false, false;
    u64, 0, false, true, false, false;
    u128, 0, false, true, false, false;
    usize, 0, false, true, false, true;
    i8, 0, false, true, true, false;
    i16, 0, false, true, true, false;
    i32, 0, false, true, true, false;
    i64, 0, false, true, true, false;
    i128, 0, false, true, true, false;
    isize, 0, false, true, true, false;
    bool, false, false, false, false, false;
    char, '\0', false, false, false, false;
}

// Its operators are instructions on two floats.
#[cfg(feature = "num-complex")]
prims! {
    num_complex::Complex64, num_complex::Complex { re: 0.0, im: 0.0 }, false, false, false, false;
    num_complex::Complex32, num_complex::Complex { re: 0.0, im: 0.0 }, false, false, false, false;
}

impl<T: Prim> Ex<T> {
    /// A primitive number, `bool` or `char`?
    #[inline(always)]
    pub const fn is_prim(self) -> bool {
        true
    }
    /// `f32` or `f64`?
    #[inline(always)]
    pub const fn is_float(self) -> bool {
        T::FLOAT
    }
    /// A primitive integer?
    #[inline(always)]
    pub const fn is_int(self) -> bool {
        T::INT
    }
    /// A float or a signed integer?
    #[inline(always)]
    pub const fn is_signed(self) -> bool {
        T::FLOAT | T::SIGNED
    }
    /// A float or an integer?
    #[inline(always)]
    pub const fn is_number(self) -> bool {
        T::FLOAT | T::INT
    }
    /// Exactly `usize`?
    #[inline(always)]
    pub const fn is_usize(self) -> bool {
        T::USIZE
    }
    /// What a primitive's own method is called on.
    #[inline(always)]
    pub const fn receiver(self, place: &T) -> &T {
        place
    }
    /// Something that a parallel body may refer to?
    #[inline(always)]
    pub const fn is_shareable(self) -> bool {
        true
    }
}

impl<T: std::ops::Deref> Ex<T> {
    /// Does a field of the value belong to the value itself? Not if field access may go through `Deref`.
    #[inline(always)]
    pub const fn is_plain(self) -> bool {
        false
    }
}

macro_rules! pointers {
    ($($pointer:ty;)*) => {$(
        impl<T> Ex<$pointer> {
            /// What fields of the variable are looked for in next. The standard library's pointers are read
            /// without any effect.
            #[inline(always)]
            pub const fn behind(self) -> Ex<T> {
                Ex::new()
            }
        }
    )*};
}
pointers! {
    Box<T>;
    std::rc::Rc<T>;
    std::sync::Arc<T>;
    std::pin::Pin<&T>;
    std::pin::Pin<&mut T>;
}

/// All other variables.
pub trait NotPointer: Copy {
    /// The variable itself.
    #[inline(always)]
    fn behind(self) -> Self {
        self
    }
}
impl<T> NotPointer for Ex<T> {}

impl<T: std::ops::Deref> Ex<T> {
    /// What a field is taken of. Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn part<'a>(self, _: *mut T) -> &'a T {
        diverge()
    }
    /// What a field that is assigned is taken of. Never run.
    ///
    /// # Safety
    /// None needed: it diverges.
    pub unsafe fn part_mut<'a>(self, _: *mut T) -> &'a mut T {
        diverge()
    }
}

/// Values whose fields are their own.
pub trait NotPart<T>: Copy {
    /// What a field is taken of: never a reference to the whole.
    ///
    /// # Safety
    /// None needed: it is the pointer itself.
    #[inline(always)]
    unsafe fn part(self, p: *mut T) -> *mut T {
        p
    }
    /// The same for a field that is assigned.
    ///
    /// # Safety
    /// None needed: it is the pointer itself.
    #[inline(always)]
    unsafe fn part_mut(self, p: *mut T) -> *mut T {
        p
    }
}
impl<T> NotPart<T> for Ex<T> {}

impl<T> Ex<*const [T]> {
    /// A subrange of a slice.
    #[inline(always)]
    pub fn given(self, part: &[T]) -> &[T] {
        part
    }
    /// The same, to be written.
    #[inline(always)]
    pub fn given_mut(self, part: &mut [T]) -> &mut [T] {
        part
    }
}

/// Subranges of something else, such as a `str`.
pub trait NotSub<U: ?Sized>: Copy {
    /// Never run.
    fn given<'a, S>(self, _: S) -> &'a U {
        diverge()
    }
    /// Never run.
    fn given_mut<'a, S>(self, _: S) -> &'a mut U {
        diverge()
    }
}
impl<U: ?Sized> NotSub<U> for Ex<*const U> {}

impl<T> W<*const [T]> {
    /// Says that the exemplar has the type of an element of the subrange.
    #[inline(always)]
    pub fn tie_element(self, _: Ex<T>) {}
}

/// Subranges without elements.
pub trait NotElement: Sized {
    /// Any type will do.
    #[inline(always)]
    fn tie_element(self, _: Ex<()>) {}
}
impl<U: ?Sized> NotElement for W<*const U> {}

impl<T: ?Sized> Ex<&T> {
    /// A reference, so that `*` has no effect?
    #[inline(always)]
    pub const fn is_reference(self) -> bool {
        true
    }
}

impl<T: ?Sized> Ex<&mut T> {
    /// A reference, so that `*` has no effect?
    #[inline(always)]
    pub const fn is_reference(self) -> bool {
        true
    }
}

/// The answers for every other type: no.
pub trait Answer: Copy {
    /// Of what has no size, nobody knows.
    #[inline(always)]
    fn size(self) -> u64 {
        0
    }
    /// No.
    #[inline(always)]
    fn is_reference(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_prim(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_element(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_float(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_int(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_signed(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_number(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn is_usize(self) -> bool {
        false
    }
    /// No.
    #[inline(always)]
    fn owns<F>(self, _: Ex<F>, _: &str) -> bool {
        false
    }
    /// Yes.
    #[inline(always)]
    fn is_plain(self) -> bool {
        true
    }
}

/// What a method of another type is called on, which it may change.
pub trait NotReceiver<T>: Copy {
    /// Never run.
    fn receiver<'a, U>(self, _: &U) -> &'a mut U {
        diverge()
    }
}
impl<T> NotReceiver<T> for Ex<T> {}

/// Primitives and references to them: what a primitive's own method may be called on.
pub trait Called: sealed::Sealed {
    /// The primitive.
    type Of;
    /// The primitive's place.
    fn place(&self) -> &Self::Of;
}

macro_rules! called {
    ($($t:ty)*) => {$(
        impl Called for $t {
            type Of = $t;
            #[inline(always)]
            fn place(&self) -> &$t {
                self
            }
        }
        impl sealed::Sealed for &$t {}
        impl Called for &$t {
            type Of = $t;
            #[inline(always)]
            fn place(&self) -> &$t {
                self
            }
        }
        impl sealed::Sealed for &&$t {}
        impl Called for &&$t {
            type Of = $t;
            #[inline(always)]
            fn place(&self) -> &$t {
                self
            }
        }
        impl sealed::Sealed for &mut $t {}
        impl Called for &mut $t {
            type Of = $t;
            #[inline(always)]
            fn place(&self) -> &$t {
                self
            }
        }
    )*};
}
called!(f64 f32 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize bool char);

impl<T: Called> W<&T> {
    /// Says that the exemplar has the type of the primitive that a method is called on.
    #[inline(always)]
    pub fn tie_method(self, _: Ex<T::Of>) {}
}

impl<'a, T: Called> W<&'a T> {
    /// The primitive itself, where there is a reference to it.
    #[inline(always)]
    pub fn bare(self) -> W<&'a T::Of> {
        W(self.0.place())
    }
}

/// What other values tie an exemplar to: a type that is no primitive.
pub trait NotMethod: Sized {
    /// Itself.
    #[inline(always)]
    fn bare(self) -> Self {
        self
    }
    /// No primitive.
    #[inline(always)]
    fn tie_method(self, _: Ex<()>) {}
    /// No primitive, though there may be a reference to one.
    #[inline(always)]
    fn tie_itself(self, _: Ex<()>) {}
}
impl<T> NotMethod for W<T> {}

impl<T: Prim> W<&T> {
    /// Says that the exemplar has the type of this primitive. Of a reference to one it has not: a reference within the body
    /// would have to outlive the questions.
    #[inline(always)]
    pub fn tie_itself(self, _: Ex<T>) {}
}

impl<B: Array<Item: Prim> + ?Sized> W<&B> {
    /// Says that the exemplar has the type of an element of this array.
    #[inline(always)]
    pub fn tie_list(self, _: Ex<B::Item>) {}
}

/// What values that are no arrays of primitives tie an exemplar to.
pub trait NotList: Sized {
    /// No primitive.
    #[inline(always)]
    fn tie_list(self, _: Ex<()>) {}
}
impl<T> NotList for W<T> {}

impl<T: ?Sized> Answer for Ex<T> {}
