//! The pickle of a `state_dict`, read without running anything.
//!
//! A pickle is a program for a stack. This knows the instructions that a dictionary of tensors consists of, and of what can
//! be called the three names that PyTorch makes tensors with. It calls none of them: it notes what they would have been
//! given. Every other instruction and every other name is refused.

use std::borrow::Cow;

use super::tensor::Dtype;

/// What stands in the file for each value that is put on the stack: values cost memory, and a pickle can have one a byte.
const BYTES_FOR_A_VALUE: usize = 64;
/// Values that any pickle may have.
const FREE_VALUES: usize = 6000;
/// Dictionaries in one another.
const DEEPEST: usize = 8;
/// Tensors of all dictionaries; a model has a few dozen.
const MOST_TENSORS: usize = 4096;
/// Bytes of a key.
const LONGEST_KEY: usize = 256;
/// Axes of a tensor.
const MOST_AXES: u32 = 8;

/// Why a pickle is not read.
#[derive(Debug, PartialEq)]
pub(super) enum Refusal {
    /// It ends too soon, or says what cannot be.
    Broken(&'static str),
    /// An instruction that is none of a `state_dict`.
    Opcode(Cow<'static, str>),
    /// A class or function that is none of a `state_dict`; `whole` where all of the pickle is an object of it.
    Global { name: String, whole: bool },
    /// More values than the file can have use for.
    TooMany,
    /// Something else than a dictionary.
    NoDictionary,
}

/// A tensor of which the numbers are a part of a storage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PickledTensor<'a> {
    /// Keys of the dictionaries, with a dot between two.
    pub name: String,
    pub dtype: Dtype,
    /// Name of the file of the storage.
    pub storage: &'a str,
    pub offset: usize,
    pub shape: Vec<usize>,
    pub strides: Vec<usize>,
}

/// A value on the stack. Lists, numbers with a point and the like are not looked into.
#[derive(Debug, Clone, Copy)]
enum Value<'a> {
    Int(i64),
    Text(&'a str),
    Tuple { start: u32, length: u32 },
    Dict(u32),
    Tensor(u32),
    Storage(u32),
    Global(Global),
    Opaque,
}

/// What may be named.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Global {
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    Storage(Dtype),
}

#[derive(Debug, Clone, Copy)]
struct Storage<'a> {
    dtype: Dtype,
    key: &'a str,
}

/// Entries of a dictionary that can have tensors behind them.
type Entries<'a> = Vec<(&'a str, Held)>;

#[derive(Debug, Clone, Copy)]
enum Held {
    Dict(u32),
    Tensor(u32),
}

/// A tensor without its name: the values of its shape and strides are those of tuples.
#[derive(Debug, Clone, Copy)]
struct Rebuilt {
    storage: u32,
    offset: usize,
    shape: (u32, u32),
    strides: (u32, u32),
}

struct Machine<'a> {
    rest: &'a [u8],
    values_left: usize,
    stack: Vec<Value<'a>>,
    marks: Vec<usize>,
    memo: Vec<Value<'a>>,
    /// Those of all tuples.
    items: Vec<Value<'a>>,
    dicts: Vec<Entries<'a>>,
    tensors: Vec<Rebuilt>,
    storages: Vec<Storage<'a>>,
}

/// The tensors of the dictionaries in `pickle`, which is part of a file of `file_bytes` bytes. Entries for which `skipped`
/// says so are left out with all that is in them.
pub(super) fn tensors(
    pickle: &[u8],
    file_bytes: usize,
    skipped: fn(&str) -> bool,
) -> Result<Vec<PickledTensor<'_>>, Refusal> {
    let mut machine = Machine {
        rest: pickle,
        values_left: FREE_VALUES + file_bytes / BYTES_FOR_A_VALUE,
        stack: Vec::new(),
        marks: Vec::new(),
        memo: Vec::new(),
        items: Vec::new(),
        dicts: Vec::new(),
        tensors: Vec::new(),
        storages: Vec::new(),
    };
    match machine.run()? {
        Value::Dict(dict) => {
            let mut found = Vec::new();
            let mut looked_into = 0;
            machine.collect(dict, "", DEEPEST, skipped, &mut looked_into, &mut found)?;
            Ok(found)
        }
        _ => Err(Refusal::NoDictionary),
    }
}

