//! Fuzz targets.

/// One target.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// What the bytes of an input become.
    pub(crate) input: &'static str,
    /// Panics if the code breaks a rule.
    pub(crate) run: fn(&[u8]),
    /// Inputs to begin with.
    pub(crate) seeds: fn() -> Vec<Vec<u8>>,
}

/// The inputs of a vector file, which stand before a tab.
pub(crate) fn vectors(file: &str) -> Vec<Vec<u8>> {
    let lines = file.lines().filter(|line| !line.starts_with("# "));
    lines.filter_map(|line| Some(line.split_once('\t')?.0.into())).collect()
}
