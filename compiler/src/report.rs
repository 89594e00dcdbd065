//! What happened to each loop, as data; [`text`] makes words of it.

mod helpers;
mod text;

use crate::analysis::{Condition, Kind, Pair, Reason, Role};
use crate::diag::Blocker;
use crate::nest::{Hole, Needs, Nest, ReductionOp, Spelling, Uninit};
use crate::plan::{Form, Plan, TypeCondition};
use std::fmt::{self, Display, Formatter};

pub use helpers::HelperReport;
pub use text::{Line, Remark};

/// What a loop became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Parallel; only the bounds are guarded.
    Parallel,
    /// Parallel where a condition on the subscripts holds at run time.
    ParallelGuarded,
    /// Serial, with a fast form.
    Serial,
    /// Serial and as written, around a parallel inner loop.
    Outer,
    /// As written.
    AsWritten,
}

impl Verdict {
    /// Its name in machine-readable reports.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Parallel => "parallel",
            Verdict::ParallelGuarded => "parallel-guarded",
            Verdict::Serial => "serial",
            Verdict::Outer => "outer",
            Verdict::AsWritten => "as-written",
        }
    }

    /// Runs in parallel?
    pub fn is_parallel(self) -> bool {
        matches!(self, Verdict::Parallel | Verdict::ParallelGuarded)
    }
}

/// How an access of the fast form is kept in bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// The loop cannot leave them; nothing is asked at run time.
    Proven,
    /// The guard asks before the loop, and the access needs no check.
    Guarded,
    /// It keeps its check.
    Checked,
}

impl Display for Bounds {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Bounds::Proven => "proven",
            Bounds::Guarded => "guarded",
            Bounds::Checked => "checked",
        })
    }
}

/// One access, and how it is kept in bounds.
#[derive(Clone, Debug)]
pub struct AccessReport {
    /// As written.
    pub text: String,
    /// Its line.
    pub line: usize,
    /// Its column, in characters, from 1.
    pub column: usize,
    /// Does it write?
    pub writes: bool,
    /// How it is kept in bounds.
    pub bounds: Bounds,
    /// The conditions of the guard that this rests on, as positions in [`LoopReport::guard`].
    pub rests_on: Vec<usize>,
}

/// A scalar that is written, and what it is.
#[derive(Clone, Debug)]
pub struct ScalarReport {
    /// As written.
    pub name: String,
    /// Its role, in words.
    pub role: String,
}

impl Display for ScalarReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.name, self.role)
    }
}

/// Two accesses that might have met in different iterations, and do not.
#[derive(Clone, Debug)]
pub struct PairReport {
    /// Positions in [`LoopReport::accesses`].
    pub accesses: (usize, usize),
    /// Why they do not meet, in words.
    pub why: String,
    /// The condition of the guard that this rests on, as a position in [`LoopReport::guard`].
    pub rests_on: Option<usize>,
}

/// One loop.
#[derive(Clone, Debug)]
pub struct LoopReport {
    /// Number in source order, from 1.
    pub number: usize,
    /// Its line.
    pub line: usize,
    /// Its induction variable.
    pub iv: String,
    /// What it became.
    pub verdict: Verdict,
    /// Lines of the loops inside that belong to its fast form.
    pub inner: Vec<usize>,
    /// Accesses, in source order.
    pub accesses: Vec<AccessReport>,
    /// The unsafe helpers of the fast form, in source order.
    pub helpers: Vec<HelperReport>,
    /// The guard, as readable conditions.
    pub guard: Vec<String>,
    /// Types that rustc must confirm, in words.
    pub types: Vec<String>,
    /// Scalars that are written.
    pub scalars: Vec<ScalarReport>,
    /// Why the iterations of a parallel loop may run in any order.
    pub pairs: Vec<PairReport>,
    /// The head of a loop over the items of a chain.
    pub chain: Option<String>,
    /// Why not more.
    pub blockers: Vec<Blocker>,
}

/// All loops of a function, or of the methods of a block.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Name of the function or method; for a block, what it is a block of.
    pub function: String,
    /// Its loops.
    pub loops: Vec<LoopReport>,
    /// The methods of a block to which something was done, in source order.
    pub methods: Vec<Report>,
    /// What in a block could not be looked at.
    pub missed: Vec<Blocker>,
    /// Is it a `map!`, and no function?
    pub is_statement: bool,
}

