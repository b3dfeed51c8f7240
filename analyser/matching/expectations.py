"""Which groups of the lexicon a provision on a concept is expected to speak of.

Decides nothing about a section: the features count what is there. A concept that is not listed expects what its family
expects; a family that is not listed expects a punishment.
"""

EXPECTED: dict[str, tuple[str, ...]] = {
    "def.child": ("child", "under_age", "definition"),
    "def.age_consent": ("child", "under_age", "sexual_act"),
    "def.prostitution": ("child", "prostitution", "definition", "payment"),
    "def.csam": ("child", "pornography", "definition", "depict"),
    "def.csam.visual": ("child", "pornography", "definition", "depict", "sexual_act"),
    "def.csam.organs": ("child", "pornography", "depict", "genitals"),
    "def.csam.virtual": ("child", "pornography", "depict", "simulated"),
    "def.csam.appear": ("child", "pornography", "depict", "simulated"),
    "abuse": ("child", "under_age", "sexual_act", "punish"),
    "abuse.coercion": ("sexual_act", "coercion", "punish"),
    "abuse.trust": ("child", "sexual_act", "authority", "family", "punish"),
    "abuse.vulnerable": ("sexual_act", "vulnerable", "punish"),
    "prostitution": ("child", "prostitution", "punish"),
    "prostitution.recruit": ("child", "prostitution", "recruit", "punish"),
    "prostitution.coerce": ("child", "prostitution", "coercion", "punish"),
    "prostitution.profit": ("child", "prostitution", "profit", "punish"),
    "prostitution.client": ("child", "sexual_act", "payment", "punish"),
    "csam": ("child", "pornography", "depict", "punish"),
    "csam.produce": ("child", "pornography", "depict", "produce", "punish"),
    "csam.offer": ("child", "pornography", "depict", "offer", "punish"),
    "csam.available": ("child", "pornography", "depict", "available", "punish"),
    "csam.distribute": ("child", "pornography", "depict", "distribute", "punish"),
    "csam.transmit": ("child", "pornography", "depict", "transmit", "punish"),
    "csam.procure": ("child", "pornography", "depict", "obtain", "punish"),
    "csam.possess": ("child", "pornography", "depict", "possession", "punish"),
    "csam.access": ("child", "pornography", "access", "computer", "punish"),
    "performance": ("child", "pornography", "performance", "punish"),
    "performance.recruit": ("child", "pornography", "performance", "recruit", "punish"),
    "performance.coerce": ("child", "pornography", "performance", "coercion", "punish"),
    "performance.profit": ("child", "pornography", "performance", "profit", "punish"),
    "performance.attend": ("child", "pornography", "performance", "witness", "punish"),
    "corrupt": ("child", "sexual_act", "witness", "punish"),
    "groom": ("child", "solicit", "meeting", "computer", "punish"),
    "groom.meet.csam": ("child", "solicit", "computer", "pornography", "punish"),
    "inchoate.aid": ("aiding",),
    "inchoate.attempt": ("attempt",),
    "corp": ("legal_person",),
    "sanction.legal": ("legal_person", "punish"),
    "aggr": ("sexual_act", "punish"),
    "aggr.vulnerable": ("sexual_act", "vulnerable", "child", "punish"),
    "aggr.family": ("sexual_act", "family", "authority", "punish"),
    "aggr.several": ("sexual_act", "several", "punish"),
    "aggr.organised": ("organisation", "punish"),
    "aggr.recidivism": ("recidivism", "punish"),
    "proc.limitation": ("limitation", "majority", "child"),
    "proc.preserve": ("preservation", "data"),
    "proc.partialdisclosure": ("preservation", "data", "subscriber"),
    "proc.produce": ("production_order", "data"),
    "proc.produce.subscriber": ("production_order", "subscriber", "data"),
    "proc.search": ("search", "data", "computer"),
    "proc.seize": ("seizure", "data", "computer"),
    "proc.assist": ("search", "data"),
    "proc.traffic.rt": ("interception", "data"),
    "proc.intercept": ("interception",),
}

COMMON = frozenset(
    {"child", "under_age", "pornography", "depict", "sexual_act", "punish", "prostitution", "performance"}
    | {"data", "definition"}
)
"""Groups that a whole family of concepts is expected to speak of: they tell none of its members from another."""

_VERBS: dict[str, tuple[str, ...]] = {
    "csam": ("produce", "offer", "available", "distribute", "transmit", "obtain", "possession", "access"),
    "prostitution": ("recruit", "coercion", "profit", "payment"),
    "performance": ("recruit", "coercion", "profit", "witness"),
    "aggr": ("vulnerable", "family", "several", "organisation", "recidivism"),
    "proc": ("limitation", "preservation", "production_order", "search", "seizure", "interception", "subscriber"),
    "inchoate": ("attempt", "aiding"),
}


def verbs_beside(concept: str) -> tuple[str, ...]:
    """The groups that tell the members of the concept's family apart; none for a family of one."""
    return _VERBS.get(concept.partition(".")[0], ())


def expected(concept: str) -> tuple[str, ...]:
    """The groups of the concept, or of the nearest enclosing family that is listed."""
    name = concept
    while name not in EXPECTED and "." in name:
        name = name.rpartition(".")[0]
    return EXPECTED.get(name, ("punish",))
