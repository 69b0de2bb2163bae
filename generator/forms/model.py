"""The models of the forms, targets and results of departments and of projects: fields with standard names, in order."""

from typing import Annotated, Any, ClassVar, Literal

from generator.forms.basis import LegalBasis
from generator.forms.fields import (
    BLANK,
    BY_NAME,
    NAMED_ELSEWHERE,
    NONE_WRITTEN,
    WITHHELD,
    Address,
    Amount,
    Code,
    Column,
    Conclusion,
    Count,
    Day,
    DepartmentAddress,
    Editorial,
    FieldGroup,
    NeededDay,
    NeededWords,
    OwnMoney,
    OwnSignedMoney,
    OwnTexts,
    Prose,
    Rows,
    Sha256,
    Words,
    Year,
    block,
    cell,
    money,
    required,
    titles_of,
)


class Decision(FieldGroup):
    """A decision about disclosure: by whom, when and on which basis."""

    basis: NeededWords = required("依据")
    decided_on: NeededDay = required("决定日期")
    decided_by: NeededWords = required("决定人")


# The strokes, and spaces between them, that stand in a cell for which there is nothing to write.
DASHES = frozenset("-－—–―─━−_＿/／\\＼ ")
# The decision for the cells of a group or a row whose value is 依规不公开.
WithheldCells = Editorial[Decision]


class Staff(OwnTexts):
    """People on the public payroll: in service and retired, or one figure."""

    in_service: Count | None = cell("在职人数")
    retired: Count | None = cell("离退休人数")
    total: Count | None = cell("财政供养人员数")
    withheld: WithheldCells = cell("不予公开的决定")


class ByType(OwnMoney):
    """The budget by type of expenditure, with the total where the form states it, in the unit of the form."""

    total: Amount | None = cell("资金总额")
    basic: Amount | None = cell("基本支出")
    project: Amount | None = cell("项目支出")
    development: Amount | None = cell("事业发展性支出")
    withheld: WithheldCells = cell("不予公开的决定")


class BySource(OwnMoney):
    """The budget by source of income, with the total where the form states it, in the unit of the form."""

    total: Amount | None = cell("收入合计")
    fiscal: Amount | None = cell("财政拨款")
    carryover: Amount | None = cell("上年结转")
    other: Amount | None = cell("其他资金")
    withheld: WithheldCells = cell("不予公开的决定")


class ByLevel(OwnMoney):
    """The budget by the level that spends it, with the total where the form states it, in the unit of the form."""

    total: Amount | None = cell("各级合计")
    own_level: Amount | None = cell("本级使用资金")
    transfers: Amount | None = cell("对下转移支付资金")
    withheld: WithheldCells = cell("不予公开的决定")


class Development(OwnMoney):
    """The money for development by lines that each form names itself; no part of the other ways to split the budget."""

    withheld: WithheldCells = cell("不予公开的决定")


class PriorMoney(OwnSignedMoney):
    """The money of earlier years by lines that each form names itself; no part of the budget of its year."""

    withheld: WithheldCells = cell("不予公开的决定")


class MoneyShares(OwnTexts):
    """The shares that a form states for lines of its money, as the form has them."""

    withheld: WithheldCells = cell("不予公开的决定")


class Budget(FieldGroup):
    """预算整体情况: the same money split up to three ways, money for development and of earlier years, and shares."""

    by_type: ByType = block("按支出类型划分", ByType)
    by_source: BySource | None = cell("按收入来源划分")
    by_level: ByLevel | None = cell("按预算级次划分")
    development: Development | None = cell("事业发展性支出")
    prior: PriorMoney | None = cell("以前年度")
    shares: MoneyShares | None = cell("占比")


