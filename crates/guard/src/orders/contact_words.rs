//! What the page for authorities says, in six languages.

use parvis_pages::language::Language;

/// Everything that is said, in one language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) address: &'static str,
    pub(super) no_address: &'static str,
    pub(super) languages: &'static str,
    pub(super) orders: &'static str,
    pub(super) orders_text: &'static str,
    pub(super) needed: [&'static str; 5],
    pub(super) orders_after: &'static str,
    pub(super) referrals: &'static str,
    pub(super) referrals_text: &'static str,
    pub(super) others: &'static str,
    pub(super) others_text: &'static str,
    pub(super) report: &'static str,
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
}

static FRENCH: Words = Words {
    title: "Point de contact pour les autorités",
    about: "Ce serveur est exploité par ses administrateurs. Cette page dit où les autorités compétentes leur écrivent.",
    address: "Adresse",
    no_address: "L’exploitant de ce serveur n’a pas encore indiqué d’adresse. Les coordonnées du titulaire du nom de domaine font foi.",
    languages: "Langues :",
    orders: "Injonctions de retrait",
    orders_text: "Une injonction au titre de l’article 3 du règlement (UE) 2021/784 est traitée dans l’heure qui suit sa réception, une fois son authenticité vérifiée. Elle contient :",
    needed: [
        "l’autorité, l’État membre, une référence et une signature électronique vérifiable ;",
        "les motifs, et la catégorie de l’article 2, point 7 ;",
        "l’adresse exacte de chaque contenu ;",
        "la date et l’heure d’émission, et un contact pour les questions ;",
        "les voies de recours, et le cas échéant la durée de la confidentialité.",
    ],
    orders_after: "L’autorité reçoit l’annexe II quand le contenu est retiré, l’annexe III quand l’injonction ne peut pas être exécutée. Le contenu est conservé six mois. Une injonction dont l’authenticité n’est pas établie n’est pas exécutée.",
    referrals: "Signalements volontaires",
    referrals_text: "Un signalement sans injonction (Europol, par exemple) est examiné selon les règles de ce serveur, par une personne, sans délai légal, et l’autorité en apprend la suite.",
    others: "Tout le monde",
    others_text: "Les membres signalent depuis le message ou la personne concernée.",
    report: "Signaler sans compte",
};

static ENGLISH: Words = Words {
    title: "Contact point for authorities",
    about: "This server is run by its administrators. This page says where competent authorities write to them.",
    address: "Address",
    no_address: "The operator of this server has not named an address yet. The contact of the domain’s holder applies.",
    languages: "Languages:",
    orders: "Removal orders",
    orders_text: "An order under Article 3 of Regulation (EU) 2021/784 is handled within one hour of its receipt, once it is known to be authentic. It contains:",
    needed: [
        "the authority, the member state, a reference and an electronic signature that can be verified;",
        "the reasons, and the category of Article 2, point 7;",
        "the exact address of each piece of content;",
        "the date and time of issue, and a contact for questions;",
        "the means of redress, and how long it is to be kept confidential, if at all.",
    ],
    orders_after: "The authority gets Annex II when content was removed, and Annex III when the order could not be executed. Content is preserved for six months. An order that is not known to be authentic is not executed.",
    referrals: "Voluntary referrals",
    referrals_text: "A referral without an order (from Europol, for example) is looked at by a person under the rules of this server, without a legal time limit, and the authority is told what came of it.",
    others: "Everybody else",
    others_text: "Members report from the message or the person that it is about.",
    report: "Report without an account",
};

static SPANISH: Words = Words {
    title: "Punto de contacto para las autoridades",
    about: "Este servidor lo gestionan sus administradores. Esta página indica dónde les escriben las autoridades competentes.",
    address: "Dirección",
    no_address: "El responsable de este servidor aún no ha indicado una dirección. Vale el contacto del titular del dominio.",
    languages: "Idiomas:",
    orders: "Órdenes de retirada",
    orders_text: "Una orden en virtud del artículo 3 del Reglamento (UE) 2021/784 se tramita en la hora siguiente a su recepción, una vez comprobada su autenticidad. Contiene:",
    needed: [
        "la autoridad, el Estado miembro, una referencia y una firma electrónica verificable;",
        "los motivos y la categoría del artículo 2, punto 7;",
        "la dirección exacta de cada contenido;",
        "la fecha y hora de emisión y un contacto para preguntas;",
        "las vías de recurso y, en su caso, la duración de la confidencialidad.",
    ],
    orders_after: "La autoridad recibe el anexo II cuando el contenido se ha retirado y el anexo III cuando la orden no puede ejecutarse. El contenido se conserva seis meses. Una orden cuya autenticidad no consta no se ejecuta.",
    referrals: "Avisos voluntarios",
    referrals_text: "Un aviso sin orden (de Europol, por ejemplo) lo examina una persona según las normas de este servidor, sin plazo legal, y la autoridad conoce el resultado.",
    others: "Todas las demás personas",
    others_text: "Los miembros denuncian desde el mensaje o la persona de que se trate.",
    report: "Denunciar sin cuenta",
};

