//! Prefixes: which a query may use, and IRIs written short by them.

use super::lexer::{TokenKind, is_name_character, lex};
use crate::graph::Names;
use oxigraph::model::{NamedNode, Term};

/// The prefixes that people write by habit, as `data/prefixes.tsv` lists them.
const WELL_KNOWN: &str = include_str!("../../data/prefixes.tsv");

/// The prefixes that queries may use without declaring them.
#[derive(Debug, Clone)]
pub struct Prefixes {
    /// In order of the prefixes.
    declared: Vec<(String, String)>,
    /// The longer namespace first.
    by_length: Vec<(String, String)>,
}

impl Prefixes {
    /// Those of the vocabularies and of the data.
    pub fn of(names: &Names) -> Self {
        let mut prefixes = Self { declared: names.prefixes(), by_length: Vec::new() };
        prefixes.arrange();
        prefixes
    }

    /// Adds a prefix, or gives it another namespace.
    ///
    /// # Errors
    /// What is wrong, where the prefix is no name or the namespace no IRI.
    pub fn declare(&mut self, prefix: &str, namespace: &str) -> Result<(), String> {
        if !prefix.chars().all(is_name_character) || prefix.starts_with(|c: char| !c.is_alphabetic()) || prefix.ends_with('.') {
            return Err(prefix.to_owned());
        }
        NamedNode::new(namespace).map_err(|_| namespace.to_owned())?;
        self.declared.retain(|(other, _)| other != prefix);
        self.declared.push((prefix.to_owned(), namespace.to_owned()));
        self.arrange();
        Ok(())
    }

    fn arrange(&mut self) {
        self.declared.sort();
        self.by_length = self.declared.clone();
        self.by_length.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    }

    /// Prefix and namespace, in the order of the prefixes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.declared.iter().map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str()))
    }

    /// The namespace of a prefix: declared, or well known.
    pub fn namespace(&self, prefix: &str) -> Option<&str> {
        let declared = self.iter().find(|(other, _)| *other == prefix).map(|(_, namespace)| namespace);
        declared.or_else(|| well_known().find(|(other, _)| *other == prefix).map(|(_, namespace)| namespace))
    }

    /// All that a query needs: what is declared here, and what is well known and used in it.
    pub(super) fn needed(&self, query: &str) -> Vec<(String, String)> {
        let used: Vec<&str> = lex(query).iter().filter_map(|token| token.prefix(query)).map(|(prefix, _)| prefix).collect();
        let known = well_known().filter(|(prefix, _)| used.contains(prefix) && self.iter().all(|(other, _)| other != *prefix));
        self.declared.iter().cloned().chain(known.map(|(prefix, namespace)| (prefix.to_owned(), namespace.to_owned()))).collect()
    }

    /// These prefixes with those that a query declares for itself.
    #[must_use]
    pub fn with_declared_in(&self, query: &str) -> Self {
        let tokens: Vec<_> = lex(query).into_iter().filter(|token| token.kind != TokenKind::Comment).collect();
        let mut all = self.clone();
        for declaration in tokens.windows(3).filter(|three| three[0].is(query, "prefix")) {
            if let (Some((prefix, "")), Some(iri)) = (declaration[1].prefix(query), self.expand(declaration[2].of(query))) {
                // One that the parser refuses is told of elsewhere.
                let _ = all.declare(prefix, iri.as_str());
            }
        }
        all
    }

    /// An IRI for people to read: `fg:lead`, or in angle brackets where no namespace fits.
    pub fn short(&self, iri: &str) -> String {
        self.split(iri).map_or_else(|| format!("<{iri}>"), |(prefix, local)| format!("{prefix}:{local}"))
    }

    /// An IRI as a query can hold it: like [`short`](Self::short), but in angle brackets where the rest is no local name of SPARQL.
    pub fn written(&self, iri: &str) -> String {
        match self.split(iri) {
            Some((prefix, local)) if is_local_name(local) => format!("{prefix}:{local}"),
            _ => format!("<{iri}>"),
        }
    }

    /// A term for people to read.
    pub fn term(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self.short(node.as_str()),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(node) => node.to_string(),
        }
    }

    /// The IRI that is written in a query as `<…>` or as a prefixed name.
    pub fn expand(&self, written: &str) -> Option<NamedNode> {
        if let Some(iri) = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            return NamedNode::new(iri).ok();
        }
        let (prefix, local) = written.split_once(':')?;
        let namespace = self.namespace(prefix)?;
        NamedNode::new(format!("{namespace}{}", local.replace('\\', ""))).ok()
    }

    fn split<'i>(&self, iri: &'i str) -> Option<(&str, &'i str)> {
        self.by_length.iter().find_map(|(prefix, namespace)| iri.strip_prefix(namespace.as_str()).map(|local| (prefix.as_str(), local)))
    }
}

