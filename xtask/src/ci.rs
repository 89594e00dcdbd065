//! The checks that every change must pass, in the order in which they are cheapest to fail.
//!
//! In: the workspace. Out: the exit code of the first step that failed, or 0. Invariant: each step is printed
//! as a command that can be repeated by hand.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

const STEPS: [&[&str]; 3] = [
    &["fmt", "--all", "--check"],
    &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
    &["test", "--workspace"],
];

/// Runs the steps.
pub fn run(workspace: &Path) -> Result<i32> {
    for step in STEPS {
        println!("cargo {}", step.join(" "));
        let status = Command::new("cargo")
            .args(step)
            .current_dir(workspace)
            .status()
            .with_context(|| format!("cannot start cargo {}", step[0]))?;
        if !status.success() {
            return Ok(status.code().unwrap_or(1));
        }
    }
    println!("all steps passed");
    Ok(0)
}
