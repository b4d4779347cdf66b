//! Reads a rule's expression: which kind of value each part has, how much work it can be at worst, and where it goes
//! wrong. Features, thresholds, patterns and lists are put in their places, so that nothing is looked up or built when
//! a message waits. What may fail, grow or take its time is not part of the language: a rule that passes always has an
//! answer, within its bound.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cel::common::ast::{
    CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr, SourceInfo, operators,
};
use cel::common::types::{CelInt, CelList, CelString};
use cel::common::value::Val;
use regex::{Regex, RegexBuilder};

use super::expression::{ExpressionError, Listed, Lists, Pattern};
use super::features::{self, FEATURES, Kind};

/// Work of one expression at worst, in steps of a tenth to a fifth of a microsecond: `parvis-bench screening` measures
/// them.
pub const STEPS_MAX: u64 = 10_000;
const PATTERNS_MAX: usize = 10;
const PATTERN_CHARS_MAX: usize = 260;
const PATTERN_BYTES_MAX: usize = 1 << 20;
const LIST_ITEMS_MAX: usize = 200;
const NODES_MAX: usize = 500;
const LOOPS_DEEP_MAX: usize = 2;

/// A part of an expression that was read.
#[derive(Debug, Clone, Copy)]
struct Node {
    kind: Kind,
    /// Steps to work it out.
    steps: u64,
    /// Bytes of the text, or of each text of the list.
    bytes: u64,
    /// Values of the list.
    items: u64,
}

impl Node {
    const fn of(kind: Kind, steps: u64) -> Self {
        Self { kind, steps, bytes: 0, items: 0 }
    }
}

/// An expression that was read.
pub(super) struct Checked {
    pub ast: IdedExpr,
    /// Values that the expression names.
    pub constants: Vec<(String, Box<dyn Val>)>,
    /// The numbers of the features that it asks for.
    pub uses: BTreeSet<usize>,
    pub steps: u64,
}

type Result<T> = std::result::Result<T, ExpressionError>;

/// Reads an expression.
pub(super) fn check(
    ast: IdedExpr,
    source: &SourceInfo,
    thresholds: &BTreeMap<String, i64>,
    lists: &Lists,
) -> Result<Checked> {
    let mut checker = Checker {
        source,
        thresholds,
        lists,
        scope: Vec::new(),
        constants: Vec::new(),
        patterns: 0,
        uses: BTreeSet::new(),
        nodes: 0,
        place: ast.id,
    };
    let mut ast = ast;
    let node = checker.read(&mut ast)?;
    if node.kind != Kind::Bool {
        checker.place = ast.id;
        return Err(checker.wrong(format!("A rule must be true or false, and this is {}.", named(node.kind))));
    }
    if node.steps > STEPS_MAX {
        let steps = node.steps;
        let text = format!(
            "At worst this takes {steps} steps, and {STEPS_MAX} are allowed: ask shorter texts, fewer patterns, or \
             loop over less."
        );
        return Err(checker.wrong(text));
    }
    Ok(Checked { ast, constants: checker.constants, uses: checker.uses, steps: node.steps })
}

struct Checker<'a> {
    source: &'a SourceInfo,
    thresholds: &'a BTreeMap<String, i64>,
    lists: &'a Lists,
    /// Names that loops give to what they go through, innermost last.
    scope: Vec<(String, Node)>,
    constants: Vec<(String, Box<dyn Val>)>,
    patterns: usize,
    uses: BTreeSet<usize>,
    nodes: usize,
    /// The part that is read now, for errors.
    place: u64,
}

