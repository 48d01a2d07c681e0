//! What is changed: the files of the tests.

use std::io::Read;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use safetensors::SafeTensors;

/// The models that PyTorch saved, with this ending.
fn models(ending: &str) -> Result<Vec<Vec<u8>>> {
    let mut bytes = Vec::new();
    GzDecoder::new(&include_bytes!("../../tests/import/models.safetensors.gz")[..])
        .read_to_end(&mut bytes)?;
    let all = SafeTensors::deserialize(&bytes).context("the fixtures")?;
    let mut files: Vec<_> = all.iter().filter(|(name, _)| name.ends_with(ending)).collect();
    files.sort_by_key(|(name, _)| name.to_string());
    Ok(files.into_iter().map(|(_, file)| file.data().to_vec()).collect())
}

pub fn safetensors() -> Result<Vec<Vec<u8>>> {
    let mut seeds = models(".safetensors")?;
    seeds.push(include_bytes!("../../tests/import/exported.safetensors").to_vec());
    seeds.push(include_bytes!("../../tests/fixtures/pieces.safetensors").to_vec());
    seeds.push(include_bytes!("../../tests/fixtures/dates.safetensors").to_vec());
    Ok(seeds)
}

pub fn torch() -> Result<Vec<Vec<u8>>> {
    models(".pt")
}

pub fn vocabularies() -> Result<Vec<Vec<u8>>> {
    let tokens = r###"["<pad>","<unk>","<s>","</s>","the","a","##b","▁c","un"]"###;
    let ids = r#"{"<pad>":0,"<unk>":1,"<s>":2,"</s>":3,"the":4,"cat":5,".":6}"#;
    let by_id = r#"{"0":"<pad>","1":"<unk>","2":"<s>","3":"</s>","4":"le"}"#;
    let lines = "<pad>\n<unk>\n<s>\n</s>\nthe\ncat\n.\n";
    let bpe = r#"{"version":"1.0","normalizer":{"type":"Lowercase"},"pre_tokenizer":{"type":"Whitespace"},
        "added_tokens":[{"id":0,"content":"<pad>","special":true}],
        "model":{"type":"BPE","unk_token":"<unk>","vocab":{"<pad>":0,"<unk>":1,"<s>":2,"</s>":3,"a":4,"b":5,"ab":6},
        "merges":["a b"]}}"#;
    let words = r#"{"model":{"type":"WordLevel","vocab":{"<pad>":0,"<unk>":1,"a":2},"unk_token":"<unk>"}}"#;
    let unigram =
        r#"{"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["▁a",-1.5],["b",-2.25]]}}"#;
    let piece = r###"{"model":{"type":"WordPiece","continuing_subword_prefix":"##","unk_token":"[UNK]",
        "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"un":4,"##do":5}}}"###;
    let all = [tokens, ids, by_id, lines, bpe, words, unigram, piece];
    Ok(all.into_iter().map(|seed| seed.as_bytes().to_vec()).collect())
}

/// Bytes that requests are made of.
pub fn requests() -> Result<Vec<Vec<u8>>> {
    Ok((0..64_u8)
        .map(|first| (0..64).map(|at| first.wrapping_mul(37).wrapping_add(11_u8.wrapping_mul(at))).collect())
        .collect())
}
