"""Abbreviations that end with a full stop, grouped by how they affect sentence ends; all in lower case.

They are those of newspapers and scholars in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Ukrainian,
Russian and Arabic. A word in no list is judged by its length and by sentencex's lists.
"""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


TITLES = _words(
    "mr mrs ms mx messrs dr drs prof profs gen sen sens rep reps gov govs lt col sgt capt cpt cpl maj cmdr cdr adm brig",
    "pvt rev hon pres supt insp amb sec atty fr st ste mt ft msgr ald asst assoc det",
    "hr hrn fr frl dipl ing mag univ-prof mme mlle mm me sr sra srta sres dña don dna ud uds exc excmo sig sigg dott avv on arch",
    "д-р проф акад доц ген полк кап лейт гр тов св г-н г-жа дж ім им о п пп м-р",
    "د أ م ش",
)
"""Titles before a name; a capital letter after one begins no sentence."""

NEVER = _words(
    "e.g i.e cf vs viz esp incl approx ca resp orig transl trans ed eds ibid op loc",
    "z.b d.h u.a o.ä s.o s.u bzw sog vgl ggf evtl ca inkl p.ex c.-à-d cf i.e p.ej vid ecc.. o.a d.w.z t.n.v np tzn tzw św ul dz",
    "т.е т.к т.н т.зв т.о и.о в.о см див напр нпр ср пор ул вул просп пр-т пл бул б-р пер пров наб им ім ред сост упоряд",
    "зам заст нач гл.ред с.-петербург тел пос смт дер хут буд д.д корп кв",
    "т.с ч.ч",
)
"""Abbreviations that never end a sentence."""

NUMBERED = _words(
    "no nos nr nrs núm num vol vols p pp pg pgs art arts fig figs ch chap chaps sec secs sect para paras par eq app tab pl",
    "bd bde abb kap s f ff st tr lines ll l fn n nn col cols bk bks ex op r str rozdz rys z",
    "с стр стор рис мал табл гл розд кн вып вип т тт ст абз п пп пар прим № ч к кв буд д оф",
    "ص ج ط ر",
)
"""Abbreviations before a number; elsewhere some of them are ordinary words."""

WORDS_TOO = _words("no art fig sec par app tab ex op col para sect on don me mag det arch pl st per exc")
"""Members of NUMBERED and TITLES that end a sentence like any word where no number or name follows."""

MONTHS_AND_WEEKDAYS = _words(
    "jan feb mar apr jun jul aug sep sept oct okt nov dec dez mon tue tues wed thu thur thurs fri sat sun",
    "янв фев февр мар апр авг сен сент окт ноя нояб дек січ лют бер квіт трав черв лип серп вер жовт лист груд",
)
MAY_END = _words(
    "inc corp ltd co cos bros jr sr esq dept univ assn est al ave blvd rd st ste mfg intl natl gmbh ag bhd pty llc plc",
    "ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mo mont neb nev okla ore pa penn",
    "tenn tex va vt wash wis wyo ret ph.d m.d b.a m.a d.d j.d ll.b ll.m u.s u.k u.n e.u d.c n.y l.a u.s.a u.s.s.r b.c a.d bce",
    "обл р-н оз о-в",
)
"""Abbreviations that end a sentence before a capital letter only if the next word is in STARTERS."""

ENDS = _words("руб коп грн", "etc usw ecc itd itp т.д т.п др пр ін т.ін н.э н.е нэ не п.м д.н.э до.н.э")
"""Abbreviations that end a sentence before a capital letter."""

UNITS = _words(
    "г гг р рр в вв ст тыс тис руб коп грн млн млрд трлн мин хв год час сек с ч м км см мм кг л кв куб т ц га экз прим шт",
    "م هـ ه ق",
    "min hr hrs sec secs ft in lb lbs oz yd mi km cm mm kg",
)
"""Units that end a sentence after a number and before a capital letter."""

CLOCK = _words("a.m p.m am pm")
AFTER_CLOCK = _words(
    "est edt cst cdt mst mdt pst pdt gmt utc bst cet cest eet msk jst kst ist eastern central pacific mountain local",
    "monday tuesday wednesday thursday friday saturday sunday",
    "january february march april may june july august september october november december jan feb mar apr jun jul aug",
    "sept sep oct nov dec",
)

GERMAN_ORDINAL = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts jh",
    "jhdt jahrtausend weltkrieg mal klasse stock platz auflage band kapitel kongress parteitag",
)
"""German nouns after an ordinal number, which is written with a full stop."""

LABELLED = _words(
    "vitamin plan type grade group class hepatitis schedule exhibit option appendix phase section part point"
)
"""Words before a single letter that is a label, not an initial."""

STARTERS = _words(
    "the a an this that these those he she it they we i you there here his her its their our my your who what when where why",
    "how which but and or so yet in on at by for from with as if after before during while since although though because",
    "however meanwhile then thus therefore moreover still also only now once no not all both each every most many some such",
    "one two three to of under over between about according despite instead later today yesterday tomorrow earlier",
    "der die das ein eine er sie es wir ich man und aber doch im am dann dort auch nach seit",
    "le la les un une des il elle ils elles nous vous je ce cette ces et mais dans pour puis",
    "el los las una unos él ella ellos pero y en por para después",
    "в на но и а он она они оно это этот эта эти мы я вы ты так как что когда если после по с со к у за из для при его её их",
    "однако затем потом там тут здесь все всё не ни да или до от об о сейчас теперь тогда поэтому также",
    "у на але і й та а він вона вони воно це цей ця ці ми я ви ти так як що коли якщо після по з із зі до за для при його її їх",
    "однак проте потім там тут усі все всі не ні або від про зараз тепер тоді тому також",
)
"""Words that often begin a sentence and hardly ever a name."""
