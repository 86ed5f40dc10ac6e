import { statesIn } from "@/lib/fields/states";
import { declaredNouns } from "@/registry/nouns";
import { namedOperations } from "@/server/nouns/named";
import { type AllowedCase, changed } from "./allowed-case";

/** The transitions of declared nouns, by the names of their operations: the record is in a state that they lead from. */
export const stepCases: Record<string, AllowedCase> = Object.assign(
  {},
  ...Object.values(declaredNouns).map(({ noun: { entity, head, fields } }) => {
    const steps = statesIn(fields).flatMap(([name, { states }]) =>
      Object.entries(states).map(([verb, { from }]): [string, AllowedCase] => [
        verb,
        { arrange: changed(entity, entity, () => ({ [name]: from[0] })) },
      ]),
    );
    return namedOperations(entity, head.path, { transitions: Object.fromEntries(steps) });
  }),
);
