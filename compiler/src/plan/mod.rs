//! What will be done with a nest: the guard, the form, the lanes, the types it rests on.

mod check;
mod counts;

use crate::analysis::{Condition, Facts, Float, InBounds, Independent, Role, Spare, is_recomputable};
use crate::nest::affine::LoopId;
use crate::nest::{Access, Leaf, Needs, Nest, ReductionOp, ShapeStep, Spelling, Step};
use crate::options::How;

use std::collections::BTreeSet;

pub use check::check;
pub use counts::{Count, counts};

/// How the fast form runs.
#[derive(Debug)]
pub enum Form {
    /// The root's iterations in chunks, in any order.
    Parallel(Independent),
    /// In order, in one piece.
    Serial,
    /// As [`Form::Parallel`], but on one thread, where nobody has asked for more: lanes take a minimum or maximum
    /// of floats several at a time, which no order of the operations would let LLVM do.
    Alone(Independent),
}

/// A type that the fast form rests on; rustc confirms it or the loop runs as written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeCondition {
    /// Fields of a place belong to the place itself.
    Plain(usize),
    /// What `*` is applied to is a reference.
    Reference(usize),
    /// The base is a true array of what threads may share.
    Array(usize),
    /// What an access reaches is a primitive.
    Element(usize),
    /// The call is that of the standard library's `MaybeUninit` of a primitive.
    Uninit(usize),
    /// Fields of a part of an element belong to it.
    Fields(usize),
    /// A part of an element is an array.
    Row(usize),
    /// A part of an element is an array that holds its elements.
    Inline(usize),
    /// A part lies where its type has to.
    Aligned(usize, usize),
    /// A loop's head is a range with std's own adapters.
    Head(LoopId),
    /// The head is a chain of core's; through no item of it can be written; it is over primitives.
    Chain { shared: bool, simple: bool },
    /// Core's `Iterator` is in scope.
    Core,
    /// A chain of a body, or what it runs over, is core's and over primitives.
    Kind(usize),
    /// What a chain of a body ends in is a primitive.
    Result(usize),
    /// What a `collect` makes is a `Vec` of primitives.
    Gathered(usize),
    /// What items are compared by is a primitive.
    Key(usize),
    /// The function of a fold is core's.
    Fold(usize),
    /// A counter's bound is an integer.
    Bound,
    /// The scalar is a primitive.
    Primitive(usize),
    /// The scalar is `Copy`, and threads may share it.
    Free(usize),
    /// The scalar is exactly `usize`.
    ScalarUsize(usize),
    /// The scalar is an integer.
    ScalarInt(usize),
    /// The induction variable is exactly `usize`.
    IvUsize(LoopId),
    /// The induction variable is an integer.
    IvInt(LoopId),
    /// The whole place may be shared between threads.
    Shareable(usize),
    /// The method is the primitive's own.
    Method(usize, Needs),
    /// The reduction's type can be regrouped.
    Reducible(usize, ReductionOp),
    /// The function, method or operator of an update is the standard library's for the primitive.
    Standard(usize),
    /// The reduction is of floats (beside other effects an overflow could not be undone), or the scalar is a
    /// float (an overflow would panic).
    FloatReduction(usize),
    /// The scalar is a float or an integer.
    Number(usize),
    /// What a position in the type of a base holds is a float.
    FloatShape(usize),
    /// The items of the chain are floats.
    FloatItems,
    /// What is zipped has one length, or these places hold floats.
    Even(Option<BTreeSet<Float>>),
}

impl TypeCondition {
    /// The place holds a float.
    pub fn of_float(place: Float) -> TypeCondition {
        match place {
            Float::Shape(s) => TypeCondition::FloatShape(s),
            Float::Scalar(s) => TypeCondition::FloatReduction(s),
            Float::Items => TypeCondition::FloatItems,
        }
    }
}

/// What will be done.
#[derive(Debug)]
pub struct Plan {
    /// How the fast form runs.
    pub form: Form,
    /// The guard, evaluated in this order.
    pub conditions: Vec<Condition>,
    /// For each access, evidence that it needs no check.
    pub in_bounds: Vec<Option<InBounds>>,
    /// For each scalar, what it is.
    pub roles: Vec<Role>,
    /// Types that rustc must confirm.
    pub types: Vec<TypeCondition>,
    /// The loop whose ordinal chooses the lane of a reduction.
    pub lanes: Option<LoopId>,
    /// In a serial loop: are the lanes only where terms wait to be summed in order?
    pub ordered: bool,
    /// Can the loop be run again as written, because it has no effect before its reductions are stored?
    pub repeatable: bool,
    /// Is it the number of an iteration that is looked for?
    pub numbers: bool,
}

