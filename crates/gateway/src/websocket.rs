//! WebSocket framing (RFC 6455) as values: bytes in, messages out; messages in, header bytes out. Must not know sockets
//! or what the messages say.

use std::io::Cursor;

use parvis_model::gateway::CloseCode;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Control, Data, OpCode};

/// Bytes that a header of a client has at most.
const CLIENT_HEADER_BYTES_MAX: usize = 14;
/// Bytes that a control frame may carry.
const CONTROL_BYTES_MAX: u64 = 125;

/// What a frame of ours is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text message.
    Text,
    /// A binary message.
    Binary,
    /// The answer to a ping.
    Pong,
    /// The end.
    Close,
}

/// Appends the header of a whole, unmasked frame.
pub fn put_header(out: &mut Vec<u8>, kind: Kind, length: usize) {
    let code: u8 = match kind {
        Kind::Text => 0x81,
        Kind::Binary => 0x82,
        Kind::Close => 0x88,
        Kind::Pong => 0x8a,
    };
    out.push(code);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..=125), _) => out.push(short),
        (_, Ok(medium)) => {
            out.push(126);
            out.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            out.push(127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

/// Appends a whole close frame.
pub fn put_close(out: &mut Vec<u8>, code: CloseCode) {
    let reason = code.reason();
    put_header(out, Kind::Close, 2 + reason.len());
    out.extend_from_slice(&code.0.to_be_bytes());
    out.extend_from_slice(reason.as_bytes());
}

/// What a client sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Incoming<'a> {
    /// A whole message, text or binary.
    Message(&'a [u8]),
    /// A ping, to be answered with the same bytes.
    Ping(&'a [u8]),
    /// The end, with the client's code.
    Close(Option<CloseCode>),
}

/// Puts a client's messages together. Holds memory only while a frame or a message is incomplete.
#[derive(Debug, Default)]
pub struct Reader {
    /// Bytes of a frame that has not arrived in full.
    pending: Vec<u8>,
    /// Fragments of a message that is not final.
    message: Vec<u8>,
    in_message: bool,
}

impl Reader {
    /// Takes bytes as they arrived and hands out what they complete. `bytes` is unmasked in place. A message may have
    /// `message_bytes_max` bytes; the error is the code to close with.
    pub fn feed(
        &mut self,
        bytes: &mut [u8],
        message_bytes_max: usize,
        mut take: impl FnMut(Incoming<'_>),
    ) -> Result<(), CloseCode> {
        if self.pending.is_empty() {
            let used = self.take_frames(bytes, message_bytes_max, &mut take)?;
            self.pending.extend_from_slice(&bytes[used..]);
            return Ok(());
        }
        let mut pending = std::mem::take(&mut self.pending);
        pending.extend_from_slice(bytes);
        let used = self.take_frames(&mut pending, message_bytes_max, &mut take)?;
        if used < pending.len() {
            pending.drain(..used);
            self.pending = pending;
        }
        Ok(())
    }

    fn take_frames(
        &mut self,
        bytes: &mut [u8],
        message_bytes_max: usize,
        take: &mut impl FnMut(Incoming<'_>),
    ) -> Result<usize, CloseCode> {
        let mut used = 0;
        while used < bytes.len() {
            let rest = &mut bytes[used..];
            let head = &rest[..rest.len().min(CLIENT_HEADER_BYTES_MAX)];
            let mut cursor = Cursor::new(head);
            let parsed = FrameHeader::parse(&mut cursor).map_err(|_| CloseCode::PROTOCOL_ERROR)?;
            let start = cursor.position() as usize;
            let Some((header, length)) = parsed else { break };
            check(&header, length)?;
            if length > message_bytes_max.saturating_sub(self.message.len()) as u64 {
                return Err(CloseCode::DECODE_ERROR);
            }
            let end = start + length as usize;
            if rest.len() < end {
                break;
            }
            let payload = &mut rest[start..end];
            unmask(payload, header.mask.unwrap_or_default());
            self.take_frame(&header, payload, take)?;
            used += end;
        }
        Ok(used)
    }

    fn take_frame(
        &mut self,
        header: &FrameHeader,
        payload: &[u8],
        take: &mut impl FnMut(Incoming<'_>),
    ) -> Result<(), CloseCode> {
        match header.opcode {
            OpCode::Data(Data::Text | Data::Binary) if self.in_message => {
                return Err(CloseCode::PROTOCOL_ERROR);
            }
            OpCode::Data(Data::Continue) if !self.in_message => return Err(CloseCode::PROTOCOL_ERROR),
            OpCode::Data(Data::Text | Data::Binary) if header.is_final => take(Incoming::Message(payload)),
            OpCode::Data(_) => {
                self.message.extend_from_slice(payload);
                self.in_message = !header.is_final;
                if header.is_final {
                    take(Incoming::Message(&std::mem::take(&mut self.message)));
                }
            }
            OpCode::Control(Control::Ping) => take(Incoming::Ping(payload)),
            OpCode::Control(Control::Close) => match payload {
                [] => take(Incoming::Close(None)),
                [high, low, ..] => take(Incoming::Close(Some(CloseCode(u16::from_be_bytes([*high, *low]))))),
                [_] => return Err(CloseCode::PROTOCOL_ERROR),
            },
            OpCode::Control(_) => {}
        }
        Ok(())
    }
}

/// What RFC 6455 demands of every frame of a client.
fn check(header: &FrameHeader, length: u64) -> Result<(), CloseCode> {
    let reserved = header.rsv1 || header.rsv2 || header.rsv3;
    let control = matches!(header.opcode, OpCode::Control(_));
    let bad_control = control && (!header.is_final || length > CONTROL_BYTES_MAX);
    if reserved || bad_control || header.mask.is_none() { Err(CloseCode::PROTOCOL_ERROR) } else { Ok(()) }
}

fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    for (byte, mask) in payload.iter_mut().zip(mask.iter().cycle()) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mask = [7, 11, 13, 17];
        let mut out = vec![first];
        match u8::try_from(payload.len()) {
            Ok(short @ 0..=125) => out.push(0x80 | short),
            _ => {
                out.push(0x80 | 126);
                out.extend_from_slice(&u16::try_from(payload.len()).expect("short").to_be_bytes());
            }
        }
        out.extend_from_slice(&mask);
        let at = out.len();
        out.extend_from_slice(payload);
        unmask(&mut out[at..], mask);
        out
    }

    fn feed(reader: &mut Reader, bytes: &[u8]) -> Result<Vec<String>, CloseCode> {
        let mut seen = Vec::new();
        reader.feed(&mut bytes.to_vec(), 4_096, |incoming| {
            seen.push(match incoming {
                Incoming::Message(text) => format!("message {}", String::from_utf8_lossy(text)),
                Incoming::Ping(text) => format!("ping {}", String::from_utf8_lossy(text)),
                Incoming::Close(code) => format!("close {:?}", code.map(|code| code.0)),
            });
        })?;
        Ok(seen)
    }

    #[test]
    fn messages_come_out_whole_wherever_the_bytes_are_cut() {
        let long = "x".repeat(300);
        let mut bytes = frame(0x81, b"one");
        bytes.extend(frame(0x01, b"tw"));
        bytes.extend(frame(0x89, b"are you there"));
        bytes.extend(frame(0x80, b"o"));
        bytes.extend(frame(0x82, long.as_bytes()));
        bytes.extend(frame(0x88, &[0x0f, 0xa0, b'!']));
        let expected = [
            "message one",
            "ping are you there",
            "message two",
            &format!("message {long}"),
            "close Some(4000)",
        ];
        for step in 1..bytes.len() {
            let mut reader = Reader::default();
            let seen: Vec<String> =
                bytes.chunks(step).flat_map(|part| feed(&mut reader, part).expect("lawful")).collect();
            assert_eq!(seen, expected, "cut every {step} bytes");
            assert_eq!(reader.pending.capacity(), 0, "nothing is held when nothing is incomplete");
        }
    }

    #[test]
    fn unlawful_frames_close_1002() {
        let mut unmasked = frame(0x81, b"x");
        unmasked[1] &= 0x7f;
        for bytes in [
            unmasked,
            frame(0xc1, b"x"),
            frame(0x83, b"x"),
            frame(0x8b, b"x"),
            frame(0x80, b"x"),
            frame(0x09, b"x"),
            frame(0x89, &[0; 126]),
            frame(0x88, b"x"),
            [frame(0x01, b"x"), frame(0x81, b"x")].concat(),
            b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        ] {
            assert_eq!(feed(&mut Reader::default(), &bytes), Err(CloseCode::PROTOCOL_ERROR), "{bytes:?}");
        }
    }

    #[test]
    fn messages_beyond_the_limit_close_4002_before_they_arrive() {
        let mut reader = Reader::default();
        assert!(feed(&mut reader, &frame(0x81, &[b' '; 4_096])).is_ok());
        let announced = frame(0x81, &[b' '; 4_097]);
        assert_eq!(feed(&mut reader, &announced[..8]), Err(CloseCode::DECODE_ERROR));
        let mut reader = Reader::default();
        assert!(feed(&mut reader, &frame(0x01, &[b' '; 4_000])).is_ok());
        assert_eq!(feed(&mut reader, &frame(0x00, &[b' '; 97])), Err(CloseCode::DECODE_ERROR));
        let endless = [0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];
        assert_eq!(feed(&mut Reader::default(), &endless), Err(CloseCode::DECODE_ERROR));
    }

    #[test]
    fn headers_of_ours_are_read_back_by_an_independent_parser() {
        for length in [0, 1, 125, 126, 65_535, 65_536, 1 << 20] {
            let mut out = Vec::new();
            put_header(&mut out, Kind::Text, length);
            assert!(out.len() <= 10);
            let parsed = FrameHeader::parse(&mut Cursor::new(&out)).expect("lawful").expect("whole");
            assert_eq!(parsed.1, length as u64);
            assert!(parsed.0.is_final && parsed.0.mask.is_none());
        }
    }
}
