"""By-lines, news sources and photo credits."""

from __future__ import annotations

import re

HAN = "\u3400-\u9fff"
GAP = "[ \u3000]"

# Family names; a name after an unfinished sentence must start with one.
_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋"
    "蔡贾丁魏薛叶阎余潘杜戴夏钟锺汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙"
    "万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦"
    "柳邢路岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍位覃霍"
    "翁隋植甘景薄单包司柏宁柯阮桂闵柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫苟褚廉简娄"
    "盖符奚木穆燕郎邸冀谈姬屠连郜晏栾郁商蒙喻揭窦迟宇敖糜鄢冷卓花仇艾蓝巩稽井练仲虞卞封竺冼"
    "衣楚佟栗匡宗台巫鞠僧桑荆谌扬沙伏岑胥蔺"
)
_LOOSE_NAME = f"[{_FAMILY}][{HAN}]{{1,2}}"
_SPREAD_NAME = f"[{_FAMILY}](?:[{HAN}]{{1,2}}|{GAP}+[{HAN}])"
NAME = f"[{HAN}]{{2,4}}|[{_FAMILY}]{GAP}+[{HAN}]|[{HAN}]{{1,6}}·[{HAN}·]{{1,10}}"


SOURCE = re.compile(
    f"^(?P<source>[{HAN}]{{1,8}}[报社网刊台](?:综合)?(?:讯|消息))"
    f"(?:{GAP}*[（(](?:本报)?(?P<names>(?:见习|实习|特约|全媒体)?(?:记者|通讯员)[^（）()]{{2,40}})[）)]|(?=[\\s:：]|$))"
    "[\\s:：]*"
)
"""What an article is marked with before its text: 科学导报讯 and a blank, 本报讯（记者 张三）, which needs none."""
DATELINE = re.compile(
    f"^(?:据)?(?P<dateline>(?:新华社|本报|人民日报|中新社|中新网|[{HAN}]{{1,8}}[报社网])[{HAN}·、／/]{{0,20}}?"
    r"\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*日\s*(?:专)?[电讯])"
)
"""Agency, place and day: 新华社北京5月9日电."""
_DATELINE_BROKEN = f"(?:新华社|本报)[{HAN}]{{2,8}} ?\\d{{1,2}} ?月 ?(?:\\d{{1,2}} ?日?)?$"
_UNDATED = f"(?:据)?(?:新华社|本报|中新社)[{HAN}·]{{2,10}}电(?={GAP}|[（(]|$)"
STARTS_ARTICLE = re.compile(f"(?:{SOURCE.pattern[1:]})|(?:{DATELINE.pattern[1:]})|{_DATELINE_BROKEN}|{_UNDATED}")

# Patterns that search a line start with a plain character or class, which the engine looks for fast.
END_NAMES = re.compile(
    f"{GAP}(?<=[。！？”…）】；!?]{GAP}){GAP}*(?P<names>(?:[■□◆●姻]{GAP}*)?(?:{NAME})(?:[ \u3000、]+(?:{NAME})){{0,4}})$"
)
"""Names after the last sentence of an article."""
LOOSE_NAMES = re.compile(
    f"{GAP}(?<=[{HAN}A-Za-z”’》]{GAP}){GAP}*(?P<names>{_LOOSE_NAME}(?:[ \u3000、]+{_LOOSE_NAME}){{0,3}})$"
)
"""Names after a text that ends without a full stop; only such as start with a family name."""
NAMES_LINE = re.compile(f"(?:□|●|■)?{GAP}*{_SPREAD_NAME}(?:[ \u3000、]+{_SPREAD_NAME}){{0,3}}")
"""A line that holds names only."""
NAMES_FIRST = frozenset(f"□●■{_FAMILY}")
"""What such a line starts with."""

_OFFICE = "(?:见习记者|记者(?!手记)|通讯员|实习生|作者|特约撰稿|撰文)"
_HOUSE = f"(?:[{HAN}]{{1,7}}[报社刊网])?{GAP}*(?:特约|见习|实习|全媒体)?"
BYLINE_LINE = re.compile(
    f"[（(]?\\s*{_HOUSE}{_OFFICE}[ \u3000:：]*(?:{NAME})"
    f"(?:[ \u3000、，]+(?:(?:通讯员|记者|实习生|文|图|摄){GAP}*)?(?:{NAME})){{0,6}}"
    f"(?:{GAP}*(?:文/图|图/文|/文|/图|文|报道))?\\s*[）)]?$"
    f"|(?:文|图|文/图|图/文|□)[/／:： ]\\s*(?:{NAME})(?:[ \u3000、]+(?:{NAME})){{0,4}}$"
)
"""A line that holds a by-line only: 本报记者 张三, （记者 张三）, 文/张三."""
OVER = re.compile(
    "[（(](?:作者|本报|新华社|记者|通讯员|实习生|据|摘|原载|来源|执笔|[^（）()]{1,60}(?:整理|采写|供稿|报道|贡献|[社日]电))"
    "(?:[^（）()]|[（(][^（）()]*[）)])*[）)]"
)
"""A note that ends an article: who wrote it, whence it came."""

