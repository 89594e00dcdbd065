//! Loops whose elements are far apart.
//!
//! Of `x[j * n + k]` in a loop over `j` no two elements are side by side, so a vector of them is gathered, which LLVM takes for
//! cheaper than it is: such loops were found 1.6 to 2.2 times slower at v3 and v4 than at the baseline, where it leaves them
//! alone. They are built for the baseline only, unless an elementary function makes up for the gathering, or the user has
//! asked for levels by `isa(..)`.

use super::fast::Fast;
use crate::nest::Access;
use crate::nest::affine::{Linear, LoopId};
use crate::options::How;

/// Up to this distance LLVM loads vectors and shuffles them.
const NEAR: u64 = 8;

impl Fast<'_> {
    /// The options, with the levels that are worth it.
    pub(super) fn built(&self) -> How {
        let mut how = self.how.clone();
        let may_choose = !how.levels.asked && !how.fastmath.contract;
        if may_choose && !self.nest.has_elementary() && self.is_far() {
            (how.levels.v3, how.levels.v4) = (false, false);
        }
        how
    }

    /// Has each loop of which LLVM might make vectors an element that it would have to gather?
    fn is_far(&self) -> bool {
        let nest = self.nest;
        let flat = |l: LoopId| {
            let has_loop = (0..nest.loops.len()).any(|inner| {
                let lp = &nest.loops[inner];
                lp.parent == Some(l) && !lp.subrange && !self.is_unrolled(inner)
            });
            !has_loop && !nest.loops[l].subrange && !self.is_unrolled(l)
        };
        let mut loops = (0..nest.loops.len()).filter(|l| flat(*l)).peekable();
        loops.peek().is_some() && loops.all(|l| nest.accesses.iter().any(|a| self.is_gathered(a, l)))
    }

    /// Is the access in this loop, with its elements far apart?
    fn is_gathered(&self, access: &Access, l: LoopId) -> bool {
        let is_within = self.nest.chain(access.within).any(|around| around == l);
        let is_far = |form: &Linear| {
            form.ivs().any(|(iv, c)| iv == l && c.as_constant().is_none_or(|c| c.unsigned_abs() > NEAR))
        };
        is_within && access.forms().flatten().any(is_far)
    }
}
