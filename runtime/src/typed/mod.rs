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
mod apart;
mod array;
mod capture;
mod chain;
mod dead;
mod domain;
mod ex;
mod extreme;
mod fast;
#[cfg(any(feature = "nalgebra", feature = "ndarray"))]
mod foreign;
mod held;
mod inner;
mod int;
mod kept;
mod lanes;
mod math;
mod pairs;
mod path;
mod region;
mod stage;
mod tensor;
mod uninit;
mod view;

pub use acc::{
    Acc, And, DeadAccOf, DeadTerm, NotStarted, Of, Or, Part, Product, Reduce, Sum, Term, Wrap, WrapProduct,
    Xor,
};
pub use array::{Array, ArrayMut};
pub use capture::{
    CaptureDead, CaptureShared, Lend, NotCounted, NotDrifting, NotFree, ReferenceDead, VarDead,
};
pub use capture::{DeadRef, DeadVar, Shared, Slot, Val, Var};
pub use chain::{
    Adapt, Again, Cast, Chain, Core, Counts, Dead, DeadGather, DeadItems, First, Gather, Given, Items, Key,
    Kind, Lends, Lent, Link, Listed, No, NoItem, NoItems, NoKind, NotAll, NotCast, NotChain, NotCore,
    NotEven, NotFirst, NotGathered, NotGiven, NotIterator, NotKey, NotKind, NotLent, NotNumbered, NotOpen,
    NotOpened, NotPacked, NotPair, NotRest, NotSize, NotStep, NotTold, Numbered, Open, Ours, Picked, Rest,
    Same, Scope, Simple, Size, Step, Told, Total, Unknown, Yes, again, cloned, never, same, unordered,
    written,
};
pub use dead::{DeadAcc, DeadPart};
pub use domain::{DeadDom, DeadValues, Dom, DomDead, Head, Ranged, Start, Values};
pub use ex::{
    Answer, Called, Ex, NotElement, NotList, NotMethod, NotPart, NotPointer, NotReceiver, NotSub, Prim,
    diverge, value,
};
pub use extreme::{ASKED, DeadExtremeOf, Extreme, LAST, MAX, NUMBER, Ordered, PLACED, Standard, Top, put};
pub use fast::{Arith, Baseline, DeadF, F, Fuse, Fused, LiftDead, Lifted, Unfused};
pub use held::Held;
pub use inner::{DeadRows, Grid, NoRows, NotRow, NotRows, RowPtr, Rows, Table};
pub use int::{I, Int, NoIx, NotInt, W, apart, disjoint, far, first_false, independent, within_row};
pub use kept::{Kept, caught, resumed};
pub use lanes::{FEW_CALLS, LANES, Unwatched, Watch, Watched, lane, lanes, short, short_exact};
pub use math::{
    Looks, Math, NotBeyond, NotFlagged, NotFlaggedAndTabled, NotFloat, NotTabled, Short, Tables, Way, block,
};
pub use path::{NotPath, Path, ops};
pub use region::{attempt, chunk, is_original, then};
pub use stage::Stage;
pub use tensor::{
    Cell, Cells, CellsDead, CellsMut, CellsMutDead, DeadTensor, NoCell, NotCheckedCells, Tensor, TensorMut,
    TensorView, TensorViewMut,
};
pub use uninit::{NotNew, NotTarget, NotUninit};
pub use view::{DeadView, NotWhole, Source, SourceDead, SourceMut, SourceMutDead, View, ViewMut};
