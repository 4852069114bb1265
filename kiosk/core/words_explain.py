"""When each reason is given, and who may override it: what `kiosk policy explain` tells a guard."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.reasons import Override, Reason
from kiosk.core.words import Words

WHEN: Mapping[Reason, Words] = MappingProxyType(
    {
        Reason.CREDENTIAL_UNREADABLE: Words(
            "码或卡读不出或格式不对", "The code or card cannot be read or parsed."
        ),
        Reason.CREDENTIAL_UNKNOWN: Words(
            "这个卡号或证件号不属于任何人", "Nobody has this card or number."
        ),
        Reason.PASS_INVALID: Words(
            "签名、密钥或格式有误; 不告诉来人是哪一项",
            "Signature, key or form is wrong; the visitor is not told which.",
        ),
        Reason.PASS_REVOKED: Words(
            "通行码或卡已被撤销", "The pass or card has been revoked by a named person."
        ),
        Reason.PASS_EXPIRED: Words("通行码或卡的有效期已过", "The pass or card is past its end."),
        Reason.PASS_NOT_YET: Words(
            "通行码或卡的有效期还没开始", "The pass or card has not begun yet."
        ),
        Reason.PASS_USED: Words(
            "通行码允许的次数已经用完", "The pass has been used as often as it may be."
        ),
        Reason.WATCH_LISTED: Words(
            "本人现在列在重点人员名单上",
            "The person is on the watch list of key regions at this time.",
        ),
        Reason.ISOLATED: Words(
            "本人处于隔离或观察期, 校医签字才结束",
            "An isolation or observation holds; it ends when the school doctor signs.",
        ),
        Reason.RETURN_CERTIFICATE_MISSING: Words(
            "患病后缺医院证明或校医查验; 两者不一致以校医为准",
            "After an illness the hospital's paper or the school doctor's check is missing; "
            "where they differ the doctor's view wins.",
        ),
        Reason.ELEVATED_CONFIRMED: Words(
            "接触体温计有一次达到阈值; 之后再低也不改变",
            "A contact reading was at or over the threshold; a lower one later does not undo it.",
        ),
        Reason.PURPOSE_NOT_ALLOWED: Words(
            "许可的事由现阶段不接受; 场馆对外使用依据通知一之四 (N1d)",
            "The purpose of the permit is not admitted in this phase; for public use the clause "
            "is N1d.",
        ),
        Reason.AREA_CLOSED: Words(
            "许可里有一处现阶段关闭, 或该事由不能到达的区域",
            "The permit names an area that is shut now, or that its purpose does not reach.",
        ),
        Reason.CATEGORY_NEVER: Words(
            "这类人员现阶段一律不进, 有许可也不行",
            "This kind of person never enters in this phase, also not on a permit.",
        ),
        Reason.PERMIT_NOT_APPROVED: Words(
            "许可还是草稿或待审批", "The permit is a draft or waits for approval."
        ),
        Reason.PERMIT_REJECTED: Words("许可被驳回", "The permit was rejected."),
        Reason.PERMIT_REVOKED: Words(
            "许可批准后又被撤销", "The permit was revoked after approval."
        ),
        Reason.PERMIT_NOT_YET: Words(
            "许可已批准, 时间还没到", "The permit is approved but has not begun."
        ),
        Reason.PERMIT_OVER: Words(
            "许可已过结束时间; 离校时也会提示, 不阻拦",
            "The permit has ended; on the way out it is named too, and nobody is held.",
        ),
        Reason.PERMIT_USED: Words(
            "许可的入校次数已用完", "All entries of the permit have been used."
        ),
        Reason.PERMIT_WRONG_ACCESS_POINT: Words(
            "许可没有写这个校门", "The permit does not name this gate."
        ),
        Reason.NOT_ON_DUTY: Words(
            "封闭管理期间教职工现在没有班次, 也没有许可",
            "While closed: staff without a shift now and without any permit.",
        ),
        Reason.EARLY_RETURN_NOT_APPROVED: Words(
            "学生所在班级未返校, 本人又没有批准的提前返校许可",
            "A pupil whose unit is not released, without an approved early-return permit.",
        ),
        Reason.NO_PERMIT: Words(
            "校外人员没有任何许可 (日常管理阶段不需要)",
            "Somebody from outside has no permit at all; in the phase normal none is needed.",
        ),
        Reason.HOME_RECORDS_INCOMPLETE: Words(
            "学生第一次返校, 居家体温天数不够或有缺",
            "A pupil's first return: too few days of home temperatures, or a day is missing.",
        ),
        Reason.HOME_RECORDS_ELEVATED: Words(
            "学生第一次返校, 居家体温有一次达到阈值",
            "A pupil's first return: a home temperature was at or over the threshold.",
        ),
        Reason.ALREADY_INSIDE: Words(
            "要进校, 但记录显示人已在校内", "On the way in, though known to be inside already."
        ),
        Reason.TEMPERATURE_ELEVATED: Words(
            "红外复测的中间值达到阈值",
            "The middle one of the further infrared readings was at or over the value.",
        ),
        Reason.RECHECK_TEMPERATURE: Words(
            "红外首次读数偏高, 复测次数还不够",
            "The first infrared reading was high and the further readings are too few.",
        ),
        Reason.AMBIENT_OUT_OF_RANGE: Words(
            "环境太冷或太热, 红外读数不能用, 又没有其他有效读数",
            "Too cold or too hot for the infrared sensor, and no other valid reading.",
        ),
        Reason.NO_VALID_READING: Words(
            "没有读数, 或读数低于或高于人体可能的范围",
            "No reading, or one below or above what a person can show; never taken as normal.",
        ),
        Reason.CLOCK_UNSURE: Words(
            "结论要看时间, 而时钟还没有人核对",
            "The verdict rests on a time, and nobody has confirmed the clock.",
        ),
        Reason.STEP_BACK: Words(
            "体温可能量到了后面的人; 只在通道上给出",
            "The temperature may be of somebody close behind; given at the lane only.",
        ),
        Reason.EXIT: Words(
            "离校一律放行, 证件、体温、时钟都不影响",
            "The way out is always free, whatever credential, temperature or clock.",
        ),
        Reason.CLEARED: Words(
            "红外复测偏高, 接触体温计量得正常, 且有入校资格",
            "Elevated on recheck, normal by contact thermometer, and with a right of entry.",
        ),
        Reason.ON_DUTY: Words("封闭管理期间, 现在有班次", "While closed: a shift holds now."),
        Reason.PERMIT: Words(
            "有批准的许可, 时间、次数、校门、区域都符合",
            "An approved permit that fits the time, the entries, the gate and the areas.",
        ),
        Reason.RELEASED: Words(
            "分批返校: 本年级或班级已轮到", "Staged return: the grade or class has been released."
        ),
        Reason.ROSTER: Words(
            "在名册上, 现阶段不需要许可", "On the roster, and no permit is needed in this phase."
        ),
    }
)
"""One line a reason; the full table is in policy-cases.md."""

WHO: Mapping[Override, Words] = MappingProxyType(
    {
        Override.NEVER: Words("校门上谁都不能越权放行", "Nobody at the gate"),
        Override.ALLOWED: Words(
            "门卫加主管的 PIN 和理由; 同时给出的其他原因也都允许时",
            "A guard with a supervisor's PIN and a reason, if all else found may be overridden",
        ),
        Override.WHILE_OPEN: Words(
            "只在正常开学阶段: 门卫加主管的 PIN 和理由; 其他原因也都允许时",
            "While open only: a guard with a supervisor's PIN and a reason, if all else found "
            "may be overridden",
        ),
    }
)
"""Who may override at the gate (ruling 16)."""

NOTHING_TO_OVERRIDE = Words("已放行, 无需越权", "A grant; there is nothing to override")

LIFTED_BY: Mapping[Reason, Words] = MappingProxyType(
    {
        Reason.WATCH_LISTED: Words(
            "名单到期, 或负责人具名解除", "the end of the listing, or a release by name"
        ),
        Reason.ISOLATED: Words("校医签字", "the school doctor's signature"),
        Reason.RETURN_CERTIFICATE_MISSING: Words(
            "两份证明齐全", "both proofs on file; the school doctor decides"
        ),
        Reason.ELEVATED_CONFIRMED: Words("只有校医", "the school doctor only"),
        Reason.TEMPERATURE_ELEVATED: Words("接触体温计", "the contact thermometer"),
        Reason.RECHECK_TEMPERATURE: Words("再测", "further readings"),
        Reason.AMBIENT_OUT_OF_RANGE: Words("接触体温计", "the contact thermometer"),
        Reason.NO_VALID_READING: Words("有效读数", "a valid reading"),
    }
)
"""What ends a reason that nobody may override, where the next step does not say it."""
