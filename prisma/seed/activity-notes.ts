import type { RichDoc, RichNode } from "@/lib/rich-text/rich-text";
import type { BySeason, Season } from "./activity-sentences";
import { bold, doc, h, p, quote, table } from "./texts";

/** A text with its slots filled, and mentions in the places of "@member", "@contact" and "@record". */
export interface NoteWriter {
  words(template: string): RichNode[];
  pick<T>(list: readonly T[]): T;
  /** As many different ones of a list. */
  some<T>(list: readonly T[], count: number): T[];
}

/** Facts about a customer or a sale, as salespeople note them. */
const facts: BySeason = {
  early: [
    "{n} sites, about {number} employees, growing.",
    "They buy through a group contract; procurement is in {city}.",
    "Present supplier since {n} years, contract until {month}.",
    "@contact knows us from a former company.",
    "First interest came from the webinar in {month}.",
    "IT is managed by a partner, who has to agree.",
    "Decision by the board, prepared by @contact.",
    "Their fiscal year ends in {month}.",
    "No experience with {product} so far.",
    "They want to see results within {weeks} weeks.",
    "Competition: a local firm and one large vendor.",
  ],
  middle: [
    "Users: {n} teams, one of them in {city}.",
    "The interface to accounting is a condition.",
    "@contact supports us, IT is neutral.",
    "Budget of about {amount} is set aside.",
    "Data has to stay in the country.",
    "They test two suppliers side by side for {weeks} weeks.",
    "Main argument: fewer manual steps at the end of the month.",
    "@member shows the reports in the next demo.",
    "Risk: the project lead changes in {month}.",
    "The other offer is {pct} % cheaper, without support.",
    "Training has to happen before {month}.",
    "The works council has been informed.",
  ],
  late: [
    "Discount of {pct} % agreed with @member.",
    "@contact signs, together with the head of finance.",
    "Payment in three parts, the first with the order.",
    "Start on the first {weekday} in {month}.",
    "Legal wants a limit of liability of {amount}.",
    "Purchase order is in approval since {weekday}.",
    "Delivery confirmed {n} people for the project.",
    "The price is valid until the end of {month}.",
  ],
  customer: [
    "Satisfied with the service, critical about invoices.",
    "Next review in {month} with @contact.",
    "A second site in {city} may follow.",
    "New head of operations since {month}.",
    "{n} open tickets, none of them urgent.",
    "Reference visit possible, ask @contact first.",
    "Price increase of {pct} % was accepted last year.",
    "They prefer calls to e-mails.",
    "Budget for {product} is planned for next year.",
    "@member knows the team from the first project.",
    "The contract with @record is renewed each year.",
  ],
};

/** Short notes, as people type them in a hurry. */
const hurried: Readonly<Record<Season, readonly string[]>> = {
  early: [
    "spoke w/ {first}, nice, no budget before {month}. call again in {weeks} wks",
    "{n} sites!! start small in {city}. {first} = champion?",
    "not decision maker. ask for head of ops",
    "wants refs + price range, then mtg w/ IT",
    "met at fair, has card of {colleague}. follow up {weekday}",
  ],
  middle: [
    "demo ok, rights mgmt unclear -> @member pls send doc",
    "price: they say {amount} max, we are above. option 2?",
    "IT qs: hosting, SSO, backup. answered 2 of 3",
    "board mtg in {month}, {first} presents. needs 2 slides by {weekday}",
    "pilot {weeks} wks, 1 team, {city}",
  ],
  late: [
    "PO by {weekday}, {first} promised. {pct}% ok'd by @member",
    "legal: only liability open",
    "sign moves to {month} (CFO on leave)",
    "ok for {amount}, 60 days net. waiting for order no.",
  ],
  customer: [
    "all fine. 2nd site maybe {month}",
    "inv. {number} wrong again -> accounting, tell {first} when done",
    "new contact from {month}: see @contact",
    "renewal likely, max +{pct}%",
    "wants training for {n} new people, {city}",
  ],
};

const sayings = [
  "If the pilot works in one team, we take it for all of them.",
  "We do not need the cheapest offer, we need one contact who answers.",
  "Our people must be able to use it after one morning of training.",
  "Last year we waited four months for an interface. Not again.",
  "The price is fine, the date is the problem.",
  "I can only present this once, so the figures must be right.",
  "Show us what others in our industry do.",
] as const;
const steps = [
  "Send two references",
  "Call @contact on {weekday}",
  "Ask @member about the estimate",
  "Prepare the comparison of both options",
  "Send the answers about hosting",
  "Update the close date",
  "Invite IT to the next meeting",
  "Check the contract of last year",
  "Plan the visit to {city}",
  "Clarify who signs",
] as const;
const openings = [
  "Notes of the conversation with @contact, {weekday} {hour}.",
  "Summary for @member, who takes over the technical part.",
  "From the meeting in {city} about @record:",
  "State of @record after the call with @contact.",
  "For the hand-over to @member.",
  "Written down after the visit, see also @record.",
] as const;

/** A note of a salesperson, in one of several hands: in a hurry, in prose, as lists, as a table, with a quote. */
export function noteOf(season: Season, { words, pick, some }: NoteWriter): RichDoc {
  const own = facts[season];
  const line = (template: string) => p(...words(template));
  const [first = "", second = "", third = ""] = some(own, 3);
  const forms: readonly (() => RichDoc)[] = [
    () => doc(line(pick(hurried[season]))),
    () => doc(line(pick(hurried[season])), line(pick(hurried[season]))),
    () => doc(line(pick(openings)), line(`${first} ${second}`)),
    () => doc(line(`${first} ${second} ${third}`)),
    () => doc(line(pick(openings)), list(some(own, 3).map(words))),
    () => doc(h("Facts"), list([first, second].map(words)), h("Next steps"), todo(some(steps, 3).map(words))),
    () => doc(line(first), quote(pick(sayings)), line(second)),
    () => doc(p(bold("Important: "), ...words(first)), line(second), todo(some(steps, 2).map(words))),
    () => doc(line(pick(openings)), table([["Topic", "Answer"], ...topicRows(pick)])),
  ];
  return pick(forms)();
}

const list = (lines: readonly RichNode[][]): RichNode => ({
  type: "bulletList",
  content: lines.map((line) => ({ type: "listItem", content: [p(...line)] })),
});

const todo = (lines: readonly RichNode[][]): RichNode => ({
  type: "taskList",
  content: lines.map((line, place) => ({
    type: "taskItem",
    attrs: { checked: place === 0 },
    content: [p(...line)],
  })),
});

const topicRows = (pick: NoteWriter["pick"]): string[][] => [
  ["Budget", pick(["Decided", "Asked for", "Part of next year's plan", "Not decided"])],
  ["Decision", pick(["Board", "Head of finance", "Operations and IT together", "Managing director"])],
  ["Start", pick(["As soon as possible", "Next quarter", "After the summer", "With the new fiscal year"])],
  ["Competition", pick(["None known", "Present supplier", "Two others invited", "Solution of their own"])],
];
