"""How a form is cited: by the national standard, as a sentence, as BibTeX. A day that nobody knows is left out."""

from dataclasses import dataclass

from generator.analysis.facts import FormFacts
from generator.content.config import Config
from generator.forms.model import Project
from generator.output.exports import web
from generator.output.exports.feeds import feed_entry
from generator.words import translate

# As many digits of a fingerprint as tell texts apart at a glance; BibTeX has room for all of them.
SHORT = 12
# BibTeX counts braces before anything else reads them, so that not even a shielded one may stand alone.
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
    """What a citation of a record is made of; what nobody knows is empty.

    day           of disclosure or registration, or on which the latest adjustment was registered
    how           which of these the day is: published, registered or adjusted
    fingerprint   SHA-256 of the approved text
    address       whole where the site knows its own, else the way from the site's root
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
        """The beginning of the fingerprint in words."""
        return translate("citing.fingerprint", fingerprint=self.short)

    @property
    def national(self) -> str:
        """An electronic resource as GB/T 7714-2015 has it, up to the address, which comes last.

        The day on which it was read is for the reader to add.
        """
        year = "" if str(self.year) in self.title else f": {translate('citing.other_title', year=self.year)}"
        day = f"({self.day})" if self.day else ""
        return f"{self.department}. {self.title}{year}[EB/OL]. {self.version}. {self.site}{day}. "

    @property
    def sentence(self) -> str:
        """A sentence of plain words, up to the address, which comes last."""
        told = translate("citing.marks", marks=self.short_marks)
        names = {"department": self.department, "title": self.title, "year": self.year, "site": self.site}
        return translate("citing.sentence", **names, marks=told)

    @property
    def short_marks(self) -> str:
        """The day, where it is known, and the beginning of the fingerprint in words."""
        return self.marks(self.short)

    def marks(self, fingerprint: str) -> str:
        """The day, where it is known, and a fingerprint in words."""
        version = translate("citing.fingerprint", fingerprint=fingerprint)
        return translate("citing.between").join(filter(None, (self.dated, version)))

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX, of the year of the form; an address that cannot be followed has no field."""
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
    """A text as LaTeX prints it, sign for sign, on one line."""
    return " ".join(text.split()).translate(LATEX)


def citation_of(facts: FormFacts, config: Config) -> Citation:
    """The citation of a form."""
    source, form, news = facts.source, facts.form, feed_entry(facts)
    if isinstance(form, Project):
        department, title = source.department.name, translate("citing.of_project", title=form.title, name=form.name)
    else:
        department, title = form.department, form.title
    return Citation(
        source.path.strip("/").replace("/", "-"),
        department,
        title,
        source.year,
        str(config.name),
        news.day.isoformat() if news else "",
        news.how if news else "",
        facts.fingerprint,
        web.address(config, source.path) if config.url else f"/{source.path}",
    )
