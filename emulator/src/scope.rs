//! The context of a call, and the source of identifiers.

/// The source of identifiers. Tests inject predictable ones.
pub trait Ids: Send {
    /// Returns a new identifier in the form of a lower-case UUID, never given out before.
    fn uuid(&mut self) -> String;
}

/// Random identifiers.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn uuid(&mut self) -> String {
        uuid::Uuid::new_v4().to_string()
    }
}

/// The context of a call: caller, region, time and the source of identifiers.
pub(crate) struct Scope<'a> {
    /// Region of the signature's credential scope.
    pub(crate) region: &'a str,
    /// Account of the caller, 12 digits.
    pub(crate) account: &'a str,
    /// ARN of the caller.
    pub(crate) caller: &'a str,
    /// Seconds since the epoch, with a millisecond fraction.
    pub(crate) now: f64,
    /// Source of identifiers.
    pub(crate) ids: &'a mut dyn Ids,
}

impl Scope<'_> {
    /// Partition of the call's region, as ARNs spell it.
    pub(crate) fn partition(&self) -> &'static str {
        partition(self.region)
    }
}

/// Partition of `region`, as ARNs spell it.
pub(crate) fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ if region.starts_with("eusc-") => "aws-eusc",
        _ if region.starts_with("us-iso-") => "aws-iso",
        _ if region.starts_with("us-isob-") => "aws-iso-b",
        _ if region.starts_with("eu-isoe-") => "aws-iso-e",
        _ if region.starts_with("us-isof-") => "aws-iso-f",
        _ => "aws",
    }
}
