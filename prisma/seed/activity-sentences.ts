import type { Phase } from "./activity-subjects";

/** Early in a sale, in the middle of it, at its end, or with a customer. */
export type Season = "early" | "middle" | "late" | "customer";
export type BySeason = Readonly<Record<Season, readonly string[]>>;

const seasons: Readonly<Record<Phase, Season>> = {
  ...{ prospect: "early", first: "early", needs: "middle", offer: "middle", closing: "late" },
  ...{ after: "customer", renewal: "customer", care: "customer" },
};

/** The season of a phase. */
export const seasonOf = (phase: Phase): Season => seasons[phase];

/** Results of calls in which somebody was reached. */
export const callResults: BySeason = {
  early: [
    "{first} is interested and wants to see prices before the end of {month}.",
    "They use spreadsheets today and lose about {n} hours each week.",
    "The budget is not decided; {first} asks the head of finance on {weekday}.",
    "{first} is not the right person and gave me the number of the operations manager.",
    "They have a contract with another supplier until {month}.",
    "Friendly call. {first} wants two references from the same industry.",
    "The project starts in {month} at the earliest. I call again in {weeks} weeks.",
    "They plan {product} for {city} first, and for the other sites next year.",
    "{first} asked for a short overview by e-mail and a meeting on {weekday}.",
    "No need at the moment, but they open a new site in {month}.",
    "Three suppliers are invited. We may present on {weekday}.",
    "{first} decides together with IT. A meeting with both is agreed.",
  ],
  middle: [
    "The scope is clear now: {product} for {n} teams.",
    "{first} compares us with one other supplier; support in the evening matters most.",
    "IT wants to know where the data is stored. I send the answers on {weekday}.",
    "They would like to begin with a pilot of {weeks} weeks.",
    "Our price is about {pct} % above the other offer, but the scope is larger.",
    "{first} has read the proposal and has {n} questions, none of them critical.",
    "The board discusses it in {month}. {first} presents it and wants two slides from us.",
    "They need the interface to their accounting system in the first phase.",
    "{colleague} answers the technical questions directly.",
    "Training for {n} people is to be part of the offer.",
    "They want a fixed price and no travel costs.",
    "The new head of finance asks for a business case first.",
    "{first} prefers the larger option if we can start in {month}.",
  ],
  late: [
    "{first} accepts the price if payment is due after 60 days.",
    "Procurement asks for another {pct} %. I offered training at no charge in return.",
    "The contract is with legal; an answer is expected by {weekday}.",
    "Verbal agreement for {amount}. The purchase order follows next week.",
    "Only the liability clause is open. {colleague} talks to their lawyer.",
    "The signature moves to {month}, because the managing director is on leave.",
    "{first} confirmed the start date and named the project lead.",
    "They ask whether the price stays valid until the end of {month}.",
    "Our competitor lowered the price again. {first} still prefers us.",
    "The order number is missing; {first} sends it on {weekday}.",
  ],
  customer: [
    "{first} is satisfied; two small points go to support.",
    "They use it in {n} of their teams and plan to add one more in {month}.",
    "The last invoice had a wrong order number. I asked accounting for a new one.",
    "{first} would act as a reference if we ask for the date in good time.",
    "There is a new manager in {city}; {first} introduces us.",
    "They complain about slow answers in {month}. I promised a review with {colleague}.",
    "The contract will be renewed if the price rises by less than {pct} %.",
    "{first} asked about {product} for their second site.",
    "Nothing new. The next call is agreed for {month}.",
    "They reorganise their departments, so that our contact may change.",
    "{first} leaves the company in {month}. The successor is not known.",
    "Use went down since the reorganisation. We offer a refresher course.",
  ],
};

/** Notes on calls in which nobody was reached. */
export const missedCalls = [
  "Asked for a call back before {weekday}.",
  "Left my number with the front desk.",
  "Out of office until {weekday}, says the announcement.",
  "In a meeting; try again after {hour}.",
  "Second try this week, I write an e-mail instead.",
  "Their assistant suggests {weekday} at {hour}.",
] as const;

