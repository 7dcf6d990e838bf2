"""Tell for every language which quotation marks it uses, and what it keeps on one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from briefpress.tags import canonical_tag, is_tag

NO_BREAK = "\u00a0"
NARROW = "\u202f"  # narrow no-break space


@dataclass(frozen=True)
class Rules:
    """What is done to texts of one language; the defaults are safe in all."""

    quotes: str = ""
    """Four marks: opening and closing of ``"``, then of ``'``. Empty: they stay as typed."""
    apostrophe: str = "’"
    inner_double: str = ""
    """What ``"`` between two letters is, as the gershayim of Hebrew; empty: it stays."""
    elisions: str = ""
    """A pattern of the words before which ``'`` is an apostrophe."""
    high_marks: str = ""
    """Marks with a narrow no-break space before them."""
    spaced_quotes: bool = False
    """Whether « and » have a narrow no-break space on their inner side."""
    before_number: str = ""
    """Abbreviations that stay with the number after them, also when they begin with a capital."""
    parts: str = ""
    """Words for parts of a work, which stay with the number after them too; unlike after an
    abbreviation a hyphen there may be one: Table 1-2 is the second of the first chapter."""
    after_number: str = ""
    """Words that stay with the number before them, beside the symbols of units."""
    before_name: str = ""
    """Abbreviations that stay with the name after them."""
    phrases: tuple[str, ...] = ()
    """Abbreviations of several words, which stay together."""
    short_words: str = ""
    """Words of one letter that no line ends with."""
    dash_stays: bool = False
    """Whether no line begins with a dash between spaces."""
    ranges: bool = False
    """Whether a range of numbers has an en dash: not where a hyphen is as usual or prescribed."""
    justified: bool = False
    """Whether lines of text are set to one length on paper: where readers expect it and hyphenation
    is good enough that it leaves no holes. Arabic readers do, but there words are stretched, which
    the renderer cannot, rather than spaces."""


# The Chicago Manual of Style, 17th edition, chapters 6 and 10.
_ENGLISH = Rules(
    elisions="tis|twas|twere|til|em|cause|n",
    before_number="p. pp. no. nos. vol. vols. ch. chs. art. arts. fig. figs. sec. secs. para. "
    "paras. eq. eqs. ser. pt. app. fol. n. nn.",
    parts="chapter chapters section sections paragraph paragraphs article articles "
    "page pages table tables figure figures chart charts box boxes note notes "
    "annex annexes appendix part parts volume volumes equation number",
    after_number="million billion trillion bn a.m. p.m. BC BCE CE",
    before_name="Dr. Mr. Mrs. Ms. Mx. Prof. Rev. Hon. Gen. Col. Capt. Lt. Sen. Rep. Gov. Amb. St.",
    ranges=True,
)

# Imprimerie nationale, Lexique des règles typographiques en usage à l’Imprimerie nationale. It
# sets a wider space before the colon and inside guillemets; here all are alike. No dash in ranges.
_FRENCH = Rules(
    high_marks=";:!?",
    spaced_quotes=True,
    before_number="p. pp. n. no n° nos vol. chap. art. fig. t. tabl. par. al. éd. l.",
    parts="chapitre chapitres section sections paragraphe paragraphes article "
    "articles page pages tableau tableaux figure figures graphique graphiques "
    "encadré note notes annexe annexes partie parties volume volumes numéro",
    after_number="million millions milliard milliards",
    before_name="M. MM. Mme Mmes Mlle Dr Pr Me Mgr",
    phrases=("p. ex.", "av. J.-C.", "apr. J.-C.", "s. d.", "s. l.", "op. cit."),
    justified=True,
)

# DIN 5008; Duden, Die deutsche Rechtschreibung, „Textverarbeitung und E-Mails“.
_GERMAN = Rules(
    before_number="S. Nr. Nrn. Abs. Art. Bd. Bde. Kap. Abb. Tab. Ziff. Rn. Anm. Aufl. Jg. H. Fn. "
    "Abschn. Anh. Anl. Lit. lit.",
    parts="Kapitel Abschnitt Absatz Artikel Artikels Seite Seiten Tabelle Tabellen "
    "Abbildung Abbildungen Grafik Kasten Fußnote Anmerkung Anhang Anlage Teil "
    "Band Nummer Ziffer Punkt Paragraf",
    after_number="Mio. Mrd. Millionen Milliarden Uhr Prozent",
    before_name="Dr. Prof. Hr. Fr. Hrn. Dipl.-Ing. St.",
    phrases=(
        "z. B.", "d. h.", "u. a.", "i. d. R.", "z. T.", "u. U.", "o. Ä.", "u. Ä.", "i. A.", "i. V.",
        "s. o.", "s. u.", "v. a.", "z. Z.", "n. Chr.", "v. Chr.", "u. v. m.", "i. S. d.",
        "a. a. O.", "m. E.", "i. e. S.", "i. w. S.", "o. g.",
    ),
    ranges=True,
    justified=True,
)  # fmt: skip

