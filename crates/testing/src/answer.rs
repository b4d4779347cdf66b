//! What the API answered.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// Status, headers and body of an answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub text: String,
}

impl Answer {
    /// The answer to a request that the caller has put together.
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        crate::server::send(request).await
    }

    pub(crate) async fn read(response: reqwest::Response) -> Self {
        let status = response.status();
        let headers = response.headers().clone();
        let text = response.text().await.expect("the body arrives");
        Self { status, headers, text }
    }

    /// The body as JSON; null when it is empty.
    pub fn json(&self) -> Value {
        if self.text.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {:?}", self.text))
    }

    /// The body of a success; anything else fails the test with what came instead.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "expected a success, got {} {}", self.status, self.text);
        self.json()
    }

    /// The platform's error code of a refusal with this status; anything else fails the test.
    #[track_caller]
    pub fn refused(&self, status: u16) -> u64 {
        assert_eq!(self.status.as_u16(), status, "got {} {}", self.status, self.text);
        self.json()["code"].as_u64().expect("a refusal carries a code")
    }
}