impl Plan {
    /// Does the fast form take the iterations in chunks, in any order?
    pub fn is_parallel(&self) -> bool {
        self.evidence().is_some()
    }

    /// Is it a condition that a chain runs over primitives?
    pub fn has_simple_items(&self) -> bool {
        self.types.iter().any(|t| matches!(t, TypeCondition::Chain { simple: true, .. }))
    }

    /// What that rests on.
    pub fn evidence(&self) -> Option<&Independent> {
        match &self.form {
            Form::Parallel(evidence) | Form::Alone(evidence) => Some(evidence),
            Form::Serial => None,
        }
    }

    /// Is it held to one thread?
    pub fn is_alone(&self) -> bool {
        matches!(self.form, Form::Alone(_))
    }

    /// Is the scalar's private copy one that knows whether it was written?
    pub fn is_slot(&self, scalar: usize) -> bool {
        self.is_parallel() && self.roles[scalar] == Role::SometimesPrivate
    }

    /// The plan with the further condition that these places hold floats.
    pub fn with_floats(mut self, floats: impl IntoIterator<Item = Float>) -> Plan {
        self.types.extend(floats.into_iter().map(TypeCondition::of_float));
        self.types.sort();
        self.types.dedup();
        self
    }

    /// The plan with the further condition that it does not show how often closures are called.
    pub fn with_spare(self, spare: Spare) -> Plan {
        let mut plan = self.with_floats(spare.floats);
        // Of what needs no float there may be more calls in any case.
        plan.types.extend(
            spare
                .partner
                .filter(|floats| floats.as_ref().is_none_or(|all| !all.is_empty()))
                .map(TypeCondition::Even),
        );
        plan
    }

    /// Scalars with this role.
    pub fn scalars(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.roles.iter().enumerate().filter(move |(_, r)| **r == role).map(|(s, _)| s)
    }

    /// Reductions, with their operators.
    pub fn reductions(&self) -> impl Iterator<Item = (usize, ReductionOp)> + '_ {
        self.roles.iter().enumerate().filter_map(|(s, r)| Some((s, r.reduction()?)))
    }

    /// Reductions of a serial root whose order is left to us where they are floats.
    pub fn regrouped(&self) -> impl Iterator<Item = usize> + '_ {
        let sums = self.reductions().filter(|(_, op)| matches!(op, ReductionOp::Sum | ReductionOp::Product));
        sums.map(|(s, _)| s).filter(|_| !self.is_parallel())
    }

    /// What is set together with a reduction, in a parallel form.
    pub fn positions(&self, reduction: usize) -> Vec<usize> {
        self.scalars(Role::Position(reduction)).filter(|_| self.is_parallel()).collect()
    }
}

/// Makes the plan; `parallel` asks for a parallel form where there is evidence for it.
pub fn plan(nest: &Nest, facts: Facts, parallel: bool, nogil: bool, how: &How) -> Plan {
    let form = match facts.independent {
        Ok(evidence) if parallel => Form::Parallel(evidence),
        Ok(evidence) if is_exact_search(nest, &facts.roles) => Form::Alone(evidence),
        _ => Form::Serial,
    };
    let is_parallel = !matches!(form, Form::Serial);
    let mut conditions = facts.conditions;
    if !is_parallel {
        conditions.truncate(facts.in_order);
    }
    let mut plan = Plan {
        form,
        conditions,
        // Under `boundscheck` the guard is the same, and in the fast form nothing rests on it.
        in_bounds: facts.in_bounds.into_iter().map(|e| e.filter(|_| !how.boundscheck)).collect(),
        roles: facts.roles,
        types: Vec::new(),
        lanes: None,
        ordered: false,
        repeatable: !nest.has_effects(),
        numbers: nest.top.is_some(),
    };
    if is_parallel {
        plan.lanes = lanes(nest, &plan);
    } else if how.fastmath.reassoc {
        plan.lanes = serial_lanes(nest, &plan);
    } else if !how.fastmath.contract && has_long_terms(nest) && can_wait(nest, &plan) {
        plan.ordered = true;
        plan.lanes = serial_lanes(nest, &plan);
    }
    plan.types = types(nest, &plan, nogil);
    plan
}

