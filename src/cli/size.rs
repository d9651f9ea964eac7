//! Amounts of memory as people write them.

use fengong::language::message;

/// Bytes: a number, or one with K, M or G behind it (thousands, millions, thousand millions).
pub(super) fn bytes(words: &str) -> Result<usize, String> {
    let wrong = || message!("an amount of memory is needed, such as 500M or 2G").to_string();
    let words = words.trim();
    let (number, unit) = match words.char_indices().last() {
        Some((at, letter)) if letter.is_ascii_alphabetic() => (&words[..at], letter.to_ascii_uppercase()),
        _ => (words, ' '),
    };
    let factor = match unit {
        ' ' => 1.0,
        'K' => 1e3,
        'M' => 1e6,
        'G' => 1e9,
        _ => return Err(wrong()),
    };
    let bytes = number.trim().parse::<f64>().map_err(|_| wrong())? * factor;
    if bytes.is_finite() && (1e6..1e15).contains(&bytes) { Ok(bytes as usize) } else { Err(wrong()) }
}

/// An amount for people: 142 MB.
pub(super) fn told(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn amounts_are_read_as_they_are_written() {
        assert_eq!(bytes("500M"), Ok(500_000_000));
        assert_eq!(bytes("1.5g"), Ok(1_500_000_000));
        assert_eq!(bytes("2000000"), Ok(2_000_000));
        for wrong in ["", "M", "12", "-3G", "3T", "many", "1e300G"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }
}