class Task(OwnTexts):
    """A row of the task table; a row that is withheld whole has only its decision."""

    name: Words | None = cell("名称")
    content: Prose | None = cell("主要实施内容")
    amount: Amount | None = cell("拟投入的资金")
    expected: Prose | None = cell("期望达到的目标（概述）")
    withheld: Editorial[Literal["amount", "content", "all"]] = cell("不予公开")
    basis: Editorial[NeededWords] = cell("依据")
    decided_on: Editorial[NeededDay] = cell("决定日期")
    decided_by: Editorial[NeededWords] = cell("决定人")

    @property
    def is_basic(self) -> bool:
        """Whether the row repeats the basic expenditure, as the first row of Zhanjiang's forms does."""
        return bool(self.name) and str(self.name).startswith("基本支出")

    @property
    def is_empty(self) -> bool:
        """Whether the row names no task, and has no amount."""
        has_amount = money(self.amount) or self.amount == WITHHELD
        return self.withheld is None and is_placeholder(self.name) and not has_amount


class Tasks(FieldGroup):
    """年度重点工作任务 and 其他需完成的任务, with the sum of the withheld rows where it may be shown."""

    key: Rows[Task] | None = cell("年度重点工作任务")
    other: Rows[Task] | None = cell("其他需完成的任务")
    withheld_total: Amount | None = cell("不公开各项合计")

    @property
    def rows(self) -> tuple[Task, ...]:
        """All rows in the form's order."""
        return (self.key or ()) + (self.other or ())

    @property
    def is_on_form(self) -> bool:
        """Whether the form has a table of tasks, be it blank."""
        return self.key is not None or self.other is not None


# The keys of the cells of an indicator that are its target, in the order in which it is read.
TARGET_KEYS = ("comparator", "target", "unit")
# Those of the indicator of the whole project.
WHOLE_KEYS = ("whole_type", "whole_name", "whole_target")


def named(part: str | None) -> str:
    """Return the comparator or the unit of a target; empty where the column has only a dash or 无."""
    return "" if is_placeholder(part) else str(part)


def is_dash(text: str) -> bool:
    """Whether a cell has nothing but dashes or slashes."""
    return DASHES.issuperset(text)


def is_placeholder(text: str | None) -> bool:
    """Whether a cell names nothing: not on the form, left blank, 无, or nothing but dashes or slashes."""
    return text in (None, NONE_WRITTEN) or is_dash(text or BLANK)


class Indicator(OwnTexts):
    """A row of the indicator table; the target is the text of the form."""

    former_keys = frozenset({"cleared"})
    needed_columns: ClassVar[tuple[str, ...]] = ("family", "type")
    family: Column[NeededWords] = cell("一级指标")
    type: Column[Words] = cell("二级指标")
    name: Words = required("三级指标")
    definition: Prose | None = cell("三级指标解释")
    comparator: Words | None = cell("对比符号")
    target: Words = required("指标值")
    unit: Words | None = cell("计量单位")
    weight: Words | None = cell("分值权重")
    # The indicator of the whole project in the same row, on forms with two trees of indicators.
    whole_type: Words | None = cell("项目全期二级指标")
    whole_name: Words | None = cell("项目全期三级指标")
    whole_target: Words | None = cell("项目全期指标值")
    withheld: WithheldCells = cell("不予公开的决定")
    earlier: Editorial[Words] = cell("上一张表上的名称")

    @property
    def is_empty(self) -> bool:
        """Whether the row names no indicator: left blank, 无, or only dashes or slashes."""
        return is_placeholder(self.name)

    @property
    def names_nothing(self) -> bool:
        """Whether the row names no indicator, be it of the year or of the whole project."""
        return self.is_empty and is_placeholder(self.whole_name)

    @property
    def classes(self) -> str:
        """The names of the family and the type as one text; a form may lack either."""
        return (self.family or BLANK) + (self.type or BLANK)

    @property
    def target_parts(self) -> tuple[str, ...]:
        """Comparator, target and unit, those of them that the form has; of a withheld target nothing but that."""
        if self.target == WITHHELD:
            return (WITHHELD,)
        return tuple(part for part in (named(self.comparator), self.target, named(self.unit)) if part)

    @property
    def written(self) -> str:
        """The target as one text, with the comparator before it and the unit after it."""
        return "".join(self.target_parts)


class Source(FieldGroup):
    """The document that the record was transcribed from."""

    title: NeededWords = required("原文标题")
    number: Words | None = cell("文号")
    pages: Words | None = cell("页码")
    url: Address | None = cell("原文网址")
    sha256: Words | None = cell("原文文件 SHA-256")
    redacted_sha256: Words | None = cell("遮盖副本 SHA-256")