static RUSSIAN: Words = Words {
    title: "Контакт для органов власти",
    about: "Этот сервер ведут его администраторы. Здесь указано, куда им пишут компетентные органы.",
    address: "Адрес",
    no_address: "Владелец сервера ещё не указал адрес. Действуют контакты владельца домена.",
    languages: "Языки:",
    orders: "Предписания об удалении",
    orders_text: "Предписание по статье 3 Регламента (ЕС) 2021/784 исполняется в течение часа после получения, как только проверена его подлинность. Оно содержит:",
    needed: [
        "орган, государство-член, номер и проверяемую электронную подпись;",
        "основания и категорию по пункту 7 статьи 2;",
        "точный адрес каждого материала;",
        "дату и время выдачи и контакт для вопросов;",
        "порядок обжалования и, если нужно, срок неразглашения.",
    ],
    orders_after: "Орган получает приложение II, когда материал удалён, и приложение III, когда предписание исполнить нельзя. Материал хранится шесть месяцев. Предписание, подлинность которого не установлена, не исполняется.",
    referrals: "Добровольные обращения",
    referrals_text: "Обращение без предписания (например, от Европола) рассматривает человек по правилам этого сервера, без установленного законом срока; орган узнаёт о результате.",
    others: "Все остальные",
    others_text: "Участники жалуются прямо из сообщения или профиля, о котором идёт речь.",
    report: "Сообщить без учётной записи",
};

static BELARUSIAN: Words = Words {
    title: "Кантакт для органаў улады",
    about: "Гэты сервер вядуць яго адміністратары. Тут паказана, куды ім пішуць кампетэнтныя органы.",
    address: "Адрас",
    no_address: "Уладальнік сервера яшчэ не назваў адрас. Дзейнічаюць кантакты ўладальніка дамена.",
    languages: "Мовы:",
    orders: "Прадпісанні аб выдаленні",
    orders_text: "Прадпісанне паводле артыкула 3 Рэгламенту (ЕС) 2021/784 выконваецца на працягу гадзіны пасля атрымання, як толькі праверана яго сапраўднасць. Яно змяшчае:",
    needed: [
        "орган, дзяржаву-члена, нумар і электронны подпіс, які можна праверыць;",
        "падставы і катэгорыю паводле пункта 7 артыкула 2;",
        "дакладны адрас кожнага матэрыялу;",
        "дату і час выдачы і кантакт для пытанняў;",
        "парадак абскарджання і, калі трэба, тэрмін неразгалошвання.",
    ],
    orders_after: "Орган атрымлівае дадатак II, калі матэрыял выдалены, і дадатак III, калі прадпісанне выканаць нельга. Матэрыял захоўваецца шэсць месяцаў. Прадпісанне, сапраўднасць якога не ўстаноўлена, не выконваецца.",
    referrals: "Добраахвотныя звароты",
    referrals_text: "Зварот без прадпісання (напрыклад, ад Еўрапола) разглядае чалавек паводле правілаў гэтага сервера, без устаноўленага законам тэрміну; орган даведваецца пра вынік.",
    others: "Усе астатнія",
    others_text: "Удзельнікі скардзяцца проста з паведамлення або профілю, пра які ідзе гаворка.",
    report: "Паведаміць без уліковага запісу",
};

static ARABIC: Words = Words {
    title: "جهة الاتصال للسلطات",
    about: "يدير هذا الخادم مسؤولوه. تبيّن هذه الصفحة أين تكتب إليهم السلطات المختصة.",
    address: "العنوان",
    no_address: "لم يذكر مشغّل هذا الخادم عنوانًا بعد. يُعتمد عنوان صاحب النطاق.",
    languages: "اللغات:",
    orders: "أوامر الإزالة",
    orders_text: "يُعالَج الأمر الصادر بموجب المادة 3 من اللائحة (الاتحاد الأوروبي) 2021/784 خلال ساعة من استلامه، بعد التحقق من صحته. ويتضمن:",
    needed: [
        "السلطة والدولة العضو والرقم المرجعي وتوقيعًا إلكترونيًا يمكن التحقق منه؛",
        "الأسباب والفئة وفق البند 7 من المادة 2؛",
        "العنوان الدقيق لكل محتوى؛",
        "تاريخ الإصدار ووقته، وجهة اتصال للأسئلة؛",
        "سبل الطعن، ومدة السرية إن وُجدت.",
    ],
    orders_after: "تتلقى السلطة الملحق الثاني عند إزالة المحتوى، والملحق الثالث إذا تعذّر تنفيذ الأمر. يُحفظ المحتوى ستة أشهر. لا يُنفَّذ أمر لم تثبت صحته.",
    referrals: "الإحالات الطوعية",
    referrals_text: "الإحالة دون أمر (من يوروبول مثلًا) ينظر فيها شخص وفق قواعد هذا الخادم، دون مهلة قانونية، وتُبلَّغ السلطة بالنتيجة.",
    others: "سائر الناس",
    others_text: "يبلّغ الأعضاء من الرسالة أو الشخص المعني مباشرة.",
    report: "الإبلاغ دون حساب",
};
