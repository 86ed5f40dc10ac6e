import { declaredNouns } from "@/registry/nouns";
import { namedOperations } from "@/server/nouns/named";
import type { AllowedCase } from "./allowed-case";
import { makeRecord } from "./noun-rows";
import { stepCases } from "./step-cases";

/** The operations on lists in the settings, by their names: an entry moves to the top, and goes into another one. */
export const settingCases: Record<string, AllowedCase> = Object.assign(
  {},
  ...Object.values(declaredNouns).flatMap((declared) => {
    const { entity, head, settings } = declared.noun;
    if (!settings) return [];
    const move: AllowedCase = { input: () => ({ after: null }) };
    const merge: AllowedCase = {
      arrange: async (db, ids, ctx) => {
        const sample = { marker: "Another entry", memberId: ctx.member?.id ?? "", ids };
        return { otherEntry: await makeRecord({ ...ctx, db }, declared, sample) };
      },
      input: ({ otherEntry }) => ({ intoId: otherEntry }),
    };
    return [namedOperations(entity, head.path, { move, merge })];
  }),
);

/** The cases that follow from the declarations of nouns. */
export const declaredCases = { ...stepCases, ...settingCases };