Attribute = Literal["主动公开", "依申请公开", "不予公开"]


class Disclosure(FieldGroup):
    """How and when the targets were made public; an unknown day is None."""

    attribute: Attribute = required("公开属性")
    approved_on: Day = cell("批复日期")
    published_on: Day = cell("公开日期")
    budget_published_on: Day = cell("部门预算公开日期")
    issuer: Words | None = cell("发布机构")
    index_number: Code | None = cell("索引号")


def unknown_days(disclosure: Disclosure, *keys: str) -> tuple[str, ...]:
    """Return the titles of those days of a disclosure that are unknown."""
    titles = titles_of(Disclosure)
    return tuple(titles[key] for key in keys if getattr(disclosure, key) is None)


class Review(FieldGroup):
    """The secrecy review before disclosure."""

    by: NeededWords = required("审查人")
    on: NeededDay = required("审查日期")
    conclusion: Conclusion = required("审查结论")
    published_at: Words | None = cell("本单位公开的地方")
    published_on: Day = cell("本单位公开的日期")
    document: Words | None = cell("本单位公开所用的文件")
    remarks: Words | None = cell("备注")


class Change(FieldGroup):
    """The change of one cell or of a whole row by an adjustment, named in the words of the form."""

    before: Words = required("原来")
    after: Words = required("现在")
    cell: NeededWords = required("栏目")


class Adjustment(FieldGroup):
    """A change that was approved after the form was: by which document, when, why, and what it changed."""

    document: NeededWords = required("调整文件")
    date: NeededDay = required("调整日期")
    reason: NeededWords = required("调整原因")
    changes: Rows[Change] = required("改动")


class Confirmation(FieldGroup):
    """A statement that a finding is in the original document too."""

    rule: NeededWords = required("规则")
    note: NeededWords = required("核对情况")
    confirmed_on: NeededDay = required("核对日期")
    by: NeededWords = required("核对人")


class Reply(FieldGroup):
    """The department's reply to the findings of a rule."""

    rule: NeededWords = required("规则")
    text: NeededWords = required("说明")
    by: NeededWords = required("说明单位")
    on: NeededDay = required("说明日期")


class StoredTrace(FieldGroup):
    """The result of comparing the record with its original: which file, the share that was found, the text compared.

    The file is the original or, where the form withholds something, a redacted copy of it.
    """

    sha256: NeededWords | None = cell("对照文件 SHA-256")
    redacted_sha256: NeededWords | None = cell("对照的遮盖副本 SHA-256")
    share: Amount = required("对上的比例（%）")
    fingerprint: NeededWords = required("对照时的指纹")

    @property
    def file_sha256(self) -> str | None:
        """The hash of the file that the record was compared with; None where it is missing."""
        return self.sha256 or self.redacted_sha256


class OtherCells(OwnTexts):
    """The cells outside of all groups that only this form has."""

    withheld: WithheldCells = cell("不予公开的决定")


class DepartmentForm(FieldGroup):
    """The form of a department's targets: 部门整体支出绩效目标表."""

    is_form = True
    title: NeededWords = required("表名")
    unit: Literal["万元", "元"] = required("金额单位")
    department: NeededWords = required("预算单位名称")
    supervisor: Words | None = cell("主管部门名称")
    staff: Staff | None = cell("财政供养人员数")
    subordinate_units: Count | None = cell("二级预算单位数")
    budget: Budget = block("预算整体情况", Budget)
    goal: Prose | None = cell("总体绩效目标")
    tasks: Tasks = block("任务", Tasks)
    indicators: Rows[Indicator] = required("绩效指标")
    other: OtherCells | None = cell("表上其他栏目")
    withheld: WithheldCells = cell("不予公开的决定")


class AnnualFunds(OwnMoney):
    """The money of a project for one year, with the total that the form states, in the unit of the form."""

    total: Amount | None = cell("年度资金总额")
    fiscal: Amount | None = cell("财政拨款")
    carryover: Amount | None = cell("上年结转资金")
    other: Amount | None = cell("其他资金")
    withheld: WithheldCells = cell("不予公开的决定")


