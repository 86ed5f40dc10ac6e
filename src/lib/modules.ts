interface Module {
  /** Over its nouns in the sidebar. */
  label: string;
  /** The modules that it builds on, and with each those below it: it may import them, and they never import it. */
  on: readonly string[];
  /** The unit of licence that its code belongs to, a key of `licences`; null is part of every workspace. */
  licence: string | null;
}

/** The modules of the product: a directed graph, whose rules the structure test reads here. */
export const modules = {
  platform: { label: "Platform", on: [], licence: null },
  crm: { label: "CRM", on: ["platform"], licence: "crm-core" },
  pmo: { label: "Delivery", on: ["crm"], licence: "pmo" },
  hub: { label: "Integrations", on: ["platform"], licence: null },
  "hub-hubspot": { label: "HubSpot", on: ["hub", "crm"], licence: "integration-hubspot" },
} as const satisfies Record<string, Module>;

/** The rooms of the platform, each with those that it builds on; it may import the rooms below those too. @internal */
export const rooms = {
  identity: { on: [] },
  commerce: { on: ["identity"] },
  workspace: { on: ["commerce"] },
  history: { on: ["workspace"] },
  data: { on: ["history"] },
  operator: { on: ["data"] },
} as const satisfies ModuleGraph;

export type ModuleName = keyof typeof modules;
/** Modules by name, each with those that it builds on. */
export type ModuleGraph = Readonly<Record<string, Pick<Module, "on">>>;

/** All modules that one builds on, directly or by way of another; throws where the graph has a circle. */
export function modulesBelow(graph: ModuleGraph, name: string, above: readonly string[] = []): Set<string> {
  if (above.includes(name)) throw new Error(`The modules ${[...above, name].join(" → ")} build on each other.`);
  const on = graph[name]?.on ?? [];
  return new Set(on.flatMap((below) => [below, ...modulesBelow(graph, below, [...above, name])]));
}
