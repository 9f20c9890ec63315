//! The expressions in maps: JMESPath (<https://jmespath.org>), with a few functions of ours for what vendors wrap. Keeps one
//! runtime for all of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use jmespath::ast::Ast;
use jmespath::functions::{ArgumentType, CustomFunction, Signature};
use jmespath::{Context, Rcvar, Runtime, Variable};
use serde_json::Value;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut runtime = Runtime::new();
    runtime.register_builtin_functions();
    let mut add = |name: &str, of: fn(&Variable) -> Variable| {
        let signature = Signature::new(vec![ArgumentType::Any], None);
        let call = move |args: &[Rcvar], _: &mut Context<'_>| {
            Ok(Rcvar::new(args.first().map_or(Variable::Null, |value| of(value))))
        };
        runtime.register_function(name, Box::new(CustomFunction::new(signature, Box::new(call))));
    };
    add("json", json);
    add("base64", base64);
    add("lower", lower);
    add("items", items);
    add("last_part", last_part);
    let signature = Signature::new(vec![ArgumentType::Any, ArgumentType::String], None);
    let call = |args: &[Rcvar], _: &mut Context<'_>| {
        let spread = args.first().zip(args.get(1).and_then(|field| field.as_string()));
        Ok(Rcvar::new(spread.map_or(Variable::Null, |(list, field)| spread_out(list, field))))
    };
    runtime.register_function("spread", Box::new(CustomFunction::new(signature, Box::new(call))));
    runtime
});

/// One compiled expression.
#[derive(Clone, Debug)]
pub struct Expression {
    text: String,
    ast: Ast,
}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// It is not JMESPath, or calls a function that does not exist.
    pub fn compile(text: &str) -> Result<Self, String> {
        let ast = jmespath::parse(text).map_err(|error| {
            let reason = error.reason.to_string();
            let reason = reason.trim_start_matches("Parse error:").trim();
            format!("is no JMESPath, see column {}: {reason}", error.column + 1)
        })?;
        if let Some(name) = unknown_function(&format!("{ast:?}")) {
            return Err(format!("calls `{name}()`, which does not exist"));
        }
        Ok(Self { text: text.to_owned(), ast })
    }

    /// Returns the expression as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Looks a value up; null if there is none, or if the expression does not fit the data.
    pub fn find(&self, data: &Rcvar) -> Rcvar {
        let mut context = Context::new(&self.text, &RUNTIME);
        jmespath::interpret(data, &self.ast, &mut context).unwrap_or_else(|_| Rcvar::new(Variable::Null))
    }

    /// Tells whether the expression holds: the value is there, is not false and not empty.
    pub fn holds(&self, data: &Rcvar) -> bool {
        self.find(data).is_truthy()
    }
}

/// Finds the name of a function that nobody registered, in the debug form of a tree, which is the only one that shows all nodes.
fn unknown_function(tree: &str) -> Option<String> {
    let names = tree.split("Function {").skip(1).filter_map(|rest| {
        let (_, rest) = rest.split_once("name: \"")?;
        rest.split_once('"').map(|(name, _)| name.to_owned())
    });
    names.into_iter().find(|name| RUNTIME.get_function(name).is_none())
}

/// Makes data for expressions of parsed JSON, without copying texts.
pub fn data(value: Value) -> Rcvar {
    Rcvar::new(match value {
        Value::Null => Variable::Null,
        Value::Bool(flag) => Variable::Bool(flag),
        Value::Number(number) => Variable::Number(number),
        Value::String(text) => Variable::String(text),
        Value::Array(values) => Variable::Array(values.into_iter().map(data).collect()),
        Value::Object(object) => {
            Variable::Object(object.into_iter().map(|(name, value)| (name, data(value))).collect())
        }
    })
}

/// Makes JSON of data.
pub fn json_of(value: &Variable) -> Value {
    match value {
        Variable::Null | Variable::Expref(_) => Value::Null,
        Variable::Bool(flag) => Value::Bool(*flag),
        Variable::Number(number) => Value::Number(number.clone()),
        Variable::String(text) => Value::String(text.clone()),
        Variable::Array(values) => Value::Array(values.iter().map(|value| json_of(value)).collect()),
        Variable::Object(object) => {
            Value::Object(object.iter().map(|(name, value)| (name.clone(), json_of(value))).collect())
        }
    }
}

/// `json(text)`: the value of a JSON text; anything else as it is.
fn json(value: &Variable) -> Variable {
    match value {
        Variable::String(text) => Variable::from_json(text).unwrap_or(Variable::Null),
        other => other.clone(),
    }
}

