//! The bare loop: as many sockets, the same bytes, one write each. What fan-out costs when there is nothing but the
//! kernel.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use clap::Args;

/// What to write, and to how many.
#[derive(Args)]
pub struct Options {
    /// Sockets to wait for.
    #[arg(long)]
    sockets: usize,
    /// Bytes of one frame's payload.
    #[arg(long)]
    payload_bytes: usize,
}

/// Accepts the sockets, then a last one that commands: each of its bytes is a number of frames to write to every
/// socket.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("ready at {}", listener.local_addr()?);
    let mut sockets = Vec::with_capacity(options.sockets);
    for _ in 0..options.sockets {
        let (socket, _) = listener.accept()?;
        socket.set_nodelay(true)?;
        sockets.push(socket);
    }
    let (mut command, _) = listener.accept()?;
    let frame = frame(options.payload_bytes);
    let mut frames = [0];
    while command.read(&mut frames)? == 1 {
        write_all(&mut sockets, &frame.repeat(usize::from(frames[0])))?;
    }
    Ok(())
}

fn write_all(sockets: &mut [TcpStream], bytes: &[u8]) -> std::io::Result<()> {
    for socket in sockets {
        socket.write_all(bytes)?;
    }
    Ok(())
}

/// A whole text frame; its payload is blank, which costs the kernel as much as anything else.
fn frame(payload_bytes: usize) -> Vec<u8> {
    let mut frame = vec![0x81];
    match (u8::try_from(payload_bytes), u16::try_from(payload_bytes)) {
        (Ok(short @ 0..=125), _) => frame.push(short),
        (_, Ok(medium)) => {
            frame.push(126);
            frame.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            frame.push(127);
            frame.extend_from_slice(&(payload_bytes as u64).to_be_bytes());
        }
    }
    frame.resize(frame.len() + payload_bytes, b' ');
    frame
}