/// Is all that the loop does to find a least or greatest value (with where it is)? Then no bit depends on the order,
/// and nobody sees what it had found when it panicked.
fn is_exact_search(nest: &Nest, roles: &[Role]) -> bool {
    let own = |l: &crate::nest::Loop| l.parent.is_none() || l.subrange;
    if nest.top.is_some() && roles.iter().all(|role| matches!(role, Role::ReadOnly)) {
        return nest.loops.iter().all(own) && nest.wholes.is_empty() && !nest.has_effects() && !nest.calls();
    }
    let exact = roles.iter().zip(&nest.scalars).all(|(role, scalar)| match role {
        Role::ReadOnly => true,
        Role::Reduction(ReductionOp::Extreme(_)) | Role::Position(_) => scalar.path.fields.is_empty(),
        _ => false,
    });
    let any = roles.iter().any(|role| role.reduction().is_some());
    any && exact && nest.loops.len() == 1 && nest.wholes.is_empty() && !nest.has_effects() && !nest.calls()
}

/// Lanes follow the innermost loop that holds every update of every reduction; without one, each chunk
/// uses one lane. So does one where what is set with a reduction could not be computed afterwards.
fn lanes(nest: &Nest, plan: &Plan) -> Option<LoopId> {
    if plan.numbers {
        return (nest.is_innermost(0) && nest.may_have_lanes(0)).then_some(0);
    }
    let mut loops = plan.reductions().flat_map(|(s, _)| &nest.scalars[s].uses.updated_in);
    let first = *loops.next()?;
    let placeable = first == 0 || plan.reductions().all(|(s, _)| plan.positions(s).is_empty());
    let recomputable = plan.reductions().flat_map(|(s, _)| &nest.scalars[s].uses.updates).all(|&u| {
        let update = &nest.updates[u];
        let only = nest.scalars[update.scalar].uses.updates.len() == 1;
        update.with.is_empty() || (only && update.with.iter().all(|(_, v)| is_recomputable(nest, v)))
    });
    let countable = nest.is_innermost(first) && nest.may_have_lanes(first);
    (placeable && recomputable && countable && loops.all(|&l| l == first)).then_some(first)
}

/// Is there more to the terms of a sum than LLVM would rather do one by one?
fn has_long_terms(nest: &Nest) -> bool {
    nest.loops.len() == 1 && (nest.has_elementary() || nest.calls())
}

/// May sums of a serial loop come after the terms of a block, so that these are computed as vectors? One term for
/// each iteration, and a variable that nobody sees after a panic.
fn can_wait(nest: &Nest, plan: &Plan) -> bool {
    plan.regrouped().all(|s| {
        let scalar = &nest.scalars[s];
        scalar.uses.updates.len() == 1 && scalar.path.fields.is_empty()
    })
}

/// The same for the float sums and products of a serial root. What else is updated there keeps its order.
fn serial_lanes(nest: &Nest, plan: &Plan) -> Option<LoopId> {
    let mut loops = plan.regrouped().flat_map(|s| &nest.scalars[s].uses.updated_in);
    let first = *loops.next()?;
    let countable = nest.is_innermost(first) && nest.may_have_lanes(first);
    (countable && loops.all(|&l| l == first)).then_some(first)
}

/// What an access asks of the types of the parts that it goes through.
fn parts(nest: &Nest, access: &Access, types: &mut Vec<TypeCondition>) {
    for (n, step) in access.steps.iter().enumerate() {
        match step {
            Step::Field { container: Some(container), .. } => {
                types.push(TypeCondition::Fields(*container));
                types.push(TypeCondition::Aligned(*container, nest.shape_after(access, n)));
            }
            // Rows of their own may be anywhere; in a grid the base answers for its rows.
            Step::Index { container: Some(container), .. } => match nest.shapes[*container].path.as_slice() {
                [ShapeStep::Index] => types.push(TypeCondition::Row(*container)),
                _ => types.push(TypeCondition::Inline(*container)),
            },
            _ => {}
        }
    }
}

