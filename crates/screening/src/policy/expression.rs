//! A condition over features, in CEL (the Common Expression Language): read once, run on every message.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::{any::Any, fmt};

use cel::common::ast::IdedExpr;
use cel::common::types::{CelBool, CelString, STRING_TYPE, Type};
use cel::common::value::{CowVal, StaticVal, Val};
use cel::{Context, Env, ExecutionError, Value};
use regex::Regex;

use super::check;
use super::features::{FEATURES, Features, Shown};
use crate::links::DomainList;

/// Letters of an expression.
pub const CHARS_MAX: usize = 2_000;
const NESTING_MAX: u16 = 24;

/// Lists of domains, by their names.
pub type Lists = BTreeMap<String, Arc<DomainList>>;

static PATTERN: Type = Type::new_unspecified_type("pattern");
static LISTED: Type = Type::new_unspecified_type("domains");

/// The language: the standard functions, and ours over patterns and lists that were prepared.
static LANGUAGE: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::default().with_optional_support(false).with_stdlib();
    env.add_member_overload(
        "matches",
        "text_matches_pattern",
        STRING_TYPE,
        vec![PATTERN.to_owned()],
        matches,
    )
    .expect("nothing else is asked with a pattern");
    env.add_member_overload("inList", "host_in_list", STRING_TYPE, vec![LISTED.to_owned()], in_list)
        .expect("nothing else has this name");
    Arc::new(env)
});

/// What is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// Its line, from 1.
    pub line: usize,
    /// Its letter in the line, from 1.
    pub column: usize,
    /// What is wrong, and what is allowed.
    pub text: String,
}

impl ExpressionError {
    /// At so many bytes from the beginning.
    pub(super) fn at(source: &str, bytes: usize, text: String) -> Self {
        let before = &source[..source.floor_char_boundary(bytes)];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        Self { line, column, text }
    }
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, letter {}: {}", self.line, self.column, self.text)
    }
}

impl std::error::Error for ExpressionError {}

/// An expression that can be run.
pub struct Expression {
    ast: IdedExpr,
    /// Holds what the expression names. What changes with each message comes in a scope inside of it.
    context: Context<'static, 'static>,
    uses: Vec<usize>,
    steps: u64,
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expression")
            .field("steps", &self.steps)
            .field("uses", &self.uses)
            .finish_non_exhaustive()
    }
}

impl Expression {
    /// Reads an expression.
    pub fn compile(
        source: &str,
        thresholds: &BTreeMap<String, i64>,
        lists: &Lists,
    ) -> Result<Self, ExpressionError> {
        let at_start = |text: String| ExpressionError { line: 1, column: 1, text };
        if source.trim().is_empty() {
            return Err(at_start("A rule needs a condition.".to_owned()));
        }
        if source.chars().count() > CHARS_MAX {
            return Err(at_start(format!("A condition has at most {CHARS_MAX} letters.")));
        }
        let parser = Env::stdlib().with_optional_support(false).parser().max_recursion_depth(NESTING_MAX);
        let (ast, info) = parser.parse_with_source_info(source).map_err(|errors| {
            let first = errors.errors.into_iter().next();
            let known = |value: isize| usize::try_from(value).unwrap_or(1).max(1);
            first.map_or_else(
                || at_start("This is no condition.".to_owned()),
                |it| ExpressionError { line: known(it.pos.0), column: known(it.pos.1), text: it.msg },
            )
        })?;
        let checked = check::check(ast, &info, thresholds, lists)?;
        let mut context = Context::with_env(Arc::clone(&LANGUAGE));
        for (name, value) in checked.constants {
            context.add_variable_as_val(name, value);
        }
        let uses = checked.uses.into_iter().collect();
        Ok(Self { ast: checked.ast, context, uses, steps: checked.steps })
    }

    /// Whether it is true of a message. An error is an overflow of numbers, and nothing else.
    pub fn holds(&self, features: &Features<'_>) -> Result<bool, ExecutionError> {
        let mut scope = self.context.new_inner_scope();
        scope.set_variable_resolver(features);
        let value = Value::resolve_val(&self.ast, &scope)?;
        value.downcast_ref::<CelBool>().map(|it| *it.inner()).ok_or_else(|| ExecutionError::UnexpectedType {
            got: value.get_type().name().to_owned(),
            want: "bool".to_owned(),
        })
    }

    /// Work at worst, in steps.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Whether it asks for a feature whose name begins so.
    pub fn asks(&self, name: &str) -> bool {
        self.uses.iter().any(|number| FEATURES[*number].name.starts_with(name))
    }

