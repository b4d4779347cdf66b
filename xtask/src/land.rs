//! `cargo xtask land FILE`: the land of the world as a small file that maps are drawn upon.
//!
//! FILE is `land-110m.json` of the npm package `world-atlas` 2.0.2: Natural Earth 4.1.0 at 1:110 million, in the public
//! domain, as TopoJSON. What is written is described in `crates/geography/src/draw/land.rs`.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use serde_json::Value;

const LAND: &str = "crates/geography/src/draw/land.bin";
/// Hundredths of a degree: about a kilometre, finer than the drawing that the file was made from.
const PER_DEGREE: f64 = 100.0;

/// Writes the file.
pub fn run(root: &Path, file: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let bytes = packed(&serde_json::from_str(&text)?)?;
    println!("land: {} bytes", bytes.len());
    fs::write(root.join(LAND), bytes).with_context(|| format!("writing {LAND}"))
}

type Ring = Vec<(i16, i16)>;

fn packed(topology: &Value) -> anyhow::Result<Vec<u8>> {
    let arcs = arcs_of(topology)?;
    let mut bytes = Vec::new();
    for geometry in list(&topology["objects"]["land"]["geometries"])? {
        ensure!(geometry["type"] == "MultiPolygon", "land is not a MultiPolygon");
        for polygon in list(&geometry["arcs"])? {
            for (place, ring) in list(polygon)?.iter().enumerate() {
                write(&mut bytes, &ring_of(list(ring)?, &arcs)?, place > 0)?;
            }
        }
    }
    Ok(bytes)
}

/// Arcs are sums of whole steps (TopoJSON, section 2.1.4).
fn arcs_of(topology: &Value) -> anyhow::Result<Vec<Ring>> {
    let pair = |value: &Value| -> anyhow::Result<[f64; 2]> {
        let number = |at: usize| value[at].as_f64().context("a number is missing");
        Ok([number(0)?, number(1)?])
    };
    let (scale, moved) = (pair(&topology["transform"]["scale"])?, pair(&topology["transform"]["translate"])?);
    let arc = |steps: &Value| -> anyhow::Result<Ring> {
        let (mut x, mut y) = (0.0, 0.0);
        let corner = |step: &Value| -> anyhow::Result<(i16, i16)> {
            let [right, up] = pair(step)?;
            (x, y) = (x + right, y + up);
            let hundredths =
                |at: f64, axis: usize| ((at * scale[axis] + moved[axis]) * PER_DEGREE).round() as i16;
            Ok((hundredths(x, 0), hundredths(y, 1)))
        };
        list(steps)?.iter().map(corner).collect()
    };
    list(&topology["arcs"])?.iter().map(arc).collect()
}

/// A ring of arcs, of which those with a negative number run backwards; each begins where the last one ended.
fn ring_of(numbers: &[Value], arcs: &[Ring]) -> anyhow::Result<Ring> {
    let mut ring: Ring = Vec::new();
    for number in numbers {
        let number = number.as_i64().context("an arc is a number")?;
        let place = usize::try_from(if number < 0 { !number } else { number })?;
        let mut arc = arcs.get(place).context("an arc is missing")?.clone();
        if number < 0 {
            arc.reverse();
        }
        ring.extend(arc.into_iter().skip(usize::from(!ring.is_empty())));
    }
    ring.dedup();
    Ok(ring)
}

fn write(bytes: &mut Vec<u8>, ring: &Ring, is_hole: bool) -> anyhow::Result<()> {
    // What is smaller than the drawing can show is left out.
    if ring.len() < 4 {
        return Ok(());
    }
    bytes.push(u8::from(is_hole));
    bytes.extend(u16::try_from(ring.len())?.to_le_bytes());
    for (lon, lat) in ring {
        bytes.extend(lon.to_le_bytes());
        bytes.extend(lat.to_le_bytes());
    }
    Ok(())
}

fn list(value: &Value) -> anyhow::Result<&Vec<Value>> {
    value.as_array().context("a list is missing")
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn arcs_are_joined_to_rings_and_read_backwards_where_they_are() {
        let topology = serde_json::json!({
            "transform": { "scale": [0.5, 0.5], "translate": [10.0, 20.0] },
            "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
            "objects": { "land": { "geometries": [{ "type": "MultiPolygon", "arcs": [[[0, -2]]] }] } },
        });
        let bytes = packed(&topology).expect("well-formed");
        let numbers: Vec<i16> = bytes[3..].chunks(2).map(|it| i16::from_le_bytes([it[0], it[1]])).collect();
        assert_eq!(bytes[..3], [0, 5, 0]);
        assert_eq!(numbers, [1000, 2000, 1100, 2000, 1100, 2100, 1000, 2100, 1000, 2000]);
    }
}
