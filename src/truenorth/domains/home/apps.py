from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "truenorth.domains.home"
    label = "home"

    def ready(self) -> None:
        from truenorth.domains.graph.kinds import AttentionAnswered, AttentionAsked, MemberMentioned, RecordAssigned
        from truenorth.domains.home import services
        from truenorth.domains.kit.facts import subscribe

        subscribe(MemberMentioned, services.note_mention)
        subscribe(RecordAssigned, services.note_assignment)
        subscribe(AttentionAsked, services.note_asking)
        subscribe(AttentionAnswered, services.note_answer)
