"""The tokenizer of both written standards: spaCy's for bokmål and for nynorsk joined."""

from collections.abc import Callable
from typing import Any

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.util import (
    compile_infix_regex,
    compile_prefix_regex,
    compile_suffix_regex,
    registry,
)

# Abbreviations of survey answers that neither of spaCy's tokenizers keeps whole.
_ABBREVIATIONS = (
    "ang. bl.a. f.eks. ift. ifm. iht. jf. kap. kl. m.a. m.m. m.fl. mht. mtp. obs. o.l. osv. pga. "
    "pr. s.k. t.d. tlf. vdr. vg. fylkeskomm. komm. avd. adm. div. evt. eks. f.v. anm. str. St.meld."
)


@registry.callbacks("textmining.NorwegianTokenizer.v1")  # type: ignore[untyped-decorator]  # spaCy's
def norwegian_tokenizer() -> Callable[[Language], Language]:
    """Return what gives a bokmål pipeline nynorsk's rules and abbreviations too."""

    def join(nlp: Language) -> Language:
        nynorsk: Any = spacy.blank("nn").Defaults
        tokenizer: Any = nlp.tokenizer
        tokenizer.prefix_search = compile_prefix_regex(nynorsk.prefixes).search
        tokenizer.suffix_search = compile_suffix_regex(nynorsk.suffixes).search
        tokenizer.infix_finditer = compile_infix_regex(nynorsk.infixes).finditer
        tokenizer.rules = {
            **nynorsk.tokenizer_exceptions,
            **(nlp.Defaults.tokenizer_exceptions or {}),
            **{word: [{ORTH: word}] for word in _ABBREVIATIONS.split()},
        }
        return nlp

    return join
