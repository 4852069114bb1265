"""Every refusal of the network side, by its code, in both languages."""

from enum import StrEnum

from kiosk.core.words import Words


class Refusal(StrEnum):
    """Why a request is not answered with what it asked for."""

    TOKEN_MISSING = "token_missing"  # noqa: S105 - a code, no secret
    TOKEN_WRONG = "token_wrong"  # noqa: S105 - a code, no secret
    TOO_MANY_FAILURES = "too_many_failures"
    BAD_PARAMETERS = "bad_parameters"
    BUSY = "busy"
    LOG_UNAVAILABLE = "log_unavailable"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"


class Fault(StrEnum):
    """What is wrong with one parameter."""

    NOT_A_POSITION = "not_a_position"
    NOT_A_LIMIT = "not_a_limit"
    NO_SUCH_FORMAT = "no_such_format"
    LIMIT_TOO_HIGH = "limit_too_high"
    GIVEN_TWICE = "given_twice"
    UNKNOWN = "unknown"


REFUSALS = {
    Refusal.TOKEN_MISSING: Words(
        "缺少访问令牌, 请加请求头 Authorization: Bearer 令牌",
        "No token; send the header Authorization: Bearer TOKEN",
    ),
    Refusal.TOKEN_WRONG: Words(
        "令牌无效或已停用, 请向管理员索取新令牌",
        "The token is wrong or was removed; ask the administrator for another",
    ),
    Refusal.TOO_MANY_FAILURES: Words(
        "令牌错误次数过多, 请按 Retry-After 的秒数等待",
        "Too many wrong tokens; wait for the seconds in Retry-After",
    ),
    Refusal.BAD_PARAMETERS: Words(
        "参数有误, 逐条见 problems", "Bad parameters; each one is in problems"
    ),
    Refusal.BUSY: Words(
        "同时拉取的请求过多, 请稍后再试", "Too many pulls at once; try again in a moment"
    ),
    Refusal.LOG_UNAVAILABLE: Words(
        "日志暂不可用, 未发送任何数据; 请联系管理员",
        "The log is not available and nothing was sent; tell the administrator",
    ),
    Refusal.NOT_FOUND: Words("没有此地址", "There is nothing at this address"),
    Refusal.METHOD_NOT_ALLOWED: Words("此地址只支持 GET", "This address answers GET only"),
}

FAULTS = {
    Fault.NOT_A_POSITION: Words(
        "after 应为不小于 0 的整数, 即上次收到的最后一个 pos",
        "after must be a whole number from 0: the last pos you received",
    ),
    Fault.NOT_A_LIMIT: Words(
        "limit 应为整数: 行数, 0 表示取到当前末尾",
        "limit must be a whole number of rows; 0 means up to the head",
    ),
    Fault.NO_SUCH_FORMAT: Words(
        "format 应为 json, ndjson, csv 或 xlsx", "format must be json, ndjson, csv or xlsx"
    ),
    Fault.LIMIT_TOO_HIGH: Words(
        "json 和 xlsx 的 limit 应为 1 到 10000; 更多请用 ndjson 或 csv",
        "limit of json and xlsx must be from 1 to 10000; use ndjson or csv for more",
    ),
    Fault.GIVEN_TWICE: Words(
        "此参数出现多次, 只写一次", "This parameter is given twice; once only"
    ),
    Fault.UNKNOWN: Words(
        "没有此参数; 可用 after, limit, format",
        "There is no such parameter; there are after, limit and format",
    ),
}