fn types(nest: &Nest, plan: &Plan, nogil: bool) -> Vec<TypeCondition> {
    // `all = all && x < y` in chunks compares what the loop in order might not: an operator of the user's could panic.
    let nogil = nogil && !nest.updates.iter().any(|u| u.lazy);
    let mut types: Vec<TypeCondition> = nest
        .roots
        .iter()
        .enumerate()
        .map(
            |(r, root)| if root.is_reference { TypeCondition::Reference(r) } else { TypeCondition::Plain(r) },
        )
        .collect();
    for access in &nest.accesses {
        parts(nest, access, &mut types);
        // What is done with a value of another type is a call.
        if access.is_length || access.is_row {
            types.push(TypeCondition::Row(access.leaf));
        } else if !nogil && access.subrange().is_none() {
            types.push(TypeCondition::Element(access.leaf));
        }
    }
    let with_adapters = nest.loops.iter().enumerate().filter(|(_, l)| l.head_ex.is_some());
    types.extend(with_adapters.map(|(l, _)| TypeCondition::Head(l)));
    // What is done with items of another type is a call.
    types.extend(
        nest.chain.iter().map(|chain| TypeCondition::Chain { shared: !chain.writes, simple: !nogil }),
    );
    let core = nest.core || nest.loops.iter().any(|l| l.head_ex.is_some());
    types.extend(core.then_some(TypeCondition::Core));
    types.extend(nest.kinds.iter().map(|&ex| TypeCondition::Kind(ex)));
    types.extend(nest.results.iter().map(|&ex| TypeCondition::Result(ex)));
    types.extend(nest.gather.map(TypeCondition::Gathered));
    types.extend(nest.top.map(|top| TypeCondition::Key(top.key)));
    types.extend((0..nest.folds.len()).map(TypeCondition::Fold));
    if nest.counted {
        types.push(TypeCondition::Bound);
    }
    types.extend((0..nest.bases.len()).map(TypeCondition::Array));
    types.extend((0..nest.scalars.len()).map(|x| match plan.roles[x] {
        // What is done with it is declared, and it is what threads may share.
        Role::ReadOnly if nogil && plan.is_parallel() => TypeCondition::Free(x),
        _ => TypeCondition::Primitive(x),
    }));
    types.extend(nest.leaves.iter().filter_map(|leaf| match leaf {
        Leaf::ScalarUsize(s) => Some(TypeCondition::ScalarUsize(*s)),
        Leaf::ScalarInt(s) | Leaf::ScalarCast(s) => Some(TypeCondition::ScalarInt(*s)),
        Leaf::IvUsize(l) => Some(TypeCondition::IvUsize(*l)),
        Leaf::IvCast(l) => Some(TypeCondition::IvInt(*l)),
        // Its names are among the others.
        Leaf::SumCast(_) => None,
    }));
    types.extend((0..nest.loops.len()).filter(|&l| nest.loops[l].is_typed).map(TypeCondition::IvInt));
    types.extend((0..nest.uninits.len()).map(TypeCondition::Uninit));
    types.push(TypeCondition::IvInt(0));
    // What a loop on its own thread refers to need not be shared.
    let shared = |w: &usize| plan.is_parallel() || (nest.wholes[*w].reference && !nest.wholes[*w].referred);
    types.extend((0..nest.wholes.len()).filter(shared).map(TypeCondition::Shareable));
    types.extend(nest.methods.iter().enumerate().map(|(m, method)| TypeCondition::Method(m, method.needs)));
    if !plan.is_parallel() {
        // In order, what core's `sum` does is done with floats alone: integers are left to LLVM.
        let items = nest.updates.iter().enumerate();
        let items = items.filter(|(_, u)| matches!(u.spelling, Spelling::Item { .. }));
        types.extend(
            items.flat_map(|(n, u)| [TypeCondition::Standard(n), TypeCondition::FloatReduction(u.scalar)]),
        );
    }
    if plan.is_parallel() {
        let asked = (0..nest.updates.len()).filter(|&u| nest.updates[u].ex.is_some());
        types.extend(asked.map(TypeCondition::Standard));
        types.extend(plan.scalars(Role::Drift).map(TypeCondition::Number));
        for (s, op) in plan.reductions() {
            types.push(TypeCondition::Reducible(s, op));
            let counted = counts(nest, plan).iter().any(|c| c.scalar == s);
            if !plan.repeatable && !counted && matches!(op, ReductionOp::Sum | ReductionOp::Product) {
                types.push(TypeCondition::FloatReduction(s));
            }
        }
    }
    let summed = nest.sums.iter().map(|sum| sum.within);
    types.extend(plan.lanes.into_iter().chain(summed).chain(nest.in_blocks()).map(TypeCondition::IvInt));
    if nest.chain.is_some() {
        // What counts items is ours.
        types.retain(|t| !matches!(t, TypeCondition::IvInt(0) | TypeCondition::IvUsize(0)));
    }
    types.sort();
    types.dedup();
    types
}
