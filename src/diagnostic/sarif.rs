//! Findings in SARIF 2.1.0 (OASIS), which editors and code hosts show beside the text.

use super::{Diagnostic, Language, RULES, Rule, Severity};
use crate::text::{Source, Span};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// What stays as it is in the path of an artifact.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A SARIF log with one run: the rules, and the findings of each text. Columns count Unicode characters.
pub fn sarif(found: &[(&Source, &[Diagnostic])], language: Language) -> Value {
    let results: Vec<Value> =
        found.iter().flat_map(|(source, found)| found.iter().map(move |diagnostic| result(diagnostic, source, language))).collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "fengong",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(|rule| described(rule, language)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
    }
}

fn described(rule: &Rule, language: Language) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.about.in_language(language) },
        "help": { "text": rule.hint.in_language(language) },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(diagnostic: &Diagnostic, source: &Source, language: Language) -> Value {
    let artifact = json!({ "uri": utf8_percent_encode(&source.name().replace('\\', "/"), PATH).to_string() });
    let mut result = json!({
        "ruleId": diagnostic.rule.code,
        "ruleIndex": RULES.iter().position(|rule| rule.code == diagnostic.rule.code),
        "level": level(diagnostic.rule.severity),
        "message": { "text": diagnostic.message.in_language(language) },
        "locations": [{ "physicalLocation": { "artifactLocation": artifact, "region": region(source, diagnostic.span) } }],
    });
    if let Some(replacement) = &diagnostic.replacement {
        let replaced = json!([{ "deletedRegion": region(source, diagnostic.span), "insertedContent": { "text": replacement } }]);
        result["fixes"] = json!([{ "artifactChanges": [{ "artifactLocation": artifact, "replacements": replaced }] }]);
    }
    result
}

fn region(source: &Source, span: Span) -> Value {
    let ((start_line, start_column), (end_line, end_column)) = (source.line_and_column(span.start), source.line_and_column(span.end));
    let (begin, end) = source.characters(span);
    json!({
        "startLine": start_line, "startColumn": start_column, "endLine": end_line, "endColumn": end_column,
        "charOffset": begin, "charLength": end - begin,
        "snippet": { "text": source.words(span) },
    })
}