/** Results of meetings and demos. */
export const meetingResults: BySeason = {
  early: [
    "Good first meeting with {n} people. They send us their list of requirements.",
    "Open discussion about costs; the decision is planned for {month}.",
    "{first} showed us the present process. There are many manual steps.",
    "Interest is real, but nobody has a budget yet.",
    "We agreed on a workshop with IT in {weeks} weeks.",
    "They liked the example from logistics. {colleague} sends the case study.",
  ],
  middle: [
    "The reports convinced them, the user rights need another look.",
    "All {n} requirements discussed, two of them need an estimate.",
    "{first} wants to test it with their own data.",
    "The users were enthusiastic, IT was careful.",
    "Questions about security are answered. They ask for a written summary.",
    "We show the mobile part again, as the connection was bad.",
    "They want the proposal with two options by {weekday}.",
    "The pilot in {city} begins in {weeks} weeks with one team.",
    "The finance team joined late, so that we repeat the business case on {weekday}.",
  ],
  late: [
    "Agreed on {amount} and a term of two years.",
    "All points but the liability are agreed. Legal sends a text.",
    "The managing director joined for ten minutes and supports the project.",
    "They sign as soon as the start date is confirmed by delivery.",
    "Payment in three parts: order, delivery, acceptance.",
    "Hard negotiation: we stay at {pct} % discount.",
  ],
  customer: [
    "Kick-off went well. The project lead on their side is {first}.",
    "Review of the last quarter: service level met, {n} tickets open.",
    "They would like a second training in {city}.",
    "Discussed a further project in {month}; {first} asks for the budget.",
    "The numbers are good. {first} presents them to the board.",
    "Two deliveries were late. We agreed on a weekly call until {month}.",
    "Growth plan discussed: one more site and {n} new users.",
    "The first phase is accepted, the protocol is signed.",
  ],
};

/** Topics of agendas. */
export const topics: BySeason = {
  early: [
    "Introduction of both teams",
    "Situation today and goals",
    "Who takes part in the decision",
    "Budget and time frame",
    "Overview of {product}",
    "Questions and next step",
  ],
  middle: [
    "Review of the requirements",
    "Roles and rights of users",
    "Interfaces and data transfer",
    "Security and hosting",
    "Schedule of the pilot",
    "Training in {city}",
    "Both options and their price",
    "Support hours and response times",
  ],
  late: [
    "Open points of the contract",
    "Payment terms",
    "Start in {month} and project team",
    "Acceptance criteria",
    "Liability and data protection",
  ],
  customer: [
    "Figures of the last quarter",
    "Open tickets",
    "Planned changes at {account}",
    "Ideas for the next project",
    "Contacts and responsibilities",
    "Training of new colleagues",
    "Feedback on support",
  ],
};

