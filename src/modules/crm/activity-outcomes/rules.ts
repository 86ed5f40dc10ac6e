import type { ChoiceColor } from "@/lib/fields/choice-colors";
import type { activityKinds } from "./fields";

type Kind = (typeof activityKinds)[number]["value"];

interface First {
  name: string;
  color: ChoiceColor;
  kinds: Kind[];
}

const calls: Kind[] = ["call"];
const messages: Kind[] = ["email", "sms", "linkedin", "chat"];
const meetings: Kind[] = ["meeting", "demo"];
const offers: Kind[] = ["proposal", "contract"];

/** The outcomes of a new workspace, in the order of their list. */
export const firstOutcomes: readonly First[] = [
  { name: "Connected", color: "green", kinds: calls },
  { name: "Left voicemail", color: "amber", kinds: calls },
  { name: "No answer", color: "gray", kinds: calls },
  { name: "Busy", color: "orange", kinds: calls },
  { name: "Wrong number", color: "red", kinds: calls },
  { name: "Replied", color: "green", kinds: messages },
  { name: "No reply", color: "gray", kinds: messages },
  { name: "Bounced", color: "red", kinds: messages },
  { name: "Held", color: "blue", kinds: meetings },
  { name: "Next step agreed", color: "green", kinds: meetings },
  { name: "Follow-up needed", color: "amber", kinds: meetings },
  { name: "Done", color: "green", kinds: ["task"] },
  { name: "Accepted", color: "green", kinds: offers },
  { name: "Under review", color: "amber", kinds: offers },
  { name: "Declined", color: "red", kinds: offers },
];
