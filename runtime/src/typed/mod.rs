//! What generated code needs to know about types, asked of rustc.
//!
//! A macro sees tokens. Whether an element is an `f64`, whether a base is a true array, whether a place
//! may be copied, is known to rustc alone. Generated code asks by calling a method on [`Ex<T>`]: where
//! `T` is what the fast form needs, an inherent method answers; for every other type a trait of the same
//! method name answers with a *dead* value, which type-checks like the real one and is never used, because
//! the fast form stands behind the constant answer. So a question is never an error.
//!
//! Invariant: a live value ([`View`], [`Val`], [`Acc`], ..) exists only for types that satisfy its bound.

mod acc;
mod array;
mod capture;
mod domain;
mod ex;
mod fast;
mod inner;
mod int;
mod math;
mod region;
mod view;

pub use acc::{Acc, DeadAcc, DeadAccOf, DeadPart, LANES, Part, Reduce, Term, lanes, short};
pub use array::{Array, ArrayMut};
pub use capture::{CaptureDead, CaptureShared, VarDead};
pub use capture::{DeadRef, DeadVar, Shared, Slot, Val, Var};
pub use domain::{DeadDom, Dom, DomDead, Head, Ranged};
pub use ex::{Answer, Ex, Prim, diverge};
pub use fast::{Arith, Baseline, DeadF, F, Fuse, Fused, LiftDead, Lifted, Unfused};
pub use inner::{DeadRows, Grid, NotRow, NotRows, RowPtr, Rows, Table};
pub use int::{I, Int, NoIx, NotInt, W, disjoint, far, first_false, independent};
pub use math::{Math, NotFlagged, NotFlaggedAndTabled, NotFloat, NotTabled, Tables};
pub use region::{attempt, chunk, is_original};
pub use view::{DeadView, Source, SourceDead, SourceMut, SourceMutDead, View, ViewMut};
