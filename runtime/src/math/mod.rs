//! Elementary functions with the same bits on every processor.
//!
//! In: a float. Out: the function's value within the stated number of ULP. Every function is branch-free,
//! calls nothing and is inlined, so that a loop around it becomes vector code at whatever level (SSE2, AVX2,
//! AVX-512) the loop is compiled for; the arithmetic is the same operation by operation at each of them.
//! The sine and the cosine read a constant table: a loop around them becomes vector code only where the compiler
//! knows that the loop's stores do not overlap it; annotated loops see to that.
//! Special values are those of std: NaN, infinities, signed zeros and subnormals, in and out.

pub mod f32;
pub mod f64;
#[doc(hidden)]
pub mod fast;
mod reduction;

pub(crate) use reduction::TABLES;
#[doc(hidden)]
pub use reduction::Tables;

/// `a` if the condition holds, else `b`, as one select instruction. An `if` would invite the compiler to make
/// branches of it again, which hides from the vectorizer how little the vector code costs.
#[inline(always)]
fn pick<T>(condition: bool, a: T, b: T) -> T {
    std::hint::select_unpredictable(condition, a, b)
}
