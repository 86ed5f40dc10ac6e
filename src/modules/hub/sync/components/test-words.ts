import type { TestedField } from "../record-tests/schema";

/** The value of a field that would be written, and where, in a few words. `label` is the name of the service. */
export function writeWords({ would, comesIn, goesOut }: TestedField, label: string): string {
  const problem = [comesIn, goesOut].flatMap((one) => (one && "problem" in one ? one.problem : []))[0];
  if (would === "waits") return problem ?? "It waits.";
  if (would === "ask") return "Both changed: somebody chooses";
  if (would === "nothing") return "Nothing";
  const way = would === "here" ? comesIn : goesOut;
  const value = way && "value" in way ? (way.value ?? "empty") : "";
  return would === "here" ? `Here: ${value}` : `In ${label}: ${value}`;
}