# Roberto Lesina, Il nuovo manuale di stile (Zanichelli). No dash in ranges.
_ITALIAN = Rules(
    elisions=r"ndranghet\w+",
    before_number="p. pp. n. nn. vol. voll. cap. capp. art. artt. fig. figg. tab. tabb. par. parr. "
    "col. coll. l. ll. c. cc. sez. lett. all. t. tt. ed.",
    parts="capitolo capitoli sezione sezioni paragrafo paragrafi articolo articoli "
    "comma pagina pagine tabella tabelle figura figure grafico grafici "
    "riquadro nota note allegato allegati appendice parte volume volumi "
    "numero punto",
    after_number="milione milioni miliardo miliardi mila",
    before_name="Dott. Dr. Prof. Sig. Sig.ra Dott.ssa Prof.ssa On. Sen. Avv. Ing. Gen. Col. Amb. "
    "Min. S.",
    phrases=("c. d.", "p. es.", "a. C.", "d. C.", "s. d.", "s. l.", "op. cit."),
    justified=True,
)

# Real Academia Española, Ortografía de la lengua española (2010). A hyphen in ranges.
_SPANISH = Rules(
    quotes="«»“”",
    before_number="p. pp. pág. págs. n.o n.os n.º n.ª núm. núms. vol. vols. cap. caps. art. arts. "
    "fig. figs. t. párr. ap. apdo.",
    parts="capítulo capítulos sección secciones párrafo apartado artículo artículos "
    "página páginas tabla tablas cuadro cuadros figura figuras gráfico "
    "gráficos recuadro nota notas anexo anexos apéndice parte volumen número",
    after_number="millón millones",
    before_name="Sr. Sra. Sres. Srta. Dr. Dra. D. D.ª Prof. Lic. Ing. Excmo. Excma.",
    phrases=("p. ej.", "a. C.", "d. C.", "EE. UU.", "JJ. OO.", "CC. AA.", "op. cit."),
    justified=True,
)

_PORTUGUESE = Rules(
    before_number="p. pp. pág. págs. n.o n.os n.º n.ª n° nº vol. vols. cap. caps. art. arts. fig. "
    "figs. t.",
    parts="capítulo capítulos secção seção parágrafo artigo artigos página páginas "
    "tabela tabelas quadro figura figuras gráfico gráficos caixa nota notas "
    "anexo apêndice parte volume número ponto",
    after_number="milhão milhões",
    before_name="Sr. Sra. Srs. Dr. Dra. Prof. Eng. D.",
    phrases=("p. ex.", "a. C.", "d. C.", "op. cit."),
    justified=True,
)

# Genootschap Onze Taal, Taaladvies: double marks for what is said.
_DUTCH = Rules(
    quotes="“”‘’",
    elisions="s|t|n|k|m|r|ie",
    before_number="p. pp. blz. nr. nrs. art. artt. afb. fig. tab. hfst. dl. jg. vol. par.",
    parts="hoofdstuk hoofdstukken paragraaf artikel artikelen lid pagina bladzijde "
    "tabel tabellen figuur afbeelding grafiek kader noot bijlage deel punt "
    "nummer",
    after_number="miljoen miljard uur",
    before_name="dr. mr. drs. ir. ing. prof. dhr. mw. mevr. Dr. Mr. Prof.",
)

# Adam Wolański, Edycja tekstów (PWN).
_POLISH = Rules(
    before_number="s. ss. str. nr t. r. rozdz. art. ust. pkt rys. tab. poz. zob. par. lit.",
    parts="rozdział rozdziale rozdziału artykuł artykule artykułu strona stronie "
    "strony tabela tabeli tabelę rysunek rysunku wykres wykresie ramka "
    "przypis załącznik załączniku tom część części punkt punkcie",
    after_number="r. w. tys. mln mld",
    before_name="dr prof. mgr inż. gen. płk św. ks.",
    phrases=("m. in.", "p. n. e.", "n. e."),
    short_words="aiouwz",
    ranges=True,
    justified=True,
)