impl<'a> Machine<'a> {
    /// The value that is left when the pickle stops.
    fn run(&mut self) -> Result<Value<'a>, Refusal> {
        loop {
            let [opcode] = self.take()?;
            match opcode {
                b'.' => return self.pop(),
                // PROTO, FRAME
                0x80 => {
                    let [_] = self.take()?;
                }
                0x95 => {
                    let [_, _, _, _, _, _, _, _] = self.take()?;
                }
                b'(' => {
                    self.count()?;
                    self.marks.push(self.stack.len());
                }
                b'0' => {
                    self.pop()?;
                }
                b'N' | 0x88 | 0x89 => self.push(Value::Opaque)?,
                b'K' => {
                    let [number] = self.take()?;
                    self.push(Value::Int(i64::from(number)))?;
                }
                b'M' => {
                    let number = u16::from_le_bytes(self.take()?);
                    self.push(Value::Int(i64::from(number)))?;
                }
                b'J' => {
                    let number = i32::from_le_bytes(self.take()?);
                    self.push(Value::Int(i64::from(number)))?;
                }
                0x8a => self.long()?,
                b'G' => {
                    let [_, _, _, _, _, _, _, _] = self.take()?;
                    self.push(Value::Opaque)?;
                }
                b'X' => {
                    let length = u32::from_le_bytes(self.take()?);
                    self.text(length)?;
                }
                0x8c => {
                    let [length] = self.take()?;
                    self.text(u32::from(length))?;
                }
                b'}' => self.new_dict()?,
                b']' => self.push(Value::Opaque)?,
                b'a' => {
                    self.pop()?;
                    self.top()?;
                }
                b'e' => {
                    self.pop_to_mark()?;
                    self.top()?;
                }
                b's' => {
                    let (value, key) = (self.pop()?, self.pop()?);
                    self.set_items(&[key, value])?;
                }
                b'u' => {
                    let items = self.pop_to_mark()?;
                    self.set_items(&items)?;
                }
                b')' => self.tuple(0)?,
                0x85..=0x87 => self.tuple(usize::from(opcode - 0x84))?,
                b't' => {
                    let mark = self.marks.pop().ok_or(NO_MARK)?;
                    let length = self.stack.len().checked_sub(mark).ok_or(NO_MARK)?;
                    self.tuple(length)?;
                }
                b'q' => {
                    let [index] = self.take()?;
                    self.remember(usize::from(index))?;
                }
                b'r' => {
                    let index = u32::from_le_bytes(self.take()?);
                    self.remember(index as usize)?;
                }
                0x94 => self.remember(self.memo.len())?,
                b'h' => {
                    let [index] = self.take()?;
                    self.recall(usize::from(index))?;
                }
                b'j' => {
                    let index = u32::from_le_bytes(self.take()?);
                    self.recall(index as usize)?;
                }
                b'c' => {
                    let (module, name) = (self.line()?, self.line()?);
                    self.global(module, name)?;
                }
                0x93 => match (self.pop()?, self.pop()?) {
                    (Value::Text(name), Value::Text(module)) => self.global(module, name)?,
                    _ => return Err(Refusal::Broken("a name that is no text")),
                },
                b'Q' => self.storage()?,
                b'R' => self.reduce()?,
                // What an OrderedDict has beside its entries: the versions of modules. Nothing else is built.
                b'b' => {
                    self.pop()?;
                    if !matches!(self.top()?, Value::Dict(_)) {
                        return Err(Refusal::Opcode(Cow::Borrowed("BUILD")));
                    }
                }
                _ => return Err(Refusal::Opcode(opcode_name(opcode))),
            }
        }
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(CUT_OFF)?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn slice(&mut self, length: usize) -> Result<&'a [u8], Refusal> {
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(CUT_OFF)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// Up to the end of a line, which is left out.
    fn line(&mut self) -> Result<&'a str, Refusal> {
        let length = self.rest.iter().position(|&byte| byte == b'\n').ok_or(CUT_OFF)?;
        let line = self.slice(length)?;
        let [_] = self.take()?;
        std::str::from_utf8(line).map_err(|_| NO_TEXT)
    }

    fn text(&mut self, length: u32) -> Result<(), Refusal> {
        let text = self.slice(length as usize)?;
        self.push(Value::Text(std::str::from_utf8(text).map_err(|_| NO_TEXT)?))
    }

    /// A number of any size; what has no place in 64 bits is none that is needed.
    fn long(&mut self) -> Result<(), Refusal> {
        let [length] = self.take()?;
        let bytes = self.slice(usize::from(length))?;
        let value = match bytes {
            [] => Value::Int(0),
            [.., last] if bytes.len() <= 8 => {
                let mut all = [if last >> 7 == 1 { 0xff } else { 0 }; 8];
                all[..bytes.len()].copy_from_slice(bytes);
                Value::Int(i64::from_le_bytes(all))
            }
            _ => Value::Opaque,
        };
        self.push(value)
    }

    fn count(&mut self) -> Result<(), Refusal> {
        self.values_left = self.values_left.checked_sub(1).ok_or(Refusal::TooMany)?;
        Ok(())
    }

    fn push(&mut self, value: Value<'a>) -> Result<(), Refusal> {
        self.count()?;
        self.stack.push(value);
        Ok(())
    }

    /// The value on top, which a mark may not hide.
    fn top(&self) -> Result<Value<'a>, Refusal> {
        let below = self.marks.last().copied().unwrap_or(0);
        if self.stack.len() <= below {
            return Err(NOTHING);
        }
        self.stack.last().copied().ok_or(NOTHING)
    }

    fn pop(&mut self) -> Result<Value<'a>, Refusal> {
        let top = self.top()?;
        self.stack.pop();
        Ok(top)
    }

    fn pop_to_mark(&mut self) -> Result<Vec<Value<'a>>, Refusal> {
        let mark = self.marks.pop().ok_or(NO_MARK)?;
        Ok(self.stack.split_off(mark.min(self.stack.len())))
    }

    /// A tuple of the values on top.
    fn tuple(&mut self, length: usize) -> Result<(), Refusal> {
        let below = self.marks.last().copied().unwrap_or(0);
        let start = self.stack.len().checked_sub(length).filter(|start| *start >= below).ok_or(NOTHING)?;
        let tuple = Value::Tuple { start: index(self.items.len())?, length: index(length)? };
        self.items.extend(self.stack.drain(start..));
        self.push(tuple)
    }

    fn items_of(&self, value: Value<'a>) -> Option<&[Value<'a>]> {
        let Value::Tuple { start, length } = value else { return None };
        self.items.get(start as usize..(start as usize) + (length as usize))
    }

    fn remember(&mut self, index: usize) -> Result<(), Refusal> {
        let top = self.top()?;
        let next = self.memo.len();
        match self.memo.get_mut(index) {
            Some(place) => *place = top,
            // Python numbers them one after the other.
            None if index == next => {
                self.count()?;
                self.memo.push(top);
            }
            None => return Err(Refusal::Broken("a memo out of order")),
        }
        Ok(())
    }

    fn recall(&mut self, index: usize) -> Result<(), Refusal> {
        let value = *self.memo.get(index).ok_or(Refusal::Broken("a memo that was never made"))?;
        self.push(value)
    }

    fn new_dict(&mut self) -> Result<(), Refusal> {
        let dict = Value::Dict(index(self.dicts.len())?);
        self.dicts.push(Vec::new());
        self.push(dict)
    }

    /// Puts keys and values, by turns, into the dictionary on top.
    fn set_items(&mut self, items: &[Value<'a>]) -> Result<(), Refusal> {
        let Value::Dict(dict) = self.top()? else {
            return Err(Refusal::Broken("entries of what is no dictionary"));
        };
        let (pairs, rest) = items.as_chunks::<2>();
        let Some(entries) = self.dicts.get_mut(dict as usize).filter(|_| rest.is_empty()) else {
            return Err(Refusal::Broken("a key without a value"));
        };
        entries.extend(pairs.iter().filter_map(|pair| match *pair {
            [Value::Text(key), Value::Dict(dict)] => Some((key, Held::Dict(dict))),
            [Value::Text(key), Value::Tensor(tensor)] => Some((key, Held::Tensor(tensor))),
            _ => None,
        }));
        Ok(())
    }

    fn global(&mut self, module: &str, name: &str) -> Result<(), Refusal> {
        let global = match (module, name) {
            ("collections", "OrderedDict") => Some(Global::OrderedDict),
            ("torch._utils", "_rebuild_tensor_v2") => Some(Global::RebuildTensor),
            ("torch._utils", "_rebuild_parameter") => Some(Global::RebuildParameter),
            ("torch", name) => storage_type(name).map(Global::Storage),
            _ => None,
        };
        let Some(global) = global else {
            let whole = self.stack.is_empty() && self.marks.is_empty();
            return Err(Refusal::Global { name: format!("{module}.{name}"), whole });
        };
        self.push(Value::Global(global))
    }

    /// `('storage', type, key, device, numbers)`.
    fn storage(&mut self) -> Result<(), Refusal> {
        let id = self.pop()?;
        let Some(
            &[
                Value::Text("storage"),
                Value::Global(Global::Storage(dtype)),
                Value::Text(key),
                _,
                Value::Int(_),
            ],
        ) = self.items_of(id)
        else {
            return Err(Refusal::Broken("an object outside of the pickle that is no storage"));
        };
        let storage = Value::Storage(index(self.storages.len())?);
        self.storages.push(Storage { dtype, key });
        self.push(storage)
    }

    fn reduce(&mut self) -> Result<(), Refusal> {
        let (arguments, callable) = (self.pop()?, self.pop()?);
        let items = self.items_of(arguments);
        match (callable, items) {
            (Value::Global(Global::OrderedDict), Some([])) => self.new_dict(),
            (
                Value::Global(Global::RebuildTensor),
                Some(&[Value::Storage(storage), Value::Int(offset), shape, strides, ..]),
            ) => {
                let (Value::Tuple { start, length }, Value::Tuple { start: first, length: count }) =
                    (shape, strides)
                else {
                    return Err(Refusal::Broken("a tensor without a shape"));
                };
                let offset = usize::try_from(offset).map_err(|_| NO_TENSOR)?;
                let tensor = Value::Tensor(index(self.tensors.len())?);
                self.tensors.push(Rebuilt {
                    storage,
                    offset,
                    shape: (start, length),
                    strides: (first, count),
                });
                self.push(tensor)
            }
            (Value::Global(Global::RebuildParameter), Some(&[tensor @ Value::Tensor(_), ..])) => {
                self.push(tensor)
            }
            _ => Err(Refusal::Opcode(Cow::Borrowed("REDUCE"))),
        }
    }

    /// Adds the tensors of a dictionary and of those in it.
    fn collect(
        &self,
        dict: u32,
        prefix: &str,
        depth: usize,
        skipped: fn(&str) -> bool,
        looked_into: &mut usize,
        found: &mut Vec<PickledTensor<'a>>,
    ) -> Result<(), Refusal> {
        for &(key, held) in self.dicts.get(dict as usize).into_iter().flatten() {
            if skipped(key) {
                continue;
            }
            *looked_into += 1;
            if *looked_into > MOST_TENSORS || depth == 0 || key.len() > LONGEST_KEY {
                return Err(Refusal::TooMany);
            }
            let name = if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") };
            match held {
                Held::Dict(dict) => {
                    self.collect(dict, &name, depth - 1, skipped, looked_into, found)?;
                }
                Held::Tensor(tensor) => found.push(self.named(name, tensor)?),
            }
        }
        Ok(())
    }

    fn named(&self, name: String, tensor: u32) -> Result<PickledTensor<'a>, Refusal> {
        let lengths = |(start, length): (u32, u32)| {
            if length > MOST_AXES {
                return Err(NO_TENSOR);
            }
            let items = self.items_of(Value::Tuple { start, length }).ok_or(NO_TENSOR)?;
            let length = |item: &Value| match item {
                Value::Int(length) => usize::try_from(*length).map_err(|_| NO_TENSOR),
                _ => Err(NO_TENSOR),
            };
            items.iter().map(length).collect::<Result<Vec<usize>, Refusal>>()
        };
        let rebuilt = self.tensors.get(tensor as usize).ok_or(NO_TENSOR)?;
        let Storage { dtype, key } = *self.storages.get(rebuilt.storage as usize).ok_or(NO_TENSOR)?;
        Ok(PickledTensor {
            name,
            dtype,
            storage: key,
            offset: rebuilt.offset,
            shape: lengths(rebuilt.shape)?,
            strides: lengths(rebuilt.strides)?,
        })
    }
}

