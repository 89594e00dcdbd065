//! Assembly as rustc writes it (GNU syntax), read into functions of instructions with their source lines.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// An instruction or a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A place to jump to.
    Label(String),
    /// An instruction.
    Instruction(Instruction),
}

/// An instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// As written, tabs as spaces.
    pub text: String,
    /// Its file (an index of [`Listing::files`]) and line; line 0 is none.
    pub at: Option<(usize, usize)>,
}

impl Instruction {
    /// Its first word.
    pub fn name(&self) -> &str {
        self.text.split_whitespace().next().unwrap_or_default()
    }

    /// What it calls or jumps to, by name.
    pub fn target(&self) -> Option<&str> {
        let target = self.text.split_whitespace().nth(1)?.trim_start_matches('*');
        Some(target.split('@').next().unwrap_or(target).trim_end_matches("(%rip)"))
    }
}

/// The code of one symbol.
#[derive(Clone, Debug)]
pub struct Code {
    /// As a path of Rust's.
    pub name: String,
    /// What it does.
    pub steps: Vec<Step>,
}

impl Code {
    /// Its instructions.
    pub fn instructions(&self) -> impl Iterator<Item = &Instruction> {
        self.steps.iter().filter_map(|s| match s {
            Step::Instruction(i) => Some(i),
            Step::Label(_) => None,
        })
    }

    /// Loops without a loop inside: from a label to the last jump back to it.
    pub fn innermost_loops(&self) -> Vec<std::ops::RangeInclusive<usize>> {
        let mut labels: HashMap<&str, usize> = HashMap::new();
        let mut loops: Vec<std::ops::RangeInclusive<usize>> = Vec::new();
        for (n, step) in self.steps.iter().enumerate() {
            match step {
                Step::Label(label) => {
                    labels.insert(label, n);
                }
                Step::Instruction(i) if is_jump(i.name()) => {
                    // Only labels above are known yet: a jump to one goes back.
                    let Some(&start) = i.target().and_then(|t| labels.get(t)) else { continue };
                    loops.retain(|l| *l.start() != start);
                    loops.push(start..=n);
                }
                Step::Instruction(_) => {}
            }
        }
        let holds = |outer: &std::ops::RangeInclusive<usize>, inner: &std::ops::RangeInclusive<usize>| {
            outer != inner && outer.contains(inner.start()) && outer.contains(inner.end())
        };
        loops.iter().filter(|l| !loops.iter().any(|inner| holds(l, inner))).cloned().collect()
    }
}

/// Does it jump? (x86 and Arm)
fn is_jump(name: &str) -> bool {
    name.starts_with('j')
        || name == "b"
        || name.starts_with("b.")
        || matches!(name, "cbz" | "cbnz" | "tbz" | "tbnz")
}

/// All of a file.
#[derive(Debug, Default)]
pub struct Listing {
    /// Source files, by their numbers.
    pub files: HashMap<usize, PathBuf>,
    /// The code.
    pub codes: Vec<Code>,
}

/// Reads assembly; relative files start at `root`.
pub fn read(text: &str, root: &Path) -> Listing {
    let mut listing = Listing::default();
    let mut at = None;
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(rest) = trimmed.strip_prefix(".file") {
            listing.files.extend(file(rest, root));
        } else if let Some(rest) = trimmed.strip_prefix(".loc") {
            let mut numbers = rest.split_whitespace().map_while(|n| n.parse::<usize>().ok());
            at = numbers.next().zip(numbers.next()).filter(|(_, line)| *line > 0).or(at);
        } else if let Some(label) = trimmed.strip_suffix(':').filter(|l| !l.contains(char::is_whitespace)) {
            if label.starts_with('.') || label.starts_with('L') {
                push(&mut listing, Step::Label(label.to_owned()));
            } else {
                let name = format!("{:#}", rustc_demangle::demangle(label));
                listing.codes.push(Code { name, steps: Vec::new() });
                at = None;
            }
        } else if !(trimmed.is_empty() || trimmed.starts_with(['.', '#'])) && line.starts_with(['\t', ' ']) {
            let text = trimmed.split_whitespace().collect::<Vec<_>>().join(" ");
            push(&mut listing, Step::Instruction(Instruction { text, at }));
        }
    }
    // Labels that only debug information uses are of no interest.
    for code in &mut listing.codes {
        code.steps.retain(|s| !matches!(s, Step::Label(l) if !l.contains("BB")));
    }
    listing
}

fn push(listing: &mut Listing, step: Step) {
    if let Some(code) = listing.codes.last_mut() {
        code.steps.push(step);
    }
}

/// `36 "/folder" "src/kernels.rs"`, or `36 "/folder/src/kernels.rs"`.
fn file(rest: &str, root: &Path) -> Option<(usize, PathBuf)> {
    let number = rest.split_whitespace().next()?.parse().ok()?;
    let path = rest.split('"').skip(1).step_by(2).fold(root.to_owned(), |path, part| path.join(part));
    Some((number, path.canonicalize().unwrap_or(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\t.file\t2 \"/nowhere\" \"src/a.rs\"\nf:\n.Lfunc_begin0:\n\t.loc\t2 7 1\n\tpushq\t%rbx\n.LBB0_1:\n\t.loc\t2 0 1\n\taddq\t$1, %rax\n.LBB0_2:\n\t.loc\t2 8 9\n\tvaddpd\t%ymm0, %ymm1, %ymm1\n\tjne\t.LBB0_2\n\tje\t.LBB0_3\n\tjmp\t.LBB0_1\n.LBB0_3:\n\tcallq\t*g@GOTPCREL(%rip)\n\tretq\n\t.cfi_endproc\n";

    #[test]
    fn functions_lines_and_innermost_loops_are_found() {
        let listing = read(TEXT, Path::new("/"));
        assert_eq!(listing.files[&2], Path::new("/nowhere/src/a.rs"));
        let [code] = listing.codes.as_slice() else { panic!("one function") };
        let instructions: Vec<_> = code.instructions().map(|i| (i.name(), i.at)).collect();
        assert_eq!(instructions[1], ("addq", Some((2, 7))), "line 0 is the line before");
        assert_eq!(instructions[2], ("vaddpd", Some((2, 8))));
        assert_eq!(code.innermost_loops(), [3..=5]);
        assert_eq!(
            code.instructions().find(|i| i.name() == "callq").and_then(Instruction::target),
            Some("g")
        );
    }
}
