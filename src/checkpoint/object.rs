//! A JSON object whose values nobody has looked at.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The fields by name, each name once, in the order of the names. A config has a dozen, for which a tree is much code.
#[derive(Debug, Clone, Default)]
pub(super) struct Object(Vec<(String, Box<RawValue>)>);

impl Object {
    /// Whether the field is there, and where it is or would be.
    fn place(&self, field: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(name, _)| (**name).cmp(field))
    }

    pub fn get(&self, field: &str) -> Option<&RawValue> {
        self.place(field).ok().map(|index| &*self.0[index].1)
    }

    /// Puts a field in the place of one of that name, which is given back.
    pub fn insert(&mut self, field: &str, value: Box<RawValue>) -> Option<Box<RawValue>> {
        match self.place(field) {
            Ok(index) => Some(std::mem::replace(&mut self.0[index].1, value)),
            Err(index) => {
                self.0.insert(index, (field.to_string(), value));
                None
            }
        }
    }

    pub fn remove(&mut self, field: &str) -> Option<Box<RawValue>> {
        self.place(field).ok().map(|index| self.0.remove(index).1)
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut object = Object::default();
                while let Some((field, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    object.insert(&field, value);
                }
                Ok(object)
            }
        }

        deserializer.deserialize_map(Fields)
    }
}
