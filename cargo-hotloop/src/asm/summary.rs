//! What a piece of machine code is made of.

use super::listing::Instruction;
use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

/// What counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All instructions.
    pub instructions: usize,
    /// Arithmetic on whole vectors.
    pub packed: usize,
    /// Bits of the widest vector in it.
    pub width: usize,
    /// Calls of functions that report a subscript out of bounds.
    pub checks: usize,
    /// Other functions that are called.
    pub calls: BTreeSet<String>,
}

impl Summary {
    /// How much of the work it seems to do. What calls is rather a rare way than the loop itself.
    pub fn weight(&self) -> (usize, bool, usize) {
        (self.packed * self.width, self.calls.is_empty(), self.instructions)
    }
}

/// Beyond so many, functions that are called are only counted. (The code around a loop calls dozens.)
const SHOWN: usize = 4;

/// Parts of the names of functions that end the program, or the loop, for a subscript.
const CHECKS: [&str; 5] =
    ["panic_bounds_check", "slice_index_fail", "slice_start_index", "slice_end_index", "out_of_bounds"];

/// Counts. Of code as a whole (`whole`), jumps to other functions count as calls.
pub fn of<'a>(instructions: impl Iterator<Item = &'a Instruction>, whole: bool) -> Summary {
    let mut summary = Summary::default();
    for i in instructions {
        summary.instructions += 1;
        if let Some(width) = packed(i) {
            summary.packed += 1;
            summary.width = summary.width.max(width);
        }
        let calls = i.name().starts_with("call") || i.name() == "bl" || i.name() == "blr";
        let leaves = whole && i.name() == "jmp" && i.target().is_some_and(|t| !t.starts_with('.'));
        let Some(target) = i.target().filter(|_| calls || leaves) else { continue };
        let pointer = i.name() == "blr" || target.contains(['%', '(']);
        let name = match pointer {
            true => "what a pointer holds".to_owned(),
            false => format!("{:#}", rustc_demangle::demangle(target)),
        };
        if CHECKS.iter().any(|c| name.contains(c)) {
            summary.checks += 1;
        } else {
            summary.calls.insert(name);
        }
    }
    summary
}

/// The width of the vectors that an instruction computes with, if it does so with all of their elements.
fn packed(i: &Instruction) -> Option<usize> {
    let name = i.name();
    let widths = [("%zmm", 512), ("%ymm", 256), ("%xmm", 128)];
    if let Some((_, width)) = widths.into_iter().find(|(register, _)| i.text.contains(register)) {
        let name = name.strip_prefix('v').unwrap_or(name);
        let moves = name.starts_with("mov") || name.starts_with("broadcast") || name.starts_with("zero");
        let floats = ["pd", "ps"].iter().any(|end| name.ends_with(end));
        let integers = name.starts_with('p') && !name.starts_with("pbroadcast");
        return ((floats || integers) && !moves).then_some(width);
    }
    // Arm: `fadd v0.2d, v1.2d, v2.2d`.
    let vector = [".2d", ".4s", ".8h", ".16b"].iter().any(|shape| i.text.contains(shape));
    (vector && !name.starts_with("ld") && !name.starts_with("st")).then_some(128)
}

impl Display for Summary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} instruction{}, ", self.instructions, if self.instructions == 1 { "" } else { "s" })?;
        match self.packed {
            0 => write!(f, "no vectors, ")?,
            n => write!(f, "{n} on vectors of up to {} bits, ", self.width)?,
        }
        write!(f, "{} bounds check{}", self.checks, if self.checks == 1 { "" } else { "s" })?;
        match self.calls.len() {
            0 => write!(f, ", no calls"),
            1..=SHOWN => {
                let names: Vec<&str> = self.calls.iter().map(String::as_str).collect();
                write!(f, ", calls {}", names.join(", "))
            }
            n => write!(f, ", calls {n} functions"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_text(text: &[&str], whole: bool) -> Summary {
        let code: Vec<_> = text.iter().map(|t| Instruction { text: (*t).into(), at: None }).collect();
        of(code.iter(), whole)
    }

    #[test]
    fn vectors_checks_and_calls_are_counted() {
        let code = [
            "vmulpd (%rax), %ymm1, %ymm2",
            "vmulsd %xmm0, %xmm1, %xmm1",
            "vmovupd %ymm2, (%rax)",
            "vpaddq %zmm0, %zmm1, %zmm1",
            "callq *_RNvNtCs_4core9panicking18panic_bounds_check@GOTPCREL(%rip)",
            "callq exp@PLT",
            "callq *%rbx",
            "jmp other",
            "jmp .LBB0_1",
        ];
        let inside = of_text(&code, false);
        assert_eq!((inside.instructions, inside.packed, inside.width, inside.checks), (9, 2, 512, 1));
        assert_eq!(inside.calls.iter().collect::<Vec<_>>(), ["exp", "what a pointer holds"]);
        assert_eq!(of_text(&code, true).calls.len(), 3);
        assert_eq!(
            of_text(&["addq $1, %rax"], false).to_string(),
            "1 instruction, no vectors, 0 bounds checks, no calls"
        );
    }
}
