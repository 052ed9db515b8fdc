//! Columns that grow row by row, and records of them.
//!
//! A [`record!`](crate::record) names its columns once: its fields and their order are the schema, and its value is the builder, so that
//! the two cannot differ.

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, ListArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};
use std::sync::Arc;

#[doc(hidden)]
pub use {arrow_array, arrow_schema};

/// A column in the making.
pub trait Column: Default {
    /// Whether a row may be null.
    const NULLABLE: bool = false;

    /// What it holds.
    fn data_type() -> DataType;

    /// Adds a row without a meaning, where the record that holds it is null.
    fn skip(&mut self);

    /// What was added; the column is empty then.
    fn finish(&mut self) -> ArrayRef;
}

/// Declares two columns of plain values: one where each is there, and one where it may be missing.
macro_rules! plain {
    ($what:literal, $name:ident, $maybe:ident: $builder:ty, $value:ty, $of:ident, $nothing:expr) => {
        #[doc = concat!($what, ".")]
        #[derive(Debug, Default)]
        pub struct $name($builder);

        impl $name {
            /// Adds a row.
            pub fn push(&mut self, value: $value) {
                self.0.append_value(value);
            }
        }

        impl Column for $name {
            fn data_type() -> DataType {
                DataType::$of
            }

            fn skip(&mut self) {
                self.push($nothing);
            }

            fn finish(&mut self) -> ArrayRef {
                Arc::new(self.0.finish())
            }
        }

        #[doc = concat!($what, ", which may be null.")]
        #[derive(Debug, Default)]
        pub struct $maybe($builder);

        impl $maybe {
            /// Adds a row.
            pub fn push(&mut self, value: Option<$value>) {
                self.0.append_option(value);
            }
        }

        impl Column for $maybe {
            const NULLABLE: bool = true;

            fn data_type() -> DataType {
                DataType::$of
            }

            fn skip(&mut self) {
                self.push(None);
            }

            fn finish(&mut self) -> ArrayRef {
                Arc::new(self.0.finish())
            }
        }
    };
}

plain!("Text", Text, MaybeText: StringBuilder, &str, Utf8, "");
plain!("Whole numbers", Whole, MaybeWhole: Int64Builder, i64, Int64, 0);
plain!("Numbers", Real, MaybeReal: Float64Builder, f64, Float64, 0.0);

impl Whole {
    /// Adds a row: a count or an offset.
    pub fn push_count(&mut self, count: usize) {
        self.push(i64::try_from(count).unwrap_or(i64::MAX));
    }
}

/// Lists, which may be empty but not null; nor may their items.
#[derive(Debug, Default)]
pub struct List<C> {
    items: C,
    /// Items after each row so far.
    ends: Vec<i32>,
    held: i32,
}

impl<C: Column> List<C> {
    /// Adds a row of `items`, each of which `add` adds to the column of items.
    pub fn push<I>(&mut self, items: impl IntoIterator<Item = I>, mut add: impl FnMut(&mut C, I)) {
        for item in items {
            add(&mut self.items, item);
            self.held += 1;
        }
        self.ends.push(self.held);
    }

    fn item() -> Arc<Field> {
        Arc::new(Field::new_list_field(C::data_type(), C::NULLABLE))
    }
}

impl List<Text> {
    /// Adds a row of texts.
    pub fn push_texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        self.push(texts, Text::push);
    }
}

impl<C: Column> Column for List<C> {
    fn data_type() -> DataType {
        DataType::List(Self::item())
    }

    fn skip(&mut self) {
        self.ends.push(self.held);
    }

    fn finish(&mut self) -> ArrayRef {
        let mut offsets = Vec::with_capacity(self.ends.len() + 1);
        offsets.push(0);
        offsets.append(&mut self.ends);
        self.held = 0;
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        Arc::new(ListArray::new(Self::item(), offsets, self.items.finish(), None))
    }
}

/// A record that may be null.
#[derive(Debug)]
pub struct Maybe<R> {
    record: R,
    there: NullBufferBuilder,
}

impl<R: Default> Default for Maybe<R> {
    fn default() -> Self {
        Self { record: R::default(), there: NullBufferBuilder::new(0) }
    }
}

impl<R: Column> Maybe<R> {
    /// Adds a row, which `add` adds to the record where there is one.
    pub fn push<I>(&mut self, item: Option<I>, add: impl FnOnce(&mut R, I)) {
        self.there.append(item.is_some());
        match item {
            Some(item) => add(&mut self.record, item),
            None => self.record.skip(),
        }
    }
}

impl<R: Column> Column for Maybe<R> {
    const NULLABLE: bool = true;

    fn data_type() -> DataType {
        R::data_type()
    }

    fn skip(&mut self) {
        self.there.append(false);
        self.record.skip();
    }

    fn finish(&mut self) -> ArrayRef {
        let data = self.record.finish().to_data().into_builder().nulls(self.there.finish());
        // The record has as many rows as were said to be there or not.
        arrow_array::make_array(
            data.build().unwrap_or_else(|error| panic!("a record and its nulls: {error}")),
        )
    }
}

/// Declares a record: the names of its columns in their order, each with what it holds. `r#` before a name that is a
/// word of Rust is not part of it.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($column:ident: $of:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Default)]
        $vis struct $name { $($column: $of),* }

        impl $name {
            /// The columns.
            $vis fn fields() -> $crate::columns::arrow_schema::Fields {
                use $crate::columns::{Column, arrow_schema::Field};
                [$(Field::new(
                    stringify!($column).trim_start_matches("r#"),
                    <$of>::data_type(),
                    <$of>::NULLABLE,
                )),*].into_iter().collect()
            }

            /// The arrays of all columns, in their order; the record is empty then.
            $vis fn arrays(&mut self) -> Vec<$crate::columns::arrow_array::ArrayRef> {
                vec![$($crate::columns::Column::finish(&mut self.$column)),*]
            }
        }

        impl $crate::columns::Column for $name {
            fn data_type() -> $crate::columns::arrow_schema::DataType {
                $crate::columns::arrow_schema::DataType::Struct(Self::fields())
            }

            fn skip(&mut self) {
                $($crate::columns::Column::skip(&mut self.$column);)*
            }

            fn finish(&mut self) -> $crate::columns::arrow_array::ArrayRef {
                use $crate::columns::arrow_array::StructArray;
                std::sync::Arc::new(StructArray::new(Self::fields(), self.arrays(), None))
            }
        }
    };
}
