//! What the page of numbers says, in six languages.

use parvis_pages::language::Language;

use crate::words::{Automated, MeasureKind, Source};

/// Everything that is said, in one language. The names are those of what is counted.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) nothing: &'static str,
    pub(super) busy: &'static str,
    pub(super) by_day: &'static str,
    pub(super) legend: &'static str,
    pub(super) totals: &'static str,
    pub(super) decisions: &'static str,
    pub(super) restrictions: &'static str,
    pub(super) restorations: &'static str,
    pub(super) appeals: &'static str,
    pub(super) overturned: &'static str,
    pub(super) open: &'static str,
    pub(super) by_kind: &'static str,
    pub(super) by_source: &'static str,
    pub(super) by_machine: &'static str,
    pub(super) by_rule: &'static str,
    pub(super) rule: &'static str,
    pub(super) day: &'static str,
    pub(super) usual: &'static str,
    kinds: [&'static str; 9],
    sources: [&'static str; 3],
    machines: [&'static str; 3],
}

impl Words {
    /// In this language.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::French => &FRENCH,
            Language::English => &ENGLISH,
            Language::Spanish => &SPANISH,
            Language::Russian => &RUSSIAN,
            Language::Belarusian => &BELARUSIAN,
            Language::Arabic => &ARABIC,
        }
    }

    /// A measure, by its word.
    pub(super) fn kind(&self, word: &str) -> String {
        named(word, MeasureKind::WORDS, &self.kinds)
    }

    /// What brought something up, by its word.
    pub(super) fn source(&self, word: &str) -> String {
        named(word, Source::WORDS, &self.sources)
    }

    /// What a machine had to do with it, by its word.
    pub(super) fn automated(&self, word: &str) -> String {
        named(word, Automated::WORDS, &self.machines)
    }
}

/// The name that stands where the word stands among all words.
fn named(word: &str, words: &[&str], names: &[&str]) -> String {
    let at = words.iter().position(|it| *it == word);
    at.and_then(|at| names.get(at)).copied().unwrap_or_default().to_owned()
}

static FRENCH: Words = Words {
    title: "Transparence",
    about: "Ce qui a été décidé ici, compté à partir des décisions elles-mêmes, des 400 derniers jours. Aucun chiffre ne mène à une personne.",
    nothing: "Rien n’a encore été décidé.",
    busy: "Le serveur ne peut pas répondre. Rechargez la page dans quelques secondes.",
    by_day: "Jour par jour",
    legend: "Chaque colonne est un jour : les mesures prises, et devant, les retours en arrière. Un jour sort du lot à partir du triple de l’habitude, la médiane des 28 jours d’avant.",
    totals: "En tout",
    decisions: "Décisions",
    restrictions: "Mesures",
    restorations: "Annulées depuis",
    appeals: "Recours",
    overturned: "Recours acceptés",
    open: "Recours en attente",
    by_kind: "Par mesure",
    by_source: "Par origine",
    by_machine: "Part de la machine",
    by_rule: "Par règle",
    rule: "Règle",
    day: "Jour",
    usual: "D’habitude",
    kinds: [
        "Aucune",
        "Message refusé",
        "Message masqué",
        "Message supprimé",
        "Avertissement",
        "Mise en sourdine",
        "Exclusion",
        "Bannissement",
        "Compte suspendu",
    ],
    sources: ["Signalement", "Modération", "Règle automatique"],
    machines: ["Aucune", "Détection", "Tout"],
};

static ENGLISH: Words = Words {
    title: "Transparency",
    about: "What was decided here, counted from the decisions themselves, over the last 400 days. No number leads to a person.",
    nothing: "Nothing has been decided yet.",
    busy: "The server cannot answer. Load the page again in a few seconds.",
    by_day: "Day by day",
    legend: "Each column is a day: the measures taken, and in front of them what was undone. A day stands out from three times the usual number, the median of the 28 days before.",
    totals: "In all",
    decisions: "Decisions",
    restrictions: "Measures",
    restorations: "Undone since",
    appeals: "Appeals",
    overturned: "Successful appeals",
    open: "Appeals waiting",
    by_kind: "By measure",
    by_source: "By origin",
    by_machine: "Part of the machine",
    by_rule: "By rule",
    rule: "Rule",
    day: "Day",
    usual: "Usually",
    kinds: [
        "None",
        "Message refused",
        "Message hidden",
        "Message deleted",
        "Warning",
        "Timeout",
        "Kick",
        "Ban",
        "Account suspended",
    ],
    sources: ["Report", "Moderators", "Automatic rule"],
    machines: ["None", "Detection", "All of it"],
};