impl Report {
    /// The loops of the function, or of all methods.
    pub fn all_loops(&self) -> impl Iterator<Item = &LoopReport> {
        self.loops.iter().chain(self.methods.iter().flat_map(|m| &m.loops))
    }

    /// The report of an item that an error leaves as it is written: nothing was done to any of its loops.
    pub fn refused(mut self) -> Report {
        let as_written = |loops: Vec<LoopReport>| loops.into_iter().map(LoopReport::refused).collect();
        self.loops = as_written(self.loops);
        for method in &mut self.methods {
            method.loops = as_written(std::mem::take(&mut method.loops));
        }
        self
    }

    /// The same report of a method whose type is known.
    pub fn named(mut self, prefix: &str) -> Report {
        self.function = format!("{prefix}::{}", self.function);
        self
    }
}

impl LoopReport {
    pub(crate) fn of(nest: &Nest, plan: &Plan, blockers: Vec<Blocker>) -> LoopReport {
        let root = &nest.loops[0];
        let verdict = match &plan.form {
            Form::Parallel(e) if e.is_conditional() => Verdict::ParallelGuarded,
            Form::Parallel(_) => Verdict::Parallel,
            Form::Serial | Form::Alone(_) => Verdict::Serial,
        };
        let accesses = nest.accesses.iter().zip(&plan.in_bounds).map(|(a, evidence)| {
            let rests_on = evidence.as_ref().map(|e| e.conditions().to_vec());
            AccessReport {
                text: a.place.text.clone(),
                line: a.place.line(),
                column: a.place.span.0.start().column + 1,
                writes: a.writes,
                bounds: rests_on.as_ref().map_or(Bounds::Checked, |on| bounds(&plan.conditions, on)),
                rests_on: rests_on.unwrap_or_default(),
            }
        });
        let pairs = plan.evidence().map(|e| e.pairs()).unwrap_or_default();
        LoopReport {
            number: root.id,
            line: root.place.line(),
            iv: without_prefix(&root.name()),
            verdict,
            inner: nest.loops.iter().skip(1).filter(|l| !l.subrange).map(|l| l.place.line()).collect(),
            accesses: accesses.collect(),
            helpers: Vec::new(),
            guard: crate::emit::guard_texts(nest, plan).iter().map(|text| without_prefix(text)).collect(),
            types: plan.types.iter().map(|t| without_prefix(&type_text(nest, t))).collect(),
            scalars: scalars(nest, plan),
            pairs: pairs.iter().map(pair).collect(),
            chain: nest.chain.as_ref().map(|c| crate::diag::Place::of(&c.head).text),
            blockers,
        }
    }

    fn refused(self) -> LoopReport {
        LoopReport::as_written(self.number, self.line, self.iv, self.blockers)
    }

    pub(crate) fn as_written(number: usize, line: usize, iv: String, blockers: Vec<Blocker>) -> LoopReport {
        LoopReport {
            number,
            line,
            iv: without_prefix(&iv),
            verdict: Verdict::AsWritten,
            inner: Vec::new(),
            accesses: Vec::new(),
            helpers: Vec::new(),
            guard: Vec::new(),
            types: Vec::new(),
            scalars: Vec::new(),
            pairs: Vec::new(),
            chain: None,
            blockers,
        }
    }
}

/// Variables of ours are known by the last part of their names, and what a `map!` has lifted is as it was written.
pub(crate) fn without_prefix(text: &str) -> String {
    if !text.contains("__hotloop_") {
        return text.into();
    }
    crate::map::unlifted(text).replace("__hotloop_", "")
}

/// Does the evidence ask anything at run time?
fn bounds(conditions: &[Condition], rests_on: &[usize]) -> Bounds {
    let always = |&c: &usize| matches!(conditions[c].kind, Kind::RowEnd { .. });
    if rests_on.iter().all(always) { Bounds::Proven } else { Bounds::Guarded }
}

