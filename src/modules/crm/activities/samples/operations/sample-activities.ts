import "server-only";
import type { SampleSite, SampleSource } from "@/server/samples";
import { recordTouch } from "../../operations/touch";

type Kind = "call" | "email" | "meeting" | "task" | "note" | "demo" | "proposal";

type Row = readonly [
  account: string,
  /** The first name of the contact. */
  first: string,
  opportunity: string | null,
  kind: Kind,
  name: string,
  /** Days from today, and the time; without one it is due on the day. */
  day: number,
  clock: string | null,
];

const past: readonly Row[] = [
  ["northgate", "Owen", "northgate first", "meeting", "Kick-off in Manchester", -74, "10:00"],
  ["cobalt", "Dana", "cobalt fleet", "call", "First call about the western fields", -63, "16:30"],
  ["larkspur", "Britta", "larkspur renew", "call", "Asked why they leave: price", -58, "11:00"],
  ["granary", "Camille", "granary shops", "email", "Sent the floor plans of the pilot", -51, "09:15"],
  ["alder", "Marit", "alder spring", "call", "Agreed on the renewal", -48, "14:00"],
  ["halcyon", "Beat", "halcyon pilot", "meeting", "Introduction in Zurich", -40, "13:30"],
  ["halcyon", "Marco", "halcyon first", "email", "They build the portal themselves", -36, "17:20"],
  ["elmsworth", "Rachel", "elmsworth wards", "demo", "Bed planning on two wards", -34, "10:30"],
  ["dovetail", "Anton", "dovetail shop", "email", "Order confirmed", -33, "08:40"],
  ["sable", "Margaret", "sable branches", "meeting", "Lunch with the board member", -29, "18:00"],
  ["ironleaf", "Karin", "ironleaf harbour", "call", "Needs numbers before the site meeting", -27, "09:00"],
  ["pemberton", "Niamh", "pemberton know", "meeting", "Signed in Dublin", -27, "15:00"],
  ["bryce", "Tom", "bryce audits", "demo", "Audit module for plant managers", -24, "11:30"],
  ["mapleton", "Denise", "mapleton year", "call", "Budget opens in July", -23, "17:00"],
  ["verity", "Urs", "verity valid", "meeting", "Validation plan, first draft", -21, "10:00"],
  ["umber", "Freja", "umber seats", "email", "Asked for twelve more seats", -20, "12:10"],
  ["cobalt", "Luis", "cobalt fleet", "proposal", "Sent the offer for 84 vehicles", -18, "15:45"],
  ["juniper", "Rui", "juniper season", "call", "Wants to go live before Easter", -18, "10:20"],
  ["fathom", "Ingrid", "fathom training", "meeting", "Met the fleet manager at the harbour fair", -15, "14:00"],
  ["zephyr", "Ane", "zephyr north", "call", "Thanked for the order", -15, "12:00"],
  ["kestrel", "Julien", "kestrel certs", "demo", "Certificates on a tablet", -13, "09:30"],
  ["granary", "Nadia", "granary shops", "call", "Controller checks the lease", -11, "16:00"],
  ["rosewater", "Chiara", "rosewater italy", "email", "Sent the case of two other brands", -11, "10:05"],
  ["quarry", "Bruce", "quarry trucks", "call", "Lost to a local supplier", -11, "08:00"],
  ["northgate", "Leah", "northgate field", "meeting", "Review of the first phase", -9, "13:00"],
  ["ironleaf", "Elin", "ironleaf harbour", "proposal", "Sent three options", -8, "16:15"],
  ["quarry", "Jess", "quarry pumps", "call", "Asked about pump maintenance", -7, "08:30"],
  ["sable", "Devon", "sable branches", "demo", "Branch screens for five managers", -6, "17:30"],
  ["zephyr", "Iker", "zephyr islands", "email", "Asked for the wind maps", -5, "11:45"],
  ["willow", "Gerrit", "willow barns", "meeting", "Walked through the barns", -4, "07:30"],
  ["kestrel", "Sophie", "kestrel stock", "call", "Signed by telephone", -4, "14:10"],
  ["alder", "Marit", "alder night", "call", "Night shift needs support until six", -3, "09:40"],
  ["orchard", "Lotte", "orchard practice", "email", "Sent prices for three doctors", -2, "13:20"],
  ["cobalt", "Grace", "cobalt fleet", "meeting", "Finance agrees with payment by quarter", -2, "16:00"],
  ["halcyon", "Regula", "halcyon pilot", "call", "Security questions, two are open", -1, "11:00"],
  ["northgate", "Chloe", "northgate field", "email", "Draft of the contract", -1, "15:30"],
];

