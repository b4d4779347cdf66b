//! A page of running text that somebody else wrote: a guide's.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::answer;

/// A page of running text.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its language (BCP 47).
    pub tag: String,
    /// In which direction its lines run: `ltr` or `rtl`.
    pub direction: &'static str,
    /// Its title, for the window.
    pub title: String,
    /// What it says: HTML, in which nothing runs. Whoever makes it answers for that; the page's policy is the second
    /// wall.
    pub main: String,
}

/// What every page says of itself.
struct Head<'a>(&'a Document);

impl Head<'_> {
    fn tag(&self) -> &str {
        &self.0.tag
    }

    fn direction(&self) -> &'static str {
        self.0.direction
    }

    fn title(&self) -> &str {
        &self.0.title
    }
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage<'a> {
    head: Head<'a>,
    main: &'a str,
    script: Option<&'static str>,
}

impl Document {
    /// The page, as it is answered.
    pub fn into_response(self, status: StatusCode) -> Response {
        answer::page(status, &DocumentPage { head: Head(&self), main: &self.main, script: None })
    }

    /// The page with a form on it, which goes to this server, and a script of ours that works for it. Nobody keeps it.
    pub fn with_form(self, status: StatusCode, script: &'static str) -> Response {
        answer::form(status, &DocumentPage { head: Head(&self), main: &self.main, script: Some(script) })
    }
}
