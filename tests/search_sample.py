"""A small library for tests of the search: texts of our own about invented places."""

from __future__ import annotations

from pathlib import Path

from corpus.document import Document
from corpus.label import Coding, Level, LevelDecision
from corpus.library import Library
from corpus.store import Input
from extract.parse import parse_text
from search.build import build_index
from tests.texts import ENGLISH, MEASURES, NOTICE

NAMES = """澜山省驻云南省办事处工作要点
澜办发〔2015〕7号
各市人民政府：
一、对接云南省的力量。每年派出干部20名，2020年前完成。
二、稳定实现两不愁三保障，重点看GDP增长5.5%的县。
三、按照国办发〔2014〕58号文件要求，动员社会各方面力量参与，由机关定点扶贫。
四、把精准扶贫、精准脱贫作为基本方略，定点联系，不搞大水漫灌。
五、项目\t金额\t备注，扶 贫 资 金另行下达，编号12\t34。
六、推广光伏，发展旅游；贷款由县里贴息。
2015年8月9日
"""
TRADITIONAL = """澜山省關於農村電商的通知
各縣人民政府：
一、發展農村電商，培訓電商人員，ＡＰＰ（２０１５）版上線。
二、依據國辦發［2014］58號，開展消費幫扶。
"""
TEXTS = {"names": NAMES, "traditional": TRADITIONAL, "notice": NOTICE, "measures": MEASURES, "english": ENGLISH}
PLACES = {
    "names": (Level.PROVINCIAL, "澜山省"),
    "traditional": (Level.PROVINCIAL, "澜山省"),
    "notice": (Level.COUNTY, "泉州省"),
    "measures": (Level.PROVINCIAL, "澜山省"),
    "english": (Level.COUNTY, ""),
}


def store(library: Library, name: str, text: str, *, key: str = "1") -> Document:
    """Stores a text as a document, its units coded by what they hold, and returns it."""
    document = parse_text(text, f"{name}.txt")
    level, province = PLACES.get(name, (Level.UNKNOWN, ""))
    codings = [
        Coding(
            address=unit.address,
            primary="fund" if "资金" in unit.text else "assistance" if "定点" in unit.text else "policy",
            secondary=("technology",) if "培训" in unit.text else (),
            review="县" in unit.text,
            coder="test@1",
        )
        for unit in document.units
    ]
    entry = Input(
        source=document.source, size=1, modified=1, content=document.id, outcome="stored", document=document.id
    )
    decision = LevelDecision(level=level, province=province)
    library.store_document(document, entry, level=decision, codings=codings, stages={"read": "1", "label": key})
    return document


def make_library(folder: Path) -> Library:
    """Returns an open library of all the texts with its index."""
    library = Library(folder, create=True)
    for name, text in TEXTS.items():
        store(library, name, text)
    build_index(library)
    return library
