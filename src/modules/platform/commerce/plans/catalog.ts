import { defineCatalog, timelineLines } from "@/lib/catalog";
import { licenceKeys, licenceOf } from "@/lib/licences";
import { planEvents } from "@/lib/plan-events";

const modules = Object.fromEntries(
  licenceKeys.map((key) => [key, { label: licenceOf(key).label, kind: "boolean" as const, importable: false }]),
);

const moduleText = ({ label }: Readonly<Record<string, unknown>>): string => (typeof label === "string" ? label : "");

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
    moduleOn: { verb: "switched a module on in", icon: "edit", detail: moduleText },
    moduleOff: { verb: "switched a module off in", icon: "edit", detail: moduleText },
    moduleTrial: { verb: "began the trial of a module in", icon: "create", detail: moduleText },
    seatsChosen: { verb: "chose the members who keep their seat in", icon: "edit" },
    changed: { verb: "changed the plan of", icon: "edit" },
    // Notices: nobody has changed anything.
    seatMissing: null,
    limitNear: null,
    trialEnding: null,
    trialEnded: { verb: "ended a trial in", icon: "edit" },
    overrideSet: { verb: "set an exception to the plan of", icon: "edit" },
    overrideEnded: { verb: "ended an exception to the plan of", icon: "edit" },
    trialExtended: { verb: "extended the trial in", icon: "edit" },
  }),
});