const ahead: readonly Row[] = [
  ["bryce", "Priya", "bryce audits", "task", "Send the audit checklist", -2, null],
  ["mapleton", "Aaron", "mapleton year", "call", "Ask who signs for the district", -1, "16:00"],
  ["halcyon", "Regula", "halcyon pilot", "task", "Answer the two security questions", 0, null],
  ["umber", "Freja", "umber seats", "call", "Close the twelve seats", 0, "15:00"],
  ["granary", "Camille", "granary shops", "meeting", "Go through the offer", 1, "10:00"],
  ["cobalt", "Dana", "cobalt fleet", "call", "Ask for the decision", 1, "17:00"],
  ["northgate", "Chloe", "northgate field", "meeting", "Negotiate the service hours", 2, "11:00"],
  ["kestrel", "Julien", "kestrel certs", "task", "Write the offer", 2, null],
  ["sable", "Margaret", "sable branches", "email", "Send the results of the demo", 2, null],
  ["elmsworth", "Simon", "elmsworth wards", "task", "Fill in the tender form", 3, null],
  ["verity", "Anna", "verity valid", "call", "Clarify the order of the validation", 3, "09:30"],
  ["ironleaf", "Karin", "ironleaf harbour", "meeting", "Site meeting in Gothenburg", 5, "13:00"],
  ["rosewater", "Chiara", "rosewater italy", "demo", "Tablet for store managers", 5, "10:30"],
  ["juniper", "Rui", "juniper season", "proposal", "Send the offer for the season", 6, null],
  ["fathom", "Ingrid", "fathom training", "call", "Dates for the first crew", 7, "14:30"],
  ["quarry", "Jess", "quarry pumps", "meeting", "Video call with maintenance", 7, "08:00"],
  ["willow", "Gerrit", "willow barns", "task", "Draw the sensor plan", 8, null],
  ["orchard", "Pieter", "orchard practice", "call", "Ask what the partners think", 9, "12:30"],
  ["alder", "Joost", "alder night", "email", "Send the night rates", 10, null],
  ["zephyr", "Iker", "zephyr islands", "meeting", "Planning workshop in Bilbao", 12, "09:00"],
  ["bryce", "Helen", "bryce audits", "meeting", "Quarterly review", 13, "11:00"],
  ["yarrow", "Carla", null, "call", "Catch up about introductions", 14, "18:00"],
  ["tamarind", "Filipa", null, "meeting", "Partner day", 16, "10:00"],
  ["pemberton", "Sean", null, "task", "Prepare the training for new offices", 18, null],
];

const minutes: Readonly<Partial<Record<Kind, number>>> = { call: 20, meeting: 60, demo: 45 };

const rowOf = ({ idOf, day, time }: SampleSite, row: Row, status: "completed" | "planned") => {
  const [account, first, opportunity, kind, name, offset, clock] = row;
  const long = clock === null ? undefined : minutes[kind];
  return {
    key: name,
    values: {
      ...{ name, kind, status },
      ...(clock === null ? { dueOn: day(offset) } : { startsAt: time(offset, clock) }),
      ...(long === undefined ? {} : { duration: long }),
      ...(kind === "task" || kind === "note" ? {} : { direction: "outbound" }),
      aboutAccount: idOf("account", account),
      aboutContact: idOf("contact", `${account} ${first}`),
      ...(opportunity === null ? {} : { aboutOpportunity: idOf("opportunity", opportunity) }),
    },
  };
};

export const sampleActivities: SampleSource = {
  entity: "activity",
  rows: (site) => [
    ...past.map((row) => rowOf(site, row, "completed")),
    ...ahead.map((row) => rowOf(site, row, "planned")),
  ],
  // Files count for no contact with the customer; these tell what happened, as if somebody had written them down.
  async settle({ ctx, idOf, time }) {
    for (const [, , , kind, name, offset, clock] of past) {
      const at = new Date(time(offset, clock ?? "12:00"));
      await recordTouch({ ...ctx, batchId: null }, null, { id: idOf("activity", name), kind, status: "completed", at });
    }
  },
};
