//! A call that rustc leaves to LLVM to inline.
//!
//! What a parameter says (nothing else points to what it refers to) reaches the code of a loop only if LLVM inlines
//! the function: rustc's own inlining forgets it, and takes just the short bodies. rustc never inlines a function with
//! other processor features than its caller's, be they features that every processor of the target has.

/// `f(argument)`.
#[inline(always)]
pub(super) fn call<A, R>(f: impl FnOnce(A) -> R, argument: A) -> R {
    #[cfg(any(
        all(target_arch = "x86_64", target_feature = "sse2"),
        all(target_arch = "aarch64", target_feature = "neon")
    ))]
    // SAFETY: the build is for processors that have the feature.
    return unsafe { left_to_llvm(f, argument) };
    #[cfg(not(any(
        all(target_arch = "x86_64", target_feature = "sse2"),
        all(target_arch = "aarch64", target_feature = "neon")
    )))]
    f(argument)
}

/// # Safety
/// The processor has the feature that the attribute names.
#[cfg(any(
    all(target_arch = "x86_64", target_feature = "sse2"),
    all(target_arch = "aarch64", target_feature = "neon")
))]
#[inline]
#[cfg_attr(target_arch = "x86_64", target_feature(enable = "sse2"))]
#[cfg_attr(target_arch = "aarch64", target_feature(enable = "neon"))]
unsafe fn left_to_llvm<A, R>(f: impl FnOnce(A) -> R, argument: A) -> R {
    f(argument)
}
