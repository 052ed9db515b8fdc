//! Values as PostgreSQL sends and takes them.

use crate::store::ValueRef;
use bytes::{BufMut, BytesMut};
use std::error::Error;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

/// What PostgreSQL's texts cannot hold stands as this.
const NO_NUL: &str = "\u{fffd}";

impl ToSql for ValueRef<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match *self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Integer(n) => match *kind {
                Type::BOOL => out.put_u8(u8::from(n != 0)),
                Type::INT2 => out.put_i16(n.try_into()?),
                Type::INT4 => out.put_i32(n.try_into()?),
                Type::INT8 => out.put_i64(n),
                Type::FLOAT8 => out.put_f64(n as f64),
                _ => return Err(format!("a whole number is no {kind}").into()),
            },
            Self::Real(x) if *kind == Type::FLOAT8 => out.put_f64(x),
            Self::Text(text) if text.contains('\0') => {
                out.put_slice(text.replace('\0', NO_NUL).as_bytes());
            }
            Self::Text(text) => out.put_slice(text.as_bytes()),
            Self::Blob(bytes) if *kind == Type::BYTEA => out.put_slice(bytes),
            Self::Real(_) | Self::Blob(_) => return Err(format!("{self:?} is no {kind}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for ValueRef<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *kind {
            Type::BOOL => Self::Integer(i64::from(bool::from_sql(kind, raw)?)),
            Type::INT2 => Self::Integer(i64::from(i16::from_sql(kind, raw)?)),
            Type::INT4 => Self::Integer(i64::from(i32::from_sql(kind, raw)?)),
            Type::INT8 => Self::Integer(i64::from_sql(kind, raw)?),
            Type::FLOAT8 => Self::Real(f64::from_sql(kind, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN => Self::Text(std::str::from_utf8(raw)?),
            Type::BYTEA => Self::Blob(raw),
            _ => return Err(format!("{kind} is no value of a ledger").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