fn pair(pair: &Pair) -> PairReport {
    let (why, rests_on) = match &pair.reason {
        Reason::Fields => ("they reach different fields".into(), None),
        Reason::Subscripts { dim, condition, .. } if pair.accesses.0 == pair.accesses.1 => {
            (format!("subscript {} differs in each iteration", dim + 1), *condition)
        }
        Reason::Subscripts { dim, condition, .. } => {
            (format!("subscripts {} of different iterations never meet", dim + 1), *condition)
        }
        Reason::Together { .. } => {
            ("their subscripts are never all equal in different iterations".into(), None)
        }
    };
    PairReport { accesses: pair.accesses, why, rests_on }
}

fn scalars(nest: &Nest, plan: &Plan) -> Vec<ScalarReport> {
    let name = |s: usize| nest.scalars[s].path.tokens.replace(' ', "");
    let written = plan.roles.iter().enumerate().filter(|(_, r)| **r != Role::ReadOnly);
    let text = written.map(|(s, role)| {
        let role = match role {
            Role::ReadOnly => "read-only".into(),
            Role::LastPrivate => "private, last value kept".into(),
            Role::SometimesPrivate => "private, last assigned value kept".into(),
            Role::Reduction(op) => format!("reduction {}, {}", op.name(), lanes_text(plan, s)),
            Role::Position(of) => format!("set with `{}`", name(*of)),
            Role::Induction => "induction variable".into(),
            Role::Drift => "induction variable, from the start of each chunk".into(),
            Role::Carried => "carried".into(),
        };
        ScalarReport { name: without_prefix(&name(s)), role: without_prefix(&role) }
    });
    let sums = nest.sums.iter().map(|sum| {
        let iv = nest.loops[sum.within].name();
        let role = format!("sum of the loop over `{iv}`, 32 lanes if it is a float and the loop is long");
        ScalarReport { name: without_prefix(&sum.name), role: without_prefix(&role) }
    });
    text.chain(sums).collect()
}

fn lanes_text(plan: &Plan, scalar: usize) -> &'static str {
    match (plan.is_parallel(), plan.lanes) {
        (true, Some(_)) => "32 lanes",
        (true, None) => "1 lane in each chunk",
        (false, Some(_)) if !plan.ordered && plan.regrouped().any(|s| s == scalar) => {
            "32 lanes if it is a float"
        }
        (false, _) => "in order",
    }
}