class WholeFunds(OwnMoney):
    """The money of a project from beginning to end, in the unit of the form."""

    total: Amount | None = cell("项目资金总额")
    fiscal: Amount | None = cell("财政资金")
    other: Amount | None = cell("其他资金")
    withheld: WithheldCells = cell("不予公开的决定")


class Funds(FieldGroup):
    """项目资金: the money of a project for the year and in all, as far as the form has it, earlier years, shares."""

    annual: AnnualFunds = block("年度资金", AnnualFunds)
    whole: WholeFunds | None = cell("项目全部资金")
    prior: PriorMoney | None = cell("以前年度")
    shares: MoneyShares | None = cell("占比")


class Narrative(OwnTexts):
    """The narrative texts of a project on some forms."""

    overview: Prose | None = cell("项目概况")
    grounds: Prose | None = cell("立项依据")
    body: Prose | None = cell("实施主体")
    plan: Prose | None = cell("实施方案")
    schedule: Prose | None = cell("实施周期")
    arrangement: Prose | None = cell("年度预算安排")
    withheld: WithheldCells = cell("不予公开的决定")


class ProjectForm(FieldGroup):
    """The form of a project's targets: 项目支出绩效目标表."""

    is_form = True
    title: NeededWords = required("表名")
    unit: Literal["万元", "元"] = required("金额单位")
    name: NeededWords = required("项目名称")
    code: Code | None = cell("项目代码")
    nature: Words | None = cell("项目性质")
    category: Words | None = cell("项目类别")
    supervisor: Words | None = cell("主管部门")
    implementer: Words | None = cell("实施单位")
    starts: Words | None = cell("计划开始日期")
    ends: Words | None = cell("计划完成日期")
    budget: Funds = block("项目资金", Funds)
    execution_weight: Words | None = cell("执行率分值")
    narrative: Narrative | None = cell("项目说明")
    overall_goal: Prose | None = cell("项目总目标")
    goal: Prose | None = cell("年度总体目标")
    indicators: Rows[Indicator] = required("绩效指标")
    other: OtherCells | None = cell("表上其他栏目")
    withheld: WithheldCells = cell("不予公开的决定")


class Spending(OwnTexts):
    """The money of a year, as budgeted, adjusted and spent, and the score for the rate of execution."""

    initial: Amount | None = cell("年初预算数")
    adjusted: Amount | None = cell("全年预算数")
    spent: Amount | None = cell("全年执行数")
    weight: Words | None = cell("分值")
    rate: Words | None = cell("执行率")
    score: Words | None = cell("得分")
    withheld: WithheldCells = cell("不予公开的决定")


# The keys of the money that levels of government give; where a form has the fiscal money too, they are parts of it.
LEVELS = ("central", "provincial", "municipal", "county", "local")


class Execution(FieldGroup):
    """预算执行情况: the money of a year in all, by source, and by the level of government that gives it."""

    total: Spending = block("年度资金总额", Spending)
    fiscal: Spending | None = cell("财政拨款")
    central: Spending | None = cell("中央资金")
    provincial: Spending | None = cell("省级资金")
    municipal: Spending | None = cell("市级资金")
    county: Spending | None = cell("县区资金")
    local: Spending | None = cell("地方资金")
    carryover: Spending | None = cell("上年结转资金")
    other: Spending | None = cell("其他资金")


class ResultIndicator(Indicator):
    """A row of the indicator table of a self-evaluation: a target, what was reached, the score and the reason."""

    needed_columns: ClassVar[tuple[str, ...]] = ("family",)
    family: Column[Words] = cell("一级指标")
    # Some forms have no column for it.
    type: Column[Words] = cell("二级指标")
    direction: Words | None = cell("指标方向")
    actual: Words = required("实际完成值")
    score: Words | None = cell("得分")
    reason: Prose | None = cell("偏差原因")
    standard: Prose | None = cell("评价标准")


