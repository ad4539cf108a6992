//! Numbers without loss.

use std::{fmt, str::FromStr};

use bigdecimal::{BigDecimal, ToPrimitive};

/// The largest power of ten, in either direction, that a number may have.
///
/// Terraform's own numbers have 512 bits of mantissa; the digits of `1e999999999` would take gigabytes.
const LARGEST_EXPONENT: u64 = 4096;

/// Maximum length of a number as a string, in bytes: reading digits takes time with the square of their count.
const LONGEST_TEXT: usize = 10_000;

/// A Terraform number: a decimal of any precision. Numbers are equal if their values are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(BigDecimal);

/// The string is not a number that this provider supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl Number {
    /// The number as an integer, if it is one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        if self.0.is_integer() { self.0.to_i64() } else { None }
    }

    /// The number as a float, if there is one of exactly this value.
    pub fn as_exact_f64(&self) -> Option<f64> {
        let float = self.0.to_f64()?;
        (Self::from_f64(float).as_ref() == Some(self)).then_some(float)
    }

    /// The exact value of a float; none for infinities and not-a-number.
    pub fn from_f64(float: f64) -> Option<Self> {
        BigDecimal::try_from(float)
            .ok()
            .map(|decimal| Self(decimal.normalized()))
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        // Underscores are valid in numbers in Rust, but not in Terraform.
        if text.len() > LONGEST_TEXT || text.contains('_') {
            return Err(NotANumber);
        }
        let decimal = BigDecimal::from_str(text).map_err(|_| NotANumber)?;
        // Before `normalized`, which overflows for a very large exponent.
        if decimal.fractional_digit_count().unsigned_abs() > LARGEST_EXPONENT {
            return Err(NotANumber);
        }
        Ok(Self(decimal.normalized()))
    }
}

impl From<i64> for Number {
    fn from(integer: i64) -> Self {
        Self(BigDecimal::from(integer).normalized())
    }
}

impl From<u64> for Number {
    fn from(integer: u64) -> Self {
        Self(BigDecimal::from(integer).normalized())
    }
}

/// Prints all digits, without an exponent, as Terraform sends numbers that are too large for an integer.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_plain_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_every_digit() {
        for text in [
            "0.1",
            "1.5",
            "9223372036854775808",
            "0.30000000000000000000000000000000000001",
            "-7",
        ] {
            assert_eq!(text.parse::<Number>().unwrap().to_string(), text);
        }
        assert_eq!("1e3".parse::<Number>().unwrap().to_string(), "1000");
        assert_eq!("1e3".parse::<Number>().unwrap(), Number::from(1000_i64));
    }

    #[test]
    fn only_integers_become_integers() {
        assert_eq!(Number::from(-3_i64).as_i64(), Some(-3));
        assert_eq!("2.50".parse::<Number>().unwrap().as_i64(), None);
        assert_eq!("9223372036854775808".parse::<Number>().unwrap().as_i64(), None);
    }

    #[test]
    fn a_number_with_a_monstrous_exponent_is_refused() {
        assert_eq!("1e999999999".parse::<Number>(), Err(NotANumber));
        assert_eq!("1e-999999999".parse::<Number>(), Err(NotANumber));
        assert_eq!("1e9223372036854775807".parse::<Number>(), Err(NotANumber));
        assert_eq!("1e9223372036854775808".parse::<Number>(), Err(NotANumber));
        assert_eq!("1e-9223372036854775808".parse::<Number>(), Err(NotANumber));
        assert_eq!("10e9223372036854775808".parse::<Number>(), Err(NotANumber));
        assert_eq!("".parse::<Number>(), Err(NotANumber));
    }

    #[test]
    fn a_number_that_terraform_rejects_or_that_is_too_long_is_rejected() {
        assert_eq!("1_0".parse::<Number>(), Err(NotANumber));
        assert!("9".repeat(LONGEST_TEXT).parse::<Number>().is_ok());
        assert_eq!("9".repeat(LONGEST_TEXT + 1).parse::<Number>(), Err(NotANumber));
    }
}
