//! `POST /webhooks/{webhook_id}/{webhook_token}/github`: what GitHub tells about a repository, as one embed.

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::App;
use parvis_app::messages::MessageDraft;
use parvis_app::webhooks::{self, Execution};
use parvis_model::{Embed, EmbedAuthor};
use parvis_rules::limits::{
    EMBED_AUTHOR_CHARS_MAX, EMBED_DESCRIPTION_CHARS_MAX, EMBED_TITLE_CHARS_MAX, chars,
};
use parvis_rules::validate;
use serde::Deserialize;

use super::body::{ExecuteQuery, Secret};
use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Query};
use crate::form::AnyForm;

/// Commits of a push that are named.
const COMMITS_SHOWN_MAX: usize = 20;
/// Of a commit's message its first line, and of that as much.
const COMMIT_CHARS_MAX: usize = 72;
/// Of what people write on GitHub so much is shown.
const BODY_CHARS_MAX: usize = 500;
/// Digits of a commit that tell it from others.
const HASH_DIGITS: usize = 7;

const GREEN: u32 = 0x002e_a043;
const RED: u32 = 0x00cf_222e;
const GREY: u32 = 0x006e_7781;
const BLUE: u32 = 0x0009_69da;

/// What GitHub sends, of every kind of event the parts that are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GithubEvent {
    action: Option<String>,
    #[serde(rename = "ref")]
    reference: Option<String>,
    ref_type: Option<String>,
    compare: Option<String>,
    forced: Option<bool>,
    sender: Option<User>,
    member: Option<User>,
    repository: Option<Repository>,
    forkee: Option<Repository>,
    issue: Option<Issue>,
    pull_request: Option<Issue>,
    discussion: Option<Issue>,
    comment: Option<Text>,
    answer: Option<Text>,
    review: Option<Text>,
    release: Option<Release>,
    commits: Option<Vec<Commit>>,
    check_run: Option<Check>,
    check_suite: Option<Check>,
}

#[derive(Debug, Deserialize)]
struct User {
    login: String,
    html_url: String,
    avatar_url: String,
}

#[derive(Debug, Deserialize)]
struct Repository {
    full_name: String,
    html_url: String,
}

