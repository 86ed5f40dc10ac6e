/**
 * Discussions of colleagues on records. A line begins with the one who says it, `a`, `b` or `c`; "@b" mentions them,
 * and words in braces are filled in. A last line "done" resolves the thread.
 */
export const talks = {
  opportunity: [
    [
      "a The board meets on {weekday}. @b can we have the final numbers by then?",
      "b Yes. I send them tomorrow, with the {pct} % that we agreed on.",
      "a Thank you!",
      "done",
    ],
    [
      "a {first} asks for a reference in their industry. Who of our customers in {city} would talk to them?",
      "b I will ask two of mine and let you know on {weekday}.",
      "c The one from last {month} said yes to calls, not to visits.",
    ],
    [
      "a They compare us with a supplier who is {pct} % cheaper. I would rather shorten the scope than lower the price.",
      "b Agreed. Training could move into a second order.",
      "a Good idea, I offer it like that.",
    ],
    [
      "a Does {product} run with their present accounting? They asked twice.",
      "b It does, by the export of last {month}. I put the guide into the note.",
      "done",
    ],
    ["a Legal wants the liability in writing. @b please have a look before I answer.", "b Looks fine to me."],
    ["a Moved the close date: {first} is on leave until the {number}th.", "b Then let us use the time for the pilot."],
    [
      "a Who signs on their side?",
      "b {first}, together with the head of finance. Both have to be on the mail.",
      "a Noted, thank you.",
      "done",
    ],
    ["a Good news: the pilot team wants to keep it. Next step is the offer for all sites."],
    [
      "a Is the {pct} % still possible if they order before the end of {month}?",
      "b Only with payment at the start. Otherwise {number} is too many days for us.",
      "c I asked finance, payment at the start is fine for them.",
      "a Then I confirm it today.",
    ],
    ["a No answer for {number} days. I call {first} on {weekday} and close it if nobody picks up."],
    ["a We promised delivery in {month}. @b is that safe?", "b Safe if the order is here by the {number}th."],
    [
      "a They need the offer in two parts: purchase has a limit for each order.",
      "b Done, both are with {first}.",
      "done",
    ],
    ["a Please do not send further prices before I have spoken with {first}."],
    [
      "a Demo went well, {number} people, good questions about rights.",
      "b Great work! Shall I invite IT for the next one?",
      "a Yes please, before {weekday}.",
    ],
  ],
  account: [
    ["a Their invoices go to a new address from {month} on. @b can you tell accounting?", "b Done.", "done"],
    ["a They open a site in {city} next year. Worth a visit in {month}."],
    [
      "a Whom do we call about the renewal, now that their head of IT has left?",
      "b {first} took over for the time being.",
      "c I met {first} at the fair, very friendly. Happy to introduce you.",
    ],
    ["a Payment is {number} days late, the second time this year. Let us talk before the next order."],
    ["a Great feedback in the review today. They would be a reference for us."],
    [
      "a Two colleagues called them on the same day. Please look here before you call.",
      "b Sorry, that was me. I follow the account now.",
      "done",
    ],
    [
      "a Their contract of last {month} says {number} days notice, not {pct}. @b please correct the offer.",
      "b Corrected.",
    ],
    [
      "a Merger is official. From {month} on everything is bought by the parent company.",
      "b Then we should meet both.",
    ],
    ["a They like short answers and hate slides. Good to know for {weekday}."],
  ],
  contact: [
    ["a Prefers calls before ten, and never on {weekday}s.", "b Good to know, thank you!"],
    ["a Changed teams and still decides about {product}.", "b Confirmed on the phone today.", "done"],
    ["a @b you know {first} from the first project, would you join the meeting in {city}?", "b With pleasure."],
    ["a Wants no newsletters, only personal mail. I have set it in the details."],
    ["a Asked for the slides of {weekday} again.", "b Sent.", "done"],
    ["a Speaks French at home: {first} was delighted when we did too."],
    ["a Back from parental leave in {month}. Until then please write to the assistant."],
    [
      "a Who has the direct number? The switchboard keeps me waiting for {number} minutes.",
      "b It is in the details now.",
    ],
  ],
} as const satisfies Record<string, readonly (readonly string[])[]>;

/** Answers that fit in many places. */
export const agreements = [
  "I agree.",
  "Same here.",
  "Let us talk about it on {weekday}.",
  "I take care of it.",
  "Thank you for the note!",
  "Makes sense. Keep me in the loop, please.",
] as const;
