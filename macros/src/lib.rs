//! The boundary of the procedural macro: tokens in, the compiler's tokens out. It does no thinking.

/// Compiles the loops of a function, or of the methods of an `impl` or `trait` block: bounds checks in front of them, all cores, the widest SIMD.
///
/// See the documentation of `hotloop` for the options.
#[proc_macro_attribute]
pub fn accel(attr: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    hotloop_compiler::accel(attr.into(), item.into()).tokens.into()
}

/// A statement about whole arrays, `map!(out[..] = a * x[..] + y[..])`: one loop, compiled as by `#[accel(parallel, nogil)]`.
///
/// See the documentation of `hotloop`.
#[proc_macro]
pub fn map(statements: proc_macro::TokenStream) -> proc_macro::TokenStream {
    hotloop_compiler::map(statements.into()).tokens.into()
}