DRAWN = re.compile("[\u4e00-\u9fff]{2,3}[绘作](?:[（(][^（）()]{2,10}[）)])?$")
"""The credit of a drawing, which needs no other caption: 李四绘."""
_CREDITED = re.compile(
    "(?:摄(?:影报道|(?<=[\u3400-\u9fff/／ ]摄)(?<!拍摄))|供图|资料(?:图片|照片)|影像中国|人民视觉|视觉中国)"
    "(?:[（(][^（）()]{2,10}[）)])?(?:[，,]AI[^，。]{0,14})?[）)]?$"
    "|AI.{0,3}生成.{0,4}画$"
)
_CREDIT_LINE = re.compile(
    "(?:以上|本版|题图|上图|下图|图为|图片[为由]|照片[为由])[^，。]{0,24}(?:提供|摄影)$"
    "|(?:图表|图片)来源[:：].{2,30}$"
    "|以上[^，。]{0,8}(?:AI|人工智能)[^，。]{0,3}生成$"
    "|(?:制图|绘图|漫画|插图)[:：/／ ].{2,12}$"
    f"|{DRAWN.pattern}"
)
ADOPTED = re.compile(
    r"[（(]?(?:根据)?[12]\d{3}年\d{1,2}月\d{1,2}日[^。]*(?:通过|公布|发布|修订|修正|施行|批准)(?:[^。，]{0,12}[）)])?$"
    r"|[（(][12]\d{3}年\d{1,2}月\d{1,2}日(?:[，,]?[\u4e00-\u9fff·]{2,10})?[）)]$"
)
"""When a law was passed, or a document signed: a line below its title."""
NOT_A_HEADLINE = re.compile(
    "——?编者$|(?:编者按|编者的话|开栏的话|引[子言]|题记|尾声|结[语尾]|编后|(?:核心|延伸|链接)阅读|阅读提示|(?:头条)?看点"
    "|(?:相关|新闻|知识|背景|延伸)链接|链接|名词解释|知识点|(?:记者|采访|编辑)手记|人物(?:小传|简介|名片))[:：]?$"
)
"""A line that names or signs a part of an article."""
NOTE = re.compile("(?:数据|资料)来源[:：]")
"""A line that says where an article's figures are from."""
CAPTION_START = re.compile(
    "(?:[（(]?(?:上|下|左|右|题)图|图[①-⑳一二三四五六\\d]?[:：为]|图片|资料图片|扫描?(?:文中|下方|上方)?二维码)"
)
_PLACE = re.compile("^[\u4e00-\u9fff]{2,12}[省市县区州盟旗乡镇村]$")
_PHOTOGRAPHER = re.compile(
    f"{GAP}*(?:[■□◆●▲]{GAP}*|{GAP}|[（(])(?P<who>[^。！？（）()]{{0,16}}?[{HAN}]){GAP}*(?:/?摄|摄影(?:报道)?)[）)]?$"
)


def is_credit(line: str) -> bool:
    """Whether a line ends a caption: it says who made the picture, or whence it came."""
    return _CREDITED.search(line) is not None or _CREDIT_LINE.match(line) is not None


def split_signature(last_line: str) -> tuple[str, tuple[str, ...]]:
    """Part the names that follow the last sentence of an article from the line; () where none do."""
    found = END_NAMES.search(last_line) or LOOSE_NAMES.search(last_line)
    if not found:
        return last_line, ()
    return last_line[: found.start()], split_names(found["names"])


def signs_alone(line: str) -> bool:
    """Whether a line by itself only names somebody (本报记者 张三, 汾水县 张三, 李四摄): no text with a signature."""
    if BYLINE_LINE.match(line) or is_credit(line):
        return True
    found = LOOSE_NAMES.search(line)
    return found is not None and bool(_PLACE.search(line, 0, found.start()))


def split_names(text: str) -> tuple[str, ...]:
    """Names parted by blanks or 、; a two-character name that is spread by a blank is one."""
    out: list[str] = []
    for part in re.split("[ \u3000、，,]+", text.strip(" \u3000■□◆●姻")):
        if out and len(part) == 1 and len(out[-1]) == 1:
            out[-1] += part
        elif part:
            out.append(part)
    return tuple(out)


def split_source(text: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Part a news source that opens an article, and reporters named with it, from its text.

    科学导报讯 and 本报讯（记者 张三） are such; a dateline (新华社北京5月9日电) is part of the first sentence
    and stays.
    """
    found = SOURCE.match(text)
    if not found:
        return text, None, ()
    return text[found.end() :], found["source"], split_byline_line(found["names"]) if found["names"] else ()


def split_byline_line(text: str) -> tuple[str, ...]:
    """The names of a line that holds nothing but a by-line (本报记者 张三 通讯员 李四)."""
    text = re.sub("[（()）]|/[文图]$|(?:摄影)?报道$", " ", text)
    text = re.sub(f"{_HOUSE}(?:{_OFFICE}|文/图|图/文|文[/／:： ]|图[/／:： ]|□)[:： \u3000]*", " ", text)
    return split_names(text)


def split_photo_credit(last_line: str) -> tuple[str, tuple[str, ...]]:
    """Part the photographer who is named at the end of a photo story (■ 张三摄) from the line."""
    found = _PHOTOGRAPHER.search(last_line)
    if not found:
        return split_signature(last_line)
    return last_line[: found.start()], split_byline_line(found["who"])


def split_dateline(text: str) -> str | None:
    """The dateline that opens a text (新华社北京5月9日电), which stays in it."""
    found = DATELINE.match(text)
    return re.sub(r"\s", "", found["dateline"]) if found else None


def clean_names(names: list[str]) -> list[str]:
    """Names without what a credit adds to them (摄, 文, 图)."""
    return [re.sub("(?<=..)(?:摄影|摄|/文|/图|文|图)$", "", name) for name in names]
