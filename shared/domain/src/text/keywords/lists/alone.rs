//! What asks to stop when it is all that a member writes: words, and emoji.

use crate::text::keywords::list::KeywordList;

/// Words that say so in a message of their own, whatever else they say beside other words: "cancelar", and "cancelar mi tarjeta".
/// They are no keywords of a carrier, and an agent judges them.
#[rustfmt::skip]
pub(in super::super) const ALONE: &[KeywordList] = &[
    KeywordList {
        source: "Memberline, English",
        as_of: "2026-11-28",
        phrases: &[
            "cease", "desist", "cease and desist", "discontinue", "terminate", "halt", "delete", "erase", "unenroll",
            "disenroll", "go away", "get lost", "back off", "lay off", "bug off", "buzz off", "piss off", "fuck off",
            "f off", "shut up", "beat it", "knock it off", "cut it out", "cut that out", "give it a rest",
            "enough is enough", "ive had enough",
        ],
    },
    KeywordList {
        source: "Memberline, Spanish",
        as_of: "2026-11-28",
        phrases: &[
            "cancelar", "cancela", "cancele", "cancelen", "cancelame", "canceleme", "cancelenme",             "terminar", "termina", "terminen", "detener", "deten", "detente", "detenga", "detengan",
            "detengase", "detenganse", "finalizar", "finalicen", "fin", "parar", "para ya", "paralo",
            "parenlo", "dejar", "dejenme", "eliminar", "elimina", "elimine", "eliminen", "borrar", "borra", "borre",
            "borren", "quitar", "quita", "quite", "quiten", "remover", "salir", "salirme", "suspender", "suspenda",
            "suspendan", "desactivar", "desactive", "desactiven", "anular", "anule", "anulen", "revocar", "revoco",
            "desistir", "dar de baja", "darme de baja", "dese de baja", "desuscribir", "desinscribir", "alto", "baja",
            "ya no", "ya no mas",
        ],
    },
    KeywordList {
        source: "Memberline, French",
        as_of: "2026-11-28",
        phrases: &[
            "arreter", "arrete", "arretez", "annuler", "annule", "annulez", "cesser", "cessez", "stopper",
            "resilier", "resiliez", "desabonner", "desabonnez", "desabonnement", "desinscrire", "desinscription",
            "supprimer", "supprimez", "retirer", "ca suffit", "assez",
        ],
    },
    KeywordList {
        source: "Memberline, Portuguese",
        as_of: "2026-11-28",
        phrases: &[
            "sair", "encerrar", "encerre", "encerrem", "cancelem", "pare", "parem", "chega", "excluir", "exclua",
            "excluam", "desinscrever", "descadastrar", "remova",
        ],
    },
    KeywordList {
        source: "Memberline, Vietnamese",
        as_of: "2026-11-28",
        phrases: &[
            "dung lai", "ngung", "ngung lai", "huy bo", "huy đang ky", "đung gui",
        ],
    },
    KeywordList {
        source: "Memberline, Tagalog",
        as_of: "2026-11-28",
        phrases: &[
            "itigil", "tigil", "tigilan", "tumigil", "hinto", "ihinto", "tama na",
        ],
    },
    KeywordList {
        source: "Memberline, Haitian Creole",
        as_of: "2026-11-28",
        phrases: &[
            "sispann", "kanpe",         ],
    },
    KeywordList {
        source: "Memberline, German and Italian",
        as_of: "2026-11-28",
        phrases: &[
            "abmelden", "abbestellen", "aufhoren", "beenden", "kundigen", "annulla", "annullare", "disiscrivi",
            "ferma", "fermati", "smettila", "cancella",
        ],
    },
    KeywordList {
        source: "Memberline, Chinese and Japanese",
        as_of: "2026-11-28",
        phrases: &[
            "停", "停止", "退订", "退訂", "取消", "取消订阅", "取消訂閱", "配信停止", "やめて",
        ],
    },
    KeywordList {
        source: "Memberline, Korean",
        as_of: "2026-11-28",
        phrases: &[
            // Letter by letter, as texts are read.
            "\u{110C}\u{116E}\u{11BC}\u{110C}\u{1175}", // 중지
            "\u{1100}\u{1173}\u{1106}\u{1161}\u{11AB}", // 그만
            "\u{1100}\u{1165}\u{1107}\u{116E}", // 거부
            "\u{110E}\u{1171}\u{1109}\u{1169}", // 취소
            "\u{110C}\u{1165}\u{11BC}\u{110C}\u{1175}", // 정지
        ],
    },
    KeywordList {
        source: "Memberline, Russian",
        as_of: "2026-11-28",
        phrases: &[
            "стоп", "отписаться", "отписка", "отмена", "хватит", "прекратите",
        ],
    },
    KeywordList {
        source: "Memberline, Arabic",
        as_of: "2026-11-28",
        phrases: &[
            "توقف", "ايقاف", "الغاء", "قف",
        ],
    },
];

/// Signs that say so.
#[rustfmt::skip]
pub(in super::super) const STOP_SIGNS: &[char] = &['🛑', '🚫', '⛔', '✋', '🤚', '🖐', '📵', '🔕', '🔇', '🙅', '⏹'];

/// What may stand beside a sign: a telephone, a message, a plea, and what gives a sign its colour or sex.
#[rustfmt::skip]
pub(in super::super) const BESIDE_SIGNS: &[char] = &[
    '📱', '📲', '📞', '☎', '💬', '📩', '📨', '✉', '📧', '🙏', '😡', '😠', '🤬', '♀', '♂', '🏻', '🏼', '🏽', '🏾', '🏿', '\u{20E3}',
];