# ČSN 01 6910; Ústav pro jazyk český, Internetová jazyková příručka.
_CZECH = Rules(
    before_number="s. č. čís. sv. kap. čl. odst. písm. obr. tab. roč. r.",
    parts="kapitola kapitole kapitoly článek článku strana straně strany tabulka "
    "tabulce tabulky obrázek obrázku graf grafu rámeček poznámka příloha "
    "příloze oddíl oddílu odstavec část části",
    after_number="tis. mil. mld.",
    before_name="p. pí Dr. dr. Ing. Mgr. Bc. prof. doc. MUDr. JUDr. PhDr. RNDr. sv.",
    phrases=("n. l.", "př. n. l.", "a. s.", "s. r. o.", "v. v. i."),
    short_words="ksvzouia",
    ranges=True,
    justified=True,
)

# Språkrådet, Svenska skrivregler.
_SWEDISH = Rules(
    before_number="s. nr kap. art. fig. tab. vol. bd st. prop.",
    parts="kapitel avsnitt artikel sida sidan tabell figur diagram ruta fotnot not "
    "bilaga del punkt nummer",
    before_name="dr prof. S:t S:ta",
    phrases=("t. ex.", "bl. a.", "d. v. s.", "o. s. v.", "f. Kr.", "e. Kr.", "m. m.", "s. k."),
    ranges=True,
)

# Dansk Sprognævn allows several marks; these are those of books.
_DANISH = Rules(
    quotes="»«›‹",
    before_number="s. nr. kap. art. fig. tab. bd. stk.",
    parts="kapitel afsnit artikel side tabel figur diagram boks note bilag del punkt nummer",
    before_name="dr. prof. hr. fr. Skt.",
    phrases=("f. eks.", "bl. a.", "m. m.", "m. v.", "d. v. s.", "f. Kr.", "e. Kr."),
)

_NORWEGIAN = Rules(
    before_number="s. nr. kap. art. fig. tab. bd. pkt.",
    parts="kapittel avsnitt artikkel side tabell figur diagram boks note vedlegg del punkt nummer",
    before_name="dr. prof. hr. fr.",
    phrases=("f. eks.", "bl. a.", "m. m.", "d. v. s.", "f. Kr.", "e. Kr."),
    ranges=True,
)

# Kotimaisten kielten keskus (Kotus), Kielitoimiston ohjepankki.
_FINNISH = Rules(
    before_number="s. ss. nro n:o kuva kuvio taul. art. luku mom.",
    parts="luvussa luvun sivu sivulla taulukko taulukossa kuvassa kuviossa liite "
    "liitteessä artikla osa kohta",
    before_name="tri prof. hra rva",
    phrases=("e. Kr.", "j. Kr.", "eKr.", "ym."),
    ranges=True,
)

_GREEK = Rules(
    before_number="σ. σσ. σελ. αρ. αριθ. άρθ. κεφ. τ. τόμ. εικ. παρ. πίν.",
    parts="κεφάλαιο ενότητα παράγραφος άρθρο σελίδα σελίδες πίνακας πίνακα σχήμα "
    "εικόνα διάγραμμα σημείωση παράρτημα μέρος τόμος",
    before_name="κ. κα Δρ. Δρ. καθ.",
    phrases=("π. Χ.", "μ. Χ.", "κ. λπ.", "κ. ά."),
)

# А. Э. Мильчин, Л. К. Чельцова, Справочник издателя и автора.
_RUSSIAN = Rules(
    before_number="с. стр. № т. тт. гл. ст. п. пп. рис. табл. ч. вып. абз. прил.",
    parts="глава главе главы раздел разделе раздела статья статье статьи страница "
    "странице таблица таблице таблицы рисунок рисунке график графике "
    "приложение приложении примечание часть части пункт пункте том",
    after_number="г. гг. в. вв. тыс. млн млрд",
    before_name="г. гг. г-н г-жа д-р проф. акад. св. ул. о.",
    phrases=("т. е.", "и т. д.", "и т. п.", "т. к.", "н. э.", "до н. э.", "и др.", "и пр."),
    short_words="вкосуиая",
    dash_stays=True,
    ranges=True,
    justified=True,
)

_UKRAINIAN = replace(
    _RUSSIAN,
    before_number="с. стор. № т. гл. ст. п. пп. рис. табл. ч. вип. абз. дод.",
    parts="глава главі розділ розділі розділу стаття статті сторінка сторінці "
    "таблиця таблиці рисунок рисунку графік графіку додаток додатку примітка "
    "частина частині пункт пункті том",
    after_number="р. рр. ст. тис. млн млрд",
    before_name="м. п. пані д-р проф. акад. св. вул. о.",
    phrases=("т. зв.", "і т. д.", "і т. п.", "н. е.", "до н. е.", "та ін.", "і т. ін."),
    short_words="взуоіайєя",
)

