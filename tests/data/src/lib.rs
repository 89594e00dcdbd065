//! Annotated loops over the data that people have: arrays of `ndarray`, matrices of const generics, generic numbers,
//! complex numbers, memory that is not initialized yet.
//!
//! Each program is there twice, plain and annotated; results and panics are compared at every level and thread count, and
//! that the fast form ran is asserted.

#![cfg(test)]
#![allow(
    clippy::needless_range_loop,
    clippy::too_many_arguments,
    reason = "indexed loops, as people write them, are what is tested"
)]

mod columns;
mod complex;
mod generics;
mod layouts;
mod matrices;
mod tensors;
mod uninit;
mod vectors;
mod verified;
