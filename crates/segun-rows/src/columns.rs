//! The columns of a row, taken from its schema.

use serde_json::{Map, Value};
use utoipa::ToSchema;

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its key in the JSON.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds. Every one may be null.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Yes or no.
    Boolean,
    /// A list of one kind.
    List(Box<Kind>),
    /// Columns of its own.
    Struct(Vec<Column>),
    /// Something without a fixed shape, as JSON text.
    Json,
}

/// The columns of `T`, in the order of its fields.
pub fn columns<T: ToSchema>() -> Vec<Column> {
    let mut named = Vec::new();
    T::schemas(&mut named);
    let mut schemas = Map::new();
    for (name, schema) in &named {
        schemas.insert(name.clone(), serde_json::to_value(schema).unwrap_or_default());
    }
    let mut columns = Vec::new();
    fields(&serde_json::to_value(T::schema()).unwrap_or_default(), &schemas, &mut columns);
    columns
}

/// The fields of an object's schema, those of its parts included.
fn fields(schema: &Value, schemas: &Map<String, Value>, columns: &mut Vec<Column>) {
    let schema = resolved(schema, schemas);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        fields(part, schemas, columns);
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        columns.push(Column { name: name.clone(), kind: kind(schema, schemas) });
    }
}

fn kind(schema: &Value, schemas: &Map<String, Value>) -> Kind {
    let schema = resolved(schema, schemas);
    // A thing or null.
    let choices = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array());
    if let Some(choices) = choices {
        let mut real = choices.iter().filter(|choice| choice["type"] != "null");
        return match (real.next(), real.next()) {
            (Some(only), None) => kind(only, schemas),
            _ => Kind::Json,
        };
    }
    let word = match &schema["type"] {
        Value::Array(words) => words.iter().filter_map(Value::as_str).find(|word| *word != "null"),
        word => word.as_str(),
    };
    match word {
        Some("string") => Kind::Text,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("boolean") => Kind::Boolean,
        Some("array") if schema["items"].is_object() => Kind::List(Box::new(kind(&schema["items"], schemas))),
        Some("array") => Kind::Json,
        _ => {
            let mut columns = Vec::new();
            fields(schema, schemas, &mut columns);
            if columns.is_empty() { Kind::Json } else { Kind::Struct(columns) }
        }
    }
}

/// What a reference refers to.
fn resolved<'a>(schema: &'a Value, schemas: &'a Map<String, Value>) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    name.and_then(|name| schemas.get(name)).unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use super::*;
    use segun_ledger::query::{Evidence, SourceRow};

    #[test]
    fn columns_are_the_fields_of_a_row() {
        let columns = columns::<Evidence>();
        let find =
            |name: &str| columns.iter().find(|c| c.name == name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(columns[0], Column { name: "id".into(), kind: Kind::Integer });
        assert_eq!(find("type").kind, Kind::Text);
        assert_eq!(find("actors").kind, Kind::List(Box::new(Kind::Text)));
        assert_eq!(find("confidence").kind, Kind::Number);
        let words = ["start", "end", "text"].iter().zip([Kind::Integer, Kind::Integer, Kind::Text]);
        let words: Vec<Column> = words.map(|(n, kind)| Column { name: (*n).into(), kind }).collect();
        assert_eq!(find("trigger_words").kind, Kind::Struct(words.clone()));
        assert_eq!(find("cue_words").kind, Kind::Struct(words));
        let Kind::List(record) = &super::columns::<SourceRow>()[6].kind else { panic!("record is no list") };
        let Kind::Struct(record) = &**record else { panic!("a record is no row") };
        assert_eq!(record.last().unwrap().kind, Kind::List(Box::new(Kind::Number)));
    }
}
