import type { activityKinds } from "@/modules/crm/activity-outcomes/fields";

export type ActivityKind = (typeof activityKinds)[number]["value"];

/** How far a sale has come, or how well an account is known, when an activity takes place. */
export type Phase = "prospect" | "first" | "needs" | "offer" | "closing" | "after" | "renewal" | "care";
type ByPhase = Readonly<Record<Phase, readonly string[]>>;

const calls: ByPhase = {
  prospect: [
    "Introduction call with {person}",
    "Call {first} about {product}",
    "First call to {account}",
    "Call {person} after the webinar",
    "Call {account} about their plans for {month}",
    "Ask {first} who decides about {product}",
    "Call back {person}, {account}",
    "Follow up on the brochure with {first}",
  ],
  first: [
    "Discovery call with {person}",
    "Discovery call: {product} for {account}",
    "Call {first} about their enquiry",
    "Qualification call with {account}",
    "Short call with {first}: budget and dates",
    "Call {person} about {product}",
    "Call {first} before the first meeting",
    "Return the call of {person}",
  ],
  needs: [
    "Call {first} about the requirements",
    "Questions of {first} about {product}",
    "Technical questions of {account}",
    "Call with {person} about the site in {city}",
    "Clarify the scope with {first}",
    "Call {first} to prepare the workshop",
    "Call about the data of {account}",
    "Agree on the dates of the pilot with {first}",
  ],
  offer: [
    "Walk {first} through the proposal",
    "Call {person} about the price of {product}",
    "Call {first}: questions about the offer",
    "Feedback of {account} on the proposal",
    "Call about the payment terms with {first}",
    "Discuss the smaller option with {person}",
    "Call {first} about the quantity",
    "Call {first} before the board of {account} meets",
  ],
  closing: [
    "Negotiation call with {person}",
    "Call {first} about the signature",
    "Open points of the contract with {account}",
    "Call procurement of {account}",
    "Call {first}: start date in {month}",
    "Discount for {account}, call with {first}",
    "Call {person} about the purchase order",
    "Last questions of {first} before they sign",
  ],
  after: [
    "Hand-over call with {first}",
    "Call {first} two weeks after the start",
    "First experience of {account} with {product}",
    "Ask {person} for a reference",
    "Call about the first invoice with {account}",
    "Check the delivery dates with {first}",
  ],
  renewal: [
    "Renewal call with {person}",
    "Call {first} about next year's {product}",
    "Use of {product} at {account}",
    "Call {account} before their contract ends",
    "Renewal terms: call with {first}",
    "Call {first} about more users in {city}",
    "Satisfaction call with {account}",
  ],
  care: [
    "Check-in with {person}",
    "Call {first} about an invoice",
    "Quarterly call with {account}",
    "Ask {first} about plans for {month}",
    "Support question of {person}",
    "Call {account} about the new catalogue",
    "New colleague of {first}: short introduction",
    "Call {first} about a second site",
    "Complaint of {account}: call {first}",
  ],
};
const emails: ByPhase = {
  prospect: [
    "Introduction and two references",
    "{product} for companies such as {account}",
    "Invitation to our webinar in {month}",
    "Short question about {product}",
    "Material after the fair in {city}",
    "Second try: a call this {weekday}?",
  ],
  first: [
    "Thank you for the call, next steps",
    "Your enquiry about {product}",
    "Agenda for our first meeting",
    "Times for a call with {first}",
    "Summary of the call with {account}",
    "{product}: overview and examples",
  ],
  needs: [
    "Questionnaire for {account}",
    "Requirements of {account}, first version",
    "Documents for the security check",
    "Answers to your {n} questions",
    "Draft schedule for the pilot",
    "Who takes part on {weekday}?",
    "Scope of {product} for {city}",
  ],
  offer: [
    "Proposal: {product} for {account}",
    "Proposal, version {n}",
    "Price of {product} with {n} options",
    "References that you asked for",
    "Revised proposal for {account}",
    "Comparison of both options",
    "Proposal over {amount}",
  ],
  closing: [
    "Contract for signature",
    "Changes to the contract",
    "Revised terms for {account}",
    "Order form: {product}",
    "Final price: {amount}",
    "Your legal team's questions",
    "Start in {month}: what we need from you",
  ],
  after: [
    "Welcome, and your contacts",
    "Dates for the kick-off in {city}",
    "Minutes of the kick-off with {account}",
    "Access for your team",
    "Invoice and order number",
    "Report of the first {n} weeks",
  ],
  renewal: [
    "Your contract for {product} ends soon",
    "Renewal offer for {account}",
    "Use of {product} in the last year",
    "Renewal: price for another year",
    "New terms from {month}",
    "Confirmation of the renewal",
  ],
  care: [
    "News about {product}",
    "Answer about invoice {number}",
    "Dates for the review in {month}",
    "Change of your contact person",
    "Training dates in {city}",
    "Invitation to the customer day",
    "Question of {first} about {product}",
    "Updated price list for {account}",
  ],
};
const meetings: ByPhase = {
  prospect: ["First meeting with {account}", "Coffee with {person}", "Meeting at the fair with {first}"],
  first: [
    "First meeting with {account}",
    "Introduction to the team in {city}",
    "Discovery meeting: {product}",
    "Meeting with {person} and IT",
  ],
  needs: [
    "Workshop on requirements with {account}",
    "Site visit in {city}",
    "Scope of {product}: meeting with {first}",
    "Technical review with {account}",
    "Workshop {n}: processes of {account}",
  ],
  offer: [
    "Presentation of the proposal to {account}",
    "Proposal review with {person}",
    "Business case: meeting with {account}",
    "Meeting with the board of {account}",
  ],
  closing: [
    "Contract meeting with {account}",
    "Negotiation with procurement of {account}",
    "Terms and start date: {account}",
    "Legal review with {person}",
    "Final meeting before the signature",
  ],
  after: [
    "Kick-off: {product} at {account}",
    "Hand-over to delivery, {account}",
    "Review after {n} weeks with {first}",
    "Steering meeting with {account}",
  ],
  renewal: ["Renewal meeting with {account}", "Yearly review of {product}", "Review with {person} before the renewal"],
  care: [
    "Account review: {account}",
    "Visit to {account} in {city}",
    "Lunch with {person}",
    "Plans for {month}: {account}",
    "Introduction of the new account manager",
    "Service review with {first}",
  ],
};
const demos = [
  "Demo of {product} for {account}",
  "Demo for {person}",
  "Second demo: reports and roles",
  "Online demo for the team in {city}",
  "Demo with the data of {account}",
  "Demo for IT and finance of {account}",
  "Demo of {product}: {n} participants",
  "Short demo for the head of {first}",
];
const tasks: ByPhase = {
  prospect: ["Research {account}", "Find the right contact at {account}", "Send the brochure to {account}"],
  first: ["Prepare questions for {account}", "Check the credit of {account}", "Find a reference like {account}"],
  needs: [
    "Write the scope for {account}",
    "Complete the security questionnaire of {account}",
    "Ask delivery for an estimate: {product}",
    "Collect sample data from {first}",
  ],
  offer: [
    "Write the proposal for {account}",
    "Get approval for a discount of {pct} %",
    "Update the price of {product}",
    "Prepare the comparison for {first}",
    "Ask legal about the terms of {account}",
  ],
  closing: [
    "Send the contract to {account}",
    "Reserve delivery capacity for {month}",
    "Check the order form of {account}",
    "Chase the purchase order of {account}",
  ],
  after: ["Hand over {account} to delivery", "Order hardware for {account}", "Write the case study: {account}"],
  renewal: [
    "Collect usage figures of {account}",
    "Prepare the renewal offer for {account}",
    "Check open tickets: {account}",
  ],
  care: [
    "Update the account plan of {account}",
    "Send dates for the review to {account}",
    "Clarify invoice {number}",
    "Check the contract of {account}",
    "Send a birthday card to {person}",
  ],
};
const messages = [
  "Confirm the time on {weekday}",
  "Thanks to {first} for the visit",
  "Running ten minutes late",
  "Connect with {person}",
  "Link to the recording for {first}",
  "Short question to {first} about {product}",
  "Congratulate {first} on the new role",
  "Reminder for {first}: documents",
  "{first} asks for another date",
  "Message to {person} about the event in {month}",
];
const notes: ByPhase = {
  prospect: ["Research on {account}", "Background of {account}", "Found at the fair: {account}"],
  first: ["First impression of {account}", "Notes: {product} for {account}", "Who is who at {account}"],
  needs: ["Requirements of {account}", "Notes from the workshop", "Present system of {account}", "Decision process"],
  offer: ["Competition at {account}", "Feedback on the proposal", "Budget of {account}", "How {account} decides"],
  closing: [
    "Negotiation: where we are",
    "Conditions of {account}",
    "Risks before the signature",
    "Agreed with {first}",
  ],
  after: ["Hand-over: {account}", "Agreed for the start", "Lessons from {account}"],
  renewal: ["Renewal of {account}: outlook", "Use at {account}", "Price history of {account}"],
  care: [
    "Notes on {account}",
    "Account plan of {account}",
    "Change at {account}",
    "Mood at {account}",
    "Heard from {first}",
    "Possible second project",
  ],
};
const proposals = ["Proposal for {account}", "Proposal: {product}, {amount}", "Offer {number} to {account}"];
const contracts = ["Contract with {account}", "Contract: {product}", "Addendum to the contract of {account}"];

/** Subjects of activities about a sale to nobody in particular, and about nothing in particular. */
export const generalSubjects = [
  "Enquiry about {product}",
  "Questions about {product}",
  "Price of {product}: {amount}",
  "Next step for {product}",
  "Interest in {product}, {amount}",
  "Follow up on {product}",
  "Start of {product} in {month}",
  "Dates for {product}",
  "Notes of the week",
  "Open points for {weekday}",
];

/** The templates of subjects for a type of activity in a phase. */
export function subjectsOf(kind: ActivityKind, phase: Phase): readonly string[] {
  const byKind: Partial<Record<ActivityKind, ByPhase | readonly string[]>> = {
    ...{ call: calls, email: emails, meeting: meetings, task: tasks, note: notes },
    ...{ demo: demos, proposal: proposals, contract: contracts },
  };
  const found = byKind[kind] ?? messages;
  return "care" in found ? found[phase] : found;
}