const CUT_OFF: Refusal = Refusal::Broken("it ends in the middle of an instruction");
const NO_MARK: Refusal = Refusal::Broken("values without the mark that they begin with");
const NO_TEXT: Refusal = Refusal::Broken("text that is not UTF-8");
const NOTHING: Refusal = Refusal::Broken("an instruction without the values that it takes");
const NO_TENSOR: Refusal = Refusal::Broken("a tensor whose shape is no list of lengths");

fn index(length: usize) -> Result<u32, Refusal> {
    u32::try_from(length).map_err(|_| Refusal::TooMany)
}

fn storage_type(name: &str) -> Option<Dtype> {
    Some(match name {
        "DoubleStorage" => Dtype::F64,
        "FloatStorage" => Dtype::F32,
        "HalfStorage" => Dtype::F16,
        "BFloat16Storage" => Dtype::BF16,
        "LongStorage" => Dtype::Other("I64", 8),
        "IntStorage" => Dtype::Other("I32", 4),
        "ShortStorage" => Dtype::Other("I16", 2),
        "CharStorage" => Dtype::Other("I8", 1),
        "ByteStorage" => Dtype::Other("U8", 1),
        "BoolStorage" => Dtype::Other("BOOL", 1),
        _ => return None,
    })
}

/// The name of an instruction that is refused, as `pickletools` has it.
fn opcode_name(opcode: u8) -> Cow<'static, str> {
    Cow::Borrowed(match opcode {
        b'1' => "POP_MARK",
        b'2' => "DUP",
        b'B' => "BINBYTES",
        b'C' => "SHORT_BINBYTES",
        b'F' => "FLOAT",
        b'I' => "INT",
        b'L' => "LONG",
        b'P' => "PERSID",
        b'S' => "STRING",
        b'T' => "BINSTRING",
        b'U' => "SHORT_BINSTRING",
        b'V' => "UNICODE",
        b'd' => "DICT",
        b'g' => "GET",
        b'i' => "INST",
        b'l' => "LIST",
        b'o' => "OBJ",
        b'p' => "PUT",
        0x81 => "NEWOBJ",
        0x82 => "EXT1",
        0x83 => "EXT2",
        0x84 => "EXT4",
        0x8b => "LONG4",
        0x8d => "BINUNICODE8",
        0x8e => "BINBYTES8",
        0x8f => "EMPTY_SET",
        0x90 => "ADDITEMS",
        0x91 => "FROZENSET",
        0x92 => "NEWOBJ_EX",
        0x96 => "BYTEARRAY8",
        0x97 => "NEXT_BUFFER",
        0x98 => "READONLY_BUFFER",
        _ => return Cow::Owned(format!("0x{opcode:02x}")),
    })
}