_TURKISH = Rules(
    before_number="s. ss. no. nr. C. c. böl. md. şek.",
    parts="bölüm madde sayfa tablo şekil grafik kutu not ek cilt kısım",
    before_name="Dr. Prof. Doç. Av. Sn. Hz. St.",
    phrases=("M.Ö.", "vb."),
)

_ROWS: Mapping[str, Rules] = {
    "ar": Rules(parts="الفصل القسم المادة الصفحة صفحة ص الجدول جدول الشكل شكل الملحق الجزء رقم"),
    "ca": replace(
        _SPANISH,
        parts="capítol capítols secció paràgraf article articles pàgina pàgines taula taules "
        "quadre figura figures gràfic nota annex part volum número",
        phrases=("p. ex.", "a. C.", "d. C.", "EE. UU.", "op. cit."),
    ),
    "cs": _CZECH,
    "da": _DANISH,
    "de": _GERMAN,
    "de-CH": replace(_GERMAN, quotes="«»‹›"),  # Schweizerische Bundeskanzlei
    "de-LI": replace(_GERMAN, quotes="«»‹›"),
    "el": _GREEK,
    "en": _ENGLISH,
    "es": _SPANISH,
    "fi": _FINNISH,
    # The second pair of the Lexique's quotation in a quotation; CLDR repeats the first.
    "fr": replace(_FRENCH, quotes="«»“”"),
    # Office québécois de la langue française: no space before ; ! ?
    "fr-CA": replace(_FRENCH, quotes="«»“”", high_marks=":"),
    "fr-CH": _FRENCH,
    "he": Rules(apostrophe="׳", inner_double="״"),  # geresh and gershayim
    "it": _ITALIAN,
    "nb": _NORWEGIAN,
    "nl": _DUTCH,
    "nn": _NORWEGIAN,
    "no": _NORWEGIAN,
    "pl": _POLISH,
    "pt": _PORTUGUESE,
    "ru": _RUSSIAN,
    "sk": replace(
        _CZECH,
        parts="kapitola kapitole kapitoly článok článku strana strane tabuľka tabuľke obrázok "
        "obrázku graf grafe príloha prílohe oddiel odsek časť časti bod",
        phrases=("n. l.", "pred n. l.", "a. s.", "s. r. o."),
        ranges=True,
    ),
    "sv": _SWEDISH,
    "tr": _TURKISH,
    "uk": _UKRAINIAN,
}

# CLDR 48.2, delimiters.json. CLDR's root has “”‘’, which all other languages inherit.
_QUOTES = {
    "«»“”": "ast blo bm br ca cv dyo el es-US eu ewo ie it kab kk lij mg mua nnh pms pt-AO pt-CH "
    "pt-CV pt-GQ pt-GW pt-LU pt-MO pt-MZ pt-PT pt-ST pt-TL sc sg ti",
    "«»‘’": "dua el-polyton ksf nb nn no rw",
    "«»‹›": "am az-Arab az-Cyrl fa fr-CH gsw jgo kkj mzn rm sdh wae",
    "«»„“": "bas be bua ky os ru sah tyv uk",
    "«»„”": "shi zgh",
    "«»«»": "fr ht hy oc yav",
    "»«›‹": "kk-Arab ug",
    "„“‚‘": "bs-Cyrl cs de dsb et hr hsb is ksh lb luy mk nds sk sl",
    "„“„“": "bg lt prg sgs",
    "„“«»": "ka",
    "„”‚’": "agq ff",
    "„”‘’": "bs",
    "„”’’": "sr",
    "„”«»": "nmg pl ro",
    "„”»«": "hu szl",
    "””’’": "fi he lag rn se sn sv yi",
    "”“’‘": "ar lld ms-Arab syr ur",
    "“”«»": "eo",
    "“”’‘": "uz",
    "“”“”": "st tk",
    "‘’“”": "fur ia ti-ER tn",
    "‘’‘’": "nl",
    "「」『』": "ja yue zh-Hant zh-HK zh-MO zh-TW",
}
_QUOTES_OF = {tag: marks for marks, tags in _QUOTES.items() for tag in tags.split()}
_ROOT_QUOTES = "“”‘’"


@cache
def rules_for(tag: str) -> Rules:
    """Return the rules of the language *tag* (BCP 47): those of its region or script, else those of
    the language alone, else what is safe everywhere."""
    parts = canonical_tag(tag).split("-")
    names = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    rules = next((_ROWS[name] for name in names if name in _ROWS), Rules())
    if rules.quotes or not is_tag(parts[0]):
        return rules
    quotes = next((_QUOTES_OF[name] for name in names if name in _QUOTES_OF), _ROOT_QUOTES)
    return replace(rules, quotes=quotes)