static SPANISH: Words = Words {
    title: "Transparencia",
    about: "Lo que se ha decidido aquí, contado a partir de las propias decisiones, en los últimos 400 días. Ninguna cifra conduce a una persona.",
    nothing: "Todavía no se ha decidido nada.",
    busy: "El servidor no puede responder. Recargue la página en unos segundos.",
    by_day: "Día a día",
    legend: "Cada columna es un día: las medidas tomadas y, delante, las anuladas. Un día destaca a partir del triple de lo habitual, la mediana de los 28 días anteriores.",
    totals: "En total",
    decisions: "Decisiones",
    restrictions: "Medidas",
    restorations: "Anuladas después",
    appeals: "Recursos",
    overturned: "Recursos aceptados",
    open: "Recursos pendientes",
    by_kind: "Por medida",
    by_source: "Por origen",
    by_machine: "Papel de la máquina",
    by_rule: "Por regla",
    rule: "Regla",
    day: "Día",
    usual: "De costumbre",
    kinds: [
        "Ninguna",
        "Mensaje rechazado",
        "Mensaje oculto",
        "Mensaje eliminado",
        "Advertencia",
        "Silencio temporal",
        "Expulsión",
        "Bloqueo",
        "Cuenta suspendida",
    ],
    sources: ["Denuncia", "Moderación", "Regla automática"],
    machines: ["Ninguno", "Detección", "Todo"],
};

static RUSSIAN: Words = Words {
    title: "Прозрачность",
    about: "Что здесь решили за последние 400 дней; посчитано по самим решениям. Ни одно число не указывает на человека.",
    nothing: "Решений пока нет.",
    busy: "Сервер не может ответить. Обновите страницу через несколько секунд.",
    by_day: "По дням",
    legend: "Каждый столбец — один день: принятые меры, а перед ними — отменённые. День выделяется, когда мер втрое больше обычного — медианы 28 предыдущих дней.",
    totals: "Всего",
    decisions: "Решения",
    restrictions: "Меры",
    restorations: "Отменено впоследствии",
    appeals: "Обжалования",
    overturned: "Удовлетворённые обжалования",
    open: "Ждут ответа",
    by_kind: "По мерам",
    by_source: "По источнику",
    by_machine: "Участие машины",
    by_rule: "По правилам",
    rule: "Правило",
    day: "День",
    usual: "Обычно",
    kinds: [
        "Без мер",
        "Сообщение отклонено",
        "Сообщение скрыто",
        "Сообщение удалено",
        "Предупреждение",
        "Временное молчание",
        "Исключение",
        "Бан",
        "Учётная запись приостановлена",
    ],
    sources: ["Жалоба", "Модераторы", "Автоматическое правило"],
    machines: ["Нет", "Обнаружение", "Полностью"],
};

static BELARUSIAN: Words = Words {
    title: "Празрыстасць",
    about: "Што тут вырашылі за апошнія 400 дзён; палічана па саміх рашэннях. Ніводная лічба не вядзе да чалавека.",
    nothing: "Рашэнняў пакуль няма.",
    busy: "Сервер не можа адказаць. Абнавіце старонку праз некалькі секунд.",
    by_day: "Па днях",
    legend: "Кожны слупок — адзін дзень: прынятыя меры, а перад імі — скасаваныя. Дзень вылучаецца, калі мер утрая больш за звычайнае — медыяну 28 папярэдніх дзён.",
    totals: "Усяго",
    decisions: "Рашэнні",
    restrictions: "Меры",
    restorations: "Скасавана пасля",
    appeals: "Абскарджанні",
    overturned: "Задаволеныя абскарджанні",
    open: "Чакаюць адказу",
    by_kind: "Па мерах",
    by_source: "Па крыніцы",
    by_machine: "Удзел машыны",
    by_rule: "Па правілах",
    rule: "Правіла",
    day: "Дзень",
    usual: "Звычайна",
    kinds: [
        "Без мер",
        "Паведамленне адхілена",
        "Паведамленне схавана",
        "Паведамленне выдалена",
        "Папярэджанне",
        "Часовае маўчанне",
        "Выключэнне",
        "Бан",
        "Уліковы запіс прыпынены",
    ],
    sources: ["Скарга", "Мадэратары", "Аўтаматычнае правіла"],
    machines: ["Няма", "Выяўленне", "Цалкам"],
};

static ARABIC: Words = Words {
    title: "الشفافية",
    about: "ما تقرّر هنا خلال آخر 400 يوم، محسوبًا من القرارات نفسها. لا يقود أيّ رقم إلى شخص بعينه.",
    nothing: "لم يُتّخذ أيّ قرار بعد.",
    busy: "الخادم لا يستطيع الإجابة. أعد تحميل الصفحة بعد ثوانٍ.",
    by_day: "يومًا بيوم",
    legend: "كلّ عمود يوم: الإجراءات المتّخذة، وأمامها ما أُلغي. يبرز اليوم ابتداءً من ثلاثة أضعاف المعتاد، وهو وسيط الأيام الثمانية والعشرين السابقة.",
    totals: "الإجمالي",
    decisions: "القرارات",
    restrictions: "الإجراءات",
    restorations: "أُلغيت لاحقًا",
    appeals: "التظلّمات",
    overturned: "تظلّمات مقبولة",
    open: "تظلّمات قيد الانتظار",
    by_kind: "بحسب الإجراء",
    by_source: "بحسب المصدر",
    by_machine: "دور الآلة",
    by_rule: "بحسب القاعدة",
    rule: "القاعدة",
    day: "اليوم",
    usual: "المعتاد",
    kinds: [
        "لا شيء",
        "رفض رسالة",
        "إخفاء رسالة",
        "حذف رسالة",
        "تحذير",
        "إسكات مؤقّت",
        "إخراج",
        "حظر",
        "تعليق حساب",
    ],
    sources: ["بلاغ", "المشرفون", "قاعدة آلية"],
    machines: ["لا دور", "كشف", "كامل"],
};
