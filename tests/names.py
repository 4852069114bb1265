"""Plausible Chinese names for a whole school, made from syllables; nobody's, and no ID numbers.

Surnames come as often as they do in the country, so that namesakes happen as in a real school.
"""

import random

SURNAMES = (
    "王王王王王李李李李李张张张张刘刘刘陈陈陈杨杨赵赵黄黄周周吴吴徐孙马朱胡郭何高林罗郑梁谢宋唐许"
    "韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江"
    "尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "夏侯")
FIRST = (
    "子雨梓浩宇欣思俊佳诗文嘉志明晓小天若一可心语晨泽博睿静丽建国海春秋玉秀永立宏伟家世承景云书"
    "乐安宁瑞祥福正德昊辰星月清雅慧敏芷若凡"
)
SECOND = (
    "涵轩怡宸然妍琪萱杰豪宁欣瑶彤颖悦婷琳洁雪梅兰芳强军勇磊涛斌超鹏飞辉亮华平峰龙凯毅坤铭哲恒阳"
    "瑜晴霖航睿卓尔楠桐枫柏松青山川"
)
ONE_SYLLABLE_SHARE = 0.15
DOUBLE_SURNAME_SHARE = 0.005


def chinese_names(count: int, seed: int = 0) -> list[str]:
    """Make names of two to four characters; the same seed makes the same ones."""
    lot = random.Random(seed)
    return [_name(lot) for _ in range(count)]


def _name(lot: random.Random) -> str:
    double = lot.random() < DOUBLE_SURNAME_SHARE
    surname = lot.choice(DOUBLE_SURNAMES) if double else lot.choice(SURNAMES)
    if lot.random() < ONE_SYLLABLE_SHARE:
        return surname + lot.choice(SECOND)
    return surname + lot.choice(FIRST) + lot.choice(SECOND)
