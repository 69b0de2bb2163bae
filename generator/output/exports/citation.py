"""The citation of a form: by the national standard, as a sentence, as BibTeX; unknown days are left out."""

from dataclasses import dataclass

from generator.analysis.facts import FormFacts
from generator.content.config import Config
from generator.forms.model import Project, ProjectResults
from generator.output.exports.feeds import feed_entry
from generator.output.exports.web import address
from generator.words import translate

# The digits of a fingerprint that citations show; BibTeX has all of them.
SHORT = 12
# BibTeX counts braces, escaped or not, so that they must be commands.
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)
IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of the citation of a form; what is unknown is empty.

    day           of disclosure or registration, or on which the latest adjustment was registered
    how           which of these the day is: published, registered or adjusted
    fingerprint   SHA-256 of the approved text
    address       absolute where the site's own is known, else relative to the site's root
    """

    key: str
    department: str
    title: str
    year: int
    site: str
    day: str
    how: str
    fingerprint: str
    address: str

    @property
    def short(self) -> str:
        """The beginning of the fingerprint."""
        return self.fingerprint[:SHORT]

    @property
    def dated(self) -> str:
        """The day and what happened on it, in words; nothing where none is known."""
        return translate(f"citing.day.{self.how}", day=self.day) if self.day else ""

    @property
    def version(self) -> str:
        """The beginning of the fingerprint, in words."""
        return translate("citing.fingerprint", fingerprint=self.short)

    @property
    def national(self) -> str:
        """The citation by GB/T 7714-2015 up to the address, which comes last.

        Readers add the day of access.
        """
        year = "" if str(self.year) in self.title else f": {translate('citing.other_title', year=self.year)}"
        day = f"({self.day})" if self.day else ""
        return f"{self.department}. {self.title}{year}[EB/OL]. {self.version}. {self.site}{day}. "

    @property
    def sentence(self) -> str:
        """The citation as a sentence up to the address, which comes last."""
        marks = translate("citing.marks", marks=self.short_marks)
        names = {"department": self.department, "title": self.title, "year": self.year, "site": self.site}
        return translate("citing.sentence", **names, marks=marks)

    @property
    def short_marks(self) -> str:
        """The day, where it is known, and the beginning of the fingerprint, in words."""
        return self.marks(self.short)

    def marks(self, fingerprint: str) -> str:
        """Return the day, where it is known, and a fingerprint, in words."""
        version = translate("citing.fingerprint", fingerprint=fingerprint)
        return translate("citing.between").join(filter(None, (self.dated, version)))

    @property
    def bibtex(self) -> str:
        """The citation as BibTeX, of the year of the form; without an address where the site's own is unknown."""
        fields = {
            "author": f"{{{latex(self.department)}}}",
            "title": f"{{{latex(self.title)}}}",
            "year": str(self.year),
            "howpublished": latex(self.site),
            "url": "" if self.address.startswith("/") else self.address.translate(IN_ADDRESS),
            "note": latex(self.marks(self.fingerprint)),
        }
        lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@misc{{{self.key},\n{''.join(lines)}}}\n"


def latex(text: str) -> str:
    """Escape a text for LaTeX, on one line."""
    return " ".join(text.split()).translate(LATEX)


def names_of(facts: FormFacts) -> tuple[str, str]:
    """Return the name of the department of a form and the title of the form, with the name of its project."""
    form, on_one_line = facts.form, "".join(facts.form.title.splitlines())
    if isinstance(form, Project | ProjectResults):
        return facts.source.department.name, translate("citing.of_project", title=on_one_line, name=form.name)
    return form.department, on_one_line


def citation_of(facts: FormFacts, config: Config) -> Citation:
    """Return the citation of a form."""
    source, news = facts.source, feed_entry(facts)
    department, title = names_of(facts)
    return Citation(
        source.identity.strip("/").replace("/", "-"),
        department,
        title,
        source.year,
        str(config.name),
        news.day.isoformat() if news else "",
        news.how if news else "",
        facts.fingerprint,
        address(config, source.path) if config.url else f"/{source.path}",
    )
