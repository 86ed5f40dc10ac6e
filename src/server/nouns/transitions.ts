import "server-only";
import { type Field, inputName } from "@/lib/fields/field";
import { rulesOf } from "@/lib/fields/kinds";
import { isGivenEachTime, stateLabel, statesIn } from "@/lib/fields/states";
import { permissionFor } from "@/lib/nouns/all";
import { extendSchema, pickSchema } from "@/lib/nouns/derive-schema";
import { andList, withArticle } from "@/lib/text";
import type { AnyOperation } from "../operation.ts";
import type { RowsOf } from "../operation-def.ts";
import { type AnyRecord, type Crud, type NounRuntime, target } from "./noun-runtime.ts";

type Input = Readonly<Record<string, unknown>>;
type Update = (...args: Parameters<Crud<never>["update"]>) => Promise<AnyRecord>;

/**
 * One operation for each transition of a noun, named by its verb ("claim"): it edits the state and the fields that the
 * transition requires.
 */
export function transitionOperations(
  { module, noun, scope }: NounRuntime,
  uses: RowsOf<Input>[],
  update: Update,
): Readonly<Record<string, AnyOperation>> {
  const { head, entity, fields } = noun;
  const operations = statesIn(fields).flatMap(([name, field]) =>
    Object.entries(field.states).map(([verb, { to, requires = [] }]) => {
      const keys = requires.map((requiredName) => inputName(requiredName, fields[requiredName] as Field));
      const texts = Object.fromEntries(
        requires.flatMap((asked) => {
          const text = fields[asked] as Field;
          return isGivenEachTime(text) ? [[asked, rulesOf(text).input(text as never)] as const] : [];
        }),
      );
      const needs =
        requires.length > 0
          ? ` It needs a value in ${andList(requires.map((asked) => fields[asked]?.label ?? asked))}.`
          : "";
      const operation = module.operation({
        kind: "mutation",
        permission: permissionFor(entity, "edit"),
        on: { scope, ids: (input: { id: string }) => [input.id] },
        uses,
        input: extendSchema(pickSchema(noun.update as never, keys as never[]), { ...texts, ...target.shape }),
        output: noun.record,
        rest: { method: "POST", path: `/${head.path}/{id}/${verb}` as `/${string}` },
        describe: `Changes the ${field.label.toLowerCase()} of ${withArticle(head.one)} to ${stateLabel(field, to)}.${needs}`,
        run: (ctx, input) => update(ctx, { ...input, [name]: to } as never),
      });
      return [verb, operation as unknown as AnyOperation] as const;
    }),
  );
  return Object.fromEntries(operations);
}
