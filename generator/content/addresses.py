"""Site-relative addresses of pages; pages, exports, links and search entries take theirs from here."""

from collections.abc import Iterable
from functools import lru_cache

# Loops over what refers to forms ask for the same addresses again and again.
CACHED = 4096
# The JSON file of a department's form, of a project, and of a self-evaluation, in the folder of its page.
RECORD_JSON = "record.json"
PROJECT_JSON = "project.json"
RESULTS_JSON = "results.json"
# The last part of the address of a self-evaluation, and of the name of its file before .yml.
RESULTS = "results"


def site_address(path: str, own: str) -> str:
    """The address of a page on its site, by its identity; `own` is the identity of the department whose site it is."""
    return path.removeprefix(own)


def section_address(section: str) -> str:
    """The page of a section of the site, such as departments or data."""
    return f"{section}/"


def city_address(city: str) -> str:
    """The page of a city, by the name of its folder."""
    return f"{city}/"


def city_year_address(city: str, year: int) -> str:
    """The page of a city and year, by the name of the city's folder."""
    return f"{city_address(city)}{year}/"


def department_address(city: str, department: str) -> str:
    """The page of a department, by the names of the folders."""
    return f"{city_address(city)}{department}/"


@lru_cache(maxsize=CACHED)
def form_address(city: str, department: str, year: int | str, project: str = "") -> str:
    """The page of a form: of the department and year, or of one of its projects."""
    of_year = f"{department_address(city, department)}{year}/"
    return f"{of_year}{project}/" if project else of_year


def results_address(targets: str) -> str:
    """The page of a self-evaluation, by the address of the form of targets that it answers."""
    return f"{targets}{RESULTS}/"


def file_of(form: str) -> str:
    """The file of a form from the content's folder, by the address of its page."""
    path = form.rstrip("/")
    of_results = f"/{RESULTS}"
    return f"{path.removesuffix(of_results)}.{RESULTS}.yml" if path.endswith(of_results) else f"{path}.yml"


def address_of(file: str) -> str:
    """The page of a form, by its file from the content's folder."""
    return f"{file.removesuffix('.yml').replace('.', '/')}/"


def layout_address(form: str) -> str:
    """The page that shows a form in the layout of the official form, by the address of the form."""
    return f"{form}form/"


def summary_address(city: str, year: int, kind: str) -> str:
    """The summary table of the departments or the projects of a city and year."""
    return f"{city_year_address(city, year)}{kind}/"


def topic_address(topic: str) -> str:
    """The page of the indicators of one topic."""
    return f"{section_address('indicators')}{topic}/"


def question_address(question: str) -> str:
    """The page of a question of readers."""
    return f"{section_address('questions')}{question}/"


def rule_address(rule: str) -> str:
    """The page of a rule, by its number."""
    return f"{section_address('checks')}{rule.lower()}/"


def comparison_address(forms: Iterable[str]) -> str:
    """The prepared comparison of some forms, by their addresses."""
    return f"{section_address('compare')}{'--'.join(form.strip('/').replace('/', '-') for form in forms)}/"


def notice_address(notice: str) -> str:
    """The page of a notice, by the name of its file."""
    return f"{section_address('notices')}{notice}/"


def prose_address(page: str) -> str:
    """A page of prose, by the name of its file."""
    return f"{page}/"


def board_address(city: str) -> str:
    """The disclosure board of a city, by the name of its folder."""
    return f"{section_address('disclosure')}{city}/"


def changes_address(year: int) -> str:
    """The page of the changes of a year."""
    return f"{section_address('changes')}{year}/"


def assets_address(digest: str) -> str:
    """The folder of the assets whose content has a hash; a changed file has a new address."""
    return f"assets/{digest[:10]}/"
