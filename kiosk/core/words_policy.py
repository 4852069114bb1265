"""Words for what a policy names by code: purposes, areas, access points and guard checks.

A school may add a code of its own to its policy; until it has words here it is shown as written.
"""

from kiosk.core.words import Language, Words

PURPOSES = {
    "epidemic-control": Words("防疫工作", "Epidemic control"),
    "maintenance": Words("维修", "Maintenance"),
    "delivery": Words("送货", "Delivery"),
    "meeting": Words("会面", "Meeting"),
    "pupil-pickup": Words("接学生", "Picking up a pupil"),
    "inspection": Words("检查", "Inspection"),
    "early-return": Words("提前返校", "Early return"),
    "public-use": Words("场馆对外使用", "Public use"),
}

AREAS = {
    "office": Words("办公楼", "Office"),
    "gatehouse": Words("门卫室", "Gatehouse"),
    "clinic": Words("医务室", "Clinic"),
    "isolation-room": Words("隔离室", "Isolation room"),
    "outdoors": Words("室外", "Outdoors"),
    "classroom": Words("教室", "Classroom"),
    "canteen": Words("食堂", "Canteen"),
    "dormitory": Words("宿舍", "Dormitory"),
    "library": Words("图书馆", "Library"),
    "gym": Words("体育馆", "Gym"),
    "activity-centre": Words("活动中心", "Activity centre"),
}

ACCESS_POINTS = {
    "north": Words("北门", "North gate"),
    "south": Words("南门", "South gate"),
}

GUARD_CHECKS = {
    "mask": Words("口罩", "Mask"),
    "identity": Words("核对身份", "Identity"),
    "register": Words("登记", "Entry in the register"),
    "symptoms": Words(
        "有无干咳、咽痛、腹泻等症状", "Dry cough, sore throat, diarrhoea or the like"
    ),
    "history_14d": Words(
        "本人及同住人 14 天健康和旅居史", "14 days of health and regions, household too"
    ),
    "health_code": Words("健康码", "Health code"),
    "travel_code": Words("行程码", "Travel code"),
    "test_proof": Words("核酸检测证明", "Test proof"),
    "test_proof_48h": Words("48 小时核酸检测证明", "Test proof, not over 48 hours old"),
    "test_proof_48h_risk": Words(
        "从风险地区来: 48 小时核酸检测证明", "From a risk area: test proof, not over 48 hours old"
    ),
}
"""What a policy may ask the guard to look at beside the rules; no rule of the gate reads it."""


def purpose(code: str, language: Language) -> str:
    """Name a purpose of the policy."""
    return _named(PURPOSES, code, language)


def area(code: str, language: Language) -> str:
    """Name an area of the policy."""
    return _named(AREAS, code, language)


def access_point(code: str, language: Language) -> str:
    """Name an access point of the policy."""
    return _named(ACCESS_POINTS, code, language)


def guard_check(code: str, language: Language) -> str:
    """Name what the guard looks at beside the rules."""
    return _named(GUARD_CHECKS, code, language)


def _named(table: dict[str, Words], code: str, language: Language) -> str:
    known = table.get(code)
    return code if known is None else known.in_language(language)
