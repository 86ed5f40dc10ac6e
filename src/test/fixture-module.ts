import { modules } from "@/lib/modules";

/** Adds a module that is sold beside a plan, under the licence of Projects: the product itself has none yet. */
export function addFixtureModule(): void {
  Object.assign(modules, { fixture: { label: "Fixture", on: ["crm"], licence: "pmo" } });
}
