//! What clients get when many sessions share the room in which frames are put together.

use parvis_model::Id;
use parvis_session::SessionLimits;
use parvis_session::frame::{HEARTBEAT_ACK, Lost, Topic, body, body_in};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use super::*;

/// A session with a line, and the client's end of its socket.
struct Ends {
    line: Line,
    session: Session,
    client: TcpStream,
}

impl Ends {
    async fn open(compression: Option<&str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let (client, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (stream, _) = accepted.expect("a client");
        stream.writable().await.expect("open");
        let wire = Arc::new(Wire { stream, wake: Notify::new() });
        let compression = Compression::named(compression).expect("spoken here");
        let session = Session::new(SessionLimits::default());
        Self { line: Line::new(wire, compression), session, client: client.expect("connected") }
    }

    /// A session without compression that has sent so many dispatches.
    async fn after(seq: u64) -> Self {
        let mut ends = Self::open(None).await;
        (0..seq).for_each(|_| ends.session.dispatch(body("X", "before").into()));
        ends.session.sent(seq);
        ends
    }

    fn flush(&mut self, scratch: &mut Scratch, bodies: &[Body]) {
        bodies.iter().for_each(|body| self.session.dispatch(body.clone().into()));
        assert_eq!(self.line.flush(Some(&mut self.session), scratch, 0), Flushed::All);
        assert!(!self.session.has_backlog());
    }

    /// Sends these and asserts that the client gets them, each with its number.
    async fn deliver(&mut self, scratch: &mut Scratch, bodies: &[Body]) {
        let first = self.session.last_seq() + 1;
        self.flush(scratch, bodies);
        for (seq, body) in (first..).zip(bodies) {
            expect(&mut self.client, &dispatch(seq, body)).await;
        }
    }
}

fn dispatch(seq: u64, body: &Body) -> Vec<u8> {
    [format!("{{\"op\":0,\"s\":{seq},").as_bytes(), body].concat()
}

async fn expect(client: &mut TcpStream, text: &[u8]) {
    let mut frame = Vec::new();
    websocket::put_header(&mut frame, Kind::Text, text.len());
    frame.extend_from_slice(text);
    let mut received = vec![0; frame.len()];
    client.read_exact(&mut received).await.expect("a frame");
    assert_eq!(String::from_utf8_lossy(&received), String::from_utf8_lossy(&frame));
}

fn bodies<const N: usize>(texts: [&str; N]) -> [Body; N] {
    texts.map(|text| body("MESSAGE_CREATE", text))
}

#[tokio::test]
async fn sessions_that_get_the_same_events_get_each_its_own_numbers() {
    let (mut scratch, events) = (Scratch::default(), bodies(["one", "two", "three"]));
    for before in [0, 3, 6, 7, 8, 9, 10, 41, 96, 97, 98, 99, 100, 996, 997, 999, 5, 0] {
        Ends::after(before).await.deliver(&mut scratch, &events).await;
    }
}

#[tokio::test]
async fn what_differs_from_the_session_before_is_not_taken_from_it() {
    let (mut scratch, [a, b, c]) =
        (Scratch::default(), bodies(["same length", "same_length", "longer than both"]));
    let twin = body("MESSAGE_CREATE", "same length");
    let mut ends = Ends::after(0).await;
    for batch in [&[&a, &b][..], &[&b, &a], &[&a, &b, &c], &[&a, &b], &[&a], &[&twin], &[&c, &b], &[&a, &b]] {
        let batch: Vec<Body> = batch.iter().copied().cloned().collect();
        ends.deliver(&mut scratch, &batch).await;
        Ends::after(ends.session.last_seq()).await.deliver(&mut scratch, &batch).await;
    }
}

#[tokio::test]
async fn large_bodies_are_shared_between_sessions_too() {
    let large = "x".repeat(COPY_BYTES_MAX);
    let (mut scratch, events) = (Scratch::default(), bodies(["before", &large, "after"]));
    for before in [1, 2, 7, 9] {
        Ends::after(before).await.deliver(&mut scratch, &events).await;
    }
}

#[tokio::test]
async fn an_answer_goes_before_the_events_and_is_sent_to_nobody_else() {
    let (mut scratch, events) = (Scratch::default(), bodies(["one", "two"]));
    Ends::after(3).await.deliver(&mut scratch, &events).await;
    let mut asking = Ends::after(4).await;
    asking.line.send(HEARTBEAT_ACK);
    asking.flush(&mut scratch, &events);
    expect(&mut asking.client, HEARTBEAT_ACK.as_bytes()).await;
    expect(&mut asking.client, &dispatch(5, &events[0])).await;
    Ends::after(5).await.deliver(&mut scratch, &events).await;
}

#[tokio::test]
async fn compressed_sessions_between_others_change_nothing_for_them() {
    let (mut scratch, events) = (Scratch::default(), bodies(["one", "two"]));
    for compression in ["zlib-stream", "zstd-stream"] {
        Ends::after(3).await.deliver(&mut scratch, &events).await;
        Ends::open(Some(compression)).await.flush(&mut scratch, &events);
    }
    Ends::after(4).await.deliver(&mut scratch, &events).await;
}

#[tokio::test]
async fn a_closed_line_sends_nothing_of_the_batch_before() {
    let (mut scratch, events) = (Scratch::default(), bodies(["one"]));
    Ends::after(3).await.deliver(&mut scratch, &events).await;
    let mut closed = Ends::after(3).await;
    closed.line.close(CloseCode::UNKNOWN_ERROR);
    closed.session.dispatch(events[0].clone().into());
    assert_eq!(closed.line.flush(Some(&mut closed.session), &mut scratch, 0), Flushed::All);
    drop(closed.line);
    let (mut received, mut expected) = (Vec::new(), Vec::new());
    closed.client.read_to_end(&mut received).await.expect("the end");
    websocket::put_close(&mut expected, CloseCode::UNKNOWN_ERROR);
    assert_eq!(received, expected);
}

#[tokio::test]
async fn nothing_is_written_when_all_that_waits_was_lost() {
    let channel_id = Id::new(7);
    let topic = Topic { channel_id: Some(channel_id), ..Topic::default() };
    let mut ends = Ends::after(0).await;
    ends.session.dispatch(body_in(topic, "MESSAGE_CREATE", "one").into());
    ends.session.forget(Lost::Channel(channel_id));
    ends.session.detach(0);
    ends.session.resume(0);
    let mut scratch = Scratch::default();
    assert_eq!(ends.line.flush(Some(&mut ends.session), &mut scratch, 0), Flushed::All);
    ends.session.sent(1);
    ends.deliver(&mut scratch, &bodies(["two"])).await;
}

#[tokio::test]
async fn a_socket_that_fills_in_the_middle_of_a_batch_gets_all_of_it_later() {
    let (mut scratch, text) = (Scratch::default(), "x".repeat(1_500));
    let events: Vec<Body> = (0..500).map(|_| body("MESSAGE_CREATE", &text)).collect();
    for before in [7, 8] {
        let Ends { mut line, mut session, mut client } = Ends::after(before).await;
        while line.flush(Some(&mut session), &mut scratch, 0) == Flushed::All {
            events.iter().for_each(|event| session.dispatch(event.clone().into()));
        }
        let numbers = before + 1..=session.last_seq();
        let reading = async {
            for (seq, body) in numbers.zip(events.iter().cycle()) {
                expect(&mut client, &dispatch(seq, body)).await;
            }
        };
        let wire = Arc::clone(line.wire());
        let writing = async {
            while session.has_backlog() || line.is_full() {
                wire.stream.writable().await.expect("open");
                line.writable();
                line.flush(Some(&mut session), &mut scratch, 0);
            }
        };
        tokio::join!(reading, writing);
    }
}