/** First sentences of e-mails, then what they are about, then how they end. */
export const mailOpenings = [
  "Thank you for your time on {weekday}.",
  "As discussed, I send you the documents about {product}.",
  "I hope the start into {month} was a good one.",
  "Thank you for your message.",
  "I come back to our conversation of last {weekday}.",
  "{colleague} gave me your name.",
  "I am sorry for the late answer.",
  "It was good to meet you in {city}.",
  "Please find our answers below.",
] as const;
export const mailBodies: BySeason = {
  early: [
    "We work with companies of your size and shorten the usual preparation by {n} weeks.",
    "I attach a page with examples and typical costs.",
    "Two customers in your industry agreed to talk about their experience.",
    "Could we talk for twenty minutes about how you handle this today?",
    "If another colleague is responsible for {product}, I would be glad about the name.",
    "Before we meet, it would help to know the number of users and sites.",
    "The brochure explains how a first project usually runs.",
  ],
  middle: [
    "The proposal covers {product} with training and support in the first year.",
    "The price is {amount}; the second option is about {pct} % lower.",
    "Our security team has answered all questions of your list.",
    "We suggest a pilot of {weeks} weeks with one team in {city}.",
    "The schedule assumes that your data arrives by {weekday}.",
    "I changed the scope as you asked and left the rest as it was.",
    "References and certificates are attached.",
    "The estimate for the interface is included as a separate line.",
  ],
  late: [
    "The contract contains the changes that your legal team asked for.",
    "With an order in {month} we can confirm the start date.",
    "Our best price is {amount} with payment within 30 days.",
    "Please send the purchase order to our office as well.",
    "The attached version shows all changes in colour.",
    "I reserved the project team until {weekday}.",
  ],
  customer: [
    "The figures of the last quarter are attached.",
    "From {month} on, {colleague} looks after your account together with me.",
    "Accounting corrected the invoice and sends it again today.",
    "Your contract ends soon; the renewal would cost {amount}.",
    "There are still places in our training in {city}.",
    "The open tickets are solved, except for one that we discuss on {weekday}.",
    "We would like to present {product} to your second site.",
    "The minutes of the meeting and the list of tasks are attached.",
  ],
};
export const mailEndings = [
  "Does {weekday} at {hour} suit you?",
  "Please call me if anything is unclear.",
  "I call you on {weekday}.",
  "I look forward to your answer.",
  "Could you confirm this by {weekday}?",
  "Kind regards to your team in {city}.",
  "Let me know who else should receive this.",
] as const;

/** E-mails and messages that customers wrote. */
export const answers = [
  "Thanks, this works for us. Please send the invitation for {weekday}.",
  "We need {n} more days, our finance team is still checking.",
  "Could you add the training to the offer?",
  "I forwarded it to our managing director.",
  "We have decided to wait until {month}.",
  "Two questions: is support included, and from when does the price apply?",
  "Please call me before {hour}, afterwards I am in meetings.",
  "The documents are complete. We start the internal approval.",
  "Attached is the signed form.",
  "The price is above our limit. Is there a smaller version?",
  "We are satisfied so far. One user cannot sign in, please check.",
  "My colleague in {city} takes over, I have added the address in copy.",
] as const;

/** The work of a task. */
export const taskTexts = [
  "Needed before the call on {weekday}.",
  "{colleague} has the latest version.",
  "Use the template of {month} and change the scope.",
  "Ask delivery first, they need {n} days for the estimate.",
  "{first} expects it by {weekday} at {hour}.",
  "Compare it with the offer of last year.",
  "The manager has to approve more than {pct} %.",
  "Two pages are enough.",
] as const;

export const shortMessages = [
  "Thank you, see you on {weekday} at {hour}.",
  "I have sent the documents by e-mail.",
  "Could we move our call to {weekday}?",
  "Good to meet you in {city}. I am available for questions.",
  "The link for the meeting is in the invitation.",
  "Is {hour} still a good time?",
  "Did the proposal reach you?",
  "Congratulations on the opening in {city}!",
] as const;

/** Why activities were cancelled, and what was noted when nobody came. */
export const cancellations = [
  "{first} is ill; new date next week.",
  "Customer asked to wait until the budget is approved.",
  "Meeting room double booked, we repeat it online.",
  "No longer needed: they answered by e-mail.",
  "{first} has left the company.",
  "Moved into the workshop on {weekday}.",
  "They postponed the project to {month}.",
  "Train cancelled, the visit takes place in {month}.",
  "Already covered by {colleague}.",
  "Customer chose another supplier.",
] as const;
export const noShows = [
  "Waited fifteen minutes. {first} apologised later by e-mail.",
  "Nobody joined, and the telephone was not answered.",
  "{first} had another date in the calendar. We try {weekday}.",
  "The invitation went to an old address.",
  "Only the assistant joined; a new date is open.",
  "No reaction to two reminders.",
] as const;