pub(crate) fn type_text(nest: &Nest, t: &TypeCondition) -> String {
    let scalar = |s: usize| nest.scalars[s].path.tokens.replace(' ', "");
    let base = |b: usize| nest.bases[b].path.tokens.replace(' ', "");
    match t {
        TypeCondition::Plain(r) => {
            format!("`{}` has the field itself, not through `Deref`", nest.roots[*r].tokens)
        }
        TypeCondition::Reference(r) => format!("`{}` is a reference", nest.roots[*r].tokens),
        TypeCondition::Array(b) if nest.bases[*b].rank.is_some() => {
            format!("`{}` is an array of `ndarray` or a matrix of `nalgebra`", base(*b))
        }
        TypeCondition::Array(b) => format!("`{}` is a slice, array or `Vec`", base(*b)),
        TypeCondition::Uninit(u) => match &nest.uninits[*u] {
            Uninit::New { path, .. } => {
                let path = quote::ToTokens::to_token_stream(path).to_string().replace(' ', "");
                format!("`{path}` is the standard library's")
            }
            Uninit::Write { shape, .. } => format!("`{}` is a `MaybeUninit`", nest.shape_text(*shape)),
        },
        TypeCondition::Element(shape) => format!("`{}` is a primitive", nest.shape_text(*shape)),
        TypeCondition::Fields(shape) => {
            format!("`{}` has the field itself, not through `Deref`", nest.shape_text(*shape))
        }
        TypeCondition::Row(shape) => format!("`{}` is a slice, array or `Vec`", nest.shape_text(*shape)),
        TypeCondition::Inline(shape) => format!("`{}` is an array `[T; N]`", nest.shape_text(*shape)),
        TypeCondition::Aligned(shape, part) => {
            format!("`{}` is not packed around `{}`", nest.shape_text(*shape), nest.shape_text(*part))
        }
        TypeCondition::Head(l) => {
            format!("the loop over `{}` runs over a range of std's", nest.loops[*l].name())
        }
        TypeCondition::Chain { shared, simple } => {
            let what = if *simple { "slices of primitives" } else { "slices" };
            let only = if *shared { ", which are only read" } else { "" };
            format!("the head is a chain of core's iterators over {what}{only}")
        }
        TypeCondition::FloatItems => "the items of the chain are floats".into(),
        TypeCondition::Even(None) => "what is zipped has one length".into(),
        TypeCondition::Even(Some(floats)) => {
            let floats: Vec<String> =
                floats.iter().map(|place| type_text(nest, &TypeCondition::of_float(*place))).collect();
            format!("what is zipped has one length, or {}", floats.join(" and "))
        }
        TypeCondition::Core => "core's `Iterator` is in scope".into(),
        TypeCondition::Kind(ex) => {
            let links = nest.holes.iter().find_map(|h| match h {
                Hole::Links(links) if links.ex == *ex => {
                    Some("a chain in the body is core's, over primitives")
                }
                _ => None,
            });
            links
                .unwrap_or("what a chain in the body runs over is a slice, array or `Vec` of primitives")
                .into()
        }
        TypeCondition::Result(_) => "what a chain in the body ends in is a primitive".into(),
        TypeCondition::Gathered(_) => "what is collected is a `Vec` of what is `Copy + Send + Sync`".into(),
        TypeCondition::Key(_) => "what items are compared by is a primitive".into(),
        TypeCondition::Fold(_) => "the function of a fold in the body is the standard library's".into(),
        TypeCondition::Bound => "the end of the loop is an integer".into(),
        TypeCondition::Free(s) => format!("`{}` is `Copy + Send + Sync`", scalar(*s)),
        TypeCondition::Primitive(s) => format!("`{}` is a primitive", scalar(*s)),
        TypeCondition::ScalarUsize(s) => format!("`{}` is `usize`", scalar(*s)),
        TypeCondition::ScalarInt(s) => format!("`{}` is an integer", scalar(*s)),
        TypeCondition::IvUsize(l) => format!("`{}` is `usize`", nest.loops[*l].name()),
        TypeCondition::IvInt(l) => format!("`{}` is an integer", nest.loops[*l].name()),
        TypeCondition::Shareable(w) => {
            format!("`{}` is `Sync`", nest.wholes[*w].path.tokens.replace(' ', ""))
        }
        TypeCondition::Method(m, needs) => {
            let what = match needs {
                Needs::Float => "a float",
                Needs::Int => "an integer",
                Needs::Signed => "a float or a signed integer",
                Needs::Number => "a float or an integer",
                Needs::List => "an array, slice or `Vec` of primitives",
            };
            let method = &nest.methods[*m];
            match &method.path {
                Some(called) => {
                    let path = quote::ToTokens::to_token_stream(&called.path).to_string().replace(' ', "");
                    format!("`{path}` is the standard library's")
                }
                None => format!("the receiver of `{}` is {what}", method.name),
            }
        }
        TypeCondition::Reducible(s, op) => format!("`{}` is {}", scalar(*s), reducible(*op)),
        TypeCondition::Standard(u) => standard(nest, *u),
        TypeCondition::FloatShape(shape) => format!("`{}` is a float", nest.shape_text(*shape)),
        TypeCondition::FloatReduction(s) => format!("`{}` is a float", scalar(*s)),
        TypeCondition::Number(s) => format!("`{}` is a float or an integer", scalar(*s)),
    }
}

fn reducible(op: ReductionOp) -> &'static str {
    match op {
        ReductionOp::Sum | ReductionOp::Product => "a number of at most 64 bits",
        ReductionOp::Extreme(_) => "a number, `bool` or `char`",
        ReductionOp::And | ReductionOp::Or | ReductionOp::Xor => "an integer or `bool`",
        ReductionOp::Wrap | ReductionOp::WrapProduct => "an integer",
    }
}

fn standard(nest: &Nest, update: usize) -> String {
    let update = &nest.updates[update];
    match &update.spelling {
        Spelling::Function { path, .. } => {
            let path = quote::ToTokens::to_token_stream(path).to_string().replace(' ', "");
            format!("`{path}` is the standard library's")
        }
        Spelling::Method { .. } => format!("the receiver in `{}` is a primitive", update.place.text),
        _ => {
            let name = nest.scalars[update.scalar].path.tokens.replace(' ', "");
            format!("the value in `{}` has the type of `{name}`", update.place.text)
        }
    }
}