#[derive(Debug, Deserialize)]
struct Issue {
    number: u64,
    title: String,
    html_url: String,
    #[serde(default)]
    body: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Text {
    html_url: String,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    commit_id: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Release {
    tag_name: String,
    html_url: String,
}

#[derive(Debug, Deserialize)]
struct Commit {
    id: String,
    url: String,
    message: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Check {
    name: Option<String>,
    html_url: Option<String>,
    conclusion: Option<String>,
    head_branch: Option<String>,
}

/// Posts what happened on GitHub. Kinds of events that have nothing to show are taken and passed over.
pub async fn execute_as_github(
    State(app): State<App>,
    Path(Secret { webhook_id, webhook_token }): Path<Secret>,
    Query(query): Query<ExecuteQuery>,
    headers: HeaderMap,
    AnyForm(body): AnyForm<GithubEvent>,
) -> ApiResult<NoContent> {
    let event = headers.get("x-github-event").and_then(|it| it.to_str().ok()).unwrap_or("");
    match body.json.told_as(event) {
        Some(embed) => {
            let draft = MessageDraft { embeds: vec![embed], ..MessageDraft::default() };
            let username = Some("GitHub".to_owned());
            let thread_id = query.thread_id;
            let execution = Execution { draft, username, thread_id, ..Execution::default() };
            webhooks::execute(&app, webhook_id, &webhook_token, execution).await?;
        }
        // A wrong secret is told all the same.
        None => drop(webhooks::get_by_token(&app, webhook_id, &webhook_token).await?),
    }
    Ok(NoContent)
}

/// One line, where it leads, and what stands below.
struct Line {
    title: String,
    url: Option<String>,
    below: Option<String>,
    color: u32,
}

impl Line {
    fn new(title: String, url: &str) -> Self {
        Self { title, url: Some(url.to_owned()), below: None, color: GREY }
    }

    fn below(self, text: Option<&str>) -> Self {
        let below = text.filter(|text| !text.trim().is_empty()).map(|text| cut(text, BODY_CHARS_MAX));
        Self { below, ..self }
    }

    fn colored(self, color: u32) -> Self {
        Self { color, ..self }
    }
}

impl GithubEvent {
    /// The embed for an event of this kind; `None` for those that are not shown.
    fn told_as(&self, event: &str) -> Option<Embed> {
        let line = match event {
            "push" => self.push(),
            "create" | "delete" => self.reference(event),
            "issues" => self.about("Issue", self.issue.as_ref()?, &["opened", "closed", "reopened"]),
            "pull_request" => {
                let shown = ["opened", "closed", "reopened", "ready_for_review"];
                self.about("Pull request", self.pull_request.as_ref()?, &shown)
            }
            "discussion" => self.about("Discussion", self.discussion.as_ref()?, &["created", "answered"]),
            "issue_comment" | "pull_request_review_comment" | "discussion_comment" | "commit_comment" => {
                self.comment()
            }
            "pull_request_review" => self.review(),
            "release" => self.release(),
            "check_run" | "check_suite" => self.check(),
            "fork" | "watch" | "member" | "public" => self.repository_event(event),
            _ => None,
        }?;
        Some(self.embed(line))
    }

    fn embed(&self, line: Line) -> Embed {
        let title = match &self.repository {
            Some(repository) => format!("[{}] {}", repository.full_name, line.title),
            None => line.title,
        };
        let author = self.sender.as_ref().map(|sender| EmbedAuthor {
            name: cut(&sender.login, EMBED_AUTHOR_CHARS_MAX),
            url: address(&sender.html_url),
            icon_url: address(&sender.avatar_url),
            proxy_icon_url: None,
        });
        Embed {
            title: Some(cut(&title, EMBED_TITLE_CHARS_MAX)),
            url: line.url.as_deref().and_then(address),
            description: line.below.map(|text| cut(&text, EMBED_DESCRIPTION_CHARS_MAX)),
            color: Some(line.color),
            author,
            ..Embed::default()
        }
    }

    fn push(&self) -> Option<Line> {
        let commits = self.commits.as_deref().unwrap_or_default();
        let branch = branch(self.reference.as_deref()?);
        if commits.is_empty() {
            return None;
        }
        let named = commits.iter().take(COMMITS_SHOWN_MAX).map(|commit| {
            let first = commit.message.lines().next().unwrap_or("");
            let hash: String = commit.id.chars().take(HASH_DIGITS).collect();
            match address(&commit.url) {
                Some(url) => format!("[`{hash}`]({url}) {}", cut(first, COMMIT_CHARS_MAX)),
                None => format!("`{hash}` {}", cut(first, COMMIT_CHARS_MAX)),
            }
        });
        let named: Vec<_> = named.collect();
        let count = commits.len();
        let what = if count == 1 { "1 new commit".to_owned() } else { format!("{count} new commits") };
        let how = if self.forced == Some(true) { "force-pushed to" } else { "on" };
        let mut line = Line::new(format!("{what} {how} {branch}"), self.compare.as_deref().unwrap_or(""));
        line.below = Some(named.join("\n"));
        Some(line.colored(BLUE))
    }

    fn reference(&self, event: &str) -> Option<Line> {
        let (kind, name) = (self.ref_type.as_deref()?, branch(self.reference.as_deref()?));
        let (done, color) = if event == "create" { ("created", GREEN) } else { ("deleted", RED) };
        Some(Line::new(format!("{kind} {done}: {name}"), self.repository_url()).colored(color))
    }

    fn about(&self, what: &str, issue: &Issue, shown: &[&str]) -> Option<Line> {
        let action = self.action.as_deref().filter(|action| shown.contains(action))?;
        let title = format!("{what} {}: #{} {}", action.replace('_', " "), issue.number, issue.title);
        let is_new = matches!(action, "opened" | "created");
        let color = if action == "closed" { RED } else { GREEN };
        let body = issue.body.as_deref().filter(|_| is_new);
        let answer = self.answer.as_ref().and_then(|answer| answer.body.as_deref());
        Some(Line::new(title, &issue.html_url).below(body.or(answer)).colored(color))
    }

    fn comment(&self) -> Option<Line> {
        let comment = self.comment.as_ref()?;
        if !matches!(self.action.as_deref(), Some("created") | None) {
            return None;
        }
        let issue = self.issue.as_ref().or(self.pull_request.as_ref()).or(self.discussion.as_ref());
        let on = match (issue, &comment.commit_id) {
            (Some(issue), _) => format!("#{} {}", issue.number, issue.title),
            (None, Some(commit)) => commit.chars().take(HASH_DIGITS).collect(),
            (None, None) => return None,
        };
        Some(Line::new(format!("New comment on {on}"), &comment.html_url).below(comment.body.as_deref()))
    }

    fn review(&self) -> Option<Line> {
        let (review, pull) = (self.review.as_ref()?, self.pull_request.as_ref()?);
        if self.action.as_deref() != Some("submitted") {
            return None;
        }
        let (verdict, color) = match review.state.as_deref() {
            Some("approved") => ("approved", GREEN),
            Some("changes_requested") => ("asked to be changed", RED),
            _ => ("reviewed", GREY),
        };
        let title = format!("Pull request {verdict}: #{} {}", pull.number, pull.title);
        Some(Line::new(title, &review.html_url).below(review.body.as_deref()).colored(color))
    }

    fn release(&self) -> Option<Line> {
        let release = self.release.as_ref().filter(|_| self.action.as_deref() == Some("published"))?;
        Some(Line::new(format!("New release: {}", release.tag_name), &release.html_url).colored(GREEN))
    }

    fn check(&self) -> Option<Line> {
        let check = self.check_run.as_ref().or(self.check_suite.as_ref())?;
        let conclusion =
            check.conclusion.as_deref().filter(|_| self.action.as_deref() == Some("completed"))?;
        let name = check.name.as_deref().or(check.head_branch.as_deref()).unwrap_or("checks");
        let color = if conclusion == "success" { GREEN } else { RED };
        let url = check.html_url.as_deref().unwrap_or_else(|| self.repository_url());
        Some(Line::new(format!("{name}: {}", conclusion.replace('_', " ")), url).colored(color))
    }

    fn repository_event(&self, event: &str) -> Option<Line> {
        let url = self.repository_url();
        Some(match (event, &self.forkee, &self.member) {
            ("fork", Some(fork), _) => Line::new(format!("Fork created: {}", fork.full_name), &fork.html_url),
            ("watch", ..) => Line::new("New star".to_owned(), url),
            ("public", ..) => Line::new("Now open to everybody".to_owned(), url),
            ("member", _, Some(member)) => {
                Line::new(format!("New collaborator: {}", member.login), &member.html_url)
            }
            _ => return None,
        })
    }

    fn repository_url(&self) -> &str {
        self.repository.as_ref().map_or("", |repository| &repository.html_url)
    }
}

/// `refs/heads/main` is `main`.
fn branch(reference: &str) -> &str {
    reference
        .strip_prefix("refs/heads/")
        .or_else(|| reference.strip_prefix("refs/tags/"))
        .unwrap_or(reference)
}

/// An address that an embed may lead to.
fn address(url: &str) -> Option<String> {
    validate::url("url", url).is_ok().then(|| url.to_owned())
}

/// Text of at most so many characters, the last of which says that there was more.
fn cut(text: &str, chars_max: usize) -> String {
    if chars(text) <= chars_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(chars_max - 1).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(event: &str, mut fields: serde_json::Value) -> Option<Embed> {
        fields["sender"] = json!({
            "login": "ada", "html_url": "https://github.com/ada", "avatar_url": "https://a.org/a.png"
        });
        fields["repository"] =
            json!({ "full_name": "parvis/parvis", "html_url": "https://github.com/parvis/parvis" });
        let event_of: GithubEvent = serde_json::from_value(fields).expect("json");
        event_of.told_as(event)
    }

    #[test]
    fn a_push_names_its_commits() {
        let commits: Vec<_> = (0..30)
            .map(|number| json!({ "id": format!("{number:040}"), "url": "https://a.org/c", "message": "Fix\n\nall" }))
            .collect();
        let fields = json!({ "ref": "refs/heads/main", "compare": "https://a.org/d", "commits": commits });
        let embed = told("push", fields).expect("shown");
        assert_eq!(embed.title.as_deref(), Some("[parvis/parvis] 30 new commits on main"));
        let description = embed.description.expect("the commits");
        assert_eq!(description.lines().count(), COMMITS_SHOWN_MAX);
        assert!(description.starts_with("[`0000000`](https://a.org/c) Fix\n"), "{description}");
        assert_eq!(embed.author.expect("the sender").name, "ada");
    }

    #[test]
    fn what_people_write_is_cut() {
        let issue = json!({
            "number": 7, "title": "x".repeat(400), "html_url": "https://a.org/7", "body": "y".repeat(9_000)
        });
        let embed = told("issues", json!({ "action": "opened", "issue": issue })).expect("shown");
        assert_eq!(embed.title.map(|title| chars(&title)), Some(EMBED_TITLE_CHARS_MAX));
        assert_eq!(embed.description.map(|text| chars(&text)), Some(BODY_CHARS_MAX));
    }

    #[test]
    fn steps_that_nobody_waits_for_are_passed_over() {
        let issue = json!({ "number": 7, "title": "x", "html_url": "https://a.org/7" });
        assert_eq!(told("issues", json!({ "action": "labeled", "issue": issue })), None);
        assert_eq!(told("ping", json!({ "zen": "Keep it logically awesome." })), None);
        assert_eq!(told("push", json!({ "ref": "refs/heads/main", "commits": [] })), None);
        assert!(told("watch", json!({ "action": "started" })).is_some());
    }
}