class ResultsForm(FieldGroup):
    """The parts that the self-evaluations of departments and of projects share."""

    is_form = True
    execution: Execution = block("预算执行情况", Execution)
    goal: Prose | None = cell("年度总体目标")
    actual_goal: Prose | None = cell("全年目标实际完成情况")
    indicators: Rows[ResultIndicator] = required("绩效指标")
    weight_total: Words | None = cell("权重合计")
    score_total: Words | None = cell("得分合计")
    explanation: Prose | None = cell("说明")
    other: OtherCells | None = cell("表上其他栏目")
    withheld: WithheldCells = cell("不予公开的决定")

    @property
    def budget(self) -> Funds:
        """A budget without cells: the form has the execution of one."""
        return Funds()


class DepartmentResultsForm(FieldGroup):
    """The head of the self-evaluation of a department: 部门整体支出绩效自评表."""

    is_form = True
    title: NeededWords = required("表名")
    unit: Literal["万元", "元"] = required("金额单位")
    department: NeededWords = required("预算单位名称")
    supervisor: Words | None = cell("主管部门名称")


class ProjectResultsForm(FieldGroup):
    """The head of the self-evaluation of a project: 项目支出绩效自评表."""

    is_form = True
    title: NeededWords = required("表名")
    unit: Literal["万元", "元"] = required("金额单位")
    name: NeededWords = required("项目名称")
    code: Code | None = cell("项目代码")
    supervisor: Words | None = cell("主管部门")
    implementer: Words | None = cell("实施单位")


class Clearance(FieldGroup):
    """A decision that one text may be published: it was compared with what is withheld, or its words are harmless.

    It holds for the text with that SHA-256 and for no other.
    """

    sha256: Sha256 = required("文字的 SHA-256")
    basis: NeededWords = required("依据")
    decided_on: NeededDay = required("决定日期")
    decided_by: NeededWords = required("决定人")
    cell: NeededWords = required("栏目")


Clearances = Rows[Clearance] | None


class ListDocument(FieldGroup):
    """The document that a project was published in with others: its name, its title and its cells around the forms."""

    name: Words = required("名称")
    title: Words | None = cell("标题")
    other: OtherCells | None = cell("表上其他栏目")


class DocumentFile(FieldGroup):
    """The file of a document with several forms of projects: what is said of all of them once."""

    title: NeededWords = required("标题")
    other: OtherCells | None = cell("表上其他栏目")
    source: Source = required("来源")
    disclosure: Disclosure = required("公开情况")
    review: Review = required("保密审查")
    clearances: Clearances = cell("可公开的决定")


# The keys of what a document has for all its forms.
OF_DOCUMENTS = ("source", "disclosure", "review")


class PublicationDetails(FieldGroup):
    """The parts of a file that are not on the form: source, disclosure, review, notes and so on."""

    form: Words | None = cell("表式")
    framework: Literal["before-101", "after-101"] = required("指标体系")
    source: Source = required("来源")
    disclosure: Disclosure = required("公开情况")
    review: Review = required("保密审查")
    notes: Rows[Words] | None = cell("录入说明")
    adjustments: Rows[Adjustment] | None = cell("批复后的调整")
    as_published: Rows[Confirmation] | None = cell("与原文核对过的提示")
    replies: Rows[Reply] | None = cell("部门说明")
    trace: StoredTrace | None = cell("与原文的对照")
    clearances: Clearances = cell("可公开的决定")

    def confirmations_of(self, rule: str) -> tuple[Confirmation, ...]:
        """Return the confirmations of the findings of a rule."""
        return tuple(entry for entry in self.as_published or () if entry.rule == rule)

    def replies_to(self, rule: str) -> tuple[Reply, ...]:
        """Return the department's replies to the findings of a rule."""
        return tuple(entry for entry in self.replies or () if entry.rule == rule)


# Pydantic orders fields by the bases from last to first: the form before its publication parts.
class Record(PublicationDetails, DepartmentForm):
    """部门整体支出绩效目标: the targets of one department for one year."""


class Project(PublicationDetails, ProjectForm):
    """项目支出绩效目标: the targets of one project of one department for one year.

    `document` is a name in the file, which is read together with the file of that document.
    """

    document: Editorial[Annotated[ListDocument, NAMED_ELSEWHERE]] = cell("所在的文件")
    cleared: Editorial[Decision] = cell("可公开的决定")


