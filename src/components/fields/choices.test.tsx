import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isSameValue, selectableOptions } from "@/components/data-table/data-column";
import { Form } from "@/components/form/form";
import { useZodForm } from "@/components/form/use-zod-form";
import { ordered } from "@/components/ui/several-list";
import { field } from "@/lib/fields/build";
import type { Field, FieldKind, FieldOf } from "@/lib/fields/field";
import { markupOf } from "@/test/part";
import { cellPatch, fieldColumns, fieldFilters, fieldSorts } from "./field-columns";
import { formFieldOf } from "./form-fields";
import { partsOf } from "./kinds";
import { offeredOf, picksOf } from "./options";

const options = [
  { value: "nordics", label: "Nordics", color: "blue" },
  { value: "dach", label: "DACH" },
  { value: "uk", label: "United Kingdom", archived: true },
] as const;
const fields = {
  regions: field.choices({ label: "Regions", options }),
  region: field.choice({ label: "Region", options }),
};
const at = { locale: "en-US", currency: "USD" } as never;
const textOf = (markup: string) =>
  markup
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
const shown = (of: Field, value: unknown) => markupOf(partsOf(of).show(value, of as FieldOf<FieldKind>, at));

function Example() {
  const schema = z.object({ regions: z.array(z.string()) });
  const form = useZodForm(schema, { defaultValues: { regions: ["dach"] } });
  const FormField = formFieldOf(fields.regions);
  return (
    <Form form={form} onSubmit={() => undefined}>
      <FormField name="regions" field={fields.regions} at={at} hint={undefined} />
    </Form>
  );
}

describe("several choices", () => {
  const markup = shown(fields.regions, ["nordics", "uk"]);

  test("are shown by their labels, archived ones too, with the colours that they have", () => {
    expect(textOf(markup)).toBe("Nordics United Kingdom");
    expect(markup.match(/--choice-\w+/g)).toEqual(["--choice-blue"]);
    expect(partsOf(fields.regions).brief?.(["nordics", "uk"], fields.regions, at)).toBe("Nordics, United Kingdom");
  });

  test("are edited in place as a list, and the same list is no change", () => {
    const [column] = fieldColumns(fields, at);
    const row = { id: "1", mayEdit: true, regions: ["nordics"], region: null };
    expect(column?.editable).toMatchObject({ kind: "choices" });
    expect(column?.editable?.value(row)).toEqual(["nordics"]);
    expect(cellPatch(fields, at, { row, column: "regions", value: null })).toEqual({ regions: null });
    expect(isSameValue(["nordics", "dach"], ["nordics", "dach"])).toBe(true);
    for (const other of [["dach"], ["dach", "nordics"], null])
      expect(isSameValue(["nordics", "dach"], other)).toBe(false);
  });

  test("keep the order of their options; others follow as they were picked", () => {
    expect(ordered(["new", "dach", "nordics"], options)).toEqual(["nordics", "dach", "new"]);
  });

  test("are filtered by any, all or none of them, and not sorted by", () => {
    const [filter] = fieldFilters(fields, at);
    expect(filter?.kind).toBe("choices");
    expect(filter?.options?.map(({ value }) => value)).toEqual(["nordics", "dach", "uk"]);
    expect(fieldSorts(fields, at)).toEqual([]);
  });

  test("stand in a form as the form holds them", () => {
    expect(textOf(markupOf(<Example />))).toBe("Regions optional DACH");
  });
});

test("one choice has its colour as a dot, and is a badge without one", () => {
  expect(shown(fields.region, "nordics")).toContain("--choice-blue");
  expect(shown(fields.region, "dach")).not.toContain("--choice");
});

test("an archived choice is offered where it is the value, and not to a new record", () => {
  const offered = (held: readonly unknown[]) => selectableOptions(held, picksOf(options)).map(({ value }) => value);
  expect(offered(["uk", "dach"])).toEqual(["nordics", "dach", "uk"]);
  expect(offered([null])).toEqual(["nordics", "dach"]);
  expect(offeredOf(options).map(({ value }) => value)).toEqual(["nordics", "dach"]);
});