/// Prefixes that people write by habit, with their namespaces.
pub fn well_known() -> impl Iterator<Item = (&'static str, &'static str)> {
    WELL_KNOWN.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once('\t'))
}

/// Whether the words may stand behind the colon of a prefixed name (SPARQL 1.1, `PN_LOCAL`), without escapes.
fn is_local_name(words: &str) -> bool {
    lex(&format!("p:{words}")).as_slice()
        == [super::lexer::Token { span: crate::text::Span::new(0, words.len() + 2), kind: TokenKind::PrefixedName }]
        && !words.starts_with(['-', '.', '·'])
        && !words.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::DEFAULT_BASE;

    fn prefixes() -> Prefixes {
        Prefixes::of(&Names::new(DEFAULT_BASE).expect("an IRI"))
    }

    #[test]
    fn iris_are_written_so_that_a_query_can_hold_them() {
        let prefixes = prefixes();
        let iri = |rest: &str| format!("{DEFAULT_BASE}{rest}");
        assert_eq!(prefixes.written(&iri("unit/内蒙古自治区水利厅")), "unit:内蒙古自治区水利厅");
        assert_eq!(prefixes.written(&iri("plan/a/task/7")), format!("<{}>", iri("plan/a/task/7")));
        assert_eq!(prefixes.short(&iri("plan/a/task/7")), "plan:a/task/7");
        assert_eq!(prefixes.written(&iri("port/a—b")), format!("<{}>", iri("port/a—b")));
        assert_eq!(prefixes.written("http://example.org/"), "<http://example.org/>");
        for written in ["unit:内蒙古自治区水利厅", "fg:lead", "division:150100", "<http://example.org/a>"] {
            let expanded = prefixes.expand(written).expect("an IRI");
            assert_eq!(prefixes.written(expanded.as_str()), written);
        }
    }

    #[test]
    fn a_prefix_by_habit_is_known_and_one_of_the_user_outweighs_it() {
        let mut prefixes = prefixes();
        assert_eq!(prefixes.namespace("foaf"), Some("http://xmlns.com/foaf/0.1/"));
        assert_eq!(prefixes.needed("SELECT * { ?s foaf:name ?o }").len(), prefixes.declared.len() + 1);
        assert_eq!(prefixes.needed("SELECT * { ?s fg:text 'foaf:name' }").len(), prefixes.declared.len());
        prefixes.declare("foaf", "http://example.org/").expect("a prefix");
        assert_eq!(prefixes.namespace("foaf"), Some("http://example.org/"));
        let of_query = prefixes.with_declared_in("PREFIX ex: <http://example.org/ex#> SELECT * { ?s ex:p ?o }");
        assert_eq!(of_query.namespace("ex"), Some("http://example.org/ex#"));
        assert!(prefixes.declare("a b", "http://x/").is_err() && prefixes.declare("a", "no iri").is_err());
    }

    #[test]
    fn the_table_of_habits_holds_namespaces_and_no_prefix_twice() {
        let known: Vec<_> = well_known().collect();
        assert!(known.len() > 30 && known.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(known.iter().all(|(_, namespace)| NamedNode::new(*namespace).is_ok()));
    }
}
