"""Whom and what a plan looks at, in words: the part of a method that all questions share."""

from truenorth.engines.events.asking.plan import SESSION, USER, Filter, Plan

_WORDS = {
    "is": "is",
    "is_not": "is not",
    "contains": "contains",
    "not_contains": "does not contain",
    "starts_with": "starts with",
    "ends_with": "ends with",
    "matches": "matches",
    "gt": "is above",
    "gte": "is at least",
    "lt": "is below",
    "lte": "is at most",
    "between": "is between",
    "set": "is known",
    "not_set": "is not known",
}


def scope_words(plan: Plan) -> str:
    """Sentences on actors, filters and members; empty where a plan looks at everybody and everything.

    >>> from truenorth.engines.events import Funnel
    >>> scope_words(Funnel(steps=["a"], actor="org", filters=[Filter(property="plan", value=["pro", "team"])]))
    'Actors are values of org; events without one are left out. Only events whose plan is pro or team.'
    """
    sentences = []
    if plan.actor == SESSION:
        sentences.append("Actors are sessions: a pause of more than 30 minutes begins another, and so do 24 hours.")
    elif plan.actor != USER:
        sentences.append(f"Actors are values of {plan.actor}; events without one are left out.")
    if plan.filters:
        sentences.append(f"Only events whose {' and whose '.join(filter_words(one) for one in plan.filters)}.")
    if plan.members is not None:
        sentences.append("Only members of a cohort.")
    return " ".join(sentences)


def filter_words(one: Filter) -> str:
    """A filter as a clause.

    >>> filter_words(Filter(property="price", operator="between", value=[1, 5]))
    'price is between 1 and 5'
    """
    between = " and " if one.operator == "between" else " or "
    return " ".join([one.property, _WORDS[one.operator], between.join(str(value) for value in one.value)]).rstrip()
