from truenorth.domains.kit.errors import Invalid


class SlicesExceedWhole(Invalid):
    code = "engineering.slices_exceed_whole"
    title = "The slices of an initiative add up to more than 100 %."


class NotAnInitiative(Invalid):
    code = "engineering.not_an_initiative"
    title = "A slice belongs to an initiative."
