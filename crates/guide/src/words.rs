//! What the pages say around a guide, in six languages.

use crate::page::Language;

/// Everything that is said, in one language.
#[derive(Debug)]
pub(crate) struct Words {
    tag: &'static str,
    /// What a guide is called.
    pub(crate) guide: &'static str,
    /// Before the languages in which a page stands.
    pub(crate) also_in: &'static str,
    /// Above a translation whose source has changed.
    pub(crate) out_of_date: &'static str,
    /// Before the number of a version.
    pub(crate) version: &'static str,
    /// Where there is nothing to read.
    pub(crate) nothing: &'static str,
    /// Where a page is not there, or not for everybody.
    pub(crate) gone: &'static str,
    /// While the server cannot answer.
    pub(crate) busy: &'static str,
}

const ALL: [Words; 6] = [
    Words {
        tag: "fr",
        guide: "Le guide",
        also_in: "Lire en",
        out_of_date: "L’original a changé depuis cette traduction.",
        version: "Version",
        nothing: "Rien n’est encore écrit ici.",
        gone: "Cette page n’existe pas, ou n’est pas ouverte à tout le monde.",
        busy: "Le serveur ne peut pas répondre. Rechargez la page dans quelques secondes.",
    },
    Words {
        tag: "en",
        guide: "The guide",
        also_in: "Read in",
        out_of_date: "The original has changed since this translation.",
        version: "Version",
        nothing: "Nothing is written here yet.",
        gone: "This page does not exist, or is not open to everybody.",
        busy: "The server cannot answer. Load the page again in a few seconds.",
    },
    Words {
        tag: "es",
        guide: "La guía",
        also_in: "Leer en",
        out_of_date: "El original ha cambiado desde esta traducción.",
        version: "Versión",
        nothing: "Aquí todavía no hay nada escrito.",
        gone: "Esta página no existe, o no está abierta a todo el mundo.",
        busy: "El servidor no puede responder. Recargue la página en unos segundos.",
    },
    Words {
        tag: "ru",
        guide: "Путеводитель",
        also_in: "Читать на языке",
        out_of_date: "После этого перевода оригинал изменился.",
        version: "Версия",
        nothing: "Здесь пока ничего не написано.",
        gone: "Такой страницы нет, или она открыта не для всех.",
        busy: "Сервер не может ответить. Обновите страницу через несколько секунд.",
    },
    Words {
        tag: "be",
        guide: "Даведнік",
        also_in: "Чытаць на мове",
        out_of_date: "Пасля гэтага перакладу арыгінал змяніўся.",
        version: "Версія",
        nothing: "Тут пакуль нічога не напісана.",
        gone: "Такой старонкі няма, або яна адкрытая не для ўсіх.",
        busy: "Сервер не можа адказаць. Абнавіце старонку праз некалькі секунд.",
    },
    Words {
        tag: "ar",
        guide: "الدليل",
        also_in: "القراءة بلغة",
        out_of_date: "تغيّر النص الأصلي بعد هذه الترجمة.",
        version: "الإصدار",
        nothing: "لم يُكتب شيء هنا بعد.",
        gone: "هذه الصفحة غير موجودة، أو ليست مفتوحة للجميع.",
        busy: "لا يستطيع الخادم الإجابة. أعيدوا تحميل الصفحة بعد ثوانٍ.",
    },
];

impl Words {
    /// In the language of a text, if it is one of ours; otherwise in the first of these that is.
    pub(crate) fn of(language: Option<&Language>, accepted: &[String]) -> &'static Self {
        let tags = language.map(Language::as_str).into_iter().chain(accepted.iter().map(String::as_str));
        let known = |tag: &str| {
            let tag = tag.split('-').next().unwrap_or_default();
            ALL.iter().find(|words| words.tag.eq_ignore_ascii_case(tag))
        };
        tags.filter_map(known).next().unwrap_or(&ALL[1])
    }

    /// In which language it is said.
    pub(crate) fn language(&self) -> Language {
        Language::of(self.tag)
    }
}
