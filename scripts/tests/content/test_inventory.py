"""Records that must exist, and their numbers: what the source names."""

from __future__ import annotations

import pytest

from handbook.model.dataset import Dataset
from handbook.model.records import Figure

#: Ids by kind.
INVENTORY = {
    "themes": "border-co-governance grassroots-governance rule-of-law",
    "practices": """
        guangchen-model five-joint guangchen-langxia-framework border-joint-conference joint-duty-linkage safe-border-volunteers
        cross-area-enforcement ping-zhi-110 min-sheng-one-click xi-shi-wu-song safety-good-governance-drive system-safety-creation
        safety-campaigns safety-regulation-outreach first-class-rule-of-law-environment enterprise-case-centre enterprise-alliance
        enterprise-patrols foreign-affairs-service sixteen-measures enterprise-compliance four-party-mediation court-fast-track
        rule-of-law-complex ip-full-chain legal-adviser-grid hundred-courts""",
    "platforms": """
        platform-grassroots-info platform-110 platform-12345 platform-mediation platform-integrated-enforcement""",
    "figures": """
        safety-wins coastline-km border-km ping-zhi-110-incidents ping-zhi-110-closure road-death-declines work-accidents-both-down
        foreign-investment-years procuratorate-measures compliance-departments court-indicators-first""",
    "honours": """
        provincial-safe-city two-star-golden-tripod fengqiao-style-method fengqiao-excellent-case enforcement-excellent-case
        rule-of-law-best-practice ip-pilot-county""",
    "organisations": """
        public-security-bureau exit-entry-brigade procuratorate court justice-bureau industry-commerce-federation governance-centre
        guangchen-town langxia-town jiaxing-political-legal-media""",
    "places": "pinghu jinshan guangchen langxia shantang-village xindai suhe-village garment-city",
    "terms": "big-safety-pattern governance-shift-down fengqiao-experience shuangfei-incidents",
    "sources": "pinghu-safety-2024",
}

#: The figures' numbers as the source gives them; the one without a number is told in words.
VALUES = {
    "safety-wins": "18", "coastline-km": "27", "border-km": "58", "ping-zhi-110-incidents": "17282", "ping-zhi-110-closure": "100",
    "road-death-declines": "5", "foreign-investment-years": "24", "procuratorate-measures": "16", "compliance-departments": "8",
    "court-indicators-first": "3",
}  # fmt: skip


def test_every_record_that_the_source_names_is_there(real: Dataset) -> None:
    """Addresses elsewhere rely on these ids."""
    expected = {(kind, record) for kind, records in INVENTORY.items() for record in records.split()}
    assert set() == expected - {(record.folder, record.id) for record in real.records.values()}


@pytest.mark.parametrize(("figure", "value"), VALUES.items())
def test_figure_has_the_number_that_the_source_gives(
    real: Dataset, figure: str, value: str
) -> None:
    """A number that was changed by mistake agrees with itself everywhere."""
    record = real.records[figure]
    assert isinstance(record, Figure)
    assert value == str(record.value)