    /// The features that it asks for, with their values where these may be shown.
    pub fn why(&self, features: &Features<'_>) -> Vec<(&'static str, Option<Shown>)> {
        self.uses.iter().map(|number| (FEATURES[*number].name, features.shown(*number))).collect()
    }
}

/// A pattern that was prepared.
#[derive(Debug)]
pub(super) struct Pattern(pub Regex);

/// A list that was prepared.
#[derive(Debug)]
pub(super) struct Listed(pub Arc<DomainList>);

macro_rules! prepared {
    ($type:ident, $cel:ident) => {
        impl Val for $type {
            fn get_type(&self) -> &Type {
                &$cel
            }

            fn cel_type() -> &'static Type {
                &$cel
            }

            fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
                Box::new($type(self.0.clone()))
            }

            fn as_any(&self) -> Option<&dyn Any> {
                Some(self)
            }
        }

        impl StaticVal for $type {}
    };
}

prepared!(Pattern, PATTERN);
prepared!(Listed, LISTED);

fn matches<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let [text, pattern] = &arguments[..] else { return Err(ExecutionError::missing_argument_or_target()) };
    let (Some(text), Some(pattern)) = (text.downcast_ref::<CelString>(), pattern.downcast_ref::<Pattern>())
    else {
        return Err(ExecutionError::missing_argument_or_target());
    };
    Ok(CowVal::owned(CelBool::from(pattern.0.is_match(text.inner()))))
}

fn in_list<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let [host, list] = &arguments[..] else { return Err(ExecutionError::missing_argument_or_target()) };
    let (Some(host), Some(list)) = (host.downcast_ref::<CelString>(), list.downcast_ref::<Listed>()) else {
        return Err(ExecutionError::missing_argument_or_target());
    };
    Ok(CowVal::owned(CelBool::from(list.0.contains(host.inner()))))
}

#[cfg(test)]
mod tests {
    use super::super::facts::{AuthorFacts, Facts, HistoryFacts};
    use super::*;

    fn lists() -> Lists {
        let (list, _) = DomainList::parse(["bit.ly", "short.fr"]);
        Lists::from([("shorteners".to_owned(), Arc::new(list))])
    }

    fn compile(source: &str) -> Result<Expression, ExpressionError> {
        let thresholds = BTreeMap::from([("burst".to_owned(), 5), ("day".to_owned(), 24)]);
        Expression::compile(source, &thresholds, &lists())
    }

    fn holds(source: &str, facts: &Facts<'_>) -> bool {
        let expression = compile(source).unwrap_or_else(|error| panic!("{source}: {error}"));
        expression.holds(&Features::of(facts)).unwrap_or_else(|error| panic!("{source}: {error}"))
    }

