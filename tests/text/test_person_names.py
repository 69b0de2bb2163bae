"""Names of persons are found behind the words for those in charge, and words that only begin like names are not."""

import pytest

from generator.text.person_names import names_person, without_persons


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("联系人：李四", "联系人："),
        ("填报人：王五 填报日期：2024年1月5日", "填报人： 填报日期：2024年1月5日"),
        ("由项目负责人王五牵头，按月推进", "由项目负责人牵头，按月推进"),
        ("项目负责人（签字）：张三", "项目负责人（签字）："),
        ("填表人：李四电话：28686655", "填表人：电话："),
        ("填表人：李 四 电话：0731-28686655", "填表人： 电话："),
        ("联系人：李四，0731-28686655，投资12345678元", "联系人：，，投资12345678元"),
        ("联系人 李四，一科", "联系人 ，一科"),
        ("责任人：李四、王五", "责任人："),
        ("（联系人：李四）", "（联系人：）"),
        ("项目负责人:古丽娜尔", "项目负责人:"),
        ("分管领导王建国同志", "分管领导同志"),
        ("负责人欧阳修负责", "负责人负责"),
        ("联系人：李四负责全面工作", "联系人：负责全面工作"),
    ],
)
def test_names_are_taken_out(text: str, without: str) -> None:
    assert (names_person(text), without_persons(text)) == (True, without)


@pytest.mark.parametrize(
    "text",
    [
        "联系人：",
        "填表人：  填表日期：2024",
        "责任人：各科室",
        "责任人：局办公室",
        "负责人数：3",
        "联系人待定",
        "咨询电话：0731-28686655",
        "企业负责人安全培训次数",
        "负责人满意度≥90%",
        "项目负责人任职，培训",
        "负责人和联系人",
        "负责人履职能力",
        "项目负责人制度",
        "单位负责人审核签字",
        "负责人应当到位",
    ],
)
def test_words_that_are_no_names_stay(text: str) -> None:
    assert (names_person(text), without_persons(text)) == (False, text)
