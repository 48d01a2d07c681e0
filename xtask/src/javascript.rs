//! Finds what an ES module imports. Comments, and with them JSDoc types, do not count.

/// The specifiers of `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')` and
/// `new URL('x', …)`, with their lines.
pub fn imports(source: &str) -> Vec<(usize, String)> {
    let tokens = tokens(source);
    let is_word = |index: Option<usize>, words: &[&str]| {
        index
            .and_then(|index| tokens.get(index))
            .is_some_and(|(_, token)| matches!(token, Token::Word(word) if words.contains(&word.as_str())))
    };
    let mut found = Vec::new();
    for (index, (line, token)) in tokens.iter().enumerate() {
        let Token::Text(text) = token else { continue };
        let before = index.checked_sub(1);
        let is_argument = before.is_some_and(|index| tokens[index].1 == Token::Sign('('));
        let imported = if is_argument {
            is_word(index.checked_sub(2), &["import", "URL"])
        } else {
            is_word(before, &["from", "import"])
        };
        if imported {
            found.push((*line, text.clone()));
        }
    }
    found
}

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    /// What a quoted string or a template says, escapes as written.
    Text(String),
    Sign(char),
}

/// Words, strings and signs with their lines. A template's `${…}` counts as part of its text.
fn tokens(source: &str) -> Vec<(usize, Token)> {
    let characters: Vec<char> = source.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let mut tokens: Vec<(usize, Token)> = Vec::new();
    let (mut index, mut line) = (0, 1);
    while index < characters.len() {
        let start = index;
        let first_line = line;
        let character = at(index);
        match character {
            '/' if at(index + 1) == '/' => {
                index = end_after(&characters, index, |end| at(end) == '\n', 0);
            }
            '/' if at(index + 1) == '*' => {
                index = end_after(&characters, index + 2, |end| at(end) == '*' && at(end + 1) == '/', 2);
            }
            '/' if starts_regular_expression(tokens.last().map(|(_, token)| token)) => {
                index = regular_expression_end(&characters, index);
            }
            '\'' | '"' | '`' => {
                index = quoted_end(&characters, index);
                let text = characters[start + 1..index.saturating_sub(1).max(start + 1)].iter().collect();
                tokens.push((first_line, Token::Text(text)));
            }
            _ if is_word_part(character) => {
                index = end_after(&characters, index, |end| !is_word_part(at(end)), 0);
                tokens.push((first_line, Token::Word(characters[start..index].iter().collect())));
            }
            _ => {
                index += 1;
                if !character.is_whitespace() {
                    tokens.push((first_line, Token::Sign(character)));
                }
            }
        }
        line += characters[start..index].iter().filter(|character| **character == '\n').count();
    }
    tokens
}

fn is_word_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '#')
}

/// The index behind the first place from `start` on where something ends, and its `length`.
fn end_after(characters: &[char], start: usize, ends: impl Fn(usize) -> bool, length: usize) -> usize {
    let end = (start..characters.len()).find(|&end| ends(end)).unwrap_or(characters.len());
    (end + length).min(characters.len())
}

/// A slash divides after a value; anywhere else it starts a regular expression.
fn starts_regular_expression(previous: Option<&Token>) -> bool {
    match previous {
        None => true,
        Some(Token::Word(word)) => matches!(word.as_str(), "return" | "typeof" | "case" | "of" | "in"),
        Some(Token::Text(_)) => false,
        Some(Token::Sign(sign)) => !matches!(sign, ')' | ']' | '}'),
    }
}

fn regular_expression_end(characters: &[char], start: usize) -> usize {
    let (mut index, mut in_class) = (start + 1, false);
    while let Some(character) = characters.get(index) {
        match character {
            '\\' => index += 1,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return index + 1,
            '\n' => return index,
            _ => {}
        }
        index += 1;
    }
    characters.len()
}

fn quoted_end(characters: &[char], start: usize) -> usize {
    let quote = characters[start];
    let mut index = start + 1;
    while let Some(&character) = characters.get(index) {
        match character {
            '\\' => index += 1,
            '$' if quote == '`' && characters.get(index + 1) == Some(&'{') => {
                index = substitution_end(characters, index + 2);
                continue;
            }
            _ if character == quote => return index + 1,
            _ => {}
        }
        index += 1;
    }
    characters.len()
}

/// The index behind the brace that closes a template's `${`.
fn substitution_end(characters: &[char], start: usize) -> usize {
    let (mut index, mut depth) = (start, 1);
    while let Some(character) = characters.get(index) {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => return index + 1,
            '}' => depth -= 1,
            '\'' | '"' | '`' => {
                index = quoted_end(characters, index);
                continue;
            }
            _ => {}
        }
        index += 1;
    }
    characters.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_imports(source: &str, expected: &[(usize, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(line, text)| (*line, (*text).to_owned())).collect();
        assert_eq!(imports(source), expected);
    }

    #[test]
    fn every_form_of_import_is_found_with_its_line() {
        assert_imports(
            "import init, { Model } from '../pkg/a.js';\nimport {\n  b,\n} from \"./b.js\";\nimport './c.js';\n\
             export * from './d.js';\nconst e = await import('./e.js');\n\
             new Worker(new URL('./f.js', import.meta.url));",
            &[(1, "../pkg/a.js"), (4, "./b.js"), (5, "./c.js"), (6, "./d.js"), (7, "./e.js"), (8, "./f.js")],
        );
    }

    #[test]
    fn comments_and_types_in_them_are_no_imports() {
        assert_imports(
            "/** @typedef {import('../pkg/a.js').Model} Model */\n// import './b.js'\nimport './c.js';",
            &[(3, "./c.js")],
        );
    }

    #[test]
    fn strings_templates_and_regular_expressions_do_not_hide_what_follows() {
        assert_imports(
            "const a = `//${b ? `'` : \"}\"}`;\nconst c = /[/'\"]/.test(d) / 2;\nconst e = 'it\\'s // no';\n\
             import './f.js';",
            &[(4, "./f.js")],
        );
    }

    #[test]
    fn an_unfinished_file_ends_the_search() {
        for source in ["'", "`${", "/*", "/[", "import '"] {
            imports(source);
        }
    }
}