class DepartmentResults(PublicationDetails, ResultsForm, DepartmentResultsForm):
    """部门整体支出绩效自评: the results of one department for one year."""

    cleared: Editorial[Decision] = cell("可公开的决定")


class ProjectResults(PublicationDetails, ResultsForm, ProjectResultsForm):
    """项目支出绩效自评: the results of one project of one department for one year."""

    document: Editorial[Annotated[ListDocument, NAMED_ELSEWHERE]] = cell("所在的文件")
    cleared: Editorial[Decision] = cell("可公开的决定")


Targets = Record | Project
Results = DepartmentResults | ProjectResults
Form = Targets | Results


def results_shape(project: str) -> Any:
    """Return the model of the self-evaluation of a project, or of a department where the slug is empty."""
    return ProjectResults if project else DepartmentResults


def form_shape(is_project: bool, is_results: bool) -> type[Form]:
    """Return the model of the targets or the results of a department or a project."""
    if is_results:
        return ProjectResults if is_project else DepartmentResults
    return Project if is_project else Record


def subject_of(form: Form) -> str:
    """Return the name of the department or the project that a form is of."""
    return str(form.department if isinstance(form, Record | DepartmentResults) else form.name)


class Department(FieldGroup):
    """A department with a budget, in any year."""

    name: NeededWords = required("部门名称")
    short_names: Rows[NeededWords] | None = cell("简称")
    aliases: Rows[NeededWords] | None = cell("别名")
    former_names: Rows[NeededWords] | None = cell("曾用名")
    moved_from: Rows[DepartmentAddress] | None = cell("原来的网址")
    peer_group: Words | None = cell("同类部门")
    portal: Address | None = cell("门户网站")
    clearances: Clearances = cell("可公开的决定")

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the department, present and former, its own first."""
        return (self.name, *(self.short_names or ()), *(self.aliases or ()), *(self.former_names or ()))


class RosterEntry(FieldGroup):
    """A body that must publish, in all years or from one year to another."""

    name: NeededWords = required("部门名称")
    from_year: Year | None = cell("从哪一年起")
    until_year: Year | None = cell("到哪一年为止")

    @property
    def is_for_ever(self) -> bool:
        """Whether the entry names no years."""
        return self.from_year is None and self.until_year is None

    def covers(self, year: int) -> bool:
        """Whether the body must publish the forms of a year."""
        return (self.from_year or year) <= year <= (self.until_year or year)


class Jurisdiction(FieldGroup):
    """A city, a county or the central level, with the departments that must publish."""

    name: NeededWords = required("地区名称")
    short_name: Words | None = cell("简称")
    level: NeededWords = required("级别")
    code: NeededWords = required("行政区划代码")
    finance_bureau: NeededWords = required("财政部门")
    roster: Rows[Annotated[RosterEntry, BY_NAME]] = required("应公开部门名单")
    basis: Rows[LegalBasis] | None = cell("本地的依据")
    clearances: Clearances = cell("可公开的决定")

    @property
    def has_code(self) -> bool:
        """Whether the place has a code; zeros alone are none."""
        return self.code.strip("0") != ""


class Notice(FieldGroup):
    """The front matter of an official document; its text is in the file only where it may be published."""

    title: NeededWords = required("标题")
    number: Words | None = cell("文号")
    issuer: NeededWords = required("发文机关")
    date: NeededDay = required("发文日期")
    attribute: Attribute = required("公开方式")
    how_to_request: Words | None = cell("怎样申请")
    clearances: Clearances = cell("可公开的决定")


class ProsePage(FieldGroup):
    """The front matter of a page of prose."""

    title: NeededWords = required("标题")
    description: Words | None = cell("说明")
    section: Words | None = cell("所属栏目")
    clearances: Clearances = cell("可公开的决定")


def form_keys(shape: type[Form]) -> tuple[str, ...]:
    """Return the keys of the cells and groups that are on the form itself, in its order."""
    return tuple(key for key in titles_of(shape) if key not in PublicationDetails.model_fields)
