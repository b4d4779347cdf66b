//! Guides in memory, for searches and copies: every page as it is, with the form in which words are looked for. What is
//! kept is bounded; a guide that was changed is read anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use parvis_app::{ActionResult, App};
use parvis_rules::names;

use crate::owner::Owner;
use crate::page::Version;
use crate::tables;

/// Bytes of the guides that are kept in memory.
const KEPT_BYTES_MAX: usize = 48 * 1024 * 1024;

/// A guide as it is.
#[derive(Debug)]
pub(crate) struct Book {
    /// Its pages by slug and language.
    pub(crate) pages: Vec<Leaf>,
    bytes: usize,
}

/// A page in one language, with the forms in which it is searched.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) page: Version,
    title: String,
    /// Of each line of the text.
    lines: Vec<String>,
}

impl Leaf {
    fn of(page: Version) -> Self {
        let lines = page.text.lines().map(names::search_form).collect();
        Self { title: names::search_form(&page.title), lines, page }
    }

    fn bytes(&self) -> usize {
        let forms: usize = self.lines.iter().map(|it| it.len() + size_of::<String>()).sum();
        size_of::<Self>() + self.page.title.len() * 2 + self.page.text.len() + forms
    }

    /// How well the words fit, the best first, and the line in which they stand.
    pub(crate) fn find(&self, wanted: &str) -> Option<(u8, &str)> {
        let at = self.lines.iter().position(|it| it.contains(wanted));
        let rank = match (self.title.contains(wanted), at) {
            (true, _) => 0,
            (false, Some(_)) => 1,
            (false, None) => return None,
        };
        let first = || self.page.text.lines().position(|it| !it.trim().is_empty());
        Some((rank, at.or_else(first).and_then(|at| self.page.text.lines().nth(at)).unwrap_or_default()))
    }
}

impl Book {
    fn of(pages: Vec<Version>) -> Self {
        let pages: Vec<_> = pages.into_iter().map(Leaf::of).collect();
        let bytes = pages.iter().map(Leaf::bytes).sum();
        Self { pages, bytes }
    }
}

/// The guides that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Books>);

#[derive(Debug, Default)]
struct Books {
    by_owner: HashMap<u64, (u64, Arc<Book>)>,
    /// Counts what is asked for, so that the one that was not for longest is known.
    turn: u64,
    /// Counts what is forgotten: a guide that was changed while it was being read is not kept.
    changes: u64,
}

impl Books {
    fn take(&mut self, owner: u64) -> Option<Arc<Book>> {
        self.turn += 1;
        let turn = self.turn;
        let (last, book) = self.by_owner.get_mut(&owner)?;
        *last = turn;
        Some(book.clone())
    }

    fn keep(&mut self, owner: u64, book: Arc<Book>) {
        self.turn += 1;
        self.by_owner.insert(owner, (self.turn, book));
        let bytes = |books: &Self| books.by_owner.values().map(|(_, it)| it.bytes).sum::<usize>();
        while bytes(self) > KEPT_BYTES_MAX {
            let oldest = self.by_owner.iter().min_by_key(|(_, (turn, _))| *turn).map(|(owner, _)| *owner);
            let Some(oldest) = oldest else { return };
            self.by_owner.remove(&oldest);
        }
    }
}

impl Shelf {
    /// A guide as it is.
    pub(crate) async fn book(&self, app: &App, owner: Owner) -> ActionResult<Arc<Book>> {
        let key = owner.key();
        let changes = {
            let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(book) = books.take(key) {
                return Ok(book);
            }
            books.changes
        };
        let pages = app.read(move |tx| Ok(tables::pages(tx, key)?)).await?;
        // A guide may be a few megabytes, and the tasks' threads must not wait for that.
        let book = tokio::task::spawn_blocking(move || Arc::new(Book::of(pages)));
        let book = book.await.map_err(std::io::Error::other)?;
        let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if books.changes == changes {
            books.keep(key, book.clone());
        }
        Ok(book)
    }

    /// Forgets a guide that was changed.
    pub(crate) fn forget(&self, owner: u64) {
        let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        books.changes += 1;
        books.by_owner.remove(&owner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Language, Slug};
    use parvis_model::Timestamp;

    fn book(bytes: usize) -> Arc<Book> {
        let page = Version {
            slug: Slug::of("a"),
            language: Language::of("fr"),
            version: 1,
            title: "Été".to_owned(),
            text: "\nUn café\n".to_owned(),
            source: None,
            made_by: None,
            made_at: Timestamp::from_unix_ms(0),
        };
        Arc::new(Book { bytes, ..Book::of(vec![page]) })
    }

    #[test]
    fn what_was_not_asked_for_longest_makes_room() {
        let mut books = Books::default();
        for owner in 1..=3 {
            books.keep(owner, book(KEPT_BYTES_MAX / 3));
        }
        assert!(books.take(1).is_some());
        books.keep(4, book(KEPT_BYTES_MAX / 3));
        assert_eq!([1, 2, 3, 4].map(|owner| books.by_owner.contains_key(&owner)), [true, false, true, true]);
        books.keep(5, book(KEPT_BYTES_MAX + 1));
        assert!(books.by_owner.is_empty(), "one that is larger than all the room is not kept");
    }

    #[test]
    fn words_are_found_whatever_their_accents() {
        let book = book(1);
        let leaf = &book.pages[0];
        assert_eq!(leaf.find("ete"), Some((0, "Un café")));
        assert_eq!(leaf.find("cafe"), Some((1, "Un café")));
        assert_eq!(leaf.find("the"), None);
    }
}
