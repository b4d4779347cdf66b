//! A client whose socket is cut at random points receives what a client with a perfect socket receives: nothing
//! missing, nothing twice, in the same order.

use std::collections::VecDeque;

use parvis_session::{Connection, Output, Parameters, Request, Session, SessionLimits, frame};

/// SplitMix64, so that a seed names a run.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

/// A client that keeps what it received and numbers as libraries do.
#[derive(Default)]
struct Client {
    received: Vec<u64>,
    last_seq: Option<u64>,
}

impl Client {
    fn receive(&mut self, text: &[u8]) {
        let value: serde_json::Value = serde_json::from_slice(text).expect("whole frames arrive");
        let seq = value["s"].as_u64().expect("a dispatch");
        assert_eq!(seq, self.last_seq.unwrap_or(0) + 1, "numbers follow one another");
        self.last_seq = Some(seq);
        if value["t"] == "MESSAGE_CREATE" {
            self.received.push(value["d"].as_u64().expect("the event's content"));
        }
    }
}

/// The bytes between the two: whole frames that were written and have not arrived.
#[derive(Default)]
struct Link {
    flying: VecDeque<Vec<u8>>,
}

struct World {
    seeded: Seeded,
    now_ms: u64,
    session: Session,
    connection: Connection,
    link: Link,
    client: Client,
    control: Client,
    next_event: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let (connection, _) = Connection::open(&Parameters::default(), true, 0);
        Self {
            seeded: Seeded(seed),
            now_ms: 0,
            session: Session::new(SessionLimits::default()),
            connection,
            link: Link::default(),
            client: Client::default(),
            control: Client::default(),
            next_event: 0,
        }
    }

    fn identify(&mut self) {
        let output = self.connection.receive(br#"{"op":2,"d":{"token":"x","intents":0}}"#, self.now_ms);
        assert!(matches!(output, Output::Request(Request::Identify(_))));
        self.connection.admitted(false);
        self.session.dispatch_own(frame::body("READY", &()));
        self.control.last_seq = Some(1);
    }

    /// Something happens, or some things so fast that they are delivered together.
    fn happen(&mut self) {
        let events = self.next_event..=self.next_event + self.seeded.below(3);
        self.next_event = events.end() + 1;
        let bodies: Vec<_> = events.clone().map(|event| frame::body("MESSAGE_CREATE", &event)).collect();
        self.control.received.extend(events);
        self.session.dispatch(bodies.iter().collect());
    }

    /// The socket takes up to so many frames.
    fn write(&mut self, frames: usize) {
        let batch: Vec<(u64, Vec<u8>)> = self
            .session
            .backlog()
            .take(frames)
            .map(|(seq, body)| (seq, [frame::Envelope::new(seq).as_bytes(), body].concat()))
            .collect();
        if let Some((last, _)) = batch.last() {
            self.session.sent(*last);
        }
        self.link.flying.extend(batch.into_iter().map(|(_, text)| text));
    }

    fn arrive(&mut self, frames: usize) {
        for _ in 0..frames {
            if let Some(text) = self.link.flying.pop_front() {
                self.client.receive(&text);
            }
        }
    }

    fn heartbeat(&mut self) {
        let text = format!(r#"{{"op":1,"d":{}}}"#, serde_json::json!(self.client.last_seq));
        match self.connection.receive(text.as_bytes(), self.now_ms) {
            Output::Acknowledge(Some(seq), _) => self.session.acknowledge(seq),
            Output::Acknowledge(None, _) => {}
            other => panic!("{other:?}"),
        }
    }

    /// The link breaks: what flies is lost, and the client comes back some time later.
    fn cut(&mut self) {
        self.link.flying.clear();
        if self.seeded.below(4) > 0 {
            // Otherwise the server has not noticed that the socket is gone when the next one comes.
            self.session.detach(self.now_ms);
        }
        for _ in 0..self.seeded.below(20) {
            self.happen();
            self.now_ms += self.seeded.below(1_000);
        }
        self.connection = Connection::open(&Parameters::default(), true, self.now_ms).0;
        let seq = serde_json::json!(self.client.last_seq);
        let text = format!(r#"{{"op":6,"d":{{"token":"x","session_id":"s","seq":{seq}}}}}"#);
        match self.connection.receive(text.as_bytes(), self.now_ms) {
            Output::Request(Request::Resume(resume)) => {
                self.session.may_resume(resume.seq, self.now_ms).expect("a resume in time succeeds");
                self.session.resume(resume.seq);
                self.connection.admitted(false);
                self.session.dispatch_own(frame::body("RESUMED", &()));
            }
            other => panic!("{other:?}"),
        }
    }

    fn step(&mut self) {
        self.now_ms += self.seeded.below(200);
        match self.seeded.below(16) {
            0..=6 => self.happen(),
            7..=10 => {
                let frames = self.seeded.below(6) as usize;
                self.write(frames);
            }
            11..=14 => {
                let frames = self.seeded.below(6) as usize;
                self.arrive(frames);
            }
            _ => {}
        }
        if self.seeded.below(400) == 0 {
            self.now_ms += 2_000;
            self.heartbeat();
        }
    }
}

#[test]
fn ten_thousand_cuts_lose_nothing_repeat_nothing_and_keep_the_order() {
    let mut cuts = 0;
    for seed in 0..50 {
        let mut world = World::new(seed);
        world.identify();
        for _ in 0..200 {
            for _ in 0..world.seeded.below(40) {
                world.step();
            }
            world.cut();
            cuts += 1;
        }
        world.write(usize::MAX);
        world.arrive(100_000);
        assert!(!world.control.received.is_empty());
        assert_eq!(world.client.received, world.control.received, "seed {seed}");
    }
    assert_eq!(cuts, 10_000);
}
