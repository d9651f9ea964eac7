//! Who asks: a name and a password, or a token; and the file that keeps them.

use crate::language::{Message, Speak, message};
use std::fmt;

/// Who asks a server.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Nobody in particular.
    #[default]
    None,
    /// A name and a password, for Basic or Digest, as the server asks.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// A token (RFC 6750).
    Token(String),
}

/// Credentials are shown to nobody.
impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::None => "None",
            Self::Password { .. } => "Password(…)",
            Self::Token(_) => "Token(…)",
        })
    }
}

/// What is wrong in a netrc file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct NetrcError {
    /// The line, counted from 1.
    pub line: usize,
}

impl Speak for NetrcError {
    fn message(&self) -> Message {
        message!("line {line}: write it as machine HOST login NAME password WORDS", line = self.line)
    }
}

/// What a file in the form of `netrc(5)` has for a host: the first entry that names it, or `default`. Comments and macros are passed over.
///
/// # Errors
/// [`NetrcError`] where the file is in another form; the message holds nothing of the file but the number of a line.
pub fn of_netrc(text: &str, host: &str) -> Result<Credentials, NetrcError> {
    let mut found = None;
    let mut words = Words::new(text);
    while let Some(word) = words.next() {
        let is_meant = match word.as_str() {
            "machine" => words.value()?.eq_ignore_ascii_case(host),
            "default" => true,
            "macdef" => {
                words.pass_macro();
                continue;
            }
            _ => return Err(words.wrong()),
        };
        let (mut user, mut password) = (String::new(), String::new());
        while let Some(word) = words.peek() {
            let place = match word.as_str() {
                "login" => &mut user,
                "password" => &mut password,
                "account" => &mut String::new(),
                _ => break,
            };
            words.next();
            *place = words.value()?;
        }
        if is_meant && found.is_none() {
            found = Some(Credentials::Password { user, password });
        }
    }
    Ok(found.unwrap_or_default())
}

/// The words of the file; one in quotation marks may hold spaces, as curl and Python read it.
struct Words<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Words<'t> {
    const fn new(text: &'t str) -> Self {
        Self { rest: text, line: 1 }
    }

    fn next(&mut self) -> Option<String> {
        loop {
            let start = self.rest.find(|c: char| !c.is_whitespace())?;
            self.pass(start);
            if !self.rest.starts_with('#') {
                break;
            }
            self.pass(self.rest.find('\n').unwrap_or(self.rest.len()));
        }
        let mut word = String::new();
        let quoted = self.rest.starts_with('"');
        let mut escaped = false;
        for (at, c) in self.rest.char_indices().skip(usize::from(quoted)) {
            let ends = if quoted { c == '"' && !escaped } else { c.is_whitespace() };
            if ends {
                self.pass(at + usize::from(quoted));
                return Some(word);
            }
            escaped = quoted && c == '\\' && !escaped;
            if !escaped {
                word.push(c);
            }
        }
        self.pass(self.rest.len());
        Some(word)
    }

    fn peek(&self) -> Option<String> {
        Words { rest: self.rest, line: self.line }.next()
    }

    fn value(&mut self) -> Result<String, NetrcError> {
        let wrong = self.wrong();
        self.next().ok_or(wrong)
    }

    /// A macro ends at an empty line.
    fn pass_macro(&mut self) {
        self.pass(self.rest.find("\n\n").unwrap_or(self.rest.len()));
    }

    fn pass(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        self.line += passed.matches('\n').count();
        self.rest = rest;
    }

    const fn wrong(&self) -> NetrcError {
        NetrcError { line: self.line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# of the office\nmachine a.example login li password p#1\n\
        machine b.example\n  login \"wang wu\"\n  password \"a \\\"b\\\" \\\\\"\n\
        macdef init\nmachine c.example login no\n\nmachine d.example password only\ndefault login guest password guest";

    #[test]
    fn the_entry_of_the_host_counts() -> Result<(), NetrcError> {
        let of = |host: &str| match of_netrc(FILE, host) {
            Ok(Credentials::Password { user, password }) => Ok((user, password)),
            Ok(_) => Ok((String::new(), String::new())),
            Err(error) => Err(error),
        };
        assert_eq!(of("A.example")?, ("li".to_owned(), "p#1".to_owned()));
        assert_eq!(of("b.example")?, ("wang wu".to_owned(), "a \"b\" \\".to_owned()));
        assert_eq!(of("c.example")?, ("guest".to_owned(), "guest".to_owned()));
        assert_eq!(of("d.example")?, (String::new(), "only".to_owned()));
        assert_eq!(of_netrc("machine a login x password y", "b")?, Credentials::None);
        Ok(())
    }

    #[test]
    fn a_file_of_another_form_is_told_by_its_line_alone() {
        let error = of_netrc("machine a login x password y\nhunter2 machine b", "a");
        assert_eq!(error, Err(NetrcError { line: 2 }));
        assert!(error.is_err_and(|error| !error.to_string().contains("hunter2")));
    }

    #[test]
    fn nobody_sees_a_password() {
        let all = [Credentials::Password { user: "li".to_owned(), password: "geheim".to_owned() }, Credentials::Token("geheim".to_owned())];
        assert!(all.iter().all(|credentials| !format!("{credentials:?}").contains("geheim")));
    }
}
