//! The straight lines that a page draws: its operations → rules, of which borders of tables are made.

use crate::text::format::grid::{Point, Rule};
use unpdf::parser::backend::{ContentOp, get_number_from_value};

/// From the units of the operations to those of the page.
type Matrix = [f64; 6];

/// The horizontal and vertical lines of a page, from the operations of its content.
pub(super) fn rules(operations: &[ContentOp]) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut matrix: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let mut saved = Vec::new();
    // The parts of the path, each the points that it goes through.
    let mut path: Vec<Vec<Point>> = Vec::new();
    for operation in operations {
        let numbers: Vec<f64> = operation.operands.iter().filter_map(get_number_from_value).map(f64::from).collect();
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("q", _) => saved.push(matrix),
            ("Q", _) => matrix = saved.pop().unwrap_or(matrix),
            ("cm", &[a, b, c, d, e, f]) => matrix = product([a, b, c, d, e, f], matrix),
            ("m", &[x, y]) => path.push(vec![placed(matrix, x, y)]),
            ("l", &[x, y]) => path.last_mut().into_iter().for_each(|part| part.push(placed(matrix, x, y))),
            // What is curved is no border.
            ("c" | "v" | "y", _) => drop(path.pop()),
            ("re", &[x, y, width, height]) => {
                let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
                path.push(corners.iter().map(|(x, y)| placed(matrix, *x, *y)).collect());
            }
            ("h", _) => path.last_mut().into_iter().for_each(close),
            ("S" | "s" | "B" | "B*" | "b" | "b*", _) => {
                if matches!(operation.operator.as_str(), "s" | "b" | "b*") {
                    path.last_mut().into_iter().for_each(close);
                }
                rules.extend(path.drain(..).flat_map(|part| Rule::of_path(&part)));
            }
            ("f" | "F" | "f*", _) => rules.extend(path.drain(..).filter_map(|part| Rule::of_shape(&part))),
            ("n", _) => path.clear(),
            _ => {}
        }
    }
    rules
}

fn close(part: &mut Vec<Point>) {
    part.extend(part.first().copied());
}

/// First one matrix, then the other.
fn product(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [k, l, m, n, o, p] = then;
    [a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p]
}

fn placed([a, b, c, d, e, f]: Matrix, x: f64, y: f64) -> Point {
    (a * x + c * y + e, -(b * x + d * y + f))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unpdf::parser::backend::PdfValue;

    #[test]
    fn strokes_and_thin_shapes_are_lines() {
        let operation = |operator: &str, numbers: &[f32]| ContentOp::new(operator, numbers.iter().copied().map(PdfValue::Real).collect());
        let operations = [
            operation("q", &[]),
            operation("cm", &[2.0, 0.0, 0.0, 2.0, 10.0, 0.0]),
            operation("m", &[0.0, 50.0]),
            operation("l", &[100.0, 50.0]),
            operation("S", &[]),
            operation("Q", &[]),
            operation("re", &[10.0, 20.0, 0.5, 80.0]),
            operation("re", &[10.0, 20.0, 90.0, 80.0]),
            operation("f", &[]),
        ];
        let level = Rule { upright: false, at: -100.0, from: 10.0, to: 210.0 };
        assert_eq!(rules(&operations), [level, Rule { upright: true, at: 10.0, from: -100.0, to: -20.0 }]);
    }
}
