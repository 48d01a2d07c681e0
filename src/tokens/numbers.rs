//! Ids and the like in a text.

/// Whole numbers with a space between two.
#[inline(never)]
pub(super) fn numbers(text: &str) -> Result<Vec<usize>, String> {
    let mut numbers = Vec::new();
    for number in text.split(' ').filter(|number| !number.is_empty()) {
        match number.parse() {
            Ok(number) => numbers.push(number),
            Err(_) => return Err(format!("list: expected a whole number, found {number:?}")),
        }
    }
    Ok(numbers)
}
