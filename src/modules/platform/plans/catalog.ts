import { defineCatalog, timelineLines } from "@/lib/catalog";
import { licenceKeys, licenceOf } from "@/lib/licences";
import { planEvents } from "@/lib/plan-events";

const modules = Object.fromEntries(
  licenceKeys.map((key) => [key, { label: licenceOf(key).label, kind: "boolean" as const, importable: false }]),
);

export const planCatalog = defineCatalog({
  entity: "plan",
  path: "plan",
  label: { one: "plan", many: "plans" },
  columns: {
    ...modules,
    plan: { label: "Plan", kind: "text", importable: false },
    interval: { label: "Paid by", kind: "text", importable: false },
    state: { label: "Payment", kind: "text", importable: false },
    seats: { label: "Seats", kind: "integer", importable: false },
  },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(planEvents, {
    moduleOn: { verb: "switched a module on", icon: "edit" },
    moduleOff: { verb: "switched a module off", icon: "edit" },
    moduleTrial: { verb: "began the trial of a module", icon: "create" },
    seatsChosen: { verb: "chose the members who keep their seat", icon: "edit" },
    changed: { verb: "changed the plan", icon: "edit" },
    seatMissing: { verb: "refused a member for want of a seat", icon: "edit" },
    limitNear: { verb: "came near a limit", icon: "edit" },
    trialEnding: { verb: "reminded of the end of a trial", icon: "edit" },
    trialEnded: { verb: "ended a trial", icon: "edit" },
  }),
});
