"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { z } from "zod";
import { useListLocale } from "@/components/data-table/list-locale";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { readServerError } from "@/components/form/server-error";
import { useZodForm } from "@/components/form/use-zod-form";
import { Note } from "@/components/ui/note";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { counted, nouns } from "@/lib/counted";
import { customKinds } from "@/lib/fields/custom";
import { nounEntities } from "@/lib/nouns/all";
import { type RouterInputs, type RouterOutputs, useApi } from "@/trpc/react";
import { type CustomFieldRow, useConvertCustomField } from "../client";
import { kindLabels } from "../rules";
import { kindOptions, objectOptions } from "./field-kinds";

const schema = z.object({
  kind: z.enum(customKinds, "Choose a kind."),
  to: z.enum(nounEntities).nullable(),
});
type Values = z.input<typeof schema>;

interface ConvertDialogProps {
  field: CustomFieldRow;
  onOpenChange: (open: boolean) => void;
}

/** Gives a field another kind, after a look at how its values would change. */
export function ConvertDialog({ field, onOpenChange }: ConvertDialogProps) {
  const convert = useConvertCustomField();
  const form = useZodForm(schema, { defaultValues: { to: null } as Partial<Values> as Values });
  const { kind, to } = form.watch();
  const settings = kind === "reference" && to ? { settings: { to } } : {};
  const isKnown = Boolean(kind) && (kind !== "reference" || to !== null);
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      form={form}
      size="lg"
      title={`Change the kind of ${field.label}`}
      description={`The current kind is ${kindLabels[field.kind]}.`}
      submit="Change kind"
      onSubmit={async (given) => {
        const made = await convert.mutateAsync({ id: field.id, version: field.version, kind: given.kind, ...settings });
        notify.success(
          `${made.label} now has the kind ${kindLabels[made.kind]}. Its values are converted in the background.`,
        );
      }}
    >
      <SelectField<Values>
        name="kind"
        label="New kind"
        placeholder="Choose a kind"
        options={kindOptions.filter(({ value }) => value !== field.kind)}
      />
      {kind === "reference" ? (
        <SelectField<Values> name="to" label="Object" placeholder="Choose an object" options={objectOptions} />
      ) : null}
      {isKnown ? <Preview input={{ id: field.id, kind, ...settings }} /> : null}
    </FormDialog>
  );
}

function Preview({ input }: { input: RouterInputs["customFields"]["previewConversion"] }) {
  const api = useApi();
  const query = useQuery(api.customFields.previewConversion.queryOptions(input, { staleTime: 0 }));
  if (query.data) return <Foreseen result={query.data} />;
  if (query.error) return <Note tone="danger">{readServerError(query.error).message}</Note>;
  return (
    <SkeletonRegion label="Reading the values" className="flex flex-col gap-2">
      <Skeleton className="w-64" />
      <Skeleton className="w-48" />
    </SkeletonRegion>
  );
}

type Result = RouterOutputs["customFields"]["previewConversion"];

function Foreseen({ result: { total, converts, complete, examples, stays, options } }: { result: Result }) {
  const { locale } = useListLocale();
  if (total === 0) return <Note tone="info">No record has a value, so nothing is converted.</Note>;
  const left = total - converts;
  const of = complete ? counted(total, nouns.record, locale) : `the first ${counted(total, nouns.record, locale)}`;
  return (
    <div className="flex flex-col gap-4">
      <Note tone={left > 0 ? "warning" : "info"}>
        {left === 0
          ? `The values of ${of} can be converted.`
          : `The values of ${counted(converts, nouns.record, locale)} of ${of} can be converted.`}
        {left > 0 ? " The others stay as text in the old field, which is archived." : " The old field is archived."}
      </Note>
      {examples.length > 0 ? (
        <section aria-label="Examples">
          <h3 className="mb-1 font-medium">Examples</h3>
          <ul className="border-t">
            {examples.map(({ before, after }) => (
              <li key={`${before}\n${after}`} className="flex items-center gap-2 border-b py-1.5">
                <span className="min-w-0 flex-1 truncate text-muted">{before}</span>
                <ArrowRight role="img" aria-label="becomes" className="size-3.5 shrink-0 text-faint" />
                <span className="min-w-0 flex-1 truncate">{after}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {stays.length > 0 ? (
        <section aria-label="Values that stay">
          <h3 className="mb-1 font-medium">Values that stay in the old field</h3>
          <ul className="border-t">
            {stays.map(({ value, records }) => (
              <li key={value} className="flex items-center gap-2 border-b py-1.5">
                <span className="min-w-0 flex-1 truncate">{value}</span>
                <span className="shrink-0 text-faint">{counted(records, nouns.record, locale)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {options.length > 0 ? (
        <p className="text-muted">{`${counted(options.length, { one: "option is", many: "options are" }, locale)} made from the values.`}</p>
      ) : null}
    </div>
  );
}