/// `base64(text)`: the text that is carried as base64.
fn base64(value: &Variable) -> Variable {
    let decode =
        |engine: &GeneralPurpose, text: &str| engine.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match value {
        Variable::String(text) => {
            decode(&STANDARD, text).or_else(|| decode(&URL_SAFE, text)).map_or(Variable::Null, Variable::String)
        }
        _ => Variable::Null,
    }
}

/// `lower(text)`: the text in small letters.
fn lower(value: &Variable) -> Variable {
    match value {
        Variable::String(text) => Variable::String(text.trim().to_lowercase()),
        other => other.clone(),
    }
}

/// `items(object)`: its fields as a list of `{name, value}`.
fn items(value: &Variable) -> Variable {
    let Variable::Object(object) = value else { return Variable::Null };
    let item = |(name, value): (&String, &Rcvar)| {
        let name = ("name".to_owned(), Rcvar::new(Variable::String(name.clone())));
        Rcvar::new(Variable::Object(BTreeMap::from([name, ("value".to_owned(), value.clone())])))
    };
    Variable::Array(object.iter().map(item).collect())
}

/// `last_part(text)`: what follows the last `/` or `:`, as in `gid://shop/Order/1` or `zen:ticket:1`.
fn last_part(value: &Variable) -> Variable {
    match value {
        Variable::String(text) => Variable::String(text.rsplit(['/', ':']).next().unwrap_or_default().to_owned()),
        other => other.clone(),
    }
}

/// `spread(list, 'field')`: what stands in the lists that the objects of a list have under a name, one after the other. Each knows the
/// object that it stood in as `_of`, which a projection forgets.
fn spread_out(list: &Variable, field: &str) -> Variable {
    let Variable::Array(holders) = list else { return Variable::Null };
    let mut all = Vec::new();
    for holder in holders {
        let Variable::Object(object) = holder.as_ref() else { continue };
        let Some(Variable::Array(items)) = object.get(field).map(AsRef::as_ref) else { continue };
        for item in items {
            let Variable::Object(item) = item.as_ref() else { continue };
            let mut item = item.clone();
            item.insert("_of".to_owned(), holder.clone());
            all.push(Rcvar::new(Variable::Object(item)));
        }
    }
    Variable::Array(all)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(expression: &str, value: Value) -> Value {
        json_of(&Expression::compile(expression).unwrap().find(&data(value)))
    }

    #[test]
    fn data_is_what_was_parsed_and_every_digit_stays() {
        let value = json!({"a": [1, -2, 2.5, true, null, "ñ"], "b": {"id": 820982911946154508_u64}});
        assert_eq!(found("@", value.clone()), value);
        assert_eq!(found("to_string(b.id)", value), json!("820982911946154508"));
    }

    #[test]
    fn what_vendors_wrap_is_unwrapped() {
        assert_eq!(found("json(raw).q3", json!({"raw": "{\"q3\": 5}"})), json!(5));
        assert_eq!(found("json(raw).q3", json!({"raw": "{no"})), Value::Null);
        assert_eq!(found("json(base64(data)).a", json!({"data": "eyJhIjogMX0="})), json!(1));
        assert_eq!(found("lower(a)", json!({"a": " GOOD "})), json!("good"));
        assert_eq!(found("items(a)[0].name", json!({"a": {"x": 1}})), json!("x"));
        assert_eq!(found("last_part(a)", json!({"a": "zen:ticket:7"})), json!("7"));
    }

    #[test]
    fn what_is_taken_out_of_several_lists_knows_where_it_was() {
        let chats =
            json!({"c": [{"to": 1, "m": [{"t": "a"}, {"t": "b"}]}, {"to": 2, "m": [{"t": "c"}, 7]}, {"to": 3}, null]});
        assert_eq!(found("spread(c, 'm')[].[t, _of.to]", chats.clone()), json!([["a", 1], ["b", 1], ["c", 2]]));
        assert_eq!(found("spread(c[?to == `3`], 'm')", chats.clone()), json!([]));
        assert_eq!(found("spread(nothing, 'm')", chats), Value::Null);
    }

    #[test]
    fn a_wrong_expression_says_where() {
        let wrong = Expression::compile("a.b[?c ==]").unwrap_err();
        assert!(wrong.starts_with("is no JMESPath, see column "), "{wrong}");
        assert_eq!(Expression::compile("a || jsn(b)").unwrap_err(), "calls `jsn()`, which does not exist");
        assert_eq!(found("length(a)", json!({"a": 7})), Value::Null, "what does not fit finds nothing");
    }
}