impl Checker<'_> {
    fn wrong(&self, text: impl Into<String>) -> ExpressionError {
        let start = self.source.offset_for(self.place).map_or(0, |(start, _)| start as usize);
        ExpressionError::at(&self.source.source, start, text.into())
    }

    fn read(&mut self, expr: &mut IdedExpr) -> Result<Node> {
        self.nodes += 1;
        if self.source.offset_for(expr.id).is_some() {
            self.place = expr.id;
        }
        if self.nodes > NODES_MAX {
            return Err(self.wrong(format!("A rule has at most {NODES_MAX} parts.")));
        }
        match &mut expr.expr {
            Expr::Literal(literal) => self.literal(literal),
            Expr::Ident(name) => self.name(name),
            Expr::Select(select) => {
                let (read, node) = self.select(select)?;
                expr.expr = read;
                Ok(node)
            }
            Expr::Call(call) => self.call(call),
            Expr::List(list) => {
                let (name, node) = self.list(&mut list.elements)?;
                expr.expr = Expr::Ident(name);
                Ok(node)
            }
            Expr::Comprehension(it) => self.comprehension(it),
            Expr::Map(_) | Expr::Struct(_) => Err(self.wrong("There are no maps and objects in a rule.")),
            Expr::Unspecified => Err(self.wrong("Something is missing here.")),
        }
    }

    fn literal(&self, literal: &LiteralValue) -> Result<Node> {
        match literal {
            LiteralValue::Boolean(_) => Ok(Node::of(Kind::Bool, 1)),
            LiteralValue::Int(_) => Ok(Node::of(Kind::Int, 1)),
            LiteralValue::String(text) => {
                Ok(Node { bytes: text.inner().len() as u64, ..Node::of(Kind::Text, 1) })
            }
            _ => Err(self.wrong("Only true, false, whole numbers and texts can be written here.")),
        }
    }

    fn name(&self, name: &str) -> Result<Node> {
        if let Some((_, node)) = self.scope.iter().rev().find(|(known, _)| known == name) {
            return Ok(*node);
        }
        if name == "threshold" || roots().contains(&name) {
            let leaves = self.leaves(name);
            return Err(self.wrong(format!("{name} is not a value. One of: {leaves}.")));
        }
        let roots = roots().join(", ");
        Err(self.wrong(format!("{name:?} is unknown. Ask one of {roots}, or threshold.")))
    }

    /// What can be asked of a root.
    fn leaves(&self, root: &str) -> String {
        if root == "threshold" {
            let names: Vec<String> = self.thresholds.keys().map(|name| format!("threshold.{name}")).collect();
            return if names.is_empty() { "none is set".to_owned() } else { names.join(", ") };
        }
        let is_below = |name: &&str| name.split_once('.').is_some_and(|(it, _)| it == root);
        FEATURES.iter().map(|feature| feature.name).filter(is_below).collect::<Vec<_>>().join(", ")
    }

    fn select(&mut self, select: &SelectExpr) -> Result<(Expr, Node)> {
        if select.test {
            return Err(self.wrong("Every feature always has a value: there is no has()."));
        }
        let Expr::Ident(root) = &select.operand.expr else {
            return Err(self.wrong(format!("Nothing has a part {:?}.", select.field)));
        };
        if root == "threshold" {
            let value = self.thresholds.get(&select.field).copied();
            let literal = value.map(|value| Expr::Literal(LiteralValue::Int(value.into())));
            let unknown = || {
                let leaves = self.leaves(root);
                self.wrong(format!("There is no threshold {:?}: {leaves}.", select.field))
            };
            return Ok((literal.ok_or_else(unknown)?, Node::of(Kind::Int, 1)));
        }
        let name = format!("{root}.{}", select.field);
        let Some(number) = features::number_of(&name) else {
            let is_root = roots().contains(&root.as_str());
            let text = if is_root {
                format!("{name:?} is unknown. One of: {}.", self.leaves(root))
            } else {
                format!("{root:?} is unknown. Ask one of {}, or threshold.", roots().join(", "))
            };
            return Err(self.wrong(text));
        };
        self.uses.insert(number);
        let feature = &FEATURES[number];
        let (bytes, items) = (u64::from(feature.bytes_max), u64::from(feature.items_max));
        let node = Node { kind: feature.kind, steps: 1, bytes, items };
        Ok((Expr::Ident(features::place_of(number)), node))
    }

    /// A list is built once, when the rule is read.
    fn list(&mut self, elements: &mut [IdedExpr]) -> Result<(String, Node)> {
        if elements.is_empty() || elements.len() > LIST_ITEMS_MAX {
            return Err(self.wrong(format!("A list has 1 to {LIST_ITEMS_MAX} values.")));
        }
        let mut values: Vec<Box<dyn Val>> = Vec::with_capacity(elements.len());
        let (mut kind, mut bytes) = (None, 0);
        for element in elements.iter_mut() {
            let node = self.read(element)?;
            let value: Box<dyn Val> = match &element.expr {
                Expr::Literal(LiteralValue::Int(value)) => Box::new(CelInt::from(*value.inner())),
                Expr::Literal(LiteralValue::String(text)) => {
                    Box::new(CelString::from(text.inner().to_owned()))
                }
                _ => return Err(self.wrong("A list holds written numbers, thresholds or texts.")),
            };
            if kind.is_some_and(|kind| kind != node.kind) {
                return Err(self.wrong("All values of a list are numbers, or all are texts."));
            }
            (kind, bytes) = (Some(node.kind), node.bytes.max(bytes));
            values.push(value);
        }
        let items = values.len() as u64;
        let name = self.constant(Box::new(CelList::from(values)));
        let kind = if kind == Some(Kind::Int) { Kind::Ints } else { Kind::Texts };
        Ok((name, Node { kind, steps: 1, bytes, items }))
    }

    fn constant(&mut self, value: Box<dyn Val>) -> String {
        let name = format!("~c{}", self.constants.len());
        self.constants.push((name.clone(), value));
        name
    }

    fn call(&mut self, call: &mut CallExpr) -> Result<Node> {
        let place = self.place;
        if let Some(target) = &mut call.target {
            let on = self.read(target)?;
            self.place = place;
            return self.method(call, on);
        }
        if call.func_name == "matches" || call.func_name == "inList" {
            let name = &call.func_name;
            return Err(self.wrong(format!("Write it after the text: message.folded.{name}(\"…\").")));
        }
        let mut nodes = Vec::with_capacity(call.args.len());
        for argument in &mut call.args {
            nodes.push(self.read(argument)?);
        }
        self.place = place;
        match nodes[..] {
            [one] => self.unary(&call.func_name, one),
            [left, right] => self.binary(call, left, right),
            [condition, yes, no] if call.func_name == operators::CONDITIONAL => {
                if condition.kind != Kind::Bool || yes.kind != no.kind {
                    return Err(
                        self.wrong("condition ? a : b takes true or false, and two values of one kind.")
                    );
                }
                let steps = condition.steps + yes.steps.max(no.steps) + 1;
                let (bytes, items) = (yes.bytes.max(no.bytes), yes.items.max(no.items));
                Ok(Node { kind: yes.kind, steps, bytes, items })
            }
            _ => Err(self.unknown_function(&call.func_name)),
        }
    }

    fn unknown_function(&self, name: &str) -> ExpressionError {
        let known = "size, contains, startsWith, endsWith, matches, inList, exists, all, exists_one, filter";
        let name = name.trim_matches(|letter| "_@".contains(letter));
        self.wrong(format!("There is no {name:?} in a rule. Known are: {known}."))
    }

    fn unary(&self, name: &str, one: Node) -> Result<Node> {
        let (kind, result) = match name {
            operators::LOGICAL_NOT => (Kind::Bool, Kind::Bool),
            operators::NEGATE => (Kind::Int, Kind::Int),
            "size" => return self.size(one),
            _ => return Err(self.unknown_function(name)),
        };
        if one.kind != kind {
            return Err(self.wrong(format!("This takes {}, not {}.", named(kind), named(one.kind))));
        }
        Ok(Node::of(result, one.steps + 3))
    }

    fn size(&self, of: Node) -> Result<Node> {
        match of.kind {
            Kind::Text => Ok(Node::of(Kind::Int, of.steps + 2 + of.bytes / 256)),
            Kind::Ints | Kind::Texts => Ok(Node::of(Kind::Int, of.steps + 3)),
            kind => Err(self.wrong(format!("size() takes a text or a list, not {}.", named(kind)))),
        }
    }

    fn binary(&self, call: &CallExpr, left: Node, right: Node) -> Result<Node> {
        let steps = left.steps + right.steps;
        let both = |kind: Kind| left.kind == kind && right.kind == kind;
        let name = call.func_name.as_str();
        let mismatch = |wanted: &str| {
            let (left, right) = (named(left.kind), named(right.kind));
            let sign = name.trim_matches(|letter| "_@".contains(letter));
            self.wrong(format!("{sign} takes {wanted}, not {left} and {right}."))
        };
        match name {
            operators::LOGICAL_AND | operators::LOGICAL_OR => {
                let node = both(Kind::Bool).then(|| Node::of(Kind::Bool, steps + 1));
                node.ok_or_else(|| mismatch("two conditions"))
            }
            operators::EQUALS | operators::NOT_EQUALS => {
                let is_plain =
                    matches!(left.kind, Kind::Bool | Kind::Int | Kind::Text) && left.kind == right.kind;
                let steps = steps + 2 + left.bytes.min(right.bytes) / 512;
                is_plain
                    .then(|| Node::of(Kind::Bool, steps))
                    .ok_or_else(|| mismatch("two values of one kind"))
            }
            operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS => {
                let node = both(Kind::Int).then(|| Node::of(Kind::Bool, steps + 4));
                node.ok_or_else(|| mismatch("two whole numbers"))
            }
            operators::ADD | operators::SUBSTRACT | operators::MULTIPLY => {
                let node = both(Kind::Int).then(|| Node::of(Kind::Int, steps + 2));
                node.ok_or_else(|| mismatch("two whole numbers"))
            }
            operators::DIVIDE | operators::MODULO => {
                let divisor = match &call.args[1].expr {
                    Expr::Literal(LiteralValue::Int(value)) => *value.inner(),
                    _ => 0,
                };
                if !both(Kind::Int) || divisor <= 0 {
                    return Err(mismatch("a whole number and a written one above 0"));
                }
                Ok(Node::of(Kind::Int, steps + 2))
            }
            operators::IN => {
                let is_in =
                    matches!((left.kind, right.kind), (Kind::Int, Kind::Ints) | (Kind::Text, Kind::Texts));
                let steps = steps + 2 + right.items / 8;
                is_in
                    .then(|| Node::of(Kind::Bool, steps))
                    .ok_or_else(|| mismatch("a value and a list of its kind"))
            }
            operators::INDEX => {
                Err(self.wrong("A list has no numbered places here: use exists, all or filter."))
            }
            _ => Err(self.unknown_function(name)),
        }
    }

    fn method(&mut self, call: &mut CallExpr, on: Node) -> Result<Node> {
        let name = call.func_name.clone();
        let takes_text =
            matches!(name.as_str(), "contains" | "startsWith" | "endsWith" | "matches" | "inList");
        if name == "size" && call.args.is_empty() {
            return self.size(on);
        }
        if !takes_text {
            return Err(self.unknown_function(&name));
        }
        if on.kind != Kind::Text {
            let text = format!(
                "{name} is asked of a text, not of {}; of a list: exists(it, it.{name}(…)).",
                named(on.kind)
            );
            return Err(self.wrong(text));
        }
        let [argument] = &mut call.args[..] else {
            return Err(self.wrong(format!("{name} takes one text.")));
        };
        let place = self.place;
        let given = self.read(argument)?;
        self.place = place;
        if given.kind != Kind::Text {
            return Err(self.wrong(format!("{name} takes a text, not {}.", named(given.kind))));
        }
        match name.as_str() {
            "contains" => Ok(Node::of(Kind::Bool, on.steps + given.steps + 3 + on.bytes / 256)),
            "matches" => {
                let pattern = self.pattern(argument)?;
                argument.expr = Expr::Ident(self.constant(Box::new(Pattern(pattern))));
                // A pattern that no quick way leads to takes a third of a step for each byte.
                Ok(Node::of(Kind::Bool, on.steps + 4 + on.bytes / 3))
            }
            "inList" => {
                let listed = self.listed(argument)?;
                argument.expr = Expr::Ident(self.constant(Box::new(listed)));
                Ok(Node::of(Kind::Bool, on.steps + 8))
            }
            _ => Ok(Node::of(Kind::Bool, on.steps + given.steps + 3)),
        }
    }

    fn pattern(&mut self, argument: &IdedExpr) -> Result<Regex> {
        let Expr::Literal(LiteralValue::String(pattern)) = &argument.expr else {
            return Err(self.wrong("A pattern is written in the rule itself."));
        };
        self.patterns += 1;
        if self.patterns > PATTERNS_MAX || pattern.inner().chars().count() > PATTERN_CHARS_MAX {
            let text =
                format!("A rule has at most {PATTERNS_MAX} patterns of {PATTERN_CHARS_MAX} letters each.");
            return Err(self.wrong(text));
        }
        let built = RegexBuilder::new(pattern.inner()).size_limit(PATTERN_BYTES_MAX).build();
        built.map_err(|error| self.wrong(format!("This is no pattern: {}", last_line(&error.to_string()))))
    }

    fn listed(&self, argument: &IdedExpr) -> Result<Listed> {
        let Expr::Literal(LiteralValue::String(name)) = &argument.expr else {
            return Err(self.wrong("The name of a list is written in the rule itself."));
        };
        let list = self.lists.get(name.inner()).map(|list| Listed(Arc::clone(list)));
        list.ok_or_else(|| {
            let known: Vec<&str> = self.lists.keys().map(String::as_str).collect();
            let known = if known.is_empty() { "there is none yet".to_owned() } else { known.join(", ") };
            self.wrong(format!("There is no list {:?}: {known}.", name.inner()))
        })
    }

    fn comprehension(&mut self, it: &mut ComprehensionExpr) -> Result<Node> {
        let place = self.place;
        let range = self.read(&mut it.iter_range)?;
        self.place = place;
        let item = match range.kind {
            Kind::Ints => Kind::Int,
            Kind::Texts => Kind::Text,
            kind => return Err(self.wrong(format!("Loops go through lists, not through {}.", named(kind)))),
        };
        let name = it.iter_var.clone();
        let is_taken = name == "threshold" || roots().contains(&name.as_str());
        if is_taken || it.iter_var2.is_some() || self.scope.len() >= LOOPS_DEEP_MAX {
            let text =
                format!("A loop has one name of its own, and at most {LOOPS_DEEP_MAX} stand in one another.");
            return Err(self.wrong(text));
        }
        self.scope.push((name, Node { kind: item, steps: 1, bytes: range.bytes, items: 0 }));
        let read = self.body(it);
        self.scope.pop();
        let (body, kind) = read?;
        self.place = place;
        if body.kind != Kind::Bool {
            return Err(self.wrong(format!("A loop asks a condition, and this is {}.", named(body.kind))));
        }
        let steps = range.steps + 5 + range.items * (body.steps + 8);
        let (bytes, items) = if kind == Kind::Bool { (0, 0) } else { (range.bytes, range.items) };
        Ok(Node { kind: if kind == Kind::Bool { kind } else { range.kind }, steps, bytes, items })
    }

    /// The condition of a loop, as the parser wrapped it; and whether the loop is a condition or a list.
    fn body(&mut self, it: &mut ComprehensionExpr) -> Result<(Node, Kind)> {
        let unknown = "Loops are exists, all, exists_one and filter.";
        let Expr::Call(step) = &mut it.loop_step.expr else { return Err(self.wrong(unknown)) };
        let is_list = matches!(it.accu_init.expr, Expr::List(_));
        match step.func_name.as_str() {
            operators::LOGICAL_AND | operators::LOGICAL_OR => Ok((self.read(&mut step.args[1])?, Kind::Bool)),
            operators::CONDITIONAL if !is_list => Ok((self.read(&mut step.args[0])?, Kind::Bool)),
            operators::CONDITIONAL => {
                let keeps = matches!(&step.args[1].expr, Expr::Call(add) if add.args.len() == 2
                    && matches!(&add.args[1].expr, Expr::List(kept)
                        if matches!(&kept.elements[..], [one] if one.expr == Expr::Ident(it.iter_var.clone()))));
                if !keeps {
                    return Err(self.wrong(unknown));
                }
                Ok((self.read(&mut step.args[0])?, Kind::Texts))
            }
            _ => Err(self.wrong(unknown)),
        }
    }
}

fn roots() -> Vec<&'static str> {
    vec!["message", "author", "channel", "guild", "history"]
}

fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "a condition",
        Kind::Int => "a whole number",
        Kind::Text => "a text",
        Kind::Ints => "a list of numbers",
        Kind::Texts => "a list of texts",
    }
}

fn last_line(text: &str) -> &str {
    text.lines().next_back().unwrap_or(text).trim_start_matches("error: ")
}
