import "server-only";
import { stepsIn, stepsOut } from "@/lib/value-steps/run-steps";
import { type ValueStep, waysOf } from "@/lib/value-steps/steps";
import type { FieldPair } from "../object.ts";
import { blocked, textIn } from "./pair.ts";

/** A pair whose values are changed on the way: its steps lie between the property there and the pair itself. */
export function transformed(pair: FieldPair, steps: readonly ValueStep[]): FieldPair {
  if (steps.length === 0) return pair;
  const [property = ""] = pair.remote;
  const ways = waysOf(steps);
  const directions = pair.directions.filter((way) => ways.includes(way));
  const further = steps.flatMap((step) => (step.kind === "join" ? step.further : []));
  const place = { property, isWhole: pair.holds === "whole" };
  const stopped = (problem: string) => blocked("unreadable", `${pair.label}: ${problem}`, `${pair.field} ${problem}`);
  return {
    ...pair,
    remote: [...new Set([...pair.remote, ...further])],
    directions,
    toOurs(props, partners) {
      if (!ways.includes("in")) return stopped("this field only leaves.");
      const texts = Object.fromEntries([property, ...further].map((name) => [name, textIn(props, name)]));
      const done = stepsIn(steps, texts, place);
      return "problem" in done ? stopped(done.problem) : pair.toOurs({ ...props, [property]: done.text }, partners);
    },
    toTheirs(value, partners) {
      if (!ways.includes("out")) return stopped("this field only comes in.");
      const own = pair.toTheirs(value, partners);
      if ("blocked" in own) return own;
      const done = stepsOut(steps, own.props[property] ?? null);
      return "problem" in done ? stopped(done.problem) : { props: { ...own.props, [property]: done.text } };
    },
  };
}