    #[test]
    fn a_condition_asks_features() {
        let facts = Facts {
            content: "FREE nitro https://cdn.bit.ly/x and www.good.fr",
            mentions: 3,
            author: AuthorFacts {
                account_hours: 2,
                role_ids: vec!["7".to_owned(), "8".to_owned()],
                ..AuthorFacts::default()
            },
            history: HistoryFacts { messages_1_minute: 6, ..HistoryFacts::default() },
            ..Facts::default()
        };
        for (source, expected) in [
            ("true", true),
            ("message.mentions == 3 && author.account_hours < threshold.day", true),
            ("history.messages_1_minute > threshold.burst || author.is_bot", true),
            ("!author.is_bot", true),
            ("message.mentions * 2 - 1 >= 5 + threshold.burst", false),
            ("message.mentions % 2 == 1 && message.mentions / 2 == 1 && -1 < 0", true),
            ("message.content.contains('nitro') && message.content.startsWith(\"FREE\")", true),
            ("message.content.endsWith('.fr')", true),
            ("message.folded.matches('free\\\\s+nitro')", true),
            ("message.content.matches(r'(?i)\\bNITRO\\b')", true),
            ("message.content.matches('^nitro')", false),
            ("message.hosts.exists(it, it.inList('shorteners'))", true),
            ("message.hosts.all(it, it.inList('shorteners'))", false),
            ("message.hosts.exists_one(it, it.inList('shorteners'))", true),
            ("message.hosts.filter(it, it.endsWith('.fr')).size() == 1", true),
            ("size(message.hosts) == 2 && size(message.content) > 10", true),
            ("'7' in author.roles && !('9' in author.roles)", true),
            ("author.roles.exists(role, role in ['8', '9'])", true),
            ("message.mentions in [threshold.burst, 3]", true),
            ("(author.is_bot ? 1 : 2) == 2", true),
            ("message.file_names.all(a, message.file_names.exists(b, a != b))", true),
            ("message.files == 0 && !message.file_names.exists(it, it.endsWith('.exe'))", true),
        ] {
            assert_eq!(holds(source, &facts), expected, "{source}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_what_is_allowed() {
        for (source, line, column, text) in [
            ("", 1, 1, "needs a condition"),
            ("message.mentions", 1, 8, "a whole number"),
            ("author.language == 'ru'", 1, 7, "\"author.language\" is unknown. One of: author.account_hours"),
            ("true &&\n  autor.is_bot", 2, 8, "\"autor\" is unknown. Ask one of message, author"),
            ("'где' == message.content && message.words > 'x'", 1, 43, "two whole numbers"),
            ("message == 1", 1, 1, "message is not a value"),
            ("nobody == 1", 1, 1, "\"nobody\" is unknown"),
            ("threshold.nope > 1", 1, 10, "threshold.burst, threshold.day"),
            ("has(message.content)", 1, 4, "there is no has()"),
            ("message.content.matches('(')", 1, 24, "This is no pattern"),
            ("message.content.matches(message.folded)", 1, 24, "written in the rule itself"),
            ("message.hosts.exists(it, it.inList('nope'))", 1, 35, "There is no list \"nope\": shorteners"),
            ("message.hosts.contains('x')", 1, 23, "exists(it, it.contains"),
            ("message.hosts[0] == 'x'", 1, 14, "no numbered places"),
            ("message.hosts.map(it, it).size() > 1", 1, 18, "exists, all, exists_one and filter"),
            ("message.content.exists(it, true)", 1, 23, "Loops go through lists"),
            ("message.hosts.exists(it, 1)", 1, 21, "A loop asks a condition"),
            ("message.hosts.exists(author, true)", 1, 21, "one name of its own"),
            ("message.words / guild.members > 1", 1, 15, "a written one above 0"),
            ("message.words / 0 > 1", 1, 15, "a written one above 0"),
            ("1.5 > 1.0", 1, 1, "whole numbers and texts"),
            ("{'a': 1} == 1", 1, 1, "no maps"),
            ("uuid() == 'x'", 1, 5, "There is no \"uuid\""),
            ("message.words in [1, 'x']", 1, 22, "All values of a list"),
            ("message.words in []", 1, 18, "1 to 200 values"),
            ("message.is_edit ? 1 : true", 1, 17, "two values of one kind"),
            ("dyn(1) == 1", 1, 4, "There is no \"dyn\""),
        ] {
            let error = compile(source).expect_err(source);
            assert!(error.text.contains(text), "{source}: {error}");
            assert_eq!((error.line, error.column), (line, column), "{source}: {error}");
        }
        let error = compile("message.words >").expect_err("a half");
        assert_eq!(error.line, 1);
    }

    #[test]
    fn work_is_bounded_before_the_rule_runs() {
        let loops = "author.roles.exists(a, author.roles.exists(b, a == b))";
        let error = compile(&format!("{loops} && {loops}")).expect_err("too much");
        assert!(error.text.contains("10000 are allowed"), "{error}");
        let patterns = ["channel.id.matches('x')"; 11].join(" || ");
        assert!(compile(&patterns).expect_err("too many").text.contains("10 patterns"));
        assert!(compile(&format!("{}true{}", "(".repeat(200), ")".repeat(200))).is_err());
        assert!(compile(&"true && ".repeat(300)).is_err());
        assert!(compile("message.content.matches('(\\\\w{1,500}){1,500}')").is_err());
        let three = "message.hosts.exists(a, message.hosts.exists(b, message.hosts.exists(c, a == c)))";
        assert!(compile(three).expect_err("too deep").text.contains("2 stand in one another"));
        assert!(compile("message.mentions > 3").expect("short").steps() < 20);
    }

    #[test]
    fn an_overflow_is_an_error_and_no_panic() {
        let facts = Facts { mentions: 3, ..Facts::default() };
        let expression = compile("message.mentions * 9223372036854775807 > 0").expect("well-formed");
        assert!(expression.holds(&Features::of(&facts)).is_err());
    }

    #[test]
    fn why_names_what_was_asked_and_shows_no_text() {
        let facts = Facts { content: "secret", mentions: 3, ..Facts::default() };
        let features = Features::of(&facts);
        let expression = compile("message.mentions > 2 && message.content != ''").expect("well-formed");
        let why = expression.why(&features);
        assert_eq!(why, [("message.content", None), ("message.mentions", Some(Shown::Int(3)))]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_stumble(source in "[a-z.()\\[\\]{}'\" <>=!&|?:+*/%0-9\n,@`\\\\é]{0,60}") {
            if let Ok(expression) = compile(&source) {
                let facts = Facts { content: "x", ..Facts::default() };
                let _ = expression.holds(&Features::of(&facts));
            }
        }
    }
}
