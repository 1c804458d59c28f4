"""A grade of the sample conversation and questions about it, as a service would send them."""

from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.quiz import Option, Question

CRITERIA = (
    GradeEntry(
        EntryKind.FEEDBACK,
        "Task completion",
        "Did you order a drink and something to eat, and answer what Mia asked?",
        "You ordered a tea and a cake and said how you take your tea.",
        9,
        10,
        "reached",
    ),
    GradeEntry(
        EntryKind.FEEDBACK,
        "Grammar",
        "Are your sentences built as English builds them?",
        "Your question was polite and correct. Keep the article before a noun.",
        7,
        10,
        "confident",
        words="a slice of that cake",
        message_id="l-1",
    ),
    GradeEntry(
        EntryKind.FEEDBACK,
        "Vocabulary range",
        "Do you use words of your own, and more than the simplest ones?",
        "“A slice of” is just the right word. Try more than “please” in short answers.",
        6.5,
        10,
        "growing",
    ),
    GradeEntry(
        EntryKind.FEEDBACK,
        "Interaction",
        "Do you ask back, and keep the talk going?",
        "Two of your answers were a single word or two.",
        5,
        10,
        "getting there",
        words="Milk, please.",
        message_id="l-2",
    ),
)
REMARKS = (
    GradeEntry(EntryKind.STRENGTH, "Polite requests", reason="“Could I have …” is what a native speaker would say."),
    GradeEntry(EntryKind.IMPROVEMENT, reason="Ask something back: what the cake is made of, or what it costs."),
    GradeEntry(
        EntryKind.REPLACEMENT,
        reason="A whole sentence sounds friendlier than two words.",
        words="Milk, please.",
        replacement="With a little milk, please.",
        message_id="l-2",
    ),
    GradeEntry(EntryKind.HIGHLIGHT, words="a tea and a slice of that cake", message_id="l-1"),
    GradeEntry(EntryKind.OTHER),
)
HALF = Grade("chat-1", GradeStatus.GRADING, CRITERIA[:2], "grade-1")
GRADED = Grade("chat-1", GradeStatus.GRADED, CRITERIA + REMARKS, "grade-1")
FAILED = Grade("chat-1", GradeStatus.FAILED, note="The grading took too long.")
SECOND = Grade(
    "chat-2",
    GradeStatus.GRADED,
    (GradeEntry(EntryKind.FEEDBACK, "Task completion", reason="You paid and said goodbye.", score=8, total=10),),
    "grade-2",
)

QUESTIONS = (
    Question(
        "q-1",
        "chat-1",
        "Which of these is the politest way to ask for the bill?",
        (
            Option("a", "Bring me the bill."),
            Option("b", "Could I have the bill, please?"),
            Option("c", "I want to pay now, so it would be good if somebody came to this table soon."),
        ),
    ),
    Question(
        "q-2",
        "chat-1",
        "What did Mia offer with the tea?",
        (Option("a", "Milk"), Option("b", "Lemon"), Option("c", "Sugar")),
        takes_several=True,
    ),
)
